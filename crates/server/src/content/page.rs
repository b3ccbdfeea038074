//! A page of content.

use crate::catalog::answer::{Reading, answer};
use crate::pricing::rule;
use crate::problem::{Failure, Path};
use crate::product::detail::label;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::content::{ContentCard, ContentKind, ContentPage, Figure, Kit, KitLine};
use giano_api::endpoint::Visit;
use giano_commerce::Quantity;
use giano_commerce::pricing::{LineInput, price};
use giano_store::{ContentDocument, KitDocument};
use std::sync::Arc;

/// A page of content.
#[utoipa::path(get, path = "/api/content/{kind}/{slug}",
    params(("kind" = String, Path, description = "`guides`, `cases`, `trades`, `posts` or `service`"), ("slug" = String, Path), Visit),
    responses((status = 200, body = ContentPage), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn get_content(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let (snapshot, locale) = (reading.snapshot, visitor.locale);
        let missing = || Failure::new(Code::NotFound);
        let record = snapshot.content_at(&kind, &slug).ok_or_else(missing)?;
        let card = snapshot.content_card(record, locale).ok_or_else(missing)?;
        let document = &record.document;
        let products = document.products.iter().filter_map(|slug| snapshot.by_slug(slug));
        let related = snapshot.content_of(card.kind).into_iter().filter(|other| other.slug != slug);
        let figure = |figure: &giano_store::FigureDocument| Figure {
            value: figure.value.get(locale).to_owned(),
            label: figure.label.get(locale).to_owned(),
        };
        let trade = document.trade.as_deref();
        let is_trade = card.kind == ContentKind::Trade;
        Ok(ContentPage {
            body_html: document.body_html.get(locale).to_owned(),
            products: snapshot.cards(products, reading.eye()),
            related: related.filter_map(|other| snapshot.content_card(other, locale)).take(3).collect(),
            author: document.author.clone(),
            company: document.company.clone(),
            figures: document.figures.iter().map(figure).collect(),
            kit: kit(reading, &document.kit)?,
            trade: trade.and_then(|slug| named(reading, ContentKind::Trade, slug)),
            guides: if is_trade { of_trade(reading, ContentKind::Guide, &slug, document) } else { Vec::new() },
            cases: if is_trade { of_trade(reading, ContentKind::Case, &slug, document) } else { Vec::new() },
            card,
        })
    })
    .await
}

fn named(reading: &Reading<'_>, kind: ContentKind, slug: &str) -> Option<ContentCard> {
    let record = reading.snapshot.content_at(kind.as_str(), slug)?;
    reading.snapshot.content_card(record, reading.visitor.locale)
}

/// What of a kind goes with a trade: the one its page names first, then those that say they are for it.
fn of_trade(reading: &Reading<'_>, kind: ContentKind, trade: &str, page: &ContentDocument) -> Vec<ContentCard> {
    let snapshot = reading.snapshot;
    let first = if kind == ContentKind::Guide { &page.guide } else { &page.case };
    let is_first = |slug: &str| first.as_deref() == Some(slug);
    let mut records = snapshot.content_of(kind);
    records.retain(|record| is_first(&record.slug) || record.document.trade.as_deref() == Some(trade));
    records.sort_by_key(|record| !is_first(&record.slug));
    records.into_iter().filter_map(|record| snapshot.content_card(record, reading.visitor.locale)).collect()
}

/// What to begin with, at the visitor's prices; none where nothing of it is sold.
fn kit(reading: &Reading<'_>, kit: &[KitDocument]) -> Result<Option<Kit>, Failure> {
    let Reading { snapshot, visitor, context, contracts, .. } = reading;
    let mut lines = Vec::with_capacity(kit.len());
    let mut inputs = Vec::with_capacity(kit.len());
    for (id, entry) in (0_i64..).zip(kit) {
        let Some((at, place)) = snapshot.by_sku(&entry.sku) else { continue };
        let product = &snapshot.products[at].product;
        let variant = &product.variants[place];
        let pieces = rule(variant, context.face).enough_for(entry.quantity);
        let Ok(quantity) = Quantity::new(pieces) else { continue };
        inputs.push(LineInput { id, quantity, item: snapshot.item(at, place, contracts) });
        lines.push((at, place, pieces));
    }
    let priced = price(context, &inputs)?;
    let line = |((at, place, quantity), priced): ((usize, usize, u32), &giano_commerce::pricing::PricedLine)| {
        let product = &snapshot.products[at].product;
        KitLine {
            sku: priced.sku.clone(),
            quantity,
            slug: product.slug.clone(),
            name: product.name.get(visitor.locale).to_owned(),
            label: label(product, &product.variants[place].options, visitor.locale),
            image: snapshot.picture(at, Some(place)),
            total: priced.total,
        }
    };
    let lines: Vec<KitLine> = lines.into_iter().zip(&priced.lines).map(line).collect();
    Ok((!lines.is_empty()).then_some(Kit { lines, total: priced.goods }))
}
