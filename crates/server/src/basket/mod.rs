//! The basket.

mod add;
mod change;
mod coupons;
mod face;
pub(crate) mod view;

use crate::state::AppState;
use giano_api::session::BasketCount;
use giano_store::BasketRecord;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(view::get_basket))
        .routes(routes!(add::add_lines))
        .routes(routes!(change::change_line, change::remove_line))
        .routes(routes!(coupons::add_coupon))
        .routes(routes!(coupons::remove_coupon))
        .routes(routes!(change::choose_term))
        .routes(routes!(face::preview_face))
}

/// Lines and pieces of a basket, without what is saved for later.
pub(crate) fn count(basket: &BasketRecord) -> BasketCount {
    let lines = || basket.rows.iter().filter(|row| !row.saved);
    BasketCount {
        lines: u32::try_from(lines().count()).unwrap_or(u32::MAX),
        pieces: lines().map(|row| u64::from(row.quantity.get())).sum(),
    }
}
