//! Cookies of the shop.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// A cookie that scripts cannot read: sessions and baskets.
pub(crate) fn secret(name: &str, value: &str, max_age_seconds: i64) -> Option<HeaderValue> {
    let line = format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; Secure; SameSite=Lax");
    HeaderValue::from_str(&line).ok()
}

/// A cookie that the app reads: face, language.
pub(crate) fn open(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax")).ok()
}

/// Answers with cookies to set.
pub(crate) fn with_cookies<T>(cookies: impl IntoIterator<Item = Option<HeaderValue>>, answer: T) -> (HeaderMap, T) {
    let mut headers = HeaderMap::new();
    for cookie in cookies.into_iter().flatten() {
        headers.append(header::SET_COOKIE, cookie);
    }
    (headers, answer)
}

/// The form in which a token is stored.
pub(crate) fn hash(token: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(Sha256::digest(token.as_bytes()))
}
