//! Giving up an order that waits at the bank.

use super::key_hash;
use crate::actor::Actor;
use crate::cookies::hash;
use crate::payments::ask::{Asked, Question, ask};
use crate::payments::settle::give_up;
use crate::problem::{Failure, Path, Query};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::orders::{GivenUp, OrderKey};
use giano_commerce::order::OrderNumber;
use giano_store::{OrderHead, OrderOwner};
use std::sync::Arc;
use std::time::Duration;

/// How long the bank is waited for: the buyer wants the basket back. What it says later is heard all the same.
const BANK_MAY_TAKE: Duration = Duration::from_secs(3);

/// Gives up an order that waits for its payment at the bank: its goods are free at once, and the basket is there again.
/// For its buyer: signed in, in the browser that placed it, or with the key from placing it. Again changes nothing.
#[utoipa::path(post, path = "/api/orders/{number}/give-up", params(("number" = String, Path), OrderKey),
    responses((status = 200, body = GivenUp), (status = 404, description = "No such order, or not yours", body = giano_api::Problem)))]
pub(crate) async fn give_up_order(
    State(state): State<Arc<AppState>>,
    actor: Actor,
    Path(number): Path<String>,
    Query(query): Query<OrderKey>,
) -> Result<Json<GivenUp>, Failure> {
    let number: OrderNumber = number.parse().map_err(|_| Failure::new(Code::NotFound))?;
    let order = owned(&state, &actor, &number, query.key).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    let by = actor.author(state.clock.millis());
    for paid in &order.parts.payments {
        let Some(payment) = state.store.payment(&paid.id).await? else { continue };
        if !payment.state.waits_for_provider() || payment.provider.is_none() {
            continue;
        }
        // The bank lets it go first, where it can be reached: then there is nothing to give back later.
        let asked = tokio::time::timeout(BANK_MAY_TAKE, ask(&state, &payment, Question::GiveUp { by: &by })).await;
        let is_settled = match asked {
            Ok(Ok(Asked::Answered { settled, .. })) => settled.payment.state.is_final(),
            Ok(Ok(Asked::Unanswered)) | Err(_) => false,
            Ok(Err(failure)) => {
                tracing::warn!(%number, problem = ?failure.problem(), "the bank's answer to giving up was not noted");
                false
            }
        };
        if !is_settled {
            give_up(&state, &payment, &by).await?;
        }
    }
    let owner = OrderOwner::Key(key_hash(&state, &number));
    let now = state.store.order(&number, &owner).await?;
    Ok(Json(GivenUp { given_up: now.is_some_and(|order| order.head.has_failed()) }))
}

/// An order of whoever asks.
async fn owned(
    state: &AppState,
    actor: &Actor,
    number: &OrderNumber,
    key: Option<String>,
) -> Result<Option<OrderHead>, Failure> {
    let owners = key.map(|key| OrderOwner::Key(hash(&key))).into_iter().chain(actor.own_orders());
    for owner in owners {
        if let Some(record) = state.store.order(number, &owner).await? {
            return Ok(Some(record.head));
        }
    }
    let Some(basket) = actor.basket_owner() else { return Ok(None) };
    let waiting = state.store.waiting_orders(&basket, actor.own_orders().as_ref()).await?;
    Ok(waiting.into_iter().find(|order| order.number == number.as_str()))
}
