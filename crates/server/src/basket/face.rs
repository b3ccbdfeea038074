//! What a switch of faces would change.

use super::chosen::choice_of;
use super::view::{inputs, read};
use crate::price_lists::contracts;
use crate::pricing::{context, price_believing, rule};
use crate::problem::{Failure, Query};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::basket::PreviewFaceQuery;
use giano_commerce::basket::{FaceChange, face_change};
use std::sync::Arc;

/// What would change line by line if the visitor switched to the other face.
#[utoipa::path(get, path = "/api/basket/face-change", params(PreviewFaceQuery),
    responses((status = 200, body = FaceChange)))]
pub(crate) async fn preview_face(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Query(query): Query<PreviewFaceQuery>,
) -> Result<Json<FaceChange>, Failure> {
    let basket = read(&state, &visitor).await?;
    let snapshot = state.snapshot();
    let priced = async |face| {
        // As if it were switched already.
        let visitor = Visitor { face, ..visitor.clone() };
        let choice = choice_of(&state, &snapshot, &visitor, &basket).await?;
        let country = choice.country.unwrap_or(visitor.country);
        let mut context = context(&state, &snapshot, &visitor, face, choice);
        let contracts = contracts(&state, &visitor, face).await?;
        let lines = inputs(&snapshot, &contracts, &basket).0;
        Ok::<_, Failure>(price_believing(&snapshot.settings, &visitor, country, &mut context, &lines)?)
    };
    let of = |sku: &giano_commerce::Sku| {
        snapshot.by_sku(sku).map(|(product, variant)| rule(snapshot.variant(product, variant), query.to))
    };
    let mut change = face_change(&priced(query.to.other()).await?, &priced(query.to).await?, of);
    for line in &mut change.lines {
        if let Some((product, _)) = snapshot.by_sku(&line.sku) {
            line.name = snapshot.products[product].product.name.get(visitor.locale).to_owned();
        }
    }
    Ok(Json(change))
}
