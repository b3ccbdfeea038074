//! Finding a guest's order.

use super::key_of;
use crate::actor::Actor;
use crate::problem::{Body, Failure};
use crate::state::AppState;
use crate::throttle::Tries;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::orders::{LookUpBody, OrderKeyAnswer};
use giano_commerce::EmailAddress;
use giano_commerce::order::OrderNumber;
use giano_store::OrderOwner;
use std::sync::Arc;

/// Finds a guest's order by number and e-mail; answers with the key. Rate-limited.
#[utoipa::path(post, path = "/api/orders/lookup", request_body = LookUpBody, responses(
    (status = 200, body = OrderKeyAnswer),
    (status = 404, description = "No order with this number and e-mail", body = giano_api::Problem),
    (status = 429, body = giano_api::Problem),
))]
pub(crate) async fn look_up_order(
    State(state): State<Arc<AppState>>,
    actor: Actor,
    Body(body): Body<LookUpBody>,
) -> Result<Json<OrderKeyAnswer>, Failure> {
    state.count_try(Tries::OrderLookups, &actor.client.key()).await?;
    let missing = || Failure::new(Code::NotFound);
    let number: OrderNumber = body.number.parse().map_err(|_| missing())?;
    let email: EmailAddress = body.email.parse().map_err(|_| missing())?;
    let found = state.store.order(&number, &OrderOwner::Email(email.key())).await?;
    found.ok_or_else(missing)?;
    let key = key_of(&state, &number);
    Ok(Json(OrderKeyAnswer { number: number.to_string(), key }))
}
