//! Net unit prices by quantity and payment term.

use super::html::{Html, html};
use super::money::money;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_api::product::PriceTable;
use giano_commerce::Locale;

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
    move || price_table(l, &table, quantity.get(), term.get().as_deref()).view()
}

/// [`PriceTableView`] as finished markup.
pub fn price_table(l: Locale, table: &PriceTable, quantity: u32, term: Option<&str>) -> Html {
    let row_now = table.rows.iter().rposition(|row| row.minimum <= quantity);
    let column_now = term.and_then(|term| table.terms.iter().position(|head| head.code == term)).unwrap_or(0);
    let heads = table.terms.iter().map(|term| html("<th scope=\"col\">{}</th>", &[&term.name]));
    let rows = table.rows.iter().enumerate().map(|(row, entry)| {
        let cells = entry.prices.iter().enumerate().map(|(column, price)| {
            let now = row_now == Some(row) && column_now == column;
            html(if now { "<td aria-current=\"true\">{}</td>" } else { "<td>{}</td>" }, &[&money(l, *price)])
        });
        let from = words::ui::from_quantity(l, words::number(l, entry.minimum.into()));
        html("<tr><th scope=\"row\">{}</th>{}</tr>", &[&from, &Html::join(cells)])
    });
    let name = words::ui::price_table(l);
    let caption = table.contract.as_ref().map(|list| html(" · {}", &[&words::ui::rule_contract(l, list)]));
    html(
        "<div class=\"price-table\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table><caption>{}{}</caption>\
         <thead><tr><th scope=\"col\">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>",
        &[&name, &name, &caption, &words::ui::quantity(l), &Html::join(heads), &Html::join(rows)],
    )
}
