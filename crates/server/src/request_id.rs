//! Every request has a name: in its answer, in the server's log, and in the audit log for what it changed.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::Span;

/// Longest name that is kept, in bytes.
const LONGEST: usize = 64;

/// Draws the name of a request that comes without one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn;

impl MakeRequestId for Drawn {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&format!("{:016x}", crate::clock::draw_number())).ok().map(RequestId::new)
    }
}

/// What the log says while a request is answered.
pub(crate) fn span<B>(request: &Request<B>) -> Span {
    tracing::info_span!("request", id = named(request.extensions().get()).unwrap_or_default())
}

/// A request's name.
pub(crate) fn of(parts: &Parts) -> Option<String> {
    named(parts.extensions.get()).map(str::to_owned)
}

/// A name that can be kept: a proxy may have given it, and so may anybody.
fn named(id: Option<&RequestId>) -> Option<&str> {
    let id = id?.header_value().to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (id.len() <= LONGEST && id.bytes().all(plain)).then_some(id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_kept_where_it_is_plain_and_short() {
        let id = |text: &str| RequestId::new(HeaderValue::from_str(text).unwrap());
        assert_eq!(named(Some(&id("req-7.a_B"))), Some("req-7.a_B"));
        for other in ["a b", "<b>", &"a".repeat(65)] {
            assert_eq!(named(Some(&id(other))), None, "{other}");
        }
        let drawn = Drawn.make_request_id(&Request::new(())).unwrap();
        assert_eq!(named(Some(&drawn)).unwrap().len(), 16);
    }
}
