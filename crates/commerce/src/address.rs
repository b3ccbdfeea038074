//! Postal addresses.

use crate::Country;
use serde::{Deserialize, Serialize};

/// Where something is sent or who pays, checked by [`Address::issues`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// The person's name.
    pub name: String,
    /// The company's name, where it goes to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Street and number.
    pub street: String,
    /// Floor, staircase, care of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<String>,
    /// Postal code, in the country's format.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Province or state, where the country's addresses have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The country.
    pub country: Country,
    /// For the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A field of an address, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum AddressIssue {
    /// The field is needed and empty.
    Missing {
        /// Name of the field, as in [`Address`].
        field: String,
    },
    /// The field is longer than 120 characters.
    TooLong {
        /// Name of the field, as in [`Address`].
        field: String,
    },
    /// The postal code is not of the country's format.
    PostalCode {
        /// An example of a right one, e.g. `20121`.
        example: String,
    },
}

/// Longest text of a field, in characters.
pub(crate) const LONGEST: usize = 120;

impl Address {
    /// As it is written below one another, with the country's name out of a list such as `IT=Italy;FR=France`.
    pub fn lines(&self, country_names: &str) -> Vec<String> {
        let mut lines = vec![self.name.clone()];
        lines.extend(self.company.clone());
        lines.push(self.street.clone());
        lines.extend(self.extra.clone());
        let town = [self.postal_code.as_str(), self.city.as_str(), self.region.as_deref().unwrap_or_default()];
        lines.push(town.join(" ").trim().to_owned());
        lines.push(self.country.name_in(country_names));
        lines.extend(self.phone.clone());
        lines
    }

    /// What is wrong with it; empty where it can be delivered to.
    pub fn issues(&self) -> Vec<AddressIssue> {
        let mut issues = Vec::new();
        let needed =
            [("name", &self.name), ("street", &self.street), ("postal_code", &self.postal_code), ("city", &self.city)];
        let optional =
            [("company", &self.company), ("extra", &self.extra), ("region", &self.region), ("phone", &self.phone)];
        for (field, text) in needed {
            let exempt = field == "postal_code" && !has_postal_codes(self.country);
            if !is_written(text) && !exempt {
                issues.push(AddressIssue::Missing { field: field.to_owned() });
            }
        }
        let optional = optional.into_iter().filter_map(|(field, text)| text.as_ref().map(|text| (field, text)));
        for (field, _) in needed.into_iter().chain(optional).filter(|(_, text)| text.chars().count() > LONGEST) {
            issues.push(AddressIssue::TooLong { field: field.to_owned() });
        }
        if let Some(pattern) = postal_pattern(self.country)
            && !self.postal_code.trim().is_empty()
            && !matches(pattern, self.postal_code.trim())
        {
            issues.push(AddressIssue::PostalCode { example: example(pattern) });
        }
        issues
    }
}

/// Whether there is something to read in a text: blanks, control characters and signs without a shape of their own are nothing that
/// a carrier could find anybody by.
fn is_written(text: &str) -> bool {
    let shapeless = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    !text.chars().all(shapeless)
}

/// Whether addresses of the country have a postal code at all.
fn has_postal_codes(country: Country) -> bool {
    !matches!(country.as_str(), "AE" | "HK" | "QA" | "BS" | "FJ" | "JM" | "PA" | "ZW")
}

/// Formats of postal codes (UPU, "Postal addressing systems"): `9` is a digit, `A` a letter, `X` either, `?` makes the next optional.
/// Several are separated by `|`. Countries that are not listed are taken as written.
fn postal_pattern(country: Country) -> Option<&'static str> {
    Some(match country.as_str() {
        "AT" | "BE" | "BG" | "CH" | "CY" | "DK" | "HU" | "LI" | "LU" | "NO" | "SI" => "9999",
        "DE" | "EE" | "ES" | "FI" | "FR" | "HR" | "IT" | "MC" | "SM" | "VA" => "99999",
        "CZ" | "GR" | "SE" | "SK" => "999? 99",
        "GB" => "A9? 9AA|A99? 9AA|AA9? 9AA|AA99? 9AA|A9A? 9AA|AA9A? 9AA",
        "IE" => "A99? XXXX|D6W? XXXX",
        "LT" => "?L?T?-99999",
        "LV" => "?L?V?-9999",
        "MT" => "AAA? 9999",
        "NL" => "9999? AA",
        "PL" => "99?-999",
        "PT" => "9999?-999",
        "RO" => "999999",
        "US" => "99999|99999-9999",
        _ => return None,
    })
}

fn matches(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().map(|c| c.to_ascii_uppercase()).collect();
    pattern.split('|').any(|one| matches_one(&one.chars().collect::<Vec<_>>(), &text))
}

fn matches_one(pattern: &[char], text: &[char]) -> bool {
    let fits = |place: char, c: char| match place {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_alphabetic(),
        'X' => c.is_ascii_alphanumeric(),
        other => other == c,
    };
    match (pattern, text) {
        ([], []) => true,
        (['?', place, rest @ ..], _) => {
            matches_one(rest, text)
                || text.split_first().is_some_and(|(c, left)| fits(*place, *c) && matches_one(rest, left))
        }
        ([place, rest @ ..], [c, left @ ..]) => fits(*place, *c) && matches_one(rest, left),
        ([], _) | (_, []) => false,
    }
}

/// A right postal code of a pattern.
fn example(pattern: &str) -> String {
    let first = pattern.split('|').next().unwrap_or_default();
    let mut digits = "12345678".chars().cycle();
    let mut letters = "ABCD".chars().cycle();
    first
        .chars()
        .filter(|c| *c != '?')
        .filter_map(|c| match c {
            '9' => digits.next(),
            'A' | 'X' => letters.next(),
            other => Some(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(country: &str, postal_code: &str) -> Address {
        Address {
            name: "Anna Rossi".into(),
            company: None,
            street: "Via Roma 1".into(),
            extra: None,
            postal_code: postal_code.into(),
            city: "Torino".into(),
            region: None,
            country: country.parse().unwrap(),
            phone: None,
        }
    }

    #[test]
    fn postal_codes_follow_their_country() {
        let right = [
            ("IT", "10121"),
            ("GB", "SW1A 1AA"),
            ("GB", "m11ae"),
            ("NL", "1012 AB"),
            ("NL", "1012AB"),
            ("PL", "00-950"),
            ("SE", "111 22"),
            ("IE", "D02 AF30"),
            ("IE", "D6W XY00"),
            ("PT", "1000-205"),
            ("LV", "LV-1050"),
            ("LT", "01100"),
            ("US", "90210-1234"),
            ("MT", "VLT 1117"),
            ("JP", "anything goes"),
        ];
        for (country, code) in right {
            let issues = address(country, code).issues();
            assert!(issues.is_empty(), "{country} {code}: {issues:?}");
        }
        for (country, code) in [("IT", "1012"), ("DE", "ABCDE"), ("GB", "12345"), ("NL", "1012 A"), ("PL", "0095")] {
            assert!(
                matches!(address(country, code).issues()[..], [AddressIssue::PostalCode { .. }]),
                "{country} {code}"
            );
        }
    }

    #[test]
    fn every_example_is_right_itself() {
        for country in Country::eu() {
            if let Some(pattern) = postal_pattern(country) {
                assert!(matches(pattern, &example(pattern)), "{country}: {}", example(pattern));
            }
        }
    }

    #[test]
    fn empty_and_endless_fields_are_named() {
        let mut wrong = address("IT", "");
        wrong.name = "  ".into();
        wrong.phone = Some("1".repeat(121));
        let issues = wrong.issues();
        let missing = |field: &str| AddressIssue::Missing { field: field.into() };
        assert_eq!(
            issues,
            vec![missing("name"), missing("postal_code"), AddressIssue::TooLong { field: "phone".into() }]
        );
        assert!(!address("AE", "").issues().iter().any(|issue| matches!(issue, AddressIssue::Missing { .. })));
    }
}
