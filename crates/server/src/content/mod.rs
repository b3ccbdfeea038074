//! Guides, posts, case studies, pages by trade, service pages, and questions that are often asked.

mod faq;
mod list;
mod page;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(page::get_content))
        .routes(routes!(list::list_content))
        .routes(routes!(faq::get_faq))
}
