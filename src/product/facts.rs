//! What a product is: words, facts, figures of a variant, documents.

use crate::prelude::*;
use crate::ui::{Glyph, Html, Live, html, icon, live, quantity_rule_text};
use crate::words;
use giano_api::product::{ProductDetail, VariantView};
use giano_commerce::catalog::MediaKind;
use giano_commerce::{Face, Locale};
use std::sync::Arc;

/// What it can do, how it is kept, what is in the box.
pub(super) fn description(l: Locale, product: &ProductDetail) -> Option<Html> {
    use words::product as w;
    let part = |title: &str, markup: &Html| html("<h2>{}</h2><div class=\"prose\">{}</div>", &[&title, markup]);
    let sanitised = |markup: &String| Html::sanitised(markup.clone());
    let features = Some(&product.description_html).filter(|markup| !markup.is_empty()).map(sanitised);
    let care = product.care_html.as_ref().map(sanitised);
    let boxed = Html::join(product.in_the_box.iter().map(|thing| html("<li>{}</li>", &[thing])));
    let boxed = (!boxed.is_empty()).then(|| html("<ul>{}</ul>", &[&boxed]));
    let parts = [(w::features(l), features), (w::in_the_box(l), boxed), (w::care(l), care)];
    let parts = Html::join(parts.iter().filter_map(|(title, markup)| Some(part(title, markup.as_ref()?))));
    (!parts.is_empty()).then(|| html("<section class=\"product-description\">{}</section>", &[&parts]))
}

/// Facts of the product and of the variant chosen.
pub(super) fn facts(l: Locale, face: Face, product: &Arc<ProductDetail>, variant: Memo<usize>) -> Live {
    let product = Arc::clone(product);
    live(move || {
        let mut rows: Vec<(String, String)> =
            product.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone())).collect();
        if let Some(variant) = product.variants.get(variant.get()) {
            let mut figures = figures(l, variant);
            if face == Face::Home {
                // What is told at home of a variant: its SKU, size and weight.
                let told = [words::product::sku(l), words::product::dimensions(l), words::product::weight(l)];
                figures.retain(|(name, _)| told.contains(&name.as_str()));
            }
            rows.extend(figures);
        }
        let rows = rows.iter().map(|(name, value)| html("<div><dt>{}</dt><dd>{}</dd></div>", &[name, value]));
        html(
            "<section class=\"product-facts\"><h2>{}</h2><dl>{}</dl></section>",
            &[&words::product::facts(l), &Html::join(rows)],
        )
    })
}

/// Facts of a variant as rows of a list of terms.
fn figures(l: Locale, variant: &VariantView) -> Vec<(String, String)> {
    use words::product as w;
    let n = |count: u32| words::number(l, count.into());
    let mut facts = vec![(w::sku(l).to_owned(), variant.sku.as_str().to_owned())];
    if let Some(gtin) = &variant.gtin {
        facts.push((w::gtin(l).to_owned(), gtin.as_str().to_owned()));
    }
    facts.push((w::pack(l).to_owned(), w::pieces(l, variant.pack_size.max(1).into())));
    if let Some(pallet) = variant.pallet_size {
        facts.push((w::pallet(l).to_owned(), w::pieces(l, pallet.into())));
    }
    if let Some(rule) = quantity_rule_text(l, variant.quantities) {
        facts.push((w::minimum(l).to_owned(), rule));
    }
    if let Some(dimensions) = &variant.dimensions {
        facts.push((w::dimensions(l).to_owned(), dimensions.clone()));
    }
    if variant.weight_grams > 0 {
        facts.push((w::weight(l).to_owned(), weight(l, variant.weight_grams, n)));
    }
    facts
}

/// Grams below one kilogram, else kilograms with what is behind the point.
fn weight(l: Locale, grams: u32, n: impl Fn(u32) -> String) -> String {
    if grams < 1000 {
        return words::product::grams(l, n(grams));
    }
    let rest = format!("{:03}", grams % 1000);
    let rest = rest.trim_end_matches('0');
    let text = if rest.is_empty() { n(grams / 1000) } else { words::decimal(l, &format!("{}.{rest}", grams / 1000)) };
    words::product::kilograms(l, text)
}

/// What can be downloaded.
pub(super) fn documents(l: Locale, product: &ProductDetail) -> Option<Html> {
    let entries = product.media.iter().filter_map(|media| match &media.kind {
        MediaKind::Document { file, bytes } => {
            let name = media.alt.get(l);
            Some(html(
                "<li><a href=\"/media/{}\" rel=\"external\" download>{}<span>{}</span> <small>{}</small></a></li>",
                &[
                    file,
                    &icon(Glyph::Document),
                    &if name.is_empty() { file.as_str() } else { name },
                    &words::product::document_size(l, words::number(l, bytes.div_ceil(1000))),
                ],
            ))
        }
        _ => None,
    });
    let entries = Html::join(entries);
    (!entries.is_empty()).then(|| {
        html(
            "<section class=\"product-documents\"><h2>{}</h2><ul class=\"documents\">{}</ul></section>",
            &[&words::product::documents(l), &entries],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_read_as_people_say_them() {
        let of = |grams| weight(Locale::It, grams, |n| words::number(Locale::It, n.into()));
        assert_eq!([of(250), of(1000), of(1250), of(12_005)], ["250 g", "1 kg", "1,25 kg", "12,005 kg"]);
    }
}
