//! Signing out.

use super::view::view;
use crate::actor::Actor;
use crate::cookies::{hash, read, secret, with_cookies};
use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use giano_api::session::{SESSION_COOKIE, SessionView};
use std::sync::Arc;

/// Signs out.
#[utoipa::path(delete, path = "/api/session", responses((status = 200, body = SessionView)))]
pub(crate) async fn sign_out(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    if let Some(token) = read(&headers, SESSION_COOKIE) {
        visitor.actor.end_acting(&state, token).await?;
        state.store.close_session(&hash(token)).await?;
    }
    let Actor { basket_token, client, request, .. } = visitor.actor;
    let guest = Actor { basket_token, client, request, ..Actor::default() };
    let visitor = Visitor { actor: guest, ..visitor };
    let answer = view(&state, &visitor).await?;
    Ok(with_cookies([secret(SESSION_COOKIE, "", 0)], Json(answer)))
}
