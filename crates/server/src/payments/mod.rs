//! Payments through a provider.

mod challenge;
pub(crate) mod open;
pub(crate) mod provider;
pub(crate) mod settle;
pub(crate) mod test_provider;
mod webhook;

pub(crate) use webhook::PATH as WEBHOOK_PATH;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(challenge::answer_challenge)).routes(routes!(webhook::webhook))
}
