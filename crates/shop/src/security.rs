//! Headers that keep a page to itself.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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

/// Adds the headers every answer carries, pages and data alike.
pub fn harden(headers: &mut HeaderMap) {
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(self)"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
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
    use super::*;

    #[test]
    fn nonces_differ_and_policies_name_them() {
        let (one, other) = (draw_nonce(), draw_nonce());
        assert_ne!(one, other);
        assert!(content_security_policy(&one).contains(&format!("'nonce-{one}'")));
    }

    #[test]
    fn data_gets_the_closed_policy_and_pages_keep_theirs() {
        let mut headers = HeaderMap::new();
        harden(&mut headers);
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().is_ok_and(|v| v.starts_with("default-src 'none'")));
        let mut page = HeaderMap::from_iter([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("own"))]);
        harden(&mut page);
        assert_eq!(page[header::CONTENT_SECURITY_POLICY], "own");
    }
}
