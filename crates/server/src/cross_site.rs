//! Requests that change something are refused where another site sends them.
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`, W3C Fetch Metadata; `Origin`, RFC 6454). Programs that send
//! neither carry no cookies of a visitor either, so they cannot be misused.

use crate::problem::Failure;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use giano_api::Code;
use std::sync::Arc;

/// Refuses what another site sends.
pub(crate) async fn refuse(State(state): State<Arc<AppState>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // The servers of payment providers are another site by nature; they sign what they send.
    let webhook = crate::payments::is_webhook(request.uri().path());
    // Behind a proxy the host that the browser asked for may not be the one the server is called by.
    let host = state.settings.proxies.host(request.headers(), request.extensions());
    if reads || webhook || is_own(request.headers(), host) {
        next.run(request).await
    } else {
        Failure::new(Code::CrossSite).into_response()
    }
}

fn is_own(headers: &HeaderMap, host: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == host
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
    }

    #[test]
    fn what_the_browser_says_of_the_site_decides() {
        let own = |pairs: &[(&'static str, &'static str)]| is_own(&headers(pairs), Some("shop.example"));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(own(&[("origin", "https://shop.example")]));
        assert!(!own(&[("origin", "https://evil.example")]));
        assert!(!own(&[("origin", "null")]));
        assert!(own(&[]));
        assert!(!is_own(&headers(&[("origin", "https://shop.example")]), None));
    }
}
