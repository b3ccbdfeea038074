//! All content of a kind.

use crate::catalog::answer::answer;
use crate::problem::{Failure, Path};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::content::{ContentKind, ContentList};
use giano_api::endpoint::Visit;
use std::sync::Arc;

/// All content of a kind.
#[utoipa::path(get, path = "/api/content/{kind}",
    params(("kind" = String, Path, description = "`guides`, `cases`, `trades`, `posts` or `service`"), Visit),
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
    .await
}
