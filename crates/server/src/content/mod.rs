//! Guides, case studies, pages by trade, service pages.

use crate::catalog::answer::answer;
use crate::problem::{Failure, Path};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::content::{ContentKind, ContentList, ContentPage};
use giano_api::endpoint::Visit;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(get_content)).routes(routes!(list_content))
}

/// A page of content.
#[utoipa::path(get, path = "/api/content/{kind}/{slug}",
    params(("kind" = String, Path, description = "`guides`, `cases`, `trades` or `service`"), ("slug" = String, Path), Visit),
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
        let record = snapshot.content.iter().find(|r| r.kind == kind && r.slug == slug).ok_or_else(missing)?;
        let card = snapshot.content_card(record, locale).ok_or_else(missing)?;
        let products = record.document.products.iter().filter_map(|slug| snapshot.by_slug(slug));
        let related = snapshot.content.iter().filter(|other| other.kind == kind && other.slug != slug);
        Ok(ContentPage {
            card,
            body_html: record.document.body_html.get(locale).to_owned(),
            products: snapshot.cards(products, reading.eye()),
            related: related.filter_map(|other| snapshot.content_card(other, locale)).take(3).collect(),
        })
    })
}

/// All content of a kind.
#[utoipa::path(get, path = "/api/content/{kind}",
    params(("kind" = String, Path, description = "`guides`, `cases`, `trades` or `service`"), Visit),
    responses((status = 200, body = ContentList), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn list_content(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Path(kind): Path<String>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let kind = ContentKind::from_word(&kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        Ok(ContentList { items: reading.snapshot.content_cards(kind, visitor.locale) })
    })
}
