//! Coupon codes.

use super::chosen::choice_of;
use super::codes::all_known;
use super::view::{answer, read, turn_to_change};
use crate::pricing::context;
use crate::problem::{Body, Failure, Path};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::basket::{BasketView, CouponBody};
use std::sync::Arc;

/// Most codes in one basket.
const MOST: usize = 5;

/// Gives a coupon code.
#[utoipa::path(post, path = "/api/basket/coupons", request_body = CouponBody, responses(
    (status = 200, body = BasketView),
    (status = 422, description = "No such code, or not now", body = giano_api::Problem),
    (status = 429, description = "Too many wrong codes", body = giano_api::Problem),
))]
pub(crate) async fn add_coupon(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Body(body): Body<CouponBody>,
) -> Result<Response, Failure> {
    let code = body.code.trim().to_uppercase();
    let owner = visitor.basket_owner().ok_or_else(|| Failure::new(Code::BasketEmpty))?;
    let basket = read(&state, &visitor).await?;
    let context = {
        let snapshot = state.snapshot();
        let mut choice = choice_of(&state, &snapshot, &visitor, &basket).await?;
        choice.coupons.push(code.clone());
        context(&state, &snapshot, &visitor, visitor.face, choice)
    };
    let known = all_known(&state, &visitor, &context, std::slice::from_ref(&code)).await?;
    if !known {
        return Err(Failure::new(Code::UnknownCoupon));
    }
    let turn = turn_to_change(&state, &owner, 0).await?;
    let basket = state.store.add_coupon(&owner, &code, MOST, state.clock.millis()).await?;
    let basket = basket.ok_or_else(|| Failure::new(Code::UnknownCoupon))?;
    answer(&state, &turn, &visitor, basket).await
}

/// Takes a coupon code back.
#[utoipa::path(delete, path = "/api/basket/coupons/{code}", params(("code" = String, Path)),
    responses((status = 200, body = BasketView), (status = 404, description = "There is no basket", body = giano_api::Problem)))]
pub(crate) async fn remove_coupon(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let owner = visitor.basket_owner().ok_or_else(|| Failure::new(Code::NotFound))?;
    let turn = turn_to_change(&state, &owner, 0).await?;
    let basket = state.store.remove_coupon(&owner, code.trim(), state.clock.millis()).await?;
    answer(&state, &turn, &visitor, basket).await
}
