//! Light and dark.

use crate::prelude::*;
use giano_api::session::THEME_COOKIE;
use serde::{Deserialize, Serialize};

/// Light, dark, or as the system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the cookie and in `data-theme`; none for [`Theme::System`].
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The theme of a cookie's word; anything unknown is the system's.
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// Shows it at once and keeps it in the cookie. For event handlers.
    pub fn apply(self) {
        let Some(root) = document().document_element() else { return };
        let (word, age) = match self.as_str() {
            Some(word) => {
                let _ = root.set_attribute("data-theme", word);
                (word, 31_536_000)
            }
            None => {
                let _ = root.remove_attribute("data-theme");
                ("", 0)
            }
        };
        set_cookie(THEME_COOKIE, word, age);
    }
}

/// The theme that the visitor chose before.
#[cfg(all(feature = "csr", not(feature = "hydrate")))]
pub(crate) fn from_cookie() -> Theme {
    use wasm_bindgen::JsCast;
    let cookies =
        document().dyn_into::<web_sys::HtmlDocument>().ok().and_then(|page| page.cookie().ok()).unwrap_or_default();
    let word = cookies.split("; ").find_map(|one| one.strip_prefix(THEME_COOKIE)?.strip_prefix('='));
    Theme::from_word(word.unwrap_or_default())
}

fn set_cookie(name: &str, value: &str, max_age: u32) {
    use wasm_bindgen::JsCast;
    if let Ok(page) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = page.set_cookie(&format!("{name}={value}; path=/; max-age={max_age}; samesite=lax"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_comes_back_from_its_word() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_word(theme.as_str().unwrap_or("")), theme);
        }
    }
}
