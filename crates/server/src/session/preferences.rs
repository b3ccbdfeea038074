//! Face, language, country.

use super::view::view;
use crate::cookies::{open, with_cookies};
use crate::problem::{Body, Failure};
use crate::state::AppState;
use crate::visit::{COUNTRY_COOKIE, Visitor};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use giano_api::problem::FieldCode;
use giano_api::session::{FACE_COOKIE, LOCALE_COOKIE, PreferencesBody, SessionView};
use std::sync::Arc;

/// Sets face, language or country; what is absent stays.
#[utoipa::path(put, path = "/api/session/preferences", request_body = PreferencesBody,
    responses((status = 200, body = SessionView), (status = 422, body = giano_api::Problem)))]
pub(crate) async fn set_preferences(
    State(state): State<Arc<AppState>>,
    mut visitor: Visitor,
    Body(body): Body<PreferencesBody>,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    if body.country.is_some_and(|country| !state.snapshot().settings.countries.contains(&country)) {
        return Err(Failure::field("/country", FieldCode::NotAChoice));
    }
    visitor.face = body.face.unwrap_or(visitor.face);
    visitor.locale = body.locale.unwrap_or(visitor.locale);
    visitor.country = body.country.unwrap_or(visitor.country);
    let answer = view(&state, &visitor).await?;
    let cookies = [
        body.face.and_then(|face| open(FACE_COOKIE, face.as_str())),
        body.locale.and_then(|locale| open(LOCALE_COOKIE, locale.as_str())),
        body.country.and_then(|country| open(COUNTRY_COOKIE, country.as_str())),
    ];
    Ok(with_cookies(cookies, Json(answer)))
}
