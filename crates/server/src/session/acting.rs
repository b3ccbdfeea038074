//! A sales representative acts for a customer: visibly, and noted in the audit log.

use super::view::view;
use crate::actor::Actor;
use crate::cookies::{hash, open, read, with_cookies};
use crate::problem::{Body, Failure};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use giano_api::Code;
use giano_api::session::{BeginActingBody, FACE_COOKIE, SESSION_COOKIE, SessionView};
use giano_commerce::Face;
use giano_commerce::company::{PersonId, StaffPermission};
use std::sync::Arc;

/// Makes the session of a sales representative one that acts for a customer, in a company where the customer buys for one.
#[utoipa::path(post, path = "/api/session/acting", request_body = BeginActingBody, responses(
    (status = 200, body = SessionView),
    (status = 401, body = giano_api::Problem),
    (status = 403, description = "Only for sales representatives", body = giano_api::Problem),
    (status = 404, description = "No such customer, or not in this company, or the session acts for somebody already",
        body = giano_api::Problem),
))]
pub(crate) async fn begin_acting(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(body): Body<BeginActingBody>,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    let actor = &visitor.actor;
    actor.require_staff(StaffPermission::ActForCustomers)?;
    let (representative, session) = own_session(actor, &headers)?;
    let by = actor.author(state.clock.millis());
    if !state.store.begin_acting(&by, &session, representative, body.person, body.company).await? {
        return Err(Failure::new(Code::NotFound));
    }
    let face = if body.company.is_some() { Face::Business } else { Face::Home };
    answer(&state, visitor, &session, face).await
}

/// Makes the session one of the sales representative alone again.
#[utoipa::path(delete, path = "/api/session/acting", responses(
    (status = 200, body = SessionView),
    (status = 401, body = giano_api::Problem),
    (status = 403, description = "Only for sales representatives", body = giano_api::Problem),
    (status = 404, description = "The session acts for nobody", body = giano_api::Problem),
))]
pub(crate) async fn end_acting(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    let actor = &visitor.actor;
    actor.require_staff(StaffPermission::ActForCustomers)?;
    let (representative, session) = own_session(actor, &headers)?;
    let by = actor.author(state.clock.millis());
    if !state.store.end_acting(&by, &session, representative).await? {
        return Err(Failure::new(Code::NotFound));
    }
    let face = visitor.face;
    answer(&state, visitor, &session, face).await
}

/// The signed-in person and the hash of the session's token.
fn own_session(actor: &Actor, headers: &HeaderMap) -> Result<(PersonId, String), Failure> {
    let session = read(headers, SESSION_COOKIE).map(hash);
    actor.person.as_ref().map(|person| person.id).zip(session).ok_or_else(|| Failure::new(Code::SignInRequired))
}

/// The session as it is from now on.
async fn answer(
    state: &AppState,
    visitor: Visitor,
    session: &str,
    face: Face,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    let record = state.store.session(session, state.clock.millis()).await?;
    let actor = Actor::of_session(state, record.ok_or_else(|| Failure::new(Code::SignInRequired))?).await?;
    let country = actor.company.as_ref().map_or(visitor.country, |company| company.document.country);
    let visitor = Visitor { actor, face, country, ..visitor };
    let answer = view(state, &visitor).await?;
    Ok(with_cookies([open(FACE_COOKIE, face.as_str())], Json(answer)))
}
