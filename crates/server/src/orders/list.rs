//! The signed-in person's or company's orders.

use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::orders::{OrderList, OrderSummary};
use giano_commerce::Money;
use giano_commerce::company::Permission;
use giano_commerce::order::{CancelReason, OrderState};
use giano_store::{OrderOwner, OrderRecord};
use std::sync::Arc;

/// The signed-in person's (or company's) orders, newest first.
#[utoipa::path(get, path = "/api/orders",
    responses((status = 200, body = OrderList), (status = 401, body = giano_api::Problem)))]
pub(crate) async fn list_orders(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
) -> Result<Json<OrderList>, Failure> {
    let actor = &visitor.actor;
    let person = actor.customer().ok_or_else(|| Failure::new(Code::SignInRequired))?;
    let owner = match visitor.buying_company() {
        Some(company) if actor.may(Permission::ViewCompanyOrders) => OrderOwner::Company(company.id),
        Some(_) if !actor.may(Permission::ViewOwnOrders) => return Err(Failure::new(Code::Forbidden)),
        Some(_) | None => OrderOwner::Person(person.id),
    };
    let summary = |record: OrderRecord| {
        let currency = record.currency.parse().ok()?;
        Some(OrderSummary {
            placed_at: record.placed_at,
            state: record.state.code().to_owned(),
            total: Money::parse(&record.total, currency).ok()?,
            pieces: u64::try_from(record.pieces).ok()?,
            number: record.number,
        })
    };
    // An order whose payment failed is none in the buyer's eyes.
    let failed = |record: &OrderRecord| {
        let reason = match &record.state {
            OrderState::Cancelled { reason, .. } => *reason,
            _ => return false,
        };
        matches!(reason, CancelReason::PaymentDeclined | CancelReason::PaymentExpired)
    };
    let records = state.store.orders_of(&owner).await?;
    let orders = records.into_iter().filter(|record| !failed(record)).filter_map(summary).collect();
    Ok(Json(OrderList { orders }))
}
