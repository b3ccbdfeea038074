//! Signing in.

use super::passwords::verify;
use super::tries::{self, Device};
use super::view::view;
use crate::actor::Actor;
use crate::cookies::{hash, open, secret, with_cookies};
use crate::problem::{Body, Failure};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use giano_api::Code;
use giano_api::session::{BASKET_COOKIE, FACE_COOKIE, SESSION_COOKIE, SessionView, SignInBody};
use giano_commerce::company::CompanyId;
use giano_commerce::{EmailAddress, Face};
use giano_store::{BasketOwner, PersonRecord};
use std::sync::Arc;

/// A session ends after 30 days.
pub(crate) const SESSION_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Signs in; merges the guest's basket into the person's.
#[utoipa::path(post, path = "/api/session", request_body = SignInBody, responses(
    (status = 200, body = SessionView),
    (status = 401, description = "E-mail or password is wrong", body = giano_api::Problem),
    (status = 429, description = "Too many tries", body = giano_api::Problem),
))]
pub(crate) async fn sign_in(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(body): Body<SignInBody>,
) -> Result<(HeaderMap, Json<SessionView>), Failure> {
    let email: Option<EmailAddress> = body.email.parse().ok();
    let device = Device::of(&state, &headers).await?;
    let person = match &email {
        Some(email) => state.store.person_by_email(email).await?,
        None => None,
    };
    let own = person.as_ref().is_some_and(|person| device.is_of(person.id)).then_some(&device);
    tries::count(&state, visitor.actor.client, email.as_ref(), own).await?;
    let right = verify(person.as_ref().map(|person| person.password_hash.clone()), body.password).await;
    let Some(person) = person.filter(|_| right) else { return Err(Failure::new(Code::WrongCredentials)) };

    let now = state.clock.millis();
    // An old session of this browser ends: a token is never taken over.
    if let Some(old) = crate::cookies::read(&headers, SESSION_COOKIE) {
        visitor.actor.end_acting(&state, old).await?;
        state.store.close_session(&hash(old)).await?;
    }
    let token = crate::clock::draw_token();
    let company = first_company(&state, &person).await?;
    state.store.open_session(&hash(&token), person.id, company, now, now + SESSION_SECONDS * 1000).await?;
    let remembered = device.remember(&state, person.id).await?;
    // What does not fit into one basket stays in the guest's, under its cookie, and is there again after signing out.
    let mut guest_stays = false;
    if let Some(guest) = &visitor.actor.basket_token {
        let left_over = state.store.merge_baskets(&BasketOwner::Guest(hash(guest)), person.id, now).await?;
        guest_stays = !left_over.is_empty();
    }
    let session = state.store.session(&hash(&token), now).await?.ok_or_else(|| Failure::new(Code::Internal))?;
    let actor = Actor::of_session(&state, session).await?;
    let face = if actor.company.is_some() { Face::Business } else { visitor.face };
    let country = actor.company.as_ref().map_or(visitor.country, |company| company.document.country);
    let visitor = Visitor { actor, face, country, ..visitor };
    let answer = view(&state, &visitor).await?;
    let cookies = [
        secret(SESSION_COOKIE, &token, SESSION_SECONDS),
        remembered,
        if guest_stays { None } else { secret(BASKET_COOKIE, "", 0) },
        open(FACE_COOKIE, face.as_str()),
    ];
    Ok(with_cookies(cookies, Json(answer)))
}

/// The company that a person's session begins in: the one chosen last, where the person still belongs to it, else the first.
async fn first_company(state: &AppState, person: &PersonRecord) -> Result<Option<CompanyId>, Failure> {
    let companies = state.store.memberships(person.id).await?;
    let mut companies = companies.into_iter().map(|membership| membership.company);
    let first = companies.clone().next();
    Ok(companies.find(|company| person.usual_company == Some(*company)).or(first))
}
