//! Who may keep an answer: nobody, unless it says that it is the same for all.
//!
//! What an answer holds may depend on a session or a basket without its handler thinking of caches. So the exception is
//! declared and not the rule.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Declares, as an extension of an answer, that it is the same for all who are not signed in: browsers and proxies may
/// keep it for some seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SameForAll {
    /// How long it may be kept.
    pub seconds: u32,
}

/// Says of every answer who may keep it.
pub(crate) async fn decide(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let same = response.extensions().get::<SameForAll>().copied().filter(|_| response.status().is_success());
    let shared = same.and_then(|same| HeaderValue::from_str(&format!("public, max-age={}", same.seconds)).ok());
    let control = shared.unwrap_or(HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::CACHE_CONTROL, control);
    response
}
