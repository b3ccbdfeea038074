//! What companies need beside price and quantity: all variants with a field each, figures, documents.

use super::choice::variant_href;
use crate::catalog::{Picks, swatch};
use crate::ui::{Glyph, Html, availability_note, html, icon, money, quantity_rule_text};
use crate::words;
use giano_api::catalog::Availability;
use giano_api::product::{ProductDetail, VariantView};
use giano_commerce::catalog::{MediaKind, OptionValue};
use giano_commerce::{Face, Locale};

/// All variants with a quantity each: two options make a grid, one or more than two a table.
pub(super) fn variants(l: Locale, picks: Picks, product: &ProductDetail) -> Option<Html> {
    if product.variants.len() < 2 {
        return None;
    }
    let table = match product.options.as_slice() {
        [rows, columns] => grid(l, picks, product, &rows.values, &columns.values),
        _ => list(l, picks, product),
    };
    Some(html(
        "<div class=\"variants\"><h2>{}</h2><p class=\"variants-text\">{}</p>\
         <div class=\"variants-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div></div>",
        &[&words::product::variants(l), &words::product::variants_text(l), &words::product::variants(l), &table],
    ))
}

fn grid(l: Locale, picks: Picks, product: &ProductDetail, rows: &[OptionValue], columns: &[OptionValue]) -> Html {
    let variants = &product.variants;
    let sold = |place: usize, value: &&OptionValue| {
        variants.iter().any(|variant| variant.options.get(place).is_some_and(|code| *code == value.code))
    };
    let columns: Vec<&OptionValue> = columns.iter().filter(|value| sold(1, value)).collect();
    let one_price = variants.iter().all(|variant| variant.price == variants[0].price);
    let heads = columns.iter().map(|value| html("<th scope=\"col\">{}</th>", &[&head(l, value)]));
    let lines = rows.iter().filter(|value| sold(0, value)).map(|row| {
        let cells = columns.iter().map(|column| {
            let variant = variants.iter().find(|variant| variant.options == [row.code.as_str(), column.code.as_str()]);
            match variant {
                Some(variant) => html("<td>{}</td>", &[&cell(l, picks, product, variant, !one_price)]),
                None => html("<td class=\"variants-none\">–</td>", &[]),
            }
        });
        html("<tr><th scope=\"row\">{}</th>{}</tr>", &[&head(l, row), &Html::join(cells)])
    });
    html(
        "<table class=\"variants-grid\"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>",
        &[&Html::join(heads), &Html::join(lines)],
    )
}

fn head(l: Locale, value: &OptionValue) -> Html {
    let colour = value.swatch.as_ref().map(|colour| swatch(colour));
    html("<span class=\"variants-head\">{}{}</span>", &[&colour, &value.name.get(l)])
}

fn cell(l: Locale, picks: Picks, product: &ProductDetail, variant: &VariantView, with_price: bool) -> Html {
    let price = with_price.then(|| html("<span class=\"variants-price\">{}</span>", &[&money(l, variant.price)]));
    let stock = availability_note(l, Face::Business, variant.availability);
    html("{}{}<span class=\"variants-stock\">{}</span>", &[&field(l, picks, product, variant), &price, &stock])
}

fn field(l: Locale, picks: Picks, product: &ProductDetail, variant: &VariantView) -> Option<Html> {
    let name = format!("{}, {}", product.name, label(variant));
    (variant.availability != Availability::Out)
        .then(|| picks.field(&variant.sku, variant.quantities, &words::product::quantity_of(l, name)))
}

fn label(variant: &VariantView) -> &str {
    if variant.label.is_empty() { variant.sku.as_str() } else { &variant.label }
}

fn list(l: Locale, picks: Picks, product: &ProductDetail) -> Html {
    use words::product as w;
    let rows = product.variants.iter().map(|variant| {
        html(
            "<tr><th scope=\"row\"><a href=\"{}\" data-noscroll>{}</a><span class=\"card-sku\">{}</span></th><td>{}</td>\
             <td>{}</td><td>{}</td></tr>",
            &[
                &variant_href(&product.slug, &variant.sku),
                &label(variant),
                &variant.sku.as_str(),
                &money(l, variant.price),
                &availability_note(l, Face::Business, variant.availability),
                &field(l, picks, product, variant),
            ],
        )
    });
    let heads = [w::variant(l), w::price(l), w::stock(l), w::quantity(l)];
    let heads = heads.iter().map(|head| html("<th scope=\"col\">{}</th>", &[head]));
    html(
        "<table class=\"variants-list\"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        &[&Html::join(heads), &Html::join(rows)],
    )
}

/// Facts of a variant as rows of a list of terms.
pub(super) fn figures(l: Locale, variant: &VariantView) -> Vec<(String, String)> {
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
