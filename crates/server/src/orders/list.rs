//! The signed-in person's or company's orders.

use super::view::codes;
use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::orders::{OrderList, OrderSummary};
use giano_commerce::company::Permission;
use giano_store::{OrderHead, OrderOwner};
use std::sync::Arc;

/// The signed-in person's (or company's) orders, newest first.
#[utoipa::path(get, path = "/api/orders",
    responses((status = 200, body = OrderList), (status = 401, body = giano_api::Problem),
        (status = 403, description = "The role does not let see orders", body = giano_api::Problem)))]
pub(crate) async fn list_orders(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
) -> Result<Json<OrderList>, Failure> {
    let actor = &visitor.actor;
    let own = actor.own_orders().ok_or_else(|| Failure::new(Code::SignInRequired))?;
    let owner = if visitor.buying_company().is_some() {
        // One's own are among those of one's team; without a team there are one's own at most.
        match actor.others_orders(&state).await? {
            Some(OrderOwner::Teams { .. }) if actor.team.is_none() && actor.may(Permission::ViewOwnOrders) => own,
            Some(others) => others,
            None if actor.may(Permission::ViewOwnOrders) => own,
            None => return Err(Failure::new(Code::Forbidden)),
        }
    } else {
        own
    };
    // An order whose payment failed is none in the buyer's eyes.
    let orders = state.store.orders_of(&owner).await?.into_iter().filter(|order| !order.has_failed());
    let summary = |order: OrderHead| {
        let (code, notes) = codes(&order);
        OrderSummary {
            placed_at: order.placed_at,
            state: code,
            notes,
            total: order.total,
            pieces: u64::try_from(order.pieces).unwrap_or_default(),
            number: order.number,
        }
    };
    Ok(Json(OrderList { orders: orders.map(summary).collect() }))
}
