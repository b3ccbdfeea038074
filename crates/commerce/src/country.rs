//! Countries.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A country by its ISO 3166-1 alpha-2 code. Greece is `GR` here, although VAT numbers write `EL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// The code is no ISO 3166-1 alpha-2 code in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown country")]
pub struct UnknownCountry;

/// Member states of the European Union.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// All codes in use (ISO 3166-1), packed.
const ALL: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

impl Country {
    /// Its name in a list of names by code, such as `IT=Italy;FR=France`; its code where it is not in there.
    pub fn name_in(self, names: &str) -> String {
        names
            .split(';')
            .filter_map(|entry| entry.trim().split_once('='))
            .find(|(code, _)| *code == self.as_str())
            .map_or_else(|| self.to_string(), |(_, name)| name.to_owned())
    }

    /// Italy, the home of the demonstration shop.
    pub const IT: Self = Self(*b"IT");

    /// The code, two upper-case letters.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII by construction, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// Whether it is a member state of the European Union.
    pub fn in_eu(self) -> bool {
        EU.contains(&self.as_str())
    }

    /// The member states of the European Union.
    pub fn eu() -> impl Iterator<Item = Self> {
        EU.iter().map(|code| {
            let bytes = code.as_bytes();
            Self([bytes[0], bytes[1]])
        })
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let code: [u8; 2] = s.as_bytes().try_into().map_err(|_| UnknownCountry)?;
        let code = code.map(|b| b.to_ascii_uppercase());
        ALL.as_bytes().chunks_exact(2).any(|known| known == code).then_some(Self(code)).ok_or(UnknownCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Country {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let codes = ALL.as_bytes().chunks_exact(2).map(|code| String::from_utf8_lossy(code).into_owned());
        let code = utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some(
                "A country by its ISO 3166-1 alpha-2 code. Greece is `GR` here, although VAT numbers write `EL`.",
            ))
            .enum_values(Some(codes));
        code.into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Country {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        assert_eq!("it".parse::<Country>(), Ok(Country::IT));
        for wrong in ["", "I", "ITA", "XX", "EL", "UK", "AI_"] {
            assert_eq!(wrong.parse::<Country>(), Err(UnknownCountry), "{wrong:?}");
        }
        assert_eq!(ALL.len() / 2, 249);
        // A code must not be found across two others: `DA` stands in `ADAE`.
        assert!("DA".parse::<Country>().is_err());
    }

    #[test]
    fn the_union_has_twenty_seven_members() {
        assert_eq!(Country::eu().count(), 27);
        assert!(Country::eu().all(|country| country.as_str().parse() == Ok(country) && country.in_eu()));
        assert!(!"GB".parse::<Country>().unwrap().in_eu());
        assert!(!"CH".parse::<Country>().unwrap().in_eu());
    }
}
