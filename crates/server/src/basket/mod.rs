//! The basket.

mod add;
mod change;
pub(crate) mod chosen;
pub(crate) mod codes;
mod coupons;
mod face;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod long;
pub(crate) mod priced;
mod room;
pub(crate) mod view;

use crate::state::AppState;
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
