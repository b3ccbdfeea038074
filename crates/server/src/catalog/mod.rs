//! Categories, lists, search and suggestions.

pub(crate) mod answer;
mod categories;
mod products;
mod suggest;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(categories::list_categories))
        .routes(routes!(products::list_products))
        .routes(routes!(suggest::suggest))
}
