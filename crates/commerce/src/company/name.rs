//! Names that a company gives.

use std::fmt;
use std::str::FromStr;

/// A name that a company gives to a role, a team or a cost centre: 1 to 60 characters on one line, without blanks around
/// it. Told apart without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortName(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is nothing in it.
    #[error("a name is needed")]
    Empty,
    /// Too long.
    #[error("a name has at most {} characters", ShortName::LONGEST)]
    TooLong,
    /// It has line breaks, tabs or other control characters.
    #[error("a name is one line")]
    ControlCharacter,
}

impl ShortName {
    /// Most characters.
    pub const LONGEST: usize = 60;

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are compared.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for ShortName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if text.is_empty() {
            Err(NameError::Empty)
        } else if text.chars().any(char::is_control) {
            Err(NameError::ControlCharacter)
        } else if text.chars().count() > Self::LONGEST {
            Err(NameError::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for ShortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        let name: ShortName = "  Night shift ".parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((name.as_str(), name.key().as_str()), ("Night shift", "night shift"));
        assert_eq!(" \u{a0} ".parse::<ShortName>(), Err(NameError::Empty));
        assert_eq!("a\nb".parse::<ShortName>(), Err(NameError::ControlCharacter));
        assert!("è".repeat(60).parse::<ShortName>().is_ok());
        assert_eq!("è".repeat(61).parse::<ShortName>(), Err(NameError::TooLong));
    }
}
