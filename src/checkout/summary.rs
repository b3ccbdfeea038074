//! What is ordered and what it costs, always in view.

use super::model::Model;
use crate::boot::use_locale;
use crate::cart::totals;
use crate::prelude::*;
use crate::ui::{Html, html, live, money, picture, supply_said};
use crate::{routes, words};
use giano_api::basket::BasketLine;
use giano_commerce::Locale;
use giano_commerce::pricing::PricedLine;

/// Beside the sections; on a phone below them, with a bar at the bottom.
pub(super) fn summary(model: Model) -> AnyView {
    let l = use_locale();
    let bar = move || {
        let total = model.view.with(|view| money(l, view.basket.priced.total));
        html(
            "<a class=\"checkout-bar\" href=\"#checkout-sum\"><span>{}</span><b class=\"tabular\">{}</b></a>",
            &[&words::cart::total(l), &total],
        )
    };
    let lines = move || {
        model.view.with(|view| {
            let both = view.basket.lines.iter().zip(&view.basket.priced.lines);
            let lines = Html::join(both.map(|(entry, priced)| line(l, entry, priced)));
            html("<ul class=\"checkout-lines\">{}</ul>", &[&lines])
        })
    };
    let sum = move || model.view.with(|view| totals(l, &view.basket.priced));
    let head = html(
        "<header class=\"checkout-sum-head\"><h2>{}</h2><a href=\"{}\">{}</a></header>",
        &[&words::checkout::summary(l), &routes::basket(), &words::checkout::change(l)],
    );
    view! {
        <aside class="checkout-sum" id="checkout-sum" aria-label=words::cart::summary(l)>
            {head.view()}
            {live(lines)}
            <div aria-live="polite">{live(sum)}</div>
        </aside>
        {live(bar)}
    }
    .into_any()
}

fn line(l: Locale, entry: &BasketLine, priced: &PricedLine) -> Html {
    let shown = &entry.shown;
    let mut note = format!("{} × {}", words::number(l, priced.quantity.get().into()), money(l, priced.unit));
    if !shown.label.is_empty() {
        note.push_str(" · ");
        note.push_str(&shown.label);
    }
    if let Some(said) = supply_said(l, entry.stock, shown.quantities, priced.quantity.get()) {
        note.push_str(" · ");
        note.push_str(&said.text);
    }
    html(
        "<li class=\"checkout-line\">{}<span class=\"checkout-line-name\">{}<span class=\"choice-note\">{}</span></span>\
         <span class=\"tabular\">{}</span></li>",
        &[&picture(l, shown.image.as_ref(), "4rem", false, true), &shown.name, &note, &money(l, priced.total)],
    )
}
