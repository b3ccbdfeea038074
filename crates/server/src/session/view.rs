//! Who is visiting.

use crate::orders::waiting::waiting;
use crate::pricing::terms_of;
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::session::{BasketCount, CompanyView, CustomerView, PersonView, SessionView, ShopView};
use giano_commerce::company::{Permission, Role};
use giano_commerce::promotion::{Audience, Effect, Scope};
use giano_commerce::{Country, Face, Money};
use std::sync::Arc;

/// Who is visiting.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = SessionView)))]
pub(crate) async fn get_session(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
) -> Result<Json<SessionView>, Failure> {
    Ok(Json(view(&state, &visitor).await?))
}

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
    let actor = &visitor.actor;
    let company = actor.company.as_ref().zip(actor.role.as_ref()).map(|(company, role)| CompanyView {
        id: company.id,
        name: company.name.clone(),
        vat_number: company.document.vat_number.as_ref().map(ToString::to_string),
        state: company.state,
        role: role.built_in(),
        own_role: match role {
            Role::BuiltIn(_) => None,
            Role::Own(own) => Some(own.name.clone()),
        },
        permissions: actor.permissions,
        terms: terms_of(&snapshot, visitor).iter().map(|term| (**term).clone()).collect(),
        credit_left: company.credit_left.filter(|_| actor.may(Permission::ViewCredit)),
    });
    Ok(SessionView {
        face: visitor.face,
        locale: visitor.locale,
        shop: shop(state, &snapshot, visitor),
        country: visitor.country,
        person: actor.person.as_ref().map(|person| PersonView {
            name: person.name.clone(),
            email: person.email.clone(),
            acting_for: actor
                .acting_for
                .as_ref()
                .map(|customer| CustomerView { name: customer.name.clone(), email: customer.email.clone() }),
            company,
        }),
        basket,
        waiting: waiting(state, actor).await?,
    })
}

/// What every page says of the shop.
fn shop(state: &AppState, snapshot: &Snapshot, visitor: &Visitor) -> ShopView {
    ShopView {
        name: snapshot.shop.name.clone(),
        about: snapshot.shop.greeting(visitor.face).about.get(visitor.locale).to_owned(),
        free_delivery_from: free_delivery_from(state, snapshot, visitor.country),
        return_days: snapshot.settings.return_days,
        demonstration: state.settings.demo,
    }
}

/// From which sum on everybody at home has goods delivered free: by the usual way's own threshold, or by a promotion that
/// asks for nothing but a sum.
fn free_delivery_from(state: &AppState, snapshot: &Snapshot, country: Country) -> Option<Money> {
    let usual = snapshot.settings.usual_delivery(Face::Home, country).and_then(|way| way.shipping.free_from);
    let now = state.clock.now();
    let promoted = snapshot.promotions.iter().filter(|promotion| {
        matches!(promotion.effect, Effect::FreeShipping)
            && matches!(promotion.scope, Scope::Order)
            && matches!(promotion.audience, Audience::Home | Audience::Both)
            && promotion.coupon.is_none()
            && promotion.minimum_quantity.is_none()
            && promotion.limit_per_customer.is_none()
            && promotion.starts.is_none_or(|starts| starts <= now)
            && promotion.ends.is_none_or(|ends| now < ends)
    });
    promoted.filter_map(|promotion| promotion.minimum_amount).chain(usual).min_by_key(|sum| sum.amount())
}
