//! One key, one order: a double click, a retry and a replay make one order and get one answer.

use crate::cookies::hash;
use crate::orders::key_of;
use crate::problem::Failure;
use crate::state::AppState;
use axum::http::HeaderMap;
use giano_api::Code;
use giano_api::checkout::{PlaceOrderBody, PlacedOrder};
use giano_commerce::order::OrderNumber;
use giano_store::{BasketOwner, Idempotency, OrderOwner, OrderRecord};
use std::time::Duration;

/// Longest idempotency key.
const LONGEST_KEY: usize = 128;
/// How often a repeated request looks whether the first one is done, and how many times.
const LOOK_AGAIN: (Duration, u32) = (Duration::from_millis(100), 100);
/// A request that has led to nothing after this time, in milliseconds, was on a server that stopped.
const LOST_AFTER: i64 = 60_000;
/// What is kept of an order whose payment was declined.
const DECLINED: &str = "declined";

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
    /// It is the first with its key.
    Go,
    /// It was answered before, or its order is there: tell how it stands.
    Told(OrderRecord),
}

/// Waits for another request with the same key to end; refuses the key where it came with another content.
pub(super) async fn take_turn(state: &AppState, key: &str, body: &PlaceOrderBody) -> Result<Turn, Failure> {
    let body_hash = hash(&serde_json::to_string(body).map_err(|_| Failure::new(Code::Internal))?);
    let mut placed = None;
    for _ in 0..LOOK_AGAIN.1 {
        let now = state.clock.millis();
        match state.store.begin_idempotent(key, &body_hash, now).await? {
            Idempotency::Fresh => return Ok(Turn::Go),
            Idempotency::Mismatch => return Err(Failure::new(Code::IdempotencyMismatch)),
            Idempotency::Replay { answer, .. } if answer == DECLINED => {
                return Err(Failure::new(Code::PaymentDeclined));
            }
            Idempotency::Replay { answer, .. } => return told(state, &answer).await,
            Idempotency::InProgress { order: Some(number), since } if now - since >= LOST_AFTER => {
                return told(state, &number).await;
            }
            Idempotency::InProgress { order: None, since } if now - since >= LOST_AFTER => {
                if state.store.take_over_idempotent(key, since, now).await? {
                    return Ok(Turn::Go);
                }
            }
            Idempotency::InProgress { order, .. } => placed = order,
        }
        tokio::time::sleep(LOOK_AGAIN.0).await;
    }
    match placed {
        Some(number) => told(state, &number).await,
        None => Err(Failure::new(Code::IdempotencyInProgress)),
    }
}

async fn told(state: &AppState, number: &str) -> Result<Turn, Failure> {
    let lost = || Failure::new(Code::Internal);
    let number: OrderNumber = number.parse().map_err(|_| lost())?;
    let owner = OrderOwner::Key(hash(&key_of(state, &number)));
    Ok(Turn::Told(state.store.order(&number, &owner).await?.ok_or_else(lost)?))
}

/// Keeps the answer under the key. A refusal lets the key go, for nothing was done; a declined card was done.
pub(super) async fn keep(state: &AppState, key: &str, answer: &Result<PlacedOrder, Failure>) {
    let kept = match answer {
        Ok(PlacedOrder::Placed { order, .. } | PlacedOrder::Pending { order, .. }) => {
            state.store.finish_idempotent(key, 200, &order.number).await
        }
        Ok(PlacedOrder::Challenge { number, .. }) => state.store.finish_idempotent(key, 200, number).await,
        Err(failure) if failure.problem().code == Code::PaymentDeclined => {
            state.store.finish_idempotent(key, 402, DECLINED).await
        }
        Err(_) => state.store.abandon_idempotent(key).await,
    };
    if let Err(error) = kept {
        tracing::error!(%error, "keeping an idempotent answer");
    }
}
