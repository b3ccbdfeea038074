//! The bank's question to the buyer.

use super::ask::{Asked, answer_question, take_what_is_ready};
use super::settle::pend;
use crate::actor::Actor;
use crate::checkout::answer_of;
use crate::problem::{Body, Failure, Path};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::checkout::{ChallengeBody, PlacedOrder};
use giano_commerce::order::PaymentState;
use std::sync::Arc;

/// Answers the challenge of a payment (3-D Secure-like) of the test provider. The payment's identifier is the secret
/// that only its buyer was told, together with the key of its order, so that the answer tells nothing that its bearer
/// could not open: who comes back from the bank in another browser has no session there. Answering again gives the same
/// answer as the first time.
#[utoipa::path(post, path = "/api/payments/{id}/challenge", params(("id" = String, Path)), request_body = ChallengeBody,
    responses((status = 200, body = PlacedOrder), (status = 402, description = "Declined", body = giano_api::Problem),
        (status = 404, body = giano_api::Problem)))]
pub(crate) async fn answer_challenge(
    State(state): State<Arc<AppState>>,
    actor: Actor,
    Path(id): Path<String>,
    Body(body): Body<ChallengeBody>,
) -> Result<Response, Failure> {
    let missing = || Failure::new(Code::NotFound);
    // Only what a provider is asked for has a question, and only such an identifier is drawn at random for every payment.
    let payment = state.store.payment(&id).await?.filter(|payment| payment.provider.is_some()).ok_or_else(missing)?;
    if matches!(payment.state, PaymentState::Challenge { .. }) {
        let by = actor.author(state.clock.millis());
        match answer_question(&state, &by, &payment, body.approve).await? {
            Some(Asked::Answered { settled, .. }) => take_what_is_ready(&state, *settled).await.map(drop)?,
            // The answer may have arrived: the provider is asked how it stands.
            Some(Asked::Unanswered) => pend(&state, &payment).await.map(drop)?,
            // Somebody was faster, and what came of that is told.
            None => (),
        }
    }
    let order = state.store.order_of_payment(&id).await?.ok_or_else(missing)?;
    answer_of(&state, order).await
}
