//! Amounts, as people read them.

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
    let l = use_locale();
    let before = before.filter(|before| before.amount() > value.amount());
    view! {
        <span class="price" class:price-reduced=before.is_some()>
            {from.then(|| view! { <span class="price-from">{words::ui::price_from(l)}" "</span> })}
            {before
                .map(|before| {
                    view! {
                        <s class="price-before">
                            <span class="visually-hidden">{words::ui::price_before(l)}" "</span>
                            {money(l, before)}
                        </s>
                        " "
                    }
                })}
            <span class="price-now">
                {before.is_some().then(|| view! { <span class="visually-hidden">{words::ui::price_now(l)}" "</span> })}
                {money(l, value)}
            </span>
            {vat_note.then(|| view! { " "<small class="price-note">{vat_words(l, use_face())}</small> })}
        </span>
    }
}

/// `VAT included` or `net of VAT`, by face.
pub fn vat_words(l: Locale, face: Face) -> &'static str {
    match face {
        Face::Home => words::ui::vat_included(l),
        Face::Business => words::ui::vat_excluded(l),
    }
}
