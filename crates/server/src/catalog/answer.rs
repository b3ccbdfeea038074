//! Answers to reading: made once for all anonymous visitors of a face and language, made for one where a company asks.

use crate::apart::apart;
use crate::caching::SameForAll;
use crate::price_lists::{Contracts, contracts};
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
use giano_api::Code;
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
    /// What the visitor's company has agreed on.
    pub contracts: Contracts,
}

impl Reading<'_> {
    /// Who sees the cards.
    pub fn eye(&self) -> Eye<'_> {
        Eye { locale: self.visitor.locale, context: &self.context, contracts: &self.contracts, prices: &self.prices }
    }
}

/// Answers with what `make` makes, kept for a few seconds where the visitor is anonymous.
pub(crate) async fn answer<T: Serialize>(
    state: &AppState,
    visitor: &Visitor,
    uri: &Uri,
    make: impl FnOnce(&Reading<'_>) -> Result<T, Failure>,
) -> Result<Response, Failure> {
    let asked = Asked::new(state, visitor, uri);
    if let Some(kept) = asked.kept(state) {
        return Ok(kept);
    }
    let contracts = contracts(state, visitor, visitor.face).await?;
    asked.made(state, visitor, contracts, make)
}

/// From so many products on, what looks through all of them is made apart. Fewer take less time than going to another thread
/// and back: in a shop of 45 products that made lists half as fast, and a search for twelve words that nobody knows takes half
/// a millisecond there.
const MANY_PRODUCTS: usize = 200;

/// As [`answer`], for what looks through the whole catalogue: where that is large, it is made on a thread of its own, as many
/// at a time as there are processors, so that those who search hold up nobody who asks for something else.
pub(crate) async fn answer_apart<T: Serialize>(
    state: Arc<AppState>,
    visitor: Visitor,
    uri: &Uri,
    make: impl FnOnce(&Reading<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<Response, Failure> {
    let asked = Asked::new(&state, &visitor, uri);
    if let Some(kept) = asked.kept(&state) {
        return Ok(kept);
    }
    let contracts = contracts(&state, &visitor, visitor.face).await?;
    if asked.snapshot.products.len() < MANY_PRODUCTS {
        return asked.made(&state, &visitor, contracts, make);
    }
    let shop = Arc::clone(&state);
    apart(&state, move || asked.made(&shop, &visitor, contracts, make)).await?
}

/// What an answer depends on: the catalogue, and the address and those who share it.
struct Asked {
    snapshot: Arc<Snapshot>,
    /// Under which the answer is kept; none where it is for one person.
    key: Option<String>,
}

impl Asked {
    fn new(state: &AppState, visitor: &Visitor, uri: &Uri) -> Self {
        let snapshot = state.snapshot();
        let key = || {
            let address = uri.path_and_query().map_or("", |address| address.as_str());
            let (face, locale) = (visitor.face.as_str(), visitor.locale.as_str());
            format!("{}|{face}|{locale}|{}|{address}", snapshot.version, visitor.country)
        };
        let key = visitor.is_anonymous().then(key);
        Self { snapshot, key }
    }

    fn kept(&self, state: &AppState) -> Option<Response> {
        let kept = self.key.as_ref().and_then(|key| state.answers.get(key))?;
        Some(json(kept, true))
    }

    fn made<T: Serialize>(
        self,
        state: &AppState,
        visitor: &Visitor,
        contracts: Contracts,
        make: impl FnOnce(&Reading<'_>) -> Result<T, Failure>,
    ) -> Result<Response, Failure> {
        let snapshot = &self.snapshot;
        let term = shown_term(snapshot, visitor, visitor.face, None);
        let context = context(state, snapshot, visitor, visitor.face, Choice { term, ..Choice::default() });
        let prices = snapshot.prices_for(&context, &contracts);
        let made = make(&Reading { snapshot, visitor, context, contracts, prices })?;
        let bytes = serde_json::to_vec(&made).map(Bytes::from).map_err(|error| {
            tracing::error!(%error, "answer");
            Failure::new(Code::Internal)
        })?;
        let shared = self.key.is_some();
        if let Some(key) = self.key {
            state.answers.insert(key, bytes.clone());
        }
        Ok(json(bytes, shared))
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::Clock;
    use crate::settings::Settings;
    use axum::extract::FromRequestParts;
    use axum::http::Request;
    use giano_store::Store;
    use serde_json::json;
    use std::sync::mpsc;
    use std::time::Duration;

    /// A shop of so many products.
    async fn shop(folder: &std::path::Path, products: usize) -> Arc<AppState> {
        let store = Store::connect(&format!("sqlite://{}", folder.join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        for number in 0..products {
            let any = json!({"minimum": 1, "maximum": null, "increment": 1});
            let draft = json!({
                "slug": format!("pot-{number}"), "name": {"en": "Pot"}, "summary": {"en": ""}, "description_html": {"en": ""},
                "brand": null, "categories": [], "options": [], "attributes": [], "media": [], "links": [],
                "vat_class": "standard", "meta_title": null, "meta_description": null, "visible": true, "prominence": 0,
                "variants": [{
                    "sku": format!("POT-{number}"), "gtin": null, "options": [], "compare_at": null, "list_price": null,
                    "home_price": {"amount": "12.20", "currency": "EUR"}, "tiers": [], "mix_and_match": false,
                    "home_quantities": any, "business_quantities": any, "pack_size": 1, "pallet_size": null,
                    "weight_grams": 500, "dimensions": null, "origin": null, "media": [],
                    "stock": {"on_hand": 20, "backorder": false, "lead_days": null},
                }],
            });
            store.upsert_product(&serde_json::from_value(draft).unwrap(), 0).await.unwrap();
        }
        AppState::load(Settings::default(), store, Clock::fixed(0)).await.unwrap()
    }

    async fn asked(state: &Arc<AppState>) -> (Visitor, Uri) {
        let (mut parts, ()) = Request::get("/api/products?q=pot").body(()).unwrap().into_parts();
        (Visitor::from_request_parts(&mut parts, state).await.unwrap(), parts.uri)
    }

    /// On one thread alone: what waits there for another task would wait for ever.
    #[tokio::test(flavor = "current_thread")]
    async fn a_search_among_many_holds_up_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let state = shop(folder.path(), MANY_PRODUCTS).await;
        let (visitor, uri) = asked(&state).await;
        let (tell, told) = mpsc::channel();
        let search = answer_apart(Arc::clone(&state), visitor, &uri, move |_| {
            told.recv_timeout(Duration::from_secs(20)).map_err(|_| Failure::new(Code::TimedOut))
        });
        let another = async { tell.send("done meanwhile").unwrap() };
        let (answer, ()) = tokio::join!(search, another);
        assert!(answer.is_ok(), "{answer:?}");
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_search_among_few_waits_for_no_turn() {
        let folder = tempfile::tempdir().unwrap();
        let state = shop(folder.path(), 1).await;
        let (visitor, uri) = asked(&state).await;
        let all = u32::try_from(state.turns.available_permits()).unwrap();
        let _others = Arc::clone(&state.turns).acquire_many_owned(all).await.unwrap();
        let here = std::thread::current().id();
        let answer = answer_apart(Arc::clone(&state), visitor, &uri, move |_| {
            Ok((std::thread::current().id() == here).then_some("here"))
        });
        let answer = answer.await.unwrap();
        assert_eq!(axum::body::to_bytes(answer.into_body(), 100).await.unwrap(), "\"here\"");
    }
}
