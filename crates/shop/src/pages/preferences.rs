//! Face, language and theme of a visit: from the address, else the cookie, else what the browser says.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use giano_api::session::{BASKET_COOKIE, FACE_COOKIE, LOCALE_COOKIE, SESSION_COOKIE, THEME_COOKIE};
use giano_app::theme::Theme;
use giano_commerce::{Face, Locale};

/// A year, in seconds: how long a choice is remembered.
const REMEMBERED: u32 = 31_536_000;

/// What decides how a page looks, apart from its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Preferences {
    /// The face.
    pub face: Face,
    /// The language.
    pub locale: Locale,
    /// The theme.
    pub theme: Theme,
}

/// Cookies that an answer has to set because the address chose something new.
pub type SetCookies = Vec<HeaderValue>;

impl Preferences {
    /// Reads them off a request; `?for=` and `?lang=` win and are remembered.
    pub fn read(uri: &Uri, headers: &HeaderMap) -> (Self, SetCookies) {
        let mut set = Vec::new();
        let from_query = |name: &str| {
            uri.query()
                .into_iter()
                .flat_map(|query| query.split('&'))
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        };
        let face_cookie = cookie(headers, FACE_COOKIE).and_then(|word| word.parse::<Face>().ok());
        let face_asked = from_query("for").and_then(|word| word.parse::<Face>().ok());
        if let Some(face) = face_asked
            && face_cookie != Some(face)
        {
            set.extend(remember(FACE_COOKIE, face.as_str()));
        }
        let locale_cookie = cookie(headers, LOCALE_COOKIE).and_then(|word| word.parse::<Locale>().ok());
        let locale_asked = from_query("lang").and_then(|word| word.parse::<Locale>().ok());
        if let Some(locale) = locale_asked
            && locale_cookie != Some(locale)
        {
            set.extend(remember(LOCALE_COOKIE, locale.as_str()));
        }
        let spoken = || {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .map_or(Locale::default(), Locale::from_accept_language)
        };
        let theme = Theme::from_word(cookie(headers, THEME_COOKIE).unwrap_or_default());
        let preferences = Self {
            face: face_asked.or(face_cookie).unwrap_or_default(),
            locale: locale_asked.or(locale_cookie).unwrap_or_else(spoken),
            theme,
        };
        (preferences, set)
    }

    /// The visitor's headers as the JSON API shall see them: face and language as decided here.
    pub fn into_headers(self, headers: &HeaderMap) -> HeaderMap {
        let kept = cookies(headers).filter(|(name, _)| *name != FACE_COOKIE && *name != LOCALE_COOKIE);
        let own = [(FACE_COOKIE, self.face.as_str()), (LOCALE_COOKIE, self.locale.as_str())];
        let line = kept.chain(own).map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut out = headers.clone();
        out.remove(header::COOKIE);
        out.remove(header::ACCEPT_ENCODING);
        out.remove(header::IF_NONE_MATCH);
        out.remove(header::CONTENT_LENGTH);
        if let Ok(line) = HeaderValue::from_str(&line) {
            out.insert(header::COOKIE, line);
        }
        out
    }
}

/// A visitor's headers without what says who it is.
pub fn nobody(headers: &HeaderMap) -> HeaderMap {
    let kept = cookies(headers).filter(|(name, _)| *name != SESSION_COOKIE && *name != BASKET_COOKIE);
    let line = kept.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let mut out = headers.clone();
    out.remove(header::COOKIE);
    if let Ok(line) = HeaderValue::from_str(&line) {
        out.insert(header::COOKIE, line);
    }
    out
}

/// Whether the visitor may have something of their own on a page: a session or a basket.
pub fn is_known(headers: &HeaderMap) -> bool {
    cookies(headers).any(|(name, _)| name == SESSION_COOKIE || name == BASKET_COOKIE)
}

/// Whether the visitor says to be signed in.
pub fn is_signed_in(headers: &HeaderMap) -> bool {
    cookie(headers, SESSION_COOKIE).is_some()
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn remember(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={REMEMBERED}; SameSite=Lax")).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn request(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(cookies).unwrap())])
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_is_remembered() {
        let uri = "/p/moka?for=business&lang=it".parse().unwrap();
        let (preferences, set) = Preferences::read(&uri, &request("giano-face=home; giano-theme=dark"));
        assert_eq!(preferences, Preferences { face: Face::Business, locale: Locale::It, theme: Theme::Dark });
        assert_eq!(set.len(), 2);
        assert!(set[0].to_str().unwrap().starts_with("giano-face=business; Path=/"));
    }

    #[test]
    fn what_the_cookie_says_already_is_not_set_again() {
        let uri = "/?for=business".parse().unwrap();
        let (_, set) = Preferences::read(&uri, &request("giano-face=business"));
        assert!(set.is_empty());
    }

    #[test]
    fn nonsense_falls_back_to_home_and_to_the_browsers_language() {
        let uri = "/?for=moon&lang=xx".parse().unwrap();
        let mut headers = request("giano-face=%00; giano-theme=blink");
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("it-IT,it;q=0.9"));
        let (preferences, set) = Preferences::read(&uri, &headers);
        assert_eq!(preferences, Preferences { face: Face::Home, locale: Locale::It, theme: Theme::System });
        assert!(set.is_empty());
    }

    #[test]
    fn the_api_sees_the_decided_face_and_the_visitors_own_cookies() {
        let preferences = Preferences { face: Face::Business, locale: Locale::En, theme: Theme::System };
        let headers = preferences.into_headers(&request("giano-face=home; __Host-giano-basket=abc"));
        let line = headers[header::COOKIE].to_str().unwrap();
        assert_eq!(line, "__Host-giano-basket=abc; giano-face=business; giano-lang=en");
    }
}
