//! Net unit prices by quantity and payment term.

use super::money::money;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_api::product::PriceTable;

/// Prices by quantity (rows) and payment term (columns); the cell that holds for a quantity and term is marked.
#[component]
pub fn PriceTableView(
    /// The prices.
    table: PriceTable,
    /// The quantity in question; 0 marks none.
    #[prop(optional, into)]
    quantity: Signal<u32>,
    /// Code of the term in question; the first without one.
    #[prop(optional, into)]
    term: Signal<Option<String>>,
) -> impl IntoView {
    let l = use_locale();
    let minima: Vec<u32> = table.rows.iter().map(|row| row.minimum).collect();
    let codes: Vec<String> = table.terms.iter().map(|term| term.code.clone()).collect();
    let current_row = Memo::new(move |_| {
        let quantity = quantity.get();
        minima.iter().rposition(|minimum| *minimum <= quantity)
    });
    let current_column = Memo::new(move |_| {
        term.with(|term| term.as_ref().and_then(|term| codes.iter().position(|code| code == term))).unwrap_or(0)
    });
    let heads = table.terms.into_iter().map(|term| view! { <th scope="col">{term.name}</th> }).collect_view();
    let rows = table
        .rows
        .into_iter()
        .enumerate()
        .map(|(row, entry)| {
            let cells = entry
                .prices
                .into_iter()
                .enumerate()
                .map(|(column, price)| {
                    let current =
                        move || (current_row.get() == Some(row) && current_column.get() == column).then_some("true");
                    view! { <td aria-current=current>{money(l, price)}</td> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{words::ui::from_quantity(l, words::number(l, entry.minimum.into()))}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="price-table" tabindex="0" role="group" aria-label=words::ui::price_table(l)>
            <table>
                <caption>
                    {words::ui::price_table(l)}
                    {table.contract.map(|list| format!(" · {}", words::ui::rule_contract(l, list)))}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">{words::ui::quantity(l)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
