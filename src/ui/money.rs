//! Amounts, as people read them.

use crate::boot::{use_face, use_locale};
use crate::words;
use giano_commerce::{Currency, Face, Locale, Money};
use leptos::prelude::*;

/// An amount as people of the language write it: `€1,234.50`, `1.234,50 €`.
pub fn money(l: Locale, m: Money) -> String {
    let text = m.rounded().amount().to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
    let (whole, minor) = text.split_once('.').unwrap_or((text, ""));
    let whole = words::group(whole, l);
    let mark = if l == Locale::It { ',' } else { '.' };
    let digits = if minor.is_empty() { whole } else { format!("{whole}{mark}{minor}") };
    let symbol = match m.currency() {
        Currency::Eur => "€",
        Currency::Usd => "$",
        Currency::Gbp => "£",
        other => other.as_str(),
    };
    match l {
        Locale::En if symbol.len() < 3 || symbol == "€" => format!("{sign}{symbol}{digits}"),
        Locale::En => format!("{sign}{symbol}\u{a0}{digits}"),
        Locale::It => format!("{sign}{digits}\u{a0}{symbol}"),
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_does() {
        let m = |text: &str, currency| Money::parse(text, currency).unwrap();
        assert_eq!(money(Locale::En, m("1234.5", Currency::Eur)), "€1,234.50");
        assert_eq!(money(Locale::It, m("12345.5", Currency::Eur)), "12.345,50\u{a0}€");
        assert_eq!(money(Locale::En, m("-3", Currency::Usd)), "\u{2212}$3.00");
        assert_eq!(money(Locale::En, m("12.345", Currency::Chf)), "CHF\u{a0}12.35");
        assert_eq!(money(Locale::En, m("1200", Currency::Jpy)), "JPY\u{a0}1,200");
    }
}
