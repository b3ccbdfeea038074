//! The companies of the signed-in person, and the one that the session is for.

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
use giano_api::session::{ChooseCompanyBody, CompanyChoice, CompanyList, FACE_COOKIE, SESSION_COOKIE, SessionView};
use giano_commerce::Face;
use std::sync::Arc;

/// The companies that the signed-in person belongs to.
#[utoipa::path(get, path = "/api/session/companies",
    responses((status = 200, body = CompanyList), (status = 401, body = giano_api::Problem)))]
pub(crate) async fn list_companies(
    State(state): State<Arc<AppState>>,
    actor: Actor,
) -> Result<Json<CompanyList>, Failure> {
    let person = actor.person.as_ref().ok_or_else(|| Failure::new(Code::SignInRequired))?;
    let mut companies = Vec::new();
    for membership in state.store.memberships(person.id).await? {
        if let Some(company) = state.store.company(membership.company).await? {
            companies.push(CompanyChoice { id: company.id, name: company.name });
        }
    }
    Ok(Json(CompanyList { companies }))
}

/// Makes the session one for another company of the person's; the next session begins there too.
#[utoipa::path(put, path = "/api/session/company", request_body = ChooseCompanyBody, responses(
    (status = 200, body = SessionView),
    (status = 401, body = giano_api::Problem),
    (status = 404, description = "The person does not belong to such a company", body = giano_api::Problem),
))]
pub(crate) async fn choose_company(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(body): Body<ChooseCompanyBody>,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    let session = read(&headers, SESSION_COOKIE).map(hash);
    let (Some(person), Some(session)) = (&visitor.actor.person, session) else {
        return Err(Failure::new(Code::SignInRequired));
    };
    if !state.store.choose_company(&session, person.id, body.company).await? {
        return Err(Failure::new(Code::NotFound));
    }
    let record = state.store.session(&session, state.clock.millis()).await?;
    let actor = Actor::of_session(&state, record.ok_or_else(|| Failure::new(Code::SignInRequired))?).await?;
    let country = actor.company.as_ref().map_or(visitor.country, |company| company.document.country);
    let visitor = Visitor { actor, face: Face::Business, country, ..visitor };
    let answer = view(&state, &visitor).await?;
    Ok(with_cookies([open(FACE_COOKIE, Face::Business.as_str())], Json(answer)))
}
