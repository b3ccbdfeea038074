//! Whom one can be in a demonstration.

use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::session::{DemoPeople, DemoPerson};
use giano_commerce::company::Role;
use giano_commerce::locale::Text;
use std::sync::Arc;

/// The password of the people of a demonstration shop.
pub const DEMO_PASSWORD: &str = "giano-demo";

/// Whom one can be in a demonstration; nobody elsewhere.
#[utoipa::path(get, path = "/api/session/people", responses((status = 200, body = DemoPeople)))]
pub(crate) async fn list_demo_people(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
) -> Result<Json<DemoPeople>, Failure> {
    if !state.settings.demo {
        return Ok(Json(DemoPeople { people: Vec::new() }));
    }
    let shown_as = |json: &str| serde_json::from_str::<Text>(json).map(|text| text.get(visitor.locale).to_owned());
    let mut people = Vec::new();
    for person in state.store.demo_people().await? {
        let role = match person.usual_company {
            Some(company) => state.store.membership(company, person.id).await?.map(|membership| membership.role),
            None => None,
        };
        people.push(DemoPerson {
            description: shown_as(&person.demo).unwrap_or_default(),
            role: role.as_ref().and_then(Role::built_in),
            name: person.name,
            email: person.email,
            password: DEMO_PASSWORD.to_owned(),
        });
    }
    Ok(Json(DemoPeople { people }))
}
