//! Value added tax: rates, and who pays it where.

use crate::Country;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The class of a product that its VAT rate is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VatClass {
    /// The country's standard rate.
    #[default]
    Standard,
    /// Food and drink such as coffee, at the country's rate for it.
    Food,
    /// Books and printed matter.
    Books,
    /// No VAT by nature.
    Exempt,
}

/// How VAT is charged on an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "treatment", rename_all = "snake_case")]
pub enum VatTreatment {
    /// Charged at the rates of this country.
    Charged {
        /// The country whose rates apply.
        country: Country,
    },
    /// Reverse charge: the recipient accounts for it (Council Directive 2006/112/EC, art. 138 and 196).
    ReverseCharge {
        /// The recipient's VAT number, which was checked.
        vat_number: String,
    },
    /// Export out of the EU (art. 146).
    Export,
}

/// VAT of one rate over the whole order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VatPart {
    /// Per cent, e.g. `22`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "22"))]
    pub rate: Decimal,
    /// The net sum that the rate applies to, rounded.
    pub net: crate::Money,
    /// The tax, rounded.
    pub tax: crate::Money,
}
