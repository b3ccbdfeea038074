//! A line of the basket.

use super::hints::more;
use super::model::Model;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{
    AvailabilityNote, Glyph, Icon, Picture, Price, QuantityField, TraceView, cures, money, quantity_issue_text,
};
use crate::{routes, words};
use giano_api::basket::{BasketLine, LineShown};
use giano_api::problem::LineIssue;
use giano_commerce::{Face, Sku};

/// Picture, name, price with its reasons, quantity, total.
#[component]
pub(super) fn Line(
    /// What it is.
    line: BasketLine,
    /// The page at work.
    model: Model,
) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let id = line.input.id;
    let sku = line.input.item.sku.clone();
    let shown = line.shown;
    let priced = model.priced(id);
    let quantity = model.quantity(id);
    let business = face == Face::Business;
    let full_name = full_name(&shown);
    let rule = shown.quantities;
    let availability = shown.availability;
    let label = words::cart::quantity_of(l, &full_name);
    let remove_label = words::cart::remove_name(l, &full_name);
    let save_label = words::cart::save_name(l, &full_name);
    view! {
        <li class="cart-line">
            <a class="cart-picture" href=routes::product(&shown.slug) tabindex="-1" aria-hidden="true">
                <Picture media=shown.image.clone() sizes="8rem" decorative=true />
            </a>
            <div class="cart-what">
                <a class="cart-name" href=routes::product(&shown.slug)>{shown.name.clone()}</a>
                {(!shown.label.is_empty()).then(|| view! { <p class="cart-label">{shown.label.clone()}</p> })}
                {business.then(|| view! { <p class="cart-sku tabular">{sku.to_string()}</p> })}
                <AvailabilityNote availability=availability />
            </div>
            <div class="cart-unit">
                {move || {
                    priced
                        .get()
                        .map(|line| {
                            view! {
                                <Price value=line.unit before=Some(line.base) />
                                <span class="cart-each">{words::cart::each(l)}</span>
                            }
                        })
                }}
            </div>
            <div class="cart-quantity">
                <span class="cart-no-script tabular">{format!("{} ×", words::number(l, line.input.quantity.get().into()))}</span>
                <QuantityField
                    rule=rule
                    value=quantity
                    on_change=move |pieces| model.set_quantity(id, pieces)
                    label=label
                />
            </div>
            <p class="cart-total tabular">
                <span class="visually-hidden">{words::cart::line_total(l)}" "</span>
                {move || priced.get().map(|line| money(l, line.total))}
            </p>
            <div class="cart-below">
                <Issue sku=sku model=model id=id />
                {move || {
                    let more = model.view.with(|view| more(view, id))?;
                    let text = match more.less {
                        Some(less) => words::cart::more_less(l, money(l, less), words::number(l, more.pieces.into())),
                        None => words::cart::more_each(l, words::number(l, more.pieces.into()), money(l, more.unit)),
                    };
                    Some(
                        view! {
                            <p class="cart-more">
                                <Icon name=Glyph::Tag />
                                <span>{text}</span>
                                <button
                                    type="button"
                                    class="chip cart-script"
                                    on:click=move |_| model.set_quantity(id, more.quantity)
                                >
                                    {words::cart::add_more(l, words::number(l, more.pieces.into()))}
                                </button>
                            </p>
                        },
                    )
                }}
                <div class="cart-actions">
                    <details class="cart-why">
                        <summary>{words::ui::why_this_price(l)}</summary>
                        {move || priced.get().map(|line| view! { <TraceView steps=line.trace /> })}
                    </details>
                    <button
                        type="button"
                        class="cart-action cart-script"
                        aria-label=save_label
                        on:click=move |_| model.save(id)
                    >
                        {words::cart::save(l)}
                    </button>
                    <button
                        type="button"
                        class="cart-action cart-script"
                        aria-label=remove_label
                        on:click=move |_| model.remove(id)
                    >
                        {words::cart::remove(l)}
                    </button>
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// The product's name with its options.
pub(super) fn full_name(shown: &LineShown) -> String {
    if shown.label.is_empty() { shown.name.clone() } else { format!("{}, {}", shown.name, shown.label) }
}

/// What keeps the line from being ordered, with its cure in one click.
#[component]
fn Issue(sku: Sku, model: Model, id: i64) -> impl IntoView {
    let l = use_locale();
    let issue = Memo::new(move |_| model.view.with(|view| view.issues.iter().find(|i| i.sku == sku).cloned()));
    let shown = move |issue: LineIssue| {
        let mut amounts = issue.quantity.map(cures).unwrap_or_default();
        let text = match (issue.quantity, issue.available) {
            (_, Some(0)) => words::cart::sold_out(l).to_owned(),
            (_, Some(available)) => {
                amounts = vec![available];
                words::cart::only_available(l, words::number(l, available.into()))
            }
            (Some(issue), None) => quantity_issue_text(l, issue),
            (None, None) => words::cart::not_orderable(l).to_owned(),
        };
        let chips = amounts
            .into_iter()
            .map(|pieces| {
                view! {
                    <button type="button" class="chip cart-script" on:click=move |_| model.set_quantity(id, pieces)>
                        {words::cart::take(l, words::number(l, pieces.into()))}
                    </button>
                }
            })
            .collect_view();
        view! {
            <div class="cart-issue">
                <Icon name=Glyph::Warning />
                <span>{text}</span>
                {chips}
            </div>
        }
    };
    view! { <div role="status">{move || issue.get().map(shown)}</div> }.into_any()
}
