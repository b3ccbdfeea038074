//! Who is visiting the shop, and how they want to see it.

use crate::actor::Actor;
use crate::cookies;
use crate::problem::{Failure, Query};
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use giano_api::endpoint::Visit;
use giano_api::session::{FACE_COOKIE, LOCALE_COOKIE};
use giano_commerce::{Country, Face, Locale};
use giano_store::{BasketOwner, CompanyRecord};
use std::sync::Arc;

/// Name of the cookie that keeps the country of delivery.
pub(crate) const COUNTRY_COOKIE: &str = "giano-country";

/// Somebody who looks at the shop: who it is, and how they want to see it.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// Who it is, and what they may do.
    pub actor: Actor,
    pub face: Face,
    pub locale: Locale,
    pub country: Country,
}

impl Visitor {
    /// Whose basket, where there can be one already.
    pub fn basket_owner(&self) -> Option<BasketOwner> {
        self.actor.basket_owner()
    }

    /// The company, where the visitor sees its prices: signed in, and looking at the business face.
    pub fn buying_company(&self) -> Option<&Arc<CompanyRecord>> {
        self.actor.company.as_ref().filter(|_| self.face == Face::Business)
    }

    /// Refuses those who may look but not buy. At home everybody buys for themselves.
    pub fn may_buy(&self) -> Result<(), Failure> {
        match self.face {
            Face::Home => Ok(()),
            Face::Business => self.actor.may_buy_for_company(),
        }
    }

    /// Whether nothing of the answer may depend on who asks.
    pub fn is_anonymous(&self) -> bool {
        self.actor.is_anonymous()
    }
}

impl FromRequestParts<Arc<AppState>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<AppState>) -> Result<Self, Failure> {
        let actor = Actor::from_request_parts(parts, state).await?;
        // Of any address: an answer in another face or language than was asked for would be wrong without a word.
        let Query(asked) = Query::<Visit>::from_request_parts(parts, state).await?;
        let headers = &parts.headers;
        let face = asked.face.or_else(|| cookies::read(headers, FACE_COOKIE)?.parse().ok());
        let locale = asked
            .locale
            .or_else(|| cookies::read(headers, LOCALE_COOKIE)?.parse().ok())
            .or_else(|| headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().map(Locale::from_accept_language));
        let country = cookies::read(headers, COUNTRY_COOKIE)
            .and_then(|code| code.parse().ok())
            .or(actor.company.as_ref().map(|company| company.document.country))
            .unwrap_or_else(|| state.snapshot().settings.home_country);
        Ok(Self { actor, face: face.unwrap_or_default(), locale: locale.unwrap_or_default(), country })
    }
}
