//! Finished pages of visitors who have nothing of their own yet: rendered once, served to all of them.
//!
//! A page depends on its address, face, language, theme and the catalogue's version; the key holds them all. It lives
//! for a few seconds only, because stock and the time of day move without a new version.

use super::preferences::Preferences;
use axum::http::StatusCode;
use moka::future::Cache;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// How long a page may be served after it was rendered.
const LIFETIME: Duration = Duration::from_secs(10);
/// Bytes of pages kept.
const CAPACITY: u64 = 24 * 1024 * 1024;

/// A rendered page, with the nonce's placeholder still in it.
#[derive(Debug)]
pub struct Page {
    /// 200, 404 …
    pub status: StatusCode,
    /// The pieces of HTML between the places where the nonce goes.
    pub pieces: Vec<String>,
    /// Where to go instead, if anywhere.
    pub location: Option<axum::http::HeaderValue>,
}

impl Page {
    /// The page with a nonce put in.
    pub fn with_nonce(&self, nonce: &str) -> String {
        self.pieces.join(nonce)
    }

    fn size(&self) -> u32 {
        self.pieces.iter().map(String::len).sum::<usize>().try_into().unwrap_or(u32::MAX)
    }
}

/// What a page depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Path and query.
    pub address: String,
    /// Face, language, theme.
    pub preferences: Preferences,
    /// Version of the catalogue.
    pub version: u64,
}

/// The pages kept.
#[derive(Clone)]
pub struct Pages(Cache<Key, Arc<Page>>);

impl Default for Pages {
    fn default() -> Self {
        Self(
            Cache::builder()
                .weigher(|key: &Key, page: &Arc<Page>| page.size().saturating_add(key.address.len() as u32))
                .max_capacity(CAPACITY)
                .time_to_live(LIFETIME)
                .build(),
        )
    }
}

impl Pages {
    /// The page of a key; rendered by `render` where it is not kept, by one request for all that wait for it.
    pub async fn get(&self, key: Key, render: impl Future<Output = Arc<Page>>) -> Arc<Page> {
        self.0.get_with(key, render).await
    }

    /// Forgets a page that should not have been kept.
    pub async fn forget(&self, key: &Key) {
        self.0.invalidate(key).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_commerce::{Face, Locale};
    use std::sync::atomic::{AtomicU32, Ordering};

    fn key(version: u64) -> Key {
        let preferences = Preferences { face: Face::Home, locale: Locale::En, theme: giano_app::theme::Theme::System };
        Key { address: "/".to_owned(), preferences, version }
    }

    #[tokio::test]
    async fn many_wait_for_one_rendering_and_a_new_version_renders_anew() {
        let pages = Pages::default();
        let rendered = AtomicU32::new(0);
        let render = || async {
            rendered.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Arc::new(Page { status: StatusCode::OK, pieces: vec!["a".into(), "b".into()], location: None })
        };
        let (one, other) = tokio::join!(pages.get(key(1), render()), pages.get(key(1), render()));
        assert_eq!((one.with_nonce("-"), other.with_nonce("+")), ("a-b".to_owned(), "a+b".to_owned()));
        assert_eq!(rendered.load(Ordering::SeqCst), 1);
        pages.get(key(2), render()).await;
        assert_eq!(rendered.load(Ordering::SeqCst), 2);
    }
}
