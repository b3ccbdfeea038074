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
