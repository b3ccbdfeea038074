//! Reviews of a product.

use crate::catalog::answer::answer;
use crate::problem::{Failure, Path, Query};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::product::{ReviewPage, ReviewQuery, ReviewSort};
use std::sync::Arc;

/// Reviews on a page.
const PER_PAGE: usize = 10;

/// Reviews of a product.
#[utoipa::path(get, path = "/api/products/{slug}/reviews", params(("slug" = String, Path), ReviewQuery),
    responses((status = 200, body = ReviewPage), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn list_reviews(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Path(slug): Path<String>,
    Query(query): Query<ReviewQuery>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let snapshot = reading.snapshot;
        let at = snapshot.by_slug(&slug).ok_or_else(|| Failure::new(Code::NotFound))?;
        let of_stars =
            |review: &&giano_commerce::catalog::Review| query.stars.is_none_or(|stars| review.rating == stars);
        let mut reviews: Vec<_> = snapshot.products[at].reviews.iter().filter(of_stars).collect();
        match query.sort.unwrap_or(ReviewSort::Newest) {
            ReviewSort::Newest => {}
            ReviewSort::Best => reviews.sort_by_key(|review| std::cmp::Reverse(review.rating)),
            ReviewSort::Worst => reviews.sort_by_key(|review| review.rating),
        }
        let total = reviews.len();
        let pages = total.div_ceil(PER_PAGE).max(1);
        let page = usize::try_from(query.page.unwrap_or(1)).unwrap_or(1).clamp(1, pages);
        let shown = reviews.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(ReviewPage {
            reviews: shown.map(|review| snapshot.review(review, None, visitor.locale)).collect(),
            total: number(total),
            page: number(page),
            pages: number(pages),
        })
    })
    .await
}
