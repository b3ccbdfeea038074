//! VAT numbers of the member states: format and check digits, verified offline.
//!
//! Formats are those of the Commission's VIES FAQ (question 11); check digits are the national algorithms as collected in
//! the Commission's "VIES VAT number algorithms". That a number passes does not mean that it is registered.

mod check;

use crate::Country;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A VAT number of a member state whose format and check digits are right. Canonical: prefix and no separators, e.g.
/// `IT00743110157`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct VatNumber(String);

/// Why a text is no VAT number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum VatNumberError {
    /// It does not begin with the prefix of a member state.
    #[error("no member state's prefix")]
    UnknownPrefix,
    /// It has not the country's format.
    #[error("not the format of {country}, like {example}")]
    Format {
        /// The member state.
        country: Country,
        /// A number of the right format.
        example: String,
    },
    /// Its check digits are wrong.
    #[error("wrong check digits")]
    CheckDigits {
        /// The member state.
        country: Country,
    },
}

/// What is wrong with the part after the prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Format,
    CheckDigits,
}

impl VatNumber {
    /// The canonical number with its prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The member state that gave it.
    pub fn country(&self) -> Country {
        // Parsing made sure of the prefix.
        country_of_prefix(&self.0).unwrap_or(Country::IT)
    }

    /// Reads a number that may lack its prefix, as people of that country write it.
    ///
    /// # Errors
    /// [`VatNumberError`].
    pub fn parse_in(text: &str, country: Country) -> Result<Self, VatNumberError> {
        let bare = canonical(text);
        match bare.parse::<Self>() {
            Err(VatNumberError::UnknownPrefix) => format!("{}{bare}", prefix_of(country)).parse(),
            Err(error) => format!("{}{bare}", prefix_of(country)).parse::<Self>().map_err(|_| error),
            Ok(number) => Ok(number),
        }
    }
}

/// The prefix of VAT numbers: the country's code, but `EL` for Greece.
fn prefix_of(country: Country) -> String {
    if country.as_str() == "GR" { "EL".to_owned() } else { country.as_str().to_owned() }
}

fn country_of_prefix(number: &str) -> Option<Country> {
    let prefix = number.get(..2)?;
    let code = if prefix == "EL" { "GR" } else { prefix };
    let country: Country = code.parse().ok()?;
    (country.in_eu() && prefix != "GR").then_some(country)
}

fn canonical(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/'))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

impl FromStr for VatNumber {
    type Err = VatNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() > 64 {
            return Err(VatNumberError::UnknownPrefix);
        }
        let number = canonical(text);
        let country = country_of_prefix(&number).ok_or(VatNumberError::UnknownPrefix)?;
        match check::check(country, &number[2..]) {
            Ok(()) => Ok(Self(number)),
            Err(Wrong::Format) => Err(VatNumberError::Format { country, example: check::example(country).to_owned() }),
            Err(Wrong::CheckDigits) => Err(VatNumberError::CheckDigits { country }),
        }
    }
}

impl TryFrom<String> for VatNumber {
    type Error = VatNumberError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<VatNumber> for String {
    fn from(number: VatNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;

    #[test]
    fn every_member_state_has_an_example_that_passes() {
        for country in Country::eu() {
            let example = check::example(country);
            let number = example.parse::<VatNumber>();
            assert!(number.is_ok(), "{example}: {number:?}");
            assert_eq!(number.unwrap().country(), country);
        }
    }

    #[test]
    fn a_changed_digit_is_found_out_in_every_member_state() {
        for country in Country::eu() {
            let example = check::example(country);
            let changed = |at: usize| {
                example
                    .char_indices()
                    .map(|(i, c)| match c.to_digit(10) {
                        Some(digit) if i == at => char::from_digit((digit + 1) % 10, 10).unwrap(),
                        _ => c,
                    })
                    .collect::<String>()
            };
            let at = example.char_indices().filter(|(i, c)| *i > 2 && c.is_ascii_digit()).nth(3).unwrap().0;
            assert!(changed(at).parse::<VatNumber>().is_err(), "{} passes", changed(at));
        }
    }

    #[test]
    fn further_national_forms_pass() {
        let known = [
            "IE8D79739I",
            "IE6433435OA",
            "ESX2482300W",
            "ESA08000143",
            "LT100001919017",
            "NL123456789B13",
            "FR83404833048",
        ];
        for number in known {
            assert!(number.parse::<VatNumber>().is_ok(), "{number}: {:?}", number.parse::<VatNumber>());
        }
    }

    #[test]
    fn separators_case_and_a_missing_prefix_are_forgiven() {
        assert_eq!("it 007.431-10157".parse::<VatNumber>().unwrap().as_str(), "IT00743110157");
        assert_eq!(VatNumber::parse_in("00743110157", Country::IT).unwrap().as_str(), "IT00743110157");
        let greece = "GR".parse().unwrap();
        assert_eq!(VatNumber::parse_in("094259216", greece).unwrap().as_str(), "EL094259216");
    }

    #[test]
    fn errors_say_what_is_wrong() {
        assert_eq!("US123".parse::<VatNumber>(), Err(VatNumberError::UnknownPrefix));
        assert!(matches!("IT123".parse::<VatNumber>(), Err(VatNumberError::Format { .. })));
        assert!(matches!("IT00743110158".parse::<VatNumber>(), Err(VatNumberError::CheckDigits { .. })));
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", country in 0_usize..27, tail in "[A-Z0-9+*]{0,14}") {
            let _ = text.parse::<VatNumber>();
            let country = Country::eu().nth(country).unwrap();
            let _ = format!("{}{tail}", prefix_of(country)).parse::<VatNumber>();
            let _ = VatNumber::parse_in(&text, country);
        }
    }
}
