//! Which variant: the address says it (`?sku=`), swatches and chips are links to the others.

use crate::catalog::swatch;
use crate::ui::{Html, html};
use crate::{http, words};
use giano_api::catalog::Availability;
use giano_api::product::{ProductDetail, VariantView};
use giano_commerce::catalog::{OptionValue, ProductOption};
use giano_commerce::{Locale, Sku};

/// The place of the variant that a SKU names; without one the first that can be bought.
pub(super) fn chosen(variants: &[VariantView], sku: &str) -> usize {
    let named = sku.parse::<Sku>().ok().and_then(|sku| {
        let key = sku.key();
        variants.iter().position(|variant| variant.sku.key() == key)
    });
    let buyable = || variants.iter().position(|variant| variant.availability != Availability::Out);
    named.or_else(buyable).unwrap_or(0)
}

/// The address of a variant.
pub(super) fn variant_href(slug: &str, sku: &Sku) -> String {
    let mut out = format!("{}?sku=", crate::routes::product(slug));
    http::encode(sku.as_str(), &mut out);
    out
}

/// Where choosing a value leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A variant that keeps all other choices.
    Kept(usize),
    /// No variant has it with the other choices; this one shares most of them.
    Other(usize),
    /// No variant has it.
    Nowhere,
}

/// Where choosing the value `code` of the option at `place` leads from the variant `at`.
pub(super) fn target(variants: &[VariantView], at: usize, place: usize, code: &str) -> Target {
    let Some(now) = variants.get(at) else { return Target::Nowhere };
    let has = |variant: &VariantView| variant.options.get(place).is_some_and(|own| own == code);
    let shared = |variant: &VariantView| {
        variant.options.iter().zip(&now.options).enumerate().filter(|(other, (a, b))| *other != place && a == b).count()
    };
    let others = now.options.len().saturating_sub(1);
    // The first of those that share most.
    let mut best: Option<(usize, usize)> = None;
    for (index, variant) in variants.iter().enumerate().filter(|(_, variant)| has(variant)) {
        let shares = shared(variant);
        if best.is_none_or(|(_, most)| shares > most) {
            best = Some((index, shares));
        }
    }
    match best {
        None => Target::Nowhere,
        Some((index, shares)) if shares == others => Target::Kept(index),
        Some((index, _)) => Target::Other(index),
    }
}

/// The options as links; what cannot be had is shown as such.
pub(super) fn choices(l: Locale, product: &ProductDetail, at: usize) -> Option<Html> {
    let now = product.variants.get(at)?;
    if product.variants.len() < 2 {
        return None;
    }
    if product.options.is_empty() {
        return Some(by_label(product, at));
    }
    let groups = product.options.iter().enumerate().map(|(place, option)| {
        let code = now.options.get(place).map_or("", String::as_str);
        let value = option.values.iter().find(|value| value.code == code);
        let name = option.name.get(l);
        let values = option.values.iter().map(|value| choice(l, product, at, (place, option), value));
        html(
            "<div class=\"product-choice\" role=\"group\" aria-label=\"{}\"><p class=\"product-choice-name\">{}</p><ul>{}</ul></div>",
            &[
                &name,
                &words::product::choose(l, name, value.map_or(code, |value| value.name.get(l))),
                &Html::join(values),
            ],
        )
    });
    Some(html("<div class=\"product-choices\">{}</div>", &[&Html::join(groups)]))
}

fn choice(
    l: Locale,
    product: &ProductDetail,
    at: usize,
    (place, option): (usize, &ProductOption),
    value: &OptionValue,
) -> Html {
    let (index, together) = match target(&product.variants, at, place, &value.code) {
        Target::Kept(index) => (index, true),
        Target::Other(index) => (index, false),
        // The merchant sells none of it: nothing to choose.
        Target::Nowhere => return Html::default(),
    };
    let variant = &product.variants[index];
    let is_chosen = index == at;
    let (class, note) = if !together {
        ("product-value product-apart", Some(words::product::not_together(l)))
    } else if variant.availability == Availability::Out {
        ("product-value product-out", Some(words::product::sold_out(l)))
    } else {
        ("product-value", None)
    };
    let name = value.name.get(l);
    let title = note.map_or_else(|| name.to_owned(), |note| format!("{name}: {note}"));
    let shown = match &value.swatch {
        Some(colour) => html("{}<span class=\"visually-hidden\">{}</span>", &[&swatch(colour), &name]),
        None => html("{}", &[&name]),
    };
    let note = note.map(|note| html("<span class=\"visually-hidden\">, {}</span>", &[&note]));
    let template = if is_chosen {
        "<li><a class=\"{}\" id=\"o-{}-{}\" href=\"{}\" title=\"{}\" rel=\"nofollow\" data-noscroll aria-current=\"true\">{}{}</a></li>"
    } else {
        "<li><a class=\"{}\" id=\"o-{}-{}\" href=\"{}\" title=\"{}\" rel=\"nofollow\" data-noscroll>{}{}</a></li>"
    };
    let href = variant_href(&product.slug, &variant.sku);
    html(template, &[&class, &option.code, &value.code, &href, &title, &shown, &note])
}

/// Variants without options: each by its own name.
fn by_label(product: &ProductDetail, at: usize) -> Html {
    let values = product.variants.iter().enumerate().map(|(index, variant)| {
        let label = if variant.label.is_empty() { variant.sku.as_str() } else { &variant.label };
        let href = variant_href(&product.slug, &variant.sku);
        let template = if index == at {
            "<li><a class=\"product-value\" id=\"o-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll aria-current=\"true\">{}</a></li>"
        } else {
            "<li><a class=\"product-value\" id=\"o-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll>{}</a></li>"
        };
        html(template, &[&(index as u64), &href, &label])
    });
    html("<div class=\"product-choices\"><div class=\"product-choice\"><ul>{}</ul></div></div>", &[&Html::join(values)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::catalog::Stock;
    use giano_commerce::{Currency, Money, QuantityRule};

    fn variant(sku: &str, options: &[&str], availability: Availability) -> VariantView {
        VariantView {
            sku: sku.parse().unwrap(),
            gtin: None,
            options: options.iter().map(|code| (*code).to_owned()).collect(),
            label: String::new(),
            price: Money::zero(Currency::Eur),
            before: None,
            trace: Vec::new(),
            price_table: None,
            quantities: QuantityRule::default(),
            pack_size: 1,
            pallet_size: None,
            weight_grams: 0,
            dimensions: None,
            availability,
            stock: Stock { on_hand: 9, backorder: false, lead_days: None },
            media: Vec::new(),
        }
    }

    fn some() -> Vec<VariantView> {
        let there = Availability::InStock { on_hand: 9 };
        vec![
            variant("R-3", &["red", "3"], Availability::Out),
            variant("R-6", &["red", "6"], there),
            variant("B-3", &["blue", "3"], there),
        ]
    }

    #[test]
    fn the_address_chooses_and_without_it_what_can_be_bought() {
        let variants = some();
        assert_eq!(chosen(&variants, "b-3"), 2);
        assert_eq!(chosen(&variants, ""), 1);
        assert_eq!(chosen(&variants, "unknown"), 1);
    }

    #[test]
    fn a_choice_keeps_the_others_where_it_can_and_says_where_not() {
        let variants = some();
        assert_eq!(target(&variants, 1, 1, "3"), Target::Kept(0));
        assert_eq!(target(&variants, 1, 0, "blue"), Target::Other(2));
        assert_eq!(target(&variants, 1, 0, "green"), Target::Nowhere);
        assert_eq!(target(&variants, 1, 0, "red"), Target::Kept(1));
    }
}
