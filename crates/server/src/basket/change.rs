//! Changing and removing lines, choosing the term.

use super::view::{answer, issue, read, turn_to_change};
use crate::pricing::terms_of;
use crate::problem::{Body, Failure, Path};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::basket::{BasketView, ChangeLineBody, TermBody};
use giano_api::problem::FieldCode;
use giano_commerce::{Face, Quantity};
use giano_store::{BasketOwner, LineRefusal};
use std::sync::Arc;

fn owner(visitor: &Visitor) -> Result<BasketOwner, Failure> {
    visitor.basket_owner().ok_or_else(|| Failure::new(Code::NotFound))
}

/// Sets the quantity of a line, or saves it for later, or brings it back.
#[utoipa::path(patch, path = "/api/basket/lines/{id}", params(("id" = i64, Path)), request_body = ChangeLineBody,
    responses((status = 200, body = BasketView), (status = 404, description = "No such line", body = giano_api::Problem),
        (status = 409, description = "Not enough on hand", body = giano_api::Problem),
        (status = 422, description = "A quantity that cannot be ordered, or no room for the line",
            body = giano_api::Problem)))]
pub(crate) async fn change_line(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Body(body): Body<ChangeLineBody>,
) -> Result<Response, Failure> {
    let now = state.clock.millis();
    if let Some(quantity) = body.quantity {
        refuse_wrong_quantity(&state, &visitor, id, quantity).await?;
    }
    let owner = owner(&visitor)?;
    let turn = turn_to_change(&state, &owner, 0).await?;
    let basket = state.store.change_basket_line(&owner, id, body.quantity, body.saved, now).await?;
    let basket = basket.map_err(|refusal| {
        Failure::new(match refusal {
            LineRefusal::NotThere => Code::NotFound,
            LineRefusal::BasketFull => Code::BasketFull,
            LineRefusal::SavedFull => Code::SavedFull,
        })
    })?;
    answer(&state, &turn, &visitor, basket).await
}

/// Refuses a quantity that cannot be ordered, with the cure; one that is lower than before only where the rules forbid it.
async fn refuse_wrong_quantity(
    state: &AppState,
    visitor: &Visitor,
    id: i64,
    quantity: Quantity,
) -> Result<(), Failure> {
    let basket = read(state, visitor).await?;
    let row = basket.rows.iter().find(|row| row.id == id).ok_or_else(|| Failure::new(Code::NotFound))?;
    let snapshot = state.snapshot();
    let Some((product, variant)) = snapshot.by_sku(&row.sku) else { return Ok(()) };
    match issue(&snapshot, visitor.face, product, variant, quantity) {
        Some(wrong) if wrong.quantity.is_some() => Err(Failure::lines(Code::QuantityRule, vec![wrong])),
        Some(wrong) if quantity > row.quantity => Err(Failure::lines(Code::OutOfStock, vec![wrong])),
        Some(_) | None => Ok(()),
    }
}

/// Takes a line out.
#[utoipa::path(delete, path = "/api/basket/lines/{id}", params(("id" = i64, Path)),
    responses((status = 200, body = BasketView), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn remove_line(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let owner = owner(&visitor)?;
    let turn = turn_to_change(&state, &owner, 0).await?;
    let basket = state.store.remove_basket_line(&owner, id, state.clock.millis()).await?;
    let basket = basket.ok_or_else(|| Failure::new(Code::NotFound))?;
    answer(&state, &turn, &visitor, basket).await
}

/// Chooses the payment term (business).
#[utoipa::path(put, path = "/api/basket/term", request_body = TermBody,
    responses((status = 200, body = BasketView), (status = 404, description = "There is no basket", body = giano_api::Problem),
        (status = 422, description = "A term that cannot be chosen", body = giano_api::Problem)))]
pub(crate) async fn choose_term(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Body(body): Body<TermBody>,
) -> Result<Response, Failure> {
    if visitor.face != Face::Business
        || !terms_of(&state.snapshot(), &visitor).iter().any(|term| term.code == body.code)
    {
        return Err(Failure::field("/code", FieldCode::NotAChoice));
    }
    let owner = owner(&visitor)?;
    let turn = turn_to_change(&state, &owner, 0).await?;
    let basket = state.store.set_basket(&owner, Some(body.code), None, state.clock.millis()).await?;
    answer(&state, &turn, &visitor, basket).await
}
