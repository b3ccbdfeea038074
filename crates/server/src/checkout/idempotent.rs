//! One key, one order: a double click, a retry and a replay make one order and get one answer.

use crate::clock::draw_token;
use crate::cookies::hash;
use crate::orders::key_hash;
use crate::problem::Failure;
use crate::state::AppState;
use axum::http::HeaderMap;
use giano_api::Code;
use giano_api::checkout::PlaceOrderBody;
use giano_commerce::order::{OrderNumber, PaymentState};
use giano_store::{BasketOwner, Idempotency, KeyHold, OrderOwner, OrderRecord};
use std::time::{Duration, Instant};

/// Longest idempotency key.
const LONGEST_KEY: usize = 128;
/// How often a repeated request looks whether the first one is done.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// For so long it does; then it is told to come again, since the first one may be on a server that stopped.
const LOOK_FOR: Duration = Duration::from_secs(1);
/// A request that has led to nothing after this time, in milliseconds, was on a server that stopped. One that is only slow
/// finds its key taken over and places nothing ([`giano_store::Refusal::KeyTaken`]).
const LOST_AFTER: i64 = 10_000;

/// The key of a request, as stored. It belongs to the owner of the basket: nobody can read another's answer by it.
pub(super) fn key_of_request(headers: &HeaderMap, owner: &BasketOwner) -> Result<String, Failure> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(
            Failure::new(Code::MalformedRequest).detail("the header Idempotency-Key is needed: 1 to 128 characters")
        );
    }
    Ok(hash(&format!("{owner:?} {key}")))
}

/// What to do with a request.
pub(super) enum Turn {
    /// It is the first with its key: the order is its to place.
    Go(KeyHold),
    /// The order is there: tell how it stands.
    Told(Box<OrderRecord>),
}

/// Waits for another request with the same key to end; refuses the key where it came with another content.
pub(super) async fn take_turn(state: &AppState, key: &str, body: &PlaceOrderBody) -> Result<Turn, Failure> {
    let body_hash = hash(&serde_json::to_string(body).map_err(|_| Failure::new(Code::Internal))?);
    let holder = draw_token();
    let begun = Instant::now();
    let mut placed = None;
    while begun.elapsed() < LOOK_FOR {
        let now = state.clock.millis();
        match state.store.begin_idempotent(key, &body_hash, &holder, now).await? {
            Idempotency::Held(hold) => return Ok(Turn::Go(hold)),
            Idempotency::Mismatch => return Err(Failure::new(Code::IdempotencyMismatch)),
            Idempotency::Placed { order } => {
                let order = order_of(state, &order).await?;
                if !is_being_asked(state, &order, now) {
                    return Ok(Turn::Told(Box::new(order)));
                }
                placed = Some(Box::new(order));
            }
            Idempotency::InProgress { since } if now - since >= LOST_AFTER => {
                if let Some(hold) = state.store.take_over_idempotent(key, since, &holder, now).await? {
                    return Ok(Turn::Go(hold));
                }
            }
            Idempotency::InProgress { .. } => (),
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    placed.map(Turn::Told).ok_or_else(|| Failure::new(Code::IdempotencyInProgress))
}

async fn order_of(state: &AppState, number: &str) -> Result<OrderRecord, Failure> {
    let lost = || Failure::new(Code::Internal);
    let number: OrderNumber = number.parse().map_err(|_| lost())?;
    let owner = OrderOwner::Key(key_hash(state, &number));
    state.store.order(&number, &owner).await?.ok_or_else(lost)
}

/// Whether the request that placed the order may still be asking for the money: its answer is worth waiting for.
fn is_being_asked(state: &AppState, order: &OrderRecord, now: i64) -> bool {
    let Some(provider) = state.payments.for_new() else { return false };
    let asked_for = i64::try_from(provider.may_take().as_millis()).unwrap_or(i64::MAX);
    let payment = order.head.parts.payments.last();
    now - order.head.placed_at <= asked_for
        && payment.is_some_and(|payment| matches!(payment.state, PaymentState::Created { .. }))
}

/// Lets a key go whose request led to nothing. One that has its order stays, whatever became of the request.
pub(super) async fn let_go(state: &AppState, hold: &KeyHold) {
    if let Err(error) = state.store.release_idempotent(hold).await {
        tracing::error!(%error, "letting an idempotency key go");
    }
}
