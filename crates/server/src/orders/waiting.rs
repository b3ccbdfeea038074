//! Orders that wait at the bank: seen by the visitor who placed them wherever they are in the shop.

use super::key_of;
use crate::actor::Actor;
use crate::problem::Failure;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::checkout::PaymentMethod;
use giano_api::orders::{AtBank, WaitingOrder, WaitingOrders};
use giano_commerce::order::{OrderNumber, PaymentState};
use giano_store::OrderHead;
use std::sync::Arc;

/// Orders of this visitor, guest or signed in, that wait for their payment at the bank, newest first.
#[utoipa::path(get, path = "/api/orders/waiting", responses((status = 200, body = WaitingOrders)))]
pub(crate) async fn list_waiting_orders(
    State(state): State<Arc<AppState>>,
    actor: Actor,
) -> Result<Json<WaitingOrders>, Failure> {
    Ok(Json(WaitingOrders { orders: waiting(&state, &actor).await? }))
}

/// Orders of somebody, guest or signed in, that wait at the bank.
pub(crate) async fn waiting(state: &AppState, actor: &Actor) -> Result<Vec<WaitingOrder>, Failure> {
    let Some(basket) = actor.basket_owner() else { return Ok(Vec::new()) };
    let waiting = state.store.waiting_orders(&basket, actor.own_orders().as_ref()).await?;
    waiting.into_iter().map(|order| told(state, order)).collect()
}

/// What the buyer can do about an order, where it waits at the bank.
pub(super) fn at_bank(order: &OrderHead) -> Option<AtBank> {
    let waits = order
        .parts
        .payments
        .iter()
        .find(|payment| payment.state.waits_for_provider() && payment.method == PaymentMethod::Card)?;
    let is_asked = matches!(waits.state, PaymentState::Challenge { .. });
    order.cancelled().is_none().then(|| AtBank { payment: is_asked.then(|| waits.id.clone()) })
}

fn told(state: &AppState, order: OrderHead) -> Result<WaitingOrder, Failure> {
    let number: OrderNumber = order.number.parse().map_err(|_| Failure::new(Code::Internal))?;
    Ok(WaitingOrder {
        key: key_of(state, &number),
        placed_at: order.placed_at,
        total: order.total,
        payment: at_bank(&order).and_then(|at_bank| at_bank.payment),
        number: order.number,
    })
}
