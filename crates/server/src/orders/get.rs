//! One order.

use super::view::view_of;
use super::waiting::at_bank;
use crate::actor::Actor;
use crate::apart::Turn;
use crate::cookies::hash;
use crate::problem::{Failure, Path, Query};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::orders::{OrderKey, OrderView};
use giano_commerce::order::OrderNumber;
use giano_store::OrderOwner;
use std::sync::Arc;

/// An order, for its buyer: signed in, or with the key from placing it.
#[utoipa::path(get, path = "/api/orders/{number}", params(("number" = String, Path), OrderKey),
    responses((status = 200, body = OrderView), (status = 404, description = "No such order, or not yours", body = giano_api::Problem)))]
pub(crate) async fn get_order(
    State(state): State<Arc<AppState>>,
    actor: Actor,
    Path(number): Path<String>,
    Query(query): Query<OrderKey>,
) -> Result<Response, Failure> {
    let number: OrderNumber = number.parse().map_err(|_| Failure::new(Code::NotFound))?;
    let mut owners = Vec::with_capacity(3);
    owners.extend(query.key.map(|key| OrderOwner::Key(hash(&key))));
    owners.extend(actor.own_orders());
    owners.extend(actor.others_orders(&state).await?);
    for owner in owners {
        if let Some(record) = state.store.order(&number, &owner).await? {
            // Answering the bank, and giving up, are the buyer's own business.
            let is_buyer = !matches!(owner, OrderOwner::Company(_) | OrderOwner::Teams { .. });
            let waits = is_buyer.then(|| at_bank(&record.head)).flatten();
            let lines = record.lines.len();
            let turn = Turn::for_lines(&state, lines).await?;
            let view = move || Ok::<_, Failure>(OrderView { at_bank: waits, ..view_of(record)? });
            let view = turn.work(lines, view).await??;
            return turn.json(lines, view).await;
        }
    }
    Err(Failure::new(Code::NotFound))
}
