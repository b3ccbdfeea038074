//! The tree of categories.

use super::answer::answer;
use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::catalog::CategoryTree;
use giano_api::endpoint::Visit;
use std::sync::Arc;

/// The tree of categories.
#[utoipa::path(get, path = "/api/categories", params(Visit), responses((status = 200, body = CategoryTree)))]
pub(crate) async fn list_categories(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        Ok(CategoryTree { categories: reading.snapshot.nodes(&reading.snapshot.roots, visitor.locale) })
    })
    .await
}
