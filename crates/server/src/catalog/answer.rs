//! Answers to reading: made once for all anonymous visitors of a face and language, made for one where a company asks.

use crate::caching::SameForAll;
use crate::pricing::{Choice, context, shown_term};
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::snapshot::cards::Eye;
use crate::snapshot::price_index::PriceIndex;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::body::Body;
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use giano_commerce::pricing::PricingContext;
use serde::Serialize;
use std::sync::Arc;

/// What an answer to reading is made of.
pub(crate) struct Reading<'a> {
    pub snapshot: &'a Snapshot,
    pub visitor: &'a Visitor,
    pub context: PricingContext,
    /// What the visitor's prices are, worked out.
    pub prices: Arc<PriceIndex>,
}

impl Reading<'_> {
    /// Who sees the cards.
    pub fn eye(&self) -> Eye<'_> {
        Eye {
            locale: self.visitor.locale,
            context: &self.context,
            company: self.visitor.buying_company().map(AsRef::as_ref),
            prices: &self.prices,
        }
    }
}

/// Answers with what `make` makes, kept for a few seconds where the visitor is anonymous.
pub(crate) fn answer<T: Serialize>(
    state: &AppState,
    visitor: &Visitor,
    uri: &Uri,
    make: impl FnOnce(&Reading<'_>) -> Result<T, Failure>,
) -> Result<Response, Failure> {
    let snapshot = state.snapshot();
    let anonymous = visitor.is_anonymous();
    let key = || {
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let (face, locale) = (visitor.face.as_str(), visitor.locale.as_str());
        format!("{}|{face}|{locale}|{}|{address}", snapshot.version, visitor.country)
    };
    let key = anonymous.then(key);
    if let Some(known) = key.as_ref().and_then(|key| state.answers.get(key)) {
        return Ok(json(known, anonymous));
    }
    let term = shown_term(&snapshot, visitor, visitor.face, None);
    let context = context(state, &snapshot, visitor, visitor.face, Choice { term, ..Choice::default() });
    let prices = snapshot.prices_for(&context, visitor.buying_company().map(AsRef::as_ref));
    let made = make(&Reading { snapshot: &snapshot, visitor, context, prices })?;
    let bytes = serde_json::to_vec(&made).map(Bytes::from).map_err(|error| {
        tracing::error!(%error, "answer");
        Failure::new(giano_api::Code::Internal)
    })?;
    if let Some(key) = key {
        state.answers.insert(key, bytes.clone());
    }
    Ok(json(bytes, anonymous))
}

fn json(bytes: Bytes, shared: bool) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
    if shared {
        response.extensions_mut().insert(SameForAll { seconds: 5 });
    }
    response
}
