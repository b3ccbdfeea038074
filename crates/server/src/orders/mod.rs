//! Orders, as their buyers see them.

pub(crate) mod document;
mod get;
mod list;
mod lookup;
pub(crate) mod overdue;
pub(crate) mod past;

use crate::problem::Failure;
use crate::state::AppState;
use document::OrderDocument;
use giano_api::Code;
use giano_api::orders::OrderView;
use giano_commerce::order::OrderNumber;
use giano_store::OrderRecord;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(get::get_order))
        .routes(routes!(list::list_orders))
        .routes(routes!(lookup::look_up_order))
}

/// The key that opens an order without signing in: derived from the shop's secret, so that it can be given again to
/// whoever knows number and e-mail.
pub(crate) fn key_of(state: &AppState, number: &OrderNumber) -> String {
    let mut mac = match Hmac::<Sha256>::new_from_slice(state.secret.as_bytes()) {
        Ok(mac) => mac,
        // HMAC takes keys of any length.
        Err(_) => return crate::clock::draw_token(),
    };
    mac.update(b"order ");
    mac.update(number.as_str().as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}

/// An order as its buyer sees it.
pub(crate) fn view_of(record: OrderRecord) -> Result<OrderView, Failure> {
    let document: OrderDocument = serde_json::from_str(&record.document).map_err(|error| {
        tracing::error!(%error, number = record.number, "order document");
        Failure::new(Code::Internal)
    })?;
    Ok(document.into_view(record.number, record.placed_at, &record.state))
}
