//! Headers that keep a page to itself.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use giano_server::proxies::is_host;
use rand::RngCore;

/// Stands in rendered pages where the nonce of the answer goes; drawn anew for each server, so that no text in the
/// catalogue can contain it.
#[derive(Debug, Clone)]
pub struct NoncePlaceholder(String);

impl NoncePlaceholder {
    /// A placeholder nobody can guess.
    pub fn draw() -> Self {
        Self(format!("nonce-{}", random_word()))
    }

    /// The placeholder.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// 128 random bits for one answer.
pub fn draw_nonce() -> String {
    random_word()
}

fn random_word() -> String {
    let mut bytes = [0_u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The policy of a page: our own files, the scripts that carry the nonce, wasm; nothing else.
///
/// Style attributes are allowed because widths of bars and colours of swatches are data.
pub fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )
}

/// For how long browsers ask for the shop by TLS alone (RFC 6797).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hsts {
    /// The shop's own name.
    Name,
    /// All names below it too: only a merchant knows whether all of them speak TLS.
    Subdomains,
}

impl Hsts {
    const fn value(self) -> &'static str {
        match self {
            Self::Name => "max-age=31536000",
            Self::Subdomains => "max-age=31536000; includeSubDomains",
        }
    }
}

/// Gives a request the header `Host` where HTTP/2 has it in the address; `false` where it names no host, or more than one
/// (RFC 9112, section 3.2): two readers of such a request may each believe in another.
pub fn names_one_host<B>(request: &mut Request<B>) -> bool {
    let authority = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let named: Vec<_> = request.headers().get_all(header::HOST).iter().collect();
    match (named.as_slice(), authority) {
        ([host], None) => host.to_str().is_ok_and(is_host),
        ([host], Some(authority)) => host.as_bytes().eq_ignore_ascii_case(authority.as_bytes()) && is_host(&authority),
        ([], Some(authority)) if is_host(&authority) => match HeaderValue::from_str(&authority) {
            Ok(host) => {
                request.headers_mut().insert(header::HOST, host);
                true
            }
            Err(_) => false,
        },
        _ => false,
    }
}

/// Adds the headers every answer carries, pages and data alike.
pub fn harden(headers: &mut HeaderMap, hsts: Hsts) {
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(self)"),
        (header::STRICT_TRANSPORT_SECURITY, hsts.value()),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nonces_differ_and_policies_name_them() {
        let (one, other) = (draw_nonce(), draw_nonce());
        assert_ne!(one, other);
        assert!(content_security_policy(&one).contains(&format!("'nonce-{one}'")));
    }

    #[test]
    fn a_request_names_one_host() {
        let named = |uri: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            let mut request = request.body(()).unwrap();
            names_one_host(&mut request).then(|| request.headers()[header::HOST].to_str().unwrap().to_owned())
        };
        assert_eq!(named("/", &["shop.example"]).as_deref(), Some("shop.example"));
        assert_eq!(named("/", &["[::1]:8080"]).as_deref(), Some("[::1]:8080"));
        assert_eq!(named("http://shop.example/", &[]).as_deref(), Some("shop.example"), "as HTTP/2 says it");
        assert_eq!(named("http://shop.example/", &["Shop.example"]).as_deref(), Some("Shop.example"));
        for (uri, hosts) in [
            ("/", vec![]),
            ("/", vec![""]),
            ("/", vec!["shop.example", "shop.example"]),
            ("/", vec!["shop.example", "evil.example"]),
            ("/", vec!["shop.example/x"]),
            ("/", vec!["\"><b>"]),
            ("http://shop.example/", vec!["evil.example"]),
        ] {
            assert_eq!(named(uri, &hosts), None, "{uri} {hosts:?}");
        }
    }

    #[test]
    fn data_gets_the_closed_policy_and_pages_keep_theirs() {
        let mut headers = HeaderMap::new();
        harden(&mut headers, Hsts::Name);
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().is_ok_and(|v| v.starts_with("default-src 'none'")));
        let mut page = HeaderMap::from_iter([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("own"))]);
        harden(&mut page, Hsts::Subdomains);
        assert_eq!(page[header::CONTENT_SECURITY_POLICY], "own");
        // Names below the shop's are a merchant's own business.
        assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000");
        assert_eq!(page[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000; includeSubDomains");
    }
}
