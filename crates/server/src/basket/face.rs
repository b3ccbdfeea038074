//! What a switch of faces would change.

use super::chosen::choice_of;
use super::priced::price_cart;
use super::view::read;
use crate::apart::Turn;
use crate::pricing::rule;
use crate::problem::{Failure, Query};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::basket::PreviewFaceQuery;
use giano_commerce::Sku;
use giano_commerce::basket::{FaceChange, face_change};
use std::sync::Arc;

/// What would change line by line if the visitor switched to the other face.
#[utoipa::path(get, path = "/api/basket/face-change", params(PreviewFaceQuery),
    responses((status = 200, body = FaceChange)))]
pub(crate) async fn preview_face(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Query(query): Query<PreviewFaceQuery>,
) -> Result<Response, Failure> {
    let basket = Arc::new(read(&state, &visitor).await?);
    let snapshot = state.snapshot();
    let lines = basket.rows.len();
    let turn = Turn::for_lines(&state, lines).await?;
    let priced = async |face| {
        // As if it were switched already.
        let visitor = Visitor { face, ..visitor.clone() };
        let choice = choice_of(&state, &snapshot, &visitor, &basket).await?;
        price_cart(&state, &turn, &snapshot, &visitor, &basket, choice, |cart| Ok(cart.priced)).await
    };
    let (before, after) = (priced(query.to.other()).await?, priced(query.to).await?);
    let compared = move || {
        let of = |sku: &Sku| {
            snapshot.by_sku(sku).map(|(product, variant)| rule(snapshot.variant(product, variant), query.to))
        };
        let mut change = face_change(&before, &after, of);
        for line in &mut change.lines {
            if let Some((product, _)) = snapshot.by_sku(&line.sku) {
                line.name = snapshot.products[product].product.name.get(visitor.locale).to_owned();
            }
        }
        change
    };
    let change = turn.work(lines, compared).await?;
    turn.json(lines, change).await
}
