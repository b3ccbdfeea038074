//! Territories whose VAT a merchant states: where the law's table that came with the release is not what holds.
//!
//! A territory is a country or, by how its postal codes begin, a part of one: some parts of member states are outside the
//! area of VAT (Directive 2006/112/EC, art. 6), others have rates of their own (art. 105).

use super::VatClass;
use crate::Country;
use crate::pricing::VatRate;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A country, or a part of one, with the VAT that holds there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTerritory {
    /// What it is called, for people.
    pub name: String,
    /// The country that addresses there name.
    pub country: Country,
    /// How the postal codes of addresses there begin; the whole country where there is none.
    #[serde(default)]
    pub postal_codes: Vec<String>,
    /// What holds there.
    pub vat: TerritoryVat,
}

/// The VAT of a territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerritoryVat {
    /// It is outside the area of VAT: a delivery to it is an export.
    Outside,
    /// These rates hold instead of the country's; a class that is not among them has the country's.
    Rates(Vec<DatedRate>),
}

/// A rate from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedRate {
    /// On what.
    pub class: VatClass,
    /// The first day on which it holds.
    pub from: Date,
    /// Per cent.
    pub percent: Decimal,
}

/// A postal code as two of them are compared: letters and digits alone, in capitals.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The territory of an address: the one that names most of its postal code. As long as no postal code is known, it is that
/// of the whole country.
pub fn territory_of<'a>(
    territories: &'a [TaxTerritory],
    country: Country,
    postal_code: Option<&str>,
) -> Option<&'a TaxTerritory> {
    let code = postal_code.map(plain).unwrap_or_default();
    let named = |territory: &TaxTerritory| match territory.postal_codes.as_slice() {
        [] => Some(0),
        codes => {
            codes.iter().map(|begins| plain(begins)).filter(|begins| code.starts_with(begins)).map(|b| b.len()).max()
        }
    };
    let of_country = territories.iter().filter(|territory| territory.country == country);
    of_country
        .filter_map(|territory| Some((named(territory)?, territory)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, it)| it)
}

/// Puts a territory's rates on a day in the place of its country's.
pub fn at_rates(rates: &mut [VatRate], territory: &TaxTerritory, day: Date) {
    let TerritoryVat::Rates(own) = &territory.vat else { return };
    for rate in rates.iter_mut().filter(|rate| rate.country == territory.country) {
        let of_class = own.iter().filter(|own| own.class == rate.class && own.from <= day);
        if let Some(latest) = of_class.max_by_key(|own| own.from) {
            rate.percent = latest.percent.normalize();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::tax::rates_on;
    use jiff::civil::date;

    fn territories() -> Vec<TaxTerritory> {
        serde_json::from_str(
            r#"[
                {"name": "Livigno", "country": "IT", "postal_codes": ["23041", "230 30"], "vat": "outside"},
                {"name": "Italy", "country": "IT", "vat": {"rates": [
                    {"class": "food", "from": "2027-01-01", "percent": "12"},
                    {"class": "food", "from": "2027-07-01", "percent": "11.0"}]}},
                {"name": "Azores", "country": "PT", "postal_codes": ["95", "96"], "vat": {"rates": [
                    {"class": "standard", "from": "2024-01-01", "percent": "16"}]}}
            ]"#,
        )
        .unwrap()
    }

    fn found(country: &str, code: Option<&str>) -> Option<String> {
        territory_of(&territories(), country.parse().unwrap(), code).map(|territory| territory.name.clone())
    }

    #[test]
    fn the_longest_beginning_says_which_territory_it_is() {
        assert_eq!(found("IT", Some("23041")).as_deref(), Some("Livigno"));
        assert_eq!(found("IT", Some("23030")).as_deref(), Some("Livigno"));
        assert_eq!(found("IT", Some("10122")).as_deref(), Some("Italy"));
        assert_eq!(found("IT", None).as_deref(), Some("Italy"));
        assert_eq!(found("PT", Some("9500-321")).as_deref(), Some("Azores"));
        assert_eq!((found("PT", Some("1000-001")), found("PT", None), found("DE", Some("23041"))), (None, None, None));
    }

    #[test]
    fn rates_hold_from_their_day_in_their_country_alone() {
        let italy = &territories()[1];
        let on = |day| {
            let mut rates = rates_on(day, &[Country::IT, "DE".parse().unwrap()]);
            at_rates(&mut rates, italy, day);
            let of = |country: &str, class| {
                let found = rates.iter().find(|rate| rate.country.as_str() == country && rate.class == class);
                found.unwrap().percent.to_string()
            };
            [of("IT", VatClass::Food), of("IT", VatClass::Standard), of("DE", VatClass::Food)]
        };
        assert_eq!(on(date(2026, 12, 31)), ["10", "22", "7"]);
        assert_eq!(on(date(2027, 1, 1)), ["12", "22", "7"]);
        assert_eq!(on(date(2027, 7, 1)), ["11", "22", "7"]);
    }
}
