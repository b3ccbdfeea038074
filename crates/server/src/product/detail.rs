//! A product with everything its page shows.

use super::table::price_table;
use crate::catalog::answer::{Reading, answer};
use crate::pricing::{price_one, rule};
use crate::problem::{Failure, Path};
use crate::snapshot::cards::{availability, badge};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::endpoint::Visit;
use giano_api::product::{Fact, ProductDetail, RatingSummary, Shows, VariantView};
use giano_commerce::Face;
use giano_commerce::catalog::{LinkKind, Product};
use giano_commerce::format::dimensions;
use giano_commerce::promotion::{Effect, Scope};
use std::sync::Arc;

/// Products shown beside one.
const BESIDE: usize = 8;
/// Variants whose price table is worked out; with more of them the page asks for prices when they are chosen.
const MOST_TABLES: usize = 60;

/// A product with everything its page shows.
#[utoipa::path(get, path = "/api/products/{slug}", params(("slug" = String, Path), Visit),
    responses((status = 200, body = ProductDetail), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn get_product(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let at = reading.snapshot.by_slug(&slug).ok_or_else(|| Failure::new(Code::NotFound))?;
        detail(reading, at)
    })
    .await
}

fn detail(reading: &Reading<'_>, at: usize) -> Result<ProductDetail, Failure> {
    let Reading { snapshot, visitor, context, .. } = reading;
    let (locale, eye) = (visitor.locale, reading.eye());
    let entry = &snapshot.products[at];
    let product = &entry.product;
    let mut variants = Vec::with_capacity(product.variants.len());
    for place in 0..product.variants.len() {
        variants.push(variant_view(reading, at, place)?);
    }
    let category = product.categories.first().copied();
    let linked = |kind: LinkKind| {
        let own = product.links.iter().filter(move |link| link.kind == kind);
        own.filter_map(|link| snapshot.by_id(link.to)).collect::<Vec<_>>()
    };
    let mut related = linked(LinkKind::Related);
    if related.is_empty() {
        // Without links of the merchant: what stands in the same category.
        let siblings = category.and_then(|id| snapshot.categories.get(&id)).map(|entry| entry.products.as_slice());
        related =
            siblings.unwrap_or_default().iter().map(|other| *other as usize).filter(|other| *other != at).collect();
    }
    related.truncate(BESIDE);
    let item = entry.items.first();
    let in_scope = |scope: &Scope| match scope {
        Scope::Products { products } => products.contains(&product.id),
        Scope::Categories { categories } => {
            item.is_some_and(|item| item.categories.iter().any(|id| categories.contains(id)))
        }
        Scope::Order => false,
    };
    let concerns = |promotion: &&Arc<giano_commerce::promotion::Promotion>| {
        let bundled = match &promotion.effect {
            Effect::Bundle { skus, .. } => product.variants.iter().any(|variant| skus.contains(&variant.sku)),
            _ => false,
        };
        let told = promotion.is_public() && promotion.runs(context.face, context.now);
        told && (in_scope(&promotion.scope) || bundled)
    };
    let content = snapshot.content.iter().filter(|record| record.document.products.contains(&product.slug));
    Ok(ProductDetail {
        slug: product.slug.clone(),
        name: product.name.get(locale).to_owned(),
        summary: product.summary.get(locale).to_owned(),
        description_html: product.description_html.get(locale).to_owned(),
        brand: product.brand.clone(),
        meta_title: product.meta_title.as_ref().map(|text| text.get(locale).to_owned()),
        meta_description: product.meta_description.as_ref().map(|text| text.get(locale).to_owned()),
        breadcrumb: category.map(|id| snapshot.breadcrumb(id, locale)).unwrap_or_default(),
        media: product.media.clone(),
        options: product.options.clone(),
        variants,
        facts: facts(product, locale),
        care_html: product.care_html.as_ref().map(|text| text.get(locale).to_owned()),
        in_the_box: product.in_the_box.iter().map(|text| text.get(locale).to_owned()).collect(),
        shows: Shows {
            turntable: product.turntable.is_some(),
            video: product.video.is_some(),
            calculator: context.face == Face::Business && snapshot.is_calculated(product),
        },
        promotions: snapshot.promotions.iter().filter(concerns).map(|promotion| badge(promotion, locale)).collect(),
        rating: RatingSummary {
            average: entry.average(),
            count: u32::try_from(entry.reviews.len()).unwrap_or(u32::MAX),
            histogram: entry.histogram,
        },
        reviews: entry.reviews.iter().take(5).map(|review| snapshot.review(review, None, locale)).collect(),
        related: snapshot.cards(related, eye),
        goes_with: snapshot.cards(linked(LinkKind::GoesWith).into_iter().take(BESIDE), eye),
        alternatives: snapshot.cards(linked(LinkKind::Alternative).into_iter().take(BESIDE), eye),
        spare_parts: snapshot.cards(linked(LinkKind::SparePart).into_iter().take(BESIDE), eye),
        content: content.filter_map(|record| snapshot.content_card(record, locale)).collect(),
        questions: snapshot.asked_about(&product.slug, context.face, locale),
    })
}

fn variant_view(reading: &Reading<'_>, at: usize, place: usize) -> Result<VariantView, Failure> {
    let Reading { snapshot, visitor, context, contracts, .. } = reading;
    let entry = &snapshot.products[at];
    let variant = &entry.product.variants[place];
    let rule = rule(variant, context.face);
    let item = snapshot.item(at, place, contracts);
    let line = price_one(context, &item, rule.least())?.lines.into_iter().next();
    let tables = entry.product.variants.len() <= MOST_TABLES || place == 0;
    Ok(VariantView {
        sku: variant.sku.clone(),
        gtin: variant.gtin.clone(),
        options: variant.options.clone(),
        label: label(&entry.product, &variant.options, visitor.locale),
        price: line.as_ref().map_or(variant.home_price, |line| line.unit),
        before: line.as_ref().and_then(|line| line.before),
        trace: line.map(|line| line.trace).unwrap_or_default(),
        price_table: price_table(reading, at, place).filter(|_| context.face == Face::Business && tables),
        quantities: rule,
        pack_size: variant.pack_size,
        pallet_size: variant.pallet_size,
        weight_grams: variant.weight_grams,
        dimensions: variant.dimensions.or(entry.product.dimensions).map(|size| dimensions(visitor.locale, size)),
        availability: availability(entry.stock(place), snapshot.settings.low_stock),
        stock: entry.stock(place),
        media: variant.media.clone(),
    })
}

/// Names of option values, e.g. `Red, 6 cups`.
pub(crate) fn label(product: &Product, values: &[String], locale: giano_commerce::Locale) -> String {
    let names = product.options.iter().zip(values).map(|(option, code)| {
        let known = option.values.iter().find(|value| value.code == *code);
        known.map_or(code.as_str(), |value| value.name.get(locale))
    });
    names.collect::<Vec<_>>().join(", ")
}

fn facts(product: &Product, locale: giano_commerce::Locale) -> Vec<Fact> {
    let fact = |attribute: &giano_commerce::catalog::Attribute| Fact {
        name: attribute.name.get(locale).to_owned(),
        value: attribute.values.iter().map(|value| value.get(locale)).collect::<Vec<_>>().join(", "),
    };
    product.attributes.iter().filter(|attribute| !attribute.values.is_empty()).map(fact).collect()
}
