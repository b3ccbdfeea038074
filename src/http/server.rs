//! The door on the server: the API's own router, called in process.

use super::{Prepared, Sending, problem};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Request, header};
use giano_api::{Code, Method, Problem};
use leptos::prelude::use_context;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use tower::ServiceExt;

/// What a page being rendered calls the API with. The server puts it into the context.
#[derive(Clone)]
pub struct ServerDoor {
    /// The API's router.
    pub router: axum::Router,
    /// The visitor's headers; cookies and language are passed on.
    pub headers: HeaderMap,
}

/// The HTTP status of the page being rendered: 200 unless a part of it says otherwise. The server puts one into the
/// context and reads it when the page is done.
#[derive(Debug, Clone)]
pub struct PageStatus(Arc<AtomicU16>);

impl Default for PageStatus {
    fn default() -> Self {
        Self(Arc::new(AtomicU16::new(200)))
    }
}

impl PageStatus {
    /// The status.
    pub fn get(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, status: u16) {
        self.0.store(status, Ordering::Relaxed);
    }
}

/// An answer larger than this is a fault.
const MOST_BYTES: usize = 32 << 20;

/// Headers of the visitor that the API looks at.
const PASSED_ON: [HeaderName; 4] = [header::COOKIE, header::ACCEPT_LANGUAGE, header::HOST, header::USER_AGENT];

pub(super) fn send(request: Prepared) -> Sending {
    let door = use_context::<ServerDoor>();
    Box::pin(async move {
        let Some(door) = door else { return Err(Problem::new(Code::Unavailable)) };
        let unreadable = || Problem::new(Code::Internal);
        let response = door.router.oneshot(build(request, &door.headers)?).await.map_err(|never| match never {})?;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), MOST_BYTES).await.map_err(|_| unreadable())?;
        let text = String::from_utf8(bytes.into()).map_err(|_| unreadable())?;
        if status.is_success() { Ok(text) } else { Err(problem(status.as_u16(), &text)) }
    })
}

#[allow(clippy::result_large_err, reason = "a problem is as large as what it tells, and rare")]
fn build(request: Prepared, visitor: &HeaderMap) -> Result<Request<Body>, Problem> {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    let mut builder = Request::builder().method(method).uri(request.url);
    for name in PASSED_ON {
        for value in visitor.get_all(&name) {
            builder = builder.header(&name, value);
        }
    }
    if let Some(key) = request.idempotency_key {
        builder = builder.header("idempotency-key", key);
    }
    if request.body.is_some() {
        builder = builder.header(header::CONTENT_TYPE, "application/json");
    }
    builder
        .body(request.body.map_or_else(Body::empty, Body::from))
        .map_err(|error| Problem::new(Code::MalformedRequest).detail(error.to_string()))
}
