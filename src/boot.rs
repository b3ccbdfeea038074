//! What the app knows before it draws anything: who is visiting, in which face, language and theme.
//!
//! Face, language and session hold for the life of a document; changing them is a navigation.

use crate::prelude::*;
use crate::theme::Theme;
use giano_api::endpoint::Visit;
use giano_api::session::SessionView;
use giano_commerce::{Face, Locale};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The `id` of the script element that carries [`Boot`] as JSON.
pub const BOOT_ID: &str = "boot";

/// What the app knows before it draws anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boot {
    /// Who is visiting.
    pub session: SessionView,
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// Scheme and host of the shop, for absolute addresses, e.g. `https://shop.example`.
    pub origin: String,
}

/// Makes [`Boot`] known to everything below.
pub fn provide_boot(boot: Boot) {
    provide_context(Arc::new(boot));
}

/// What the app was started with. Call it while a component is made, not in an event handler.
pub fn use_boot() -> Arc<Boot> {
    expect_context::<Arc<Boot>>()
}

/// The language. Call it while a component is made.
pub fn use_locale() -> Locale {
    with_context(|boot: &Arc<Boot>| boot.session.locale).unwrap_or_default()
}

/// The face. Call it while a component is made.
pub fn use_face() -> Face {
    with_context(|boot: &Arc<Boot>| boot.session.face).unwrap_or_default()
}

/// Reads what the server put into the page.
#[cfg(feature = "hydrate")]
pub(crate) fn from_page() -> Option<Boot> {
    let text = document().get_element_by_id(BOOT_ID)?.text_content()?;
    crate::json::read(&text).ok()
}

/// Face and language, as catalogue addresses carry them. Call it while a component is made.
pub fn use_visit() -> Visit {
    Visit { face: Some(use_face()), locale: Some(use_locale()) }
}
