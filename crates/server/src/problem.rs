//! Errors as answers: RFC 9457 problems.

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use giano_api::problem::{FieldCode, FieldIssue, LineIssue};
use giano_api::{Code, Problem};
use giano_commerce::basket::PriceMoved;
use giano_store::StoreError;
use std::fmt;
use std::marker::PhantomData;

/// Seconds after which a request may be tried again that could not be answered, where nothing else is known: the database is
/// looked for several times a second, and a turn or a price that is being changed takes no longer.
const SOON: u64 = 2;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub struct Failure(Box<Problem>);

impl Failure {
    /// A failure with nothing but its code. One that passes by itself says when to come again, as its cure promises.
    pub fn new(code: Code) -> Self {
        let mut problem = Problem::new(code);
        problem.retry_after = (code == Code::Unavailable).then_some(SOON);
        Self(Box::new(problem))
    }

    /// With the seconds after which it is worth while to come again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// With a sentence for developers.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// With what is wrong with fields.
    pub fn fields(fields: Vec<FieldIssue>) -> Self {
        let mut failure = Self::new(Code::InvalidFields);
        failure.0.fields = fields;
        failure
    }

    /// One wrong field.
    pub fn field(pointer: &str, issue: FieldCode) -> Self {
        Self::fields(vec![FieldIssue { pointer: pointer.to_owned(), issue, hint: None }])
    }

    /// With what is wrong with lines.
    pub fn lines(code: Code, lines: Vec<LineIssue>) -> Self {
        let mut failure = Self::new(code);
        failure.0.lines = lines;
        failure
    }

    /// The price is not what was shown.
    pub fn moved(moved: PriceMoved) -> Self {
        let mut failure = Self::new(Code::PriceMoved);
        failure.0.moved = Some(moved);
        failure
    }

    /// Too often: come back after so many seconds.
    pub fn too_many(retry_after: u64) -> Self {
        Self::new(Code::TooManyRequests).retry_after(retry_after)
    }

    /// The problem itself.
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.0.retry_after;
        let mut response = (status, Json(self.0)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let instance = format!("{:016x}", crate::clock::draw_number());
        tracing::error!(%error, instance, "store");
        let code = match error {
            StoreError::Unavailable(_) | StoreError::Contended(_) => Code::Unavailable,
            StoreError::Conflict(_)
            | StoreError::OtherCurrency { .. }
            | StoreError::Unreadable { .. }
            | StoreError::Address(_)
            | StoreError::NoShop(_)
            | StoreError::Folder(_)
            | StoreError::Lock(_)
            | StoreError::Database(_) => Code::Internal,
        };
        let mut failure = Self::new(code);
        failure.0.instance = Some(instance);
        failure
    }
}

impl From<giano_commerce::pricing::PricingError> for Failure {
    fn from(error: giano_commerce::pricing::PricingError) -> Self {
        let instance = format!("{:016x}", crate::clock::draw_number());
        tracing::error!(%error, instance, "pricing");
        let mut failure = Self::new(Code::Internal);
        failure.0.instance = Some(instance);
        failure
    }
}

/// A JSON body that is refused as a problem where it cannot be read.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> axum::extract::FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Failure> {
        use axum::extract::rejection::JsonRejection;
        let (parts, body) = request.into_parts();
        let read = Bytes::from_request(Request::from_parts(parts.clone(), body), state).await;
        let request = match read {
            Ok(bytes) if escapes_nul(&bytes) => return Err(no_text()),
            Ok(bytes) => Request::from_parts(parts, axum::body::Body::from(bytes)),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return Err(Failure::new(Code::TooLarge)),
            Err(error) => return Err(Failure::new(Code::MalformedRequest).detail(error.body_text())),
        };
        match Json::<Object<T>>::from_request(request, state).await {
            Ok(Json(Object(body))) => Ok(Self(body)),
            Err(JsonRejection::BytesRejection(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Failure::new(Code::TooLarge))
            }
            Err(error) => Err(Failure::new(Code::MalformedRequest).detail(error.body_text())),
        }
    }
}

/// The sign that no text has: PostgreSQL keeps none with it, and whoever sends it means no good.
fn no_text() -> Failure {
    Failure::new(Code::MalformedRequest).detail("no text has the character with the number 0")
}

/// Whether a JSON text has a string with the character with the number 0, which can be written as an escape only.
fn escapes_nul(json: &[u8]) -> bool {
    const ESCAPED: &[u8] = b"u0000";
    json.windows(ESCAPED.len()).enumerate().any(|(at, text)| {
        // Of an even number of backslashes each second one is escaped by the one before it.
        text == ESCAPED && json[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    })
}

/// What is written as a JSON object. Serde's own reader also takes an array of the fields' values in order, and an empty
/// one for nothing but defaults, which no contract says.
struct Object<T>(T);

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Object<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: serde::Deserialize<'de>> serde::de::Visitor<'de> for Fields<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(serde::de::value::MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Fields(PhantomData)).map(Self)
    }
}

/// Query parameters that are refused as a problem where they cannot be read.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> axum::extract::FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Self, Failure> {
        let query = parts.uri.query().unwrap_or_default();
        if query.contains("%00") {
            return Err(no_text());
        }
        if percent_encoding::percent_decode_str(query).decode_utf8().is_err() {
            return Err(Failure::new(Code::MalformedRequest).detail("the query is not in UTF-8"));
        }
        // No value is not a value: `available=` says neither yes nor no, and `page=` names no page.
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(read)) => Ok(Self(read)),
            Err(error) => Err(Failure::new(Code::MalformedRequest).detail(error.body_text())),
        }
    }
}

/// Parts of an address that are refused as a problem where they cannot be read.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Send> axum::extract::FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Failure> {
        if parts.uri.path().contains("%00") {
            return Err(no_text());
        }
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(read)) => Ok(Self(read)),
            Err(error) => Err(Failure::new(Code::MalformedRequest).detail(error.body_text())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::extract::FromRequest;
    use giano_api::session::PreferencesBody;

    #[tokio::test]
    async fn no_text_has_the_character_zero() {
        let slash = "\\";
        for (text, is_there) in [
            (format!(r#"{{"face":"{slash}u0000"}}"#), true),
            (format!(r#"{{"face":"a{slash}{slash}{slash}u0000b"}}"#), true),
            (format!(r#"{{"face":"{slash}{slash}u0000"}}"#), false),
            (r#"{"face":"u0000"}"#.to_owned(), false),
        ] {
            assert_eq!(escapes_nul(text.as_bytes()), is_there, "{text}");
        }
        let request = axum::http::Request::post("/").header(header::CONTENT_TYPE, "application/json");
        let body = format!(r#"{{"locale":"{slash}u0000"}}"#);
        let failed = Body::<PreferencesBody>::from_request(request.body(body.into()).unwrap(), &()).await.unwrap_err();
        assert!(failed.problem().detail.as_ref().unwrap().contains("number 0"));
    }

    #[test]
    fn what_passes_by_itself_says_when_to_come_again() {
        for (failure, seconds) in [
            (Failure::new(Code::Unavailable), Some("2")),
            (Failure::new(Code::Unavailable).retry_after(3_600), Some("3600")),
            (Failure::from(StoreError::Unavailable(sea_orm::DbErr::Custom("away".to_owned()))), Some("2")),
            (Failure::too_many(7), Some("7")),
            (Failure::new(Code::NotFound), None),
        ] {
            let said = failure.problem().retry_after.map(|seconds| seconds.to_string());
            let response = failure.into_response();
            let header = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap());
            assert_eq!((header, said.as_deref()), (seconds, seconds), "{}", response.status());
        }
    }

    #[tokio::test]
    async fn a_body_is_an_object() {
        let read = async |text: &'static str| {
            let request = axum::http::Request::post("/").header(header::CONTENT_TYPE, "application/json");
            Body::<PreferencesBody>::from_request(request.body(text.into()).unwrap(), &()).await
        };
        assert!(read(r#"{"face":"home"}"#).await.is_ok());
        assert!(read("{}").await.is_ok());
        for other in ["[]", r#"["home"]"#, "null", "1", r#""home""#, ""] {
            let code = read(other).await.err().map(|failure| failure.problem().code);
            assert_eq!(code, Some(Code::MalformedRequest), "{other}");
        }
    }
}
