//! The product page and its reviews.

pub(crate) mod demonstration;
pub(crate) mod detail;
mod reviews;
mod table;

pub(crate) use table::price_table;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(detail::get_product))
        .routes(routes!(demonstration::get_demonstration))
        .routes(routes!(reviews::list_reviews))
}
