//! Checkout: the draft that survives a reload, and placing the order.

mod draft;
mod idempotent;
mod order;
mod place;
mod promotions;
mod validate;

pub(crate) use place::answer_of;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(draft::get_checkout, draft::save_draft)).routes(routes!(place::place_order))
}
