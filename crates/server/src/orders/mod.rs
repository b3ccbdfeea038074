//! Orders, as their buyers see them.

pub(crate) mod confirmation;
mod get;
mod give_up;
mod list;
mod lookup;
pub(crate) mod overdue;
pub(crate) mod past;
pub(crate) mod view;
pub(crate) mod waiting;

use crate::cookies::hash;
use crate::state::AppState;
use giano_commerce::order::OrderNumber;
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
        .routes(routes!(waiting::list_waiting_orders))
        .routes(routes!(give_up::give_up_order))
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

/// The hash by which the store knows the key of an order.
pub(crate) fn key_hash(state: &AppState, number: &OrderNumber) -> String {
    hash(&key_of(state, number))
}
