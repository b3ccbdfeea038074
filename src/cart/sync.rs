//! Tabs tell each other that the basket changed.

use giano_api::session::BasketCount;

/// What one tab tells the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct News {
    pub version: i64,
    pub count: BasketCount,
}

#[cfg_attr(all(feature = "ssr", not(test)), allow(dead_code, reason = "only browsers have tabs"))]
impl News {
    fn to_text(self) -> String {
        format!("{} {} {}", self.version, self.count.lines, self.count.pieces)
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let version = parts.next()?.parse().ok()?;
        let lines = parts.next()?.parse().ok()?;
        let pieces = parts.next()?.parse().ok()?;
        Some(Self { version, count: BasketCount { lines, pieces } })
    }
}

#[cfg(not(feature = "ssr"))]
mod channel {
    use super::News;
    use std::cell::OnceCell;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::{Closure, JsValue};
    use web_sys::{BroadcastChannel, MessageEvent};

    const NAME: &str = "giano-basket";

    thread_local! {
        static CHANNEL: OnceCell<BroadcastChannel> = const { OnceCell::new() };
    }

    /// Listens for the rest of the document's life.
    pub(in super::super) fn listen(on_news: impl Fn(News) + 'static) {
        let Ok(channel) = BroadcastChannel::new(NAME) else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(news) = event.data().as_string().as_deref().and_then(News::from_text) {
                on_news(news);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        CHANNEL.with(|kept| {
            let _ = kept.set(channel);
        });
    }

    pub(in super::super) fn tell(news: News) {
        CHANNEL.with(|channel| {
            if let Some(channel) = channel.get() {
                let _ = channel.post_message(&JsValue::from_str(&news.to_text()));
            }
        });
    }
}

#[cfg(not(feature = "ssr"))]
pub(super) use channel::{listen, tell};

#[cfg(feature = "ssr")]
pub(super) fn listen(_: impl Fn(News) + 'static) {}

#[cfg(feature = "ssr")]
pub(super) fn tell(_: News) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_come_back_as_they_were_told() {
        let news = News { version: 12, count: BasketCount { lines: 3, pieces: 40 } };
        assert_eq!(News::from_text(&news.to_text()), Some(news));
        assert_eq!(News::from_text("12 3"), None);
        assert_eq!(News::from_text("a b c"), None);
    }
}
