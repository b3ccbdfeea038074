//! Who is visiting.

use crate::pricing::terms_of;
use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::session::{BasketCount, CompanyView, DemoPerson, PersonView, SessionView};
use std::sync::Arc;

/// Who is visiting.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = SessionView)))]
pub(crate) async fn get_session(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
) -> Result<Json<SessionView>, Failure> {
    Ok(Json(view(&state, &visitor).await?))
}

/// The password of the people of a demonstration shop.
pub const DEMO_PASSWORD: &str = "giano-demo";

/// The session as the app sees it.
pub(crate) async fn view(state: &AppState, visitor: &Visitor) -> Result<SessionView, Failure> {
    let snapshot = state.snapshot();
    let basket = match visitor.basket_owner() {
        Some(owner) => {
            let (lines, pieces) = state.store.basket_count(&owner).await?;
            BasketCount { lines, pieces }
        }
        None => BasketCount::default(),
    };
    let role = visitor.person.as_ref().and_then(|person| person.company).map(|(_, role)| role);
    let company = visitor.company.as_ref().zip(role).map(|(company, role)| CompanyView {
        name: company.name.clone(),
        vat_number: company.document.vat_number.as_ref().map(ToString::to_string),
        state: company.state,
        role,
        terms: terms_of(&snapshot, visitor).iter().map(|term| (**term).clone()).collect(),
        credit_left: company.credit_left,
    });
    Ok(SessionView {
        face: visitor.face,
        locale: visitor.locale,
        country: visitor.country,
        person: visitor.person.as_ref().map(|person| PersonView {
            name: person.name.clone(),
            email: person.email.clone(),
            company,
        }),
        basket,
        demo_people: demo_people(state).await?,
    })
}

async fn demo_people(state: &AppState) -> Result<Vec<DemoPerson>, Failure> {
    if !state.settings.demo {
        return Ok(Vec::new());
    }
    let people = state.store.demo_people().await?;
    let offer = |person: giano_store::PersonRecord| DemoPerson {
        name: person.name,
        description: person.demo,
        email: person.email,
        password: DEMO_PASSWORD.to_owned(),
    };
    Ok(people.into_iter().map(offer).collect())
}
