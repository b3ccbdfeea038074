//! Who is visiting: session, sign-in, preferences.

mod acting;
mod companies;
mod demo_people;
pub(crate) mod passwords;
mod preferences;
mod sign_in;
mod sign_out;
mod tries;
pub(crate) mod view;

pub use demo_people::DEMO_PASSWORD;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .routes(routes!(view::get_session, sign_in::sign_in, sign_out::sign_out))
        .routes(routes!(preferences::set_preferences))
        .routes(routes!(acting::begin_acting, acting::end_acting))
        .routes(routes!(companies::list_companies))
        .routes(routes!(companies::choose_company))
        .routes(routes!(demo_people::list_demo_people))
}
