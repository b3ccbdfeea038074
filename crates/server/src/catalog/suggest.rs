//! Suggestions while typing.

use super::answer::answer_apart;
use crate::problem::{Failure, Query};
use crate::snapshot::search::words;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::catalog::{CategoryLink, SuggestQuery, Suggestions};
use std::sync::Arc;

/// Suggestions while typing: at most six products, four categories, three pages of content or questions.
#[utoipa::path(get, path = "/api/suggest", params(SuggestQuery), responses((status = 200, body = Suggestions)))]
pub(crate) async fn suggest(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Query(query): Query<SuggestQuery>,
) -> Result<Response, Failure> {
    answer_apart(state, visitor, &uri, move |reading| {
        let (snapshot, visitor) = (reading.snapshot, reading.visitor);
        let q: String = query.q.chars().take(80).collect();
        let asked = words(&q);
        if asked.is_empty() {
            return Ok(Suggestions::default());
        }
        let (products, corrected) = snapshot.suggested(&q, 6, reading.eye());
        let mut categories: Vec<(usize, CategoryLink)> = snapshot
            .categories
            .values()
            .filter(|entry| !entry.products.is_empty())
            .filter_map(|entry| {
                let name = entry.category.name.get(visitor.locale);
                let known = words(name);
                let matches = asked.iter().all(|word| known.iter().any(|own| own.starts_with(word.as_str())));
                let link = CategoryLink { slug: entry.category.slug.clone(), name: name.to_owned() };
                matches.then_some((entry.products.len(), link))
            })
            .collect();
        categories.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        let words = corrected.as_deref().unwrap_or(&q);
        Ok(Suggestions {
            found: snapshot.found_pages(words, visitor.face, visitor.locale, 3),
            products: products.into_iter().map(|listed| snapshot.card_of(listed, reading.eye())).collect(),
            categories: categories.into_iter().take(4).map(|(_, link)| link).collect(),
            corrected,
        })
    })
    .await
}
