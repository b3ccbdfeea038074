//! A product for companies: below pictures and price all variants with a field each, then figures.

use super::beside::{beside, carousel, content};
use super::choice::variant_href;
use super::facts::{description, documents, facts};
use super::page::{Around, in_motion, shown};
use crate::boot::use_locale;
use crate::catalog::{PickBar, Picks, swatch};
use crate::prelude::*;
use crate::ui::{Html, availability_note, html, money};
use crate::words;
use giano_api::catalog::Availability;
use giano_api::product::{ProductDetail, VariantView};
use giano_commerce::catalog::OptionValue;
use giano_commerce::{Face, Locale};
use std::sync::Arc;

/// A product for companies.
#[component]
pub fn BusinessProductPage() -> impl IntoView {
    shown(Around::here(), Arc::new(below))
}

fn below(product: &Arc<ProductDetail>, variant: Memo<usize>) -> AnyView {
    let l = use_locale();
    let picks = Picks::new();
    let grid = variants(l, picks, product).map(|grid| {
        view! {
            <section
                class="product-variants"
                on:click=move |event| picks.clicked(&event)
                on:input=move |event| picks.typed(&event)
                on:change=move |event| picks.left(&event)
                on:keydown=move |event| picks.key(&event)
            >
                {grid.view()}
                <PickBar picks=picks />
            </section>
        }
    });
    view! {
        {grid}
        {in_motion(l, product)}
        <div class="product-more-of">
            {facts(l, Face::Business, product, variant)}
            {description(l, product).map(Html::view)}
        </div>
        {documents(l, product).map(Html::view)}
        {content(l, product).map(Html::view)}
        {carousel(words::product::goes_with(l), &product.goes_with)}
        {carousel(words::product::spare_parts(l), &product.spare_parts)}
        {carousel(words::product::related_business(l), &beside(product))}
    }
    .into_any()
}

/// All variants with a quantity each: two options make a grid, one or more than two a table.
fn variants(l: Locale, picks: Picks, product: &ProductDetail) -> Option<Html> {
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
        .then(|| picks.field(&variant.sku, variant.quantities, variant.stock, &words::product::quantity_of(l, name)))
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
