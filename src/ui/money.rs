//! Amounts, as people read them.

use super::html::{Html, html};
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::words;
use giano_commerce::{Face, Locale, Money};

/// An amount as people of the language write it: `€1,234.50`, `1.234,50 €`.
pub fn money(l: Locale, m: Money) -> String {
    giano_commerce::format::money(l, m)
}

/// A price with what it was before, if it was more, and whether VAT is in it.
#[component]
pub fn Price(
    /// What it costs.
    value: Money,
    /// What it cost before the promotion.
    #[prop(optional_no_strip)]
    before: Option<Money>,
    /// Whether prices of variants differ: "from".
    #[prop(optional)]
    from: bool,
    /// Says whether VAT is in it.
    #[prop(optional)]
    vat_note: bool,
) -> impl IntoView {
    price(use_locale(), value, before, from, vat_note.then(use_face)).view()
}

/// [`Price`] as finished markup; with a face it says whether VAT is in it.
pub fn price(l: Locale, value: Money, before: Option<Money>, from: bool, vat_of: Option<Face>) -> Html {
    let before = before.filter(|before| before.amount() > value.amount());
    let reduced = before.is_some();
    let from = from.then(|| html("<span class=\"price-from\">{} </span>", &[&words::ui::price_from(l)]));
    let before = before.map(|before| {
        html(
            "<s class=\"price-before\"><span class=\"visually-hidden\">{} </span>{}</s> ",
            &[&words::ui::price_before(l), &money(l, before)],
        )
    });
    let now = reduced.then(|| html("<span class=\"visually-hidden\">{} </span>", &[&words::ui::price_now(l)]));
    let note = vat_of.map(|face| html(" <small class=\"price-note\">{}</small>", &[&vat_words(l, face)]));
    html(
        "<span class=\"{}\">{}{}<span class=\"price-now\">{}{}</span>{}</span>",
        &[&if reduced { "price price-reduced" } else { "price" }, &from, &before, &now, &money(l, value), &note],
    )
}

/// `VAT included` or `net of VAT`, by face.
pub fn vat_words(l: Locale, face: Face) -> &'static str {
    match face {
        Face::Home => words::ui::vat_included(l),
        Face::Business => words::ui::vat_excluded(l),
    }
}
