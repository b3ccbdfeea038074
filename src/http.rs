//! The only door to the JSON API.
//!
//! In the browser it fetches; on the server it calls the API's own router in process, with the visitor's cookies. A page
//! reads through [`resource`], an event handler through [`call`].

use crate::json;
use crate::prelude::*;
use giano_api::{Code, Endpoint, Method, Problem};
use leptos::server::codee::string::FromToStringCodec;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

#[cfg(feature = "ssr")]
pub use server::{PageStatus, ServerDoor};

/// A request ready to be sent: all that is not the same for every endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    pub method: Method,
    /// Path and query.
    pub url: String,
    pub body: Option<String>,
    pub idempotency_key: Option<String>,
}

pub(crate) type Sending = Pin<Box<dyn Future<Output = Result<String, Problem>> + Send>>;

fn prepare<E: Endpoint>(params: &[&str], query: &E::Query, body: Option<&E::Body>) -> Prepared {
    let mut url = E::path(params);
    let query = query_string(query);
    if !query.is_empty() {
        url.push('?');
        url.push_str(&query);
    }
    let body = body.and_then(|body| serde_json::to_string(body).ok());
    Prepared { method: E::METHOD, url, body, idempotency_key: None }
}

fn send(request: Prepared) -> Sending {
    #[cfg(feature = "ssr")]
    return server::send(request);
    #[cfg(not(feature = "ssr"))]
    return browser::send(request);
}

/// Calls an endpoint. The request is aborted when the future is dropped.
pub fn call<E: Endpoint>(
    params: &[&str],
    query: &E::Query,
    body: Option<&E::Body>,
) -> impl Future<Output = Result<E::Answer, Problem>> + Send + 'static + use<E> {
    let sending = send(prepare::<E>(params, query, body));
    async move { read(sending.await) }
}

/// As [`call`], for a caller that needs little of the answer: reading all of it would bring the code for all of it into
/// the part of every page.
pub fn call_for<E: Endpoint, T: DeserializeOwned>(
    params: &[&str],
    query: &E::Query,
    body: Option<&E::Body>,
) -> impl Future<Output = Result<T, Problem>> + Send + 'static + use<E, T> {
    let sending = send(prepare::<E>(params, query, body));
    async move { read(sending.await) }
}

/// Calls an endpoint that may be repeated without harm under one key.
pub fn call_with_key<E: Endpoint>(
    params: &[&str],
    query: &E::Query,
    body: Option<&E::Body>,
    idempotency_key: &str,
) -> impl Future<Output = Result<E::Answer, Problem>> + Send + 'static + use<E> {
    let mut request = prepare::<E>(params, query, body);
    request.idempotency_key = Some(idempotency_key.to_owned());
    let sending = send(request);
    async move { read(sending.await) }
}

// Once for each kind of answer, however many ask for it.
#[inline(never)]
#[allow(clippy::result_large_err, reason = "a problem is as large as what it tells, and rare")]
fn read<T: DeserializeOwned>(answer: Result<String, Problem>) -> Result<T, Problem> {
    let text = answer?;
    // Answers without content stand for an empty object.
    let text = if text.is_empty() { "{}" } else { &text };
    json::read(text).map_err(|_| Problem::new(Code::Internal).detail("the answer cannot be read"))
}

/// The problem in an answer whose status says that there is one.
pub(crate) fn problem(status: u16, text: &str) -> Problem {
    json::read(text).unwrap_or_else(|_| {
        Problem::new(match status {
            404 => Code::NotFound,
            408 | 504 => Code::TimedOut,
            413 => Code::TooLarge,
            429 => Code::TooManyRequests,
            502 | 503 => Code::Unavailable,
            _ => Code::Internal,
        })
    })
}

/// An answer as text: what is written into the page and taken over from it. One type for all endpoints, so that the
/// machinery of resources is in the app only once.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer(Result<Arc<str>, Arc<Problem>>);

/// Marks a problem; JSON never begins with it.
const PROBLEM_MARK: char = '!';

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) => f.write_str(text),
            Err(problem) => write!(f, "{PROBLEM_MARK}{}", serde_json::to_string(problem).unwrap_or_default()),
        }
    }
}

impl FromStr for Answer {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(match text.strip_prefix(PROBLEM_MARK) {
            Some(rest) => Err(Arc::new(problem(500, rest))),
            None => Ok(text.into()),
        }))
    }
}

/// The answer of an endpoint as a resource: loaded on the server, taken over in the browser, loaded again when its
/// request changes. Show it with [`crate::errors::page`].
pub struct Loaded<E> {
    resource: Resource<Answer, FromToStringCodec>,
    endpoint: PhantomData<fn() -> E>,
}

impl<E> Clone for Loaded<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Loaded<E> {}

/// Loads an endpoint without body; `source` gives path parameters and query and is tracked.
pub fn resource<E: Endpoint>(source: impl Fn() -> (Vec<String>, E::Query) + Send + Sync + 'static) -> Loaded<E> {
    let request: Arc<dyn Fn() -> Prepared + Send + Sync> = Arc::new(move || {
        let (params, query) = source();
        let params: Vec<&str> = params.iter().map(String::as_str).collect();
        prepare::<E>(&params, &query, None)
    });
    Loaded { resource: resource_of(request), endpoint: PhantomData }
}

fn resource_of(request: Arc<dyn Fn() -> Prepared + Send + Sync>) -> Resource<Answer, FromToStringCodec> {
    Resource::new_str(
        move || request(),
        |request| {
            let sending = send(request);
            async move { Answer(sending.await.map(Into::into).map_err(Arc::new)) }
        },
    )
}

impl<E: Endpoint> Loaded<E> {
    /// The answer, once there. Await it inside `Suspense` only.
    pub async fn answer(self) -> Result<E::Answer, Problem> {
        match self.resource.await.0 {
            Ok(text) => read(Ok(text.to_string())),
            Err(problem) => Err((*problem).clone()),
        }
    }

    /// Loads it again.
    pub fn again(self) {
        self.resource.refetch();
    }
}

/// A query string (without `?`) of a flat struct; what is absent or empty is left out.
pub fn query_string(query: &impl Serialize) -> String {
    match serde_json::to_value(query) {
        Ok(serde_json::Value::Object(fields)) => join_query(&fields),
        _ => String::new(),
    }
}

fn join_query(fields: &serde_json::Map<String, serde_json::Value>) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        let text = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        encode(&text, &mut out);
    }
    out
}

/// Percent-encodes what may not stand in a query or path segment as it is.
pub fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b',' | b':') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// Sets the HTTP status of the page being rendered; nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let Some(page) = use_context::<PageStatus>() {
        page.set(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_api::catalog::{ListQuery, Sort};

    #[test]
    fn queries_carry_what_is_set_and_nothing_else() {
        let query = ListQuery { q: "moka & co".into(), page: Some(2), sort: Some(Sort::PriceUp), ..Default::default() };
        let mut parts: Vec<String> = query_string(&query).split('&').map(str::to_owned).collect();
        parts.sort();
        assert_eq!(parts, ["page=2", "q=moka%20%26%20co", "sort=price_up"]);
        assert_eq!(query_string(&ListQuery::default()), "");
    }

    #[test]
    fn answers_survive_the_way_through_the_page() {
        for answer in [Answer(Ok("{\"a\":1}".into())), Answer(Err(Arc::new(Problem::new(Code::NotFound))))] {
            assert_eq!(answer.to_string().parse(), Ok(answer));
        }
    }

    #[test]
    fn an_answer_that_is_no_problem_document_still_has_a_code() {
        assert_eq!(problem(503, "<html>").code, Code::Unavailable);
        assert_eq!(problem(418, "").code, Code::Internal);
    }
}
