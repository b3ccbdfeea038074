//! The test provider's word, sent later. Signed, and the same twice changes nothing.

use super::provider::Charge;
use super::settle::settle;
use crate::problem::Failure;
use crate::state::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use giano_api::Code;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use std::sync::Arc;

/// Where the test provider sends its word.
pub(crate) const PATH: &str = "/api/payments/test/webhook";

/// What the test provider sends.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct WebhookBody {
    /// The payment.
    payment: String,
    /// Whether it was charged.
    succeeded: bool,
}

/// The test provider's word on a payment. The header `Giano-Signature` is the HMAC-SHA-256 of the body under the shop's
/// secret, in hexadecimal digits.
#[utoipa::path(post, path = "/api/payments/test/webhook", request_body = WebhookBody,
    responses((status = 204), (status = 403, description = "Wrong signature", body = giano_api::Problem),
        (status = 404, description = "No such payment", body = giano_api::Problem)))]
pub(crate) async fn webhook(
    State(state): State<Arc<AppState>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    let signature = headers.get("giano-signature").and_then(|value| hex::decode(value.as_bytes()).ok());
    if !signature.is_some_and(|signature| is_signed(&state.secret, &body, &signature)) {
        return Err(Failure::new(Code::Forbidden));
    }
    let body: WebhookBody = serde_json::from_slice(&body).map_err(|_| Failure::new(Code::MalformedRequest))?;
    let payment = state.store.payment(&body.payment).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    let said = if body.succeeded { Charge::Succeeded } else { Charge::Declined };
    settle(&state, &payment, Ok(said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Compares in constant time.
fn is_signed(secret: &str, body: &[u8], signature: &[u8]) -> bool {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
        mac.update(body);
        mac.verify_slice(signature).is_ok()
    })
}
