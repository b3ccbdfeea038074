//! What is ordered and what it costs, always in view.

use super::model::Model;
use crate::boot::use_locale;
use crate::cart::totals;
use crate::prelude::*;
use crate::ui::{Picture, money};
use crate::{routes, words};

/// Beside the sections; on a phone above them, with a bar at the bottom.
#[component]
pub(super) fn Summary(model: Model) -> impl IntoView {
    let l = use_locale();
    let total = move || model.view.with(|view| money(l, view.basket.priced.total));
    let lines = move || {
        model.view.with(|view| {
            view.basket
                .lines
                .iter()
                .zip(&view.basket.priced.lines)
                .map(|(line, priced)| {
                    view! {
                        <li class="checkout-line">
                            <Picture media=line.shown.image.clone() sizes="4rem" decorative=true />
                            <span class="checkout-line-name">
                                {line.shown.name.clone()}
                                <span class="choice-note">
                                    {format!("{} × {}", words::number(l, priced.quantity.get().into()), money(l, priced.unit))}
                                    {(!line.shown.label.is_empty()).then(|| format!(" · {}", line.shown.label))}
                                </span>
                            </span>
                            <span class="tabular">{money(l, priced.total)}</span>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <aside class="checkout-sum" id="checkout-sum" aria-label=words::cart::summary(l)>
            <header class="checkout-sum-head">
                <h2>{words::checkout::summary(l)}</h2>
                <a href=routes::basket()>{words::checkout::change(l)}</a>
            </header>
            <ul class="checkout-lines">{lines}</ul>
            <div aria-live="polite">
                {move || {
                    model
                        .view
                        .with(|view| {
                            totals(l, &view.basket.priced, Some(words::checkout::delivery_later(l).to_owned()))
                        })
                }}
            </div>
        </aside>
        <a class="checkout-bar" href="#checkout-sum">
            <span>{words::cart::total(l)}</span>
            <b class="tabular">{total}</b>
        </a>
    }
    .into_any()
}
