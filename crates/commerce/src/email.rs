//! E-mail addresses.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An e-mail address that can plausibly be written to: one `@`, a local part, a domain with a dot. Kept as typed but
/// for white space around it; compared by [`EmailAddress::key`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address like name@example.com")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that look-ups compare: lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmailAddress)?;
        let plain = |c: char| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '\\')
        };
        let labels = || domain.split('.');
        let right = text.len() <= 254
            && !local.is_empty()
            && local.len() <= 64
            && local.chars().all(|c| plain(c) && c != '@')
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && labels().count() >= 2
            && labels().all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                    && !label.starts_with('-')
                    && !label.ends_with('-')
            });
        if right { Ok(Self(text.to_owned())) } else { Err(NotAnEmailAddress) }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnEmailAddress;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn plausible_addresses_pass() {
        for text in [" Anna.Rossi+shop@example.com ", "o'neill@mail.example.co.uk", "info@caffè.example"] {
            assert_eq!(text.parse::<EmailAddress>().unwrap().as_str(), text.trim());
        }
        assert_eq!("Anna@Example.com".parse::<EmailAddress>().unwrap().key(), "anna@example.com");
    }

    #[test]
    fn others_do_not() {
        let long = format!("{}@example.com", "a".repeat(65));
        for text in [
            "",
            "anna",
            "anna@",
            "@example.com",
            "a@b",
            "a b@example.com",
            "a@b@c.de",
            "a@-x.de",
            "a..b@c.de",
            "a@c.de\nBcc: x@y.z",
            &long,
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
