//! Identifiers of things sold.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A stock keeping unit: the merchant's own name for one variant. Kept as written, compared without case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    feature = "openapi",
    schema(max_length = 64, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$")
)]
#[serde(try_from = "String", into = "String")]
pub struct Sku(String);

/// Why a text is no SKU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SkuError {
    /// Nothing but white space.
    #[error("empty SKU")]
    Empty,
    /// More than 64 characters.
    #[error("SKU longer than 64 characters")]
    TooLong,
    /// A control character inside.
    #[error("control character in SKU")]
    ControlCharacter,
}

impl Sku {
    /// The SKU as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that look-ups compare: lower case. Only of ASCII, which SKUs are made of: all of Unicode's cases would be
    /// ten kilobytes in every visitor's browser.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for Sku {
    type Err = SkuError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim();
        if s.is_empty() {
            Err(SkuError::Empty)
        } else if s.chars().count() > 64 {
            Err(SkuError::TooLong)
        } else if s.chars().any(char::is_control) {
            Err(SkuError::ControlCharacter)
        } else {
            Ok(Self(s.to_owned()))
        }
    }
}

impl TryFrom<String> for Sku {
    type Error = SkuError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Sku> for String {
    fn from(sku: Sku) -> Self {
        sku.0
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A global trade item number of 8, 12, 13 or 14 digits with a valid check digit (GS1 General Specifications, 7.9).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(String);

/// The text is no GTIN: wrong length, not only digits, or a wrong check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a GTIN")]
pub struct NotAGtin;

impl Gtin {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Gtin {
    type Err = NotAGtin;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim();
        if !matches!(s.len(), 8 | 12 | 13 | 14) || !s.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAGtin);
        }
        let sum: u32 = s
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, digit)| u32::from(digit - b'0') * if place % 2 == 1 { 3 } else { 1 })
            .sum();
        if sum.is_multiple_of(10) { Ok(Self(s.to_owned())) } else { Err(NotAGtin) }
    }
}

impl TryFrom<String> for Gtin {
    type Error = NotAGtin;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sku_is_kept_as_written_and_found_without_case() {
        let sku: Sku = " Moka-3/Rosso ".parse().unwrap();
        assert_eq!((sku.as_str(), sku.key().as_str()), ("Moka-3/Rosso", "moka-3/rosso"));
        assert_eq!("  ".parse::<Sku>(), Err(SkuError::Empty));
        assert_eq!("è".repeat(64).parse::<Sku>().map(|sku| sku.to_string()), Ok("è".repeat(64)));
        assert_eq!("x".repeat(65).parse::<Sku>(), Err(SkuError::TooLong));
        assert_eq!("a\u{0}b".parse::<Sku>(), Err(SkuError::ControlCharacter));
    }

    #[test]
    fn a_gtin_has_a_right_check_digit() {
        for right in ["96385074", "036000291452", "4006381333931", "10012345678902"] {
            assert!(right.parse::<Gtin>().is_ok(), "{right}");
        }
        for wrong in ["96385075", "036000291453", "4006381333932", "4006381333", "400638133393x", ""] {
            assert_eq!(wrong.parse::<Gtin>(), Err(NotAGtin), "{wrong}");
        }
    }
}
