//! Value added tax: rates, and who pays it where.

mod rates;
mod territory;

pub use rates::{rate_on, rates_on};
pub use territory::{DatedRate, TaxTerritory, TerritoryVat, at_rates, territory_of};

use crate::vat_number::VatNumber;
use crate::{Country, Face};
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

crate::tagged! {
    VatTreatment by treatment {
        Charged { country }
        ReverseCharge { vat_number }
        Export {}
    } where { country: Country, vat_number: String }
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

/// How VAT is charged on a delivery out of `home`, a member state, to `delivery`.
///
/// - Outside the EU: export (Directive 2006/112/EC, art. 146).
/// - A company in another member state with a verified number of a state other than `home`: reverse charge (art. 138).
/// - A company with a number of `home`: the rates of `home`.
/// - Everybody else: the rates of the country of delivery (art. 33, distance sales under the one-stop shop).
///
/// `verified` says that the official look-up confirmed the number, or that none is asked and the offline check counts.
pub fn treatment(
    face: Face,
    home: Country,
    delivery: Country,
    number: Option<&VatNumber>,
    verified: bool,
) -> VatTreatment {
    if !delivery.in_eu() {
        return VatTreatment::Export;
    }
    match (face, number) {
        (Face::Business, Some(number)) if number.country() == home => VatTreatment::Charged { country: home },
        (Face::Business, Some(number)) if delivery != home && verified => {
            VatTreatment::ReverseCharge { vat_number: number.to_string() }
        }
        (Face::Home | Face::Business, _) => VatTreatment::Charged { country: delivery },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    #[test]
    fn each_case_has_its_treatment() {
        let german: VatNumber = "DE136695976".parse().unwrap();
        let italian: VatNumber = "IT00743110157".parse().unwrap();
        let (it, de, ch) = (country("IT"), country("DE"), country("CH"));
        let charged = |country| VatTreatment::Charged { country };
        assert_eq!(treatment(Face::Home, it, de, None, false), charged(de));
        assert_eq!(treatment(Face::Home, it, de, Some(&german), true), charged(de));
        assert_eq!(treatment(Face::Business, it, ch, None, false), VatTreatment::Export);
        assert_eq!(
            treatment(Face::Business, it, de, Some(&german), true),
            VatTreatment::ReverseCharge { vat_number: "DE136695976".to_owned() }
        );
        assert_eq!(treatment(Face::Business, it, de, Some(&german), false), charged(de));
        assert_eq!(treatment(Face::Business, it, it, Some(&german), true), charged(it));
        assert_eq!(treatment(Face::Business, it, de, Some(&italian), true), charged(it));
        assert_eq!(treatment(Face::Business, it, it, Some(&italian), true), charged(it));
    }
}
