//! The languages of the shop.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A language the shop is complete in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Italian.
    It,
}

impl Locale {
    /// All languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::It];

    /// The language's subtag (BCP 47), as used in cookies, links and `lang`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::It => "it",
        }
    }

    /// The best language for an `Accept-Language` header: the first listed one the shop speaks.
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| part.trim().get(..2).and_then(|tag| tag.to_ascii_lowercase().parse().ok()))
            .next()
            .unwrap_or_default()
    }
}

/// The shop does not speak this language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shop speaks `en` and `it`")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "en" => Ok(Self::En),
            "it" => Ok(Self::It),
            _ => Err(UnknownLocale),
        }
    }
}

/// A language that people write in, whether or not the shop speaks it: the primary subtag of BCP 47 in small letters,
/// as in `lang`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "it"))]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// This is no language's subtag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language is two or three small letters, such as `it`")]
pub struct NoLanguage;

impl Language {
    /// Its subtag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a visitor in this language reads it.
    pub fn is(&self, locale: Locale) -> bool {
        self.0 == locale.as_str()
    }
}

impl TryFrom<String> for Language {
    type Error = NoLanguage;
    fn try_from(subtag: String) -> Result<Self, Self::Error> {
        let fits = (2..=3).contains(&subtag.len()) && subtag.bytes().all(|letter| letter.is_ascii_lowercase());
        if fits { Ok(Self(subtag)) } else { Err(NoLanguage) }
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

/// A text in every language of the shop. Italian may be absent in an imported catalogue: English stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// English, or the only language that the merchant gave.
    pub en: String,
    /// Italian, where given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub it: Option<String>,
}

impl Text {
    /// A text in one language only.
    pub fn one(en: impl Into<String>) -> Self {
        Self { en: en.into(), it: None }
    }

    /// A text in both languages.
    pub fn both(en: impl Into<String>, it: impl Into<String>) -> Self {
        Self { en: en.into(), it: Some(it.into()) }
    }

    /// The text in `locale`, or in English where that is missing.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::It => self.it.as_deref().unwrap_or(&self.en),
            Locale::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_language_is_a_subtag() {
        let german: Language = serde_json::from_str("\"de\"").unwrap();
        assert_eq!((german.as_str(), german.is(Locale::En)), ("de", false));
        assert!(Language::try_from("it".to_owned()).unwrap().is(Locale::It));
        for wrong in ["", "d", "DE", "de-AT", "deutsch", "d\"", "dé"] {
            assert_eq!(Language::try_from(wrong.to_owned()), Err(NoLanguage), "{wrong}");
        }
    }
}
