//! Who is asking.

use crate::clock::Clock;
use crate::cookies;
use crate::problem::Failure;
use crate::state::AppState;
use crate::throttle::Client;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use giano_api::Code;
use giano_api::session::{BASKET_COOKIE, FACE_COOKIE, LOCALE_COOKIE, SESSION_COOKIE};
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::{Country, Face, Locale};
use giano_store::{BasketOwner, CompanyRecord, PersonRecord};
use std::sync::Arc;

/// Name of the cookie that keeps the country of delivery.
pub(crate) const COUNTRY_COOKIE: &str = "giano-country";

/// Who is asking, and how they want to see the shop.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub face: Face,
    pub locale: Locale,
    pub country: Country,
    /// The signed-in person.
    pub person: Option<PersonRecord>,
    /// The person's company.
    pub company: Option<Arc<CompanyRecord>>,
    /// Token of the guest's basket, as in the cookie.
    pub basket_token: Option<String>,
    /// Where the request comes from, for limits.
    pub client: Client,
}

impl Visitor {
    /// Whose basket, where there can be one already.
    pub fn basket_owner(&self) -> Option<BasketOwner> {
        match (&self.person, &self.basket_token) {
            (Some(person), _) => Some(BasketOwner::Person(person.id)),
            (None, Some(token)) => Some(BasketOwner::Guest(cookies::hash(token))),
            (None, None) => None,
        }
    }

    /// The company, where the visitor sees its prices: signed in, and looking at the business face.
    pub fn buying_company(&self) -> Option<&Arc<CompanyRecord>> {
        self.company.as_ref().filter(|_| self.face == Face::Business)
    }

    /// Refuses those who may look but not buy.
    pub fn may_buy(&self) -> Result<(), Failure> {
        let Some(company) = self.buying_company() else { return Ok(()) };
        if company.state != CompanyState::Active {
            return Err(Failure::new(Code::CompanyNotActive));
        }
        let role = self.person.as_ref().and_then(|person| person.company).map(|(_, role)| role);
        if role == Some(CompanyRole::Viewer) { Err(Failure::new(Code::Forbidden)) } else { Ok(()) }
    }

    /// Whether nothing of the answer may depend on who asks.
    pub fn is_anonymous(&self) -> bool {
        self.person.is_none()
    }
}

/// `?for=` and `?lang=` of any address.
fn asked<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

impl FromRequestParts<Arc<AppState>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<AppState>) -> Result<Self, Failure> {
        let headers = &parts.headers;
        let face = asked(parts, "for").or(cookies::read(headers, FACE_COOKIE)).and_then(|word| word.parse().ok());
        let locale = asked(parts, "lang")
            .or(cookies::read(headers, LOCALE_COOKIE))
            .and_then(|word| word.parse().ok())
            .or_else(|| headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().map(Locale::from_accept_language));
        let (mut person, mut company) = (None, None);
        if let Some(token) = cookies::read(headers, SESSION_COOKIE) {
            person = signed_in(state, token, &state.clock).await?;
            if let Some((id, _)) = person.as_ref().and_then(|person: &PersonRecord| person.company) {
                company = state.store.company(id).await?.map(Arc::new);
            }
        }
        let home = state.settings.home_country;
        let country = cookies::read(headers, COUNTRY_COOKIE)
            .and_then(|code| code.parse().ok())
            .or(company.as_ref().map(|company: &Arc<CompanyRecord>| company.document.country))
            .unwrap_or(home);
        let client = state.settings.proxies.client(headers, &parts.extensions);
        Ok(Self {
            face: face.unwrap_or_default(),
            locale: locale.unwrap_or_default(),
            country,
            person,
            company,
            basket_token: cookies::read(headers, BASKET_COOKIE)
                .filter(|token| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .map(str::to_owned),
            client: Client::new(client),
        })
    }
}

async fn signed_in(state: &AppState, token: &str, clock: &Clock) -> Result<Option<PersonRecord>, Failure> {
    let session = state.store.session(&cookies::hash(token), clock.millis()).await?;
    Ok(session.map(|session| session.person))
}
