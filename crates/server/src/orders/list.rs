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
    let owner = match visitor.buying_company() {
        Some(company) if actor.may(Permission::ViewCompanyOrders) => OrderOwner::Company(company.id),
        Some(_) if !actor.may(Permission::ViewOwnOrders) => return Err(Failure::new(Code::Forbidden)),
        Some(_) | None => own,
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
