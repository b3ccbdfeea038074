//! The VAT rates of the member states, as dated data.
//!
//! Source: European Commission, Taxes in Europe Database (TEDB), rates for standard goods, for foodstuffs in general and
//! for printed books. A member state may tax single foodstuffs otherwise; a merchant gives such products another class.

use super::VatClass::{self, Books, Food, Standard};
use crate::Country;
use crate::pricing::VatRate;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

/// Country, class, first day it holds, tenths of a per cent. Sorted by country, class and day.
const RATES: &[(&str, VatClass, Date, i64)] = &[
    ("AT", Standard, SINCE, 200),
    ("AT", Food, SINCE, 100),
    ("AT", Books, SINCE, 100),
    ("BE", Standard, SINCE, 210),
    ("BE", Food, SINCE, 60),
    ("BE", Books, SINCE, 60),
    ("BG", Standard, SINCE, 200),
    ("BG", Food, SINCE, 200),
    ("BG", Books, SINCE, 90),
    ("CY", Standard, SINCE, 190),
    ("CY", Food, SINCE, 50),
    ("CY", Books, SINCE, 30),
    ("CZ", Standard, SINCE, 210),
    ("CZ", Food, SINCE, 120),
    ("CZ", Books, SINCE, 0),
    ("DE", Standard, SINCE, 190),
    ("DE", Food, SINCE, 70),
    ("DE", Books, SINCE, 70),
    ("DK", Standard, SINCE, 250),
    ("DK", Food, SINCE, 250),
    ("DK", Books, SINCE, 250),
    ("EE", Standard, SINCE, 220),
    ("EE", Standard, date(2025, 7, 1), 240),
    ("EE", Food, SINCE, 220),
    ("EE", Food, date(2025, 7, 1), 240),
    ("EE", Books, SINCE, 90),
    ("ES", Standard, SINCE, 210),
    ("ES", Food, SINCE, 100),
    ("ES", Books, SINCE, 40),
    ("FI", Standard, SINCE, 240),
    ("FI", Standard, date(2024, 9, 1), 255),
    ("FI", Food, SINCE, 140),
    ("FI", Food, date(2026, 1, 1), 135),
    ("FI", Books, SINCE, 100),
    ("FI", Books, date(2025, 1, 1), 140),
    ("FI", Books, date(2026, 1, 1), 135),
    ("FR", Standard, SINCE, 200),
    ("FR", Food, SINCE, 55),
    ("FR", Books, SINCE, 55),
    ("GR", Standard, SINCE, 240),
    ("GR", Food, SINCE, 130),
    ("GR", Books, SINCE, 60),
    ("HR", Standard, SINCE, 250),
    ("HR", Food, SINCE, 250),
    ("HR", Books, SINCE, 50),
    ("HU", Standard, SINCE, 270),
    ("HU", Food, SINCE, 270),
    ("HU", Books, SINCE, 50),
    ("IE", Standard, SINCE, 230),
    ("IE", Food, SINCE, 0),
    ("IE", Books, SINCE, 0),
    ("IT", Standard, SINCE, 220),
    ("IT", Food, SINCE, 100),
    ("IT", Books, SINCE, 40),
    ("LT", Standard, SINCE, 210),
    ("LT", Food, SINCE, 210),
    ("LT", Books, SINCE, 90),
    ("LT", Books, date(2026, 1, 1), 50),
    ("LU", Standard, SINCE, 170),
    ("LU", Food, SINCE, 30),
    ("LU", Books, SINCE, 30),
    ("LV", Standard, SINCE, 210),
    ("LV", Food, SINCE, 210),
    ("LV", Books, SINCE, 50),
    ("MT", Standard, SINCE, 180),
    ("MT", Food, SINCE, 0),
    ("MT", Books, SINCE, 50),
    ("NL", Standard, SINCE, 210),
    ("NL", Food, SINCE, 90),
    ("NL", Books, SINCE, 90),
    ("PL", Standard, SINCE, 230),
    ("PL", Food, SINCE, 50),
    ("PL", Books, SINCE, 50),
    ("PT", Standard, SINCE, 230),
    ("PT", Food, SINCE, 60),
    ("PT", Books, SINCE, 60),
    ("RO", Standard, SINCE, 190),
    ("RO", Standard, date(2025, 8, 1), 210),
    ("RO", Food, SINCE, 90),
    ("RO", Food, date(2025, 8, 1), 110),
    ("RO", Books, SINCE, 50),
    ("RO", Books, date(2025, 8, 1), 110),
    ("SE", Standard, SINCE, 250),
    ("SE", Food, SINCE, 120),
    ("SE", Food, date(2026, 4, 1), 60),
    ("SE", Food, date(2028, 1, 1), 120),
    ("SE", Books, SINCE, 60),
    ("SI", Standard, SINCE, 220),
    ("SI", Food, SINCE, 95),
    ("SI", Books, SINCE, 50),
    ("SK", Standard, SINCE, 200),
    ("SK", Standard, date(2025, 1, 1), 230),
    ("SK", Food, SINCE, 100),
    ("SK", Food, date(2025, 1, 1), 190),
    ("SK", Books, SINCE, 100),
    ("SK", Books, date(2025, 1, 1), 50),
];

/// The table reaches back to 2024; what held then is taken as having held before.
const SINCE: Date = date(2024, 1, 1);

/// The rate of a class in a member state on a day; none outside the EU. Exempt goods bear nothing.
pub fn rate_on(country: Country, class: VatClass, day: Date) -> Option<Decimal> {
    if class == VatClass::Exempt {
        return country.in_eu().then_some(Decimal::ZERO);
    }
    let of_class = || RATES.iter().filter(|(code, of, ..)| *code == country.as_str() && *of == class);
    of_class()
        .rfind(|(_, _, from, _)| *from <= day)
        .or_else(|| of_class().next())
        .map(|(.., tenths)| Decimal::new(*tenths, 1).normalize())
}

/// All rates of some countries on a day, as [`crate::pricing::price`] wants them.
pub fn rates_on(day: Date, countries: &[Country]) -> Vec<VatRate> {
    let mut rates: Vec<VatRate> = Vec::with_capacity(countries.len() * 3);
    for country in countries {
        for class in [Standard, Food, Books] {
            if rates.iter().any(|rate| rate.country == *country && rate.class == class) {
                continue;
            }
            rates.extend(rate_on(*country, class, day).map(|percent| VatRate { country: *country, class, percent }));
        }
    }
    rates
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_member_state_has_every_class() {
        for country in Country::eu() {
            for class in [Standard, Food, Books, VatClass::Exempt] {
                assert!(rate_on(country, class, date(2026, 11, 23)).is_some(), "{country} {class:?}");
            }
        }
        assert_eq!(rate_on("CH".parse().unwrap(), Standard, date(2026, 1, 1)), None);
    }

    #[test]
    fn rates_change_on_their_day() {
        let finland = "FI".parse().unwrap();
        let on = |day| rate_on(finland, Standard, day).unwrap().to_string();
        assert_eq!((on(date(2024, 8, 31)), on(date(2024, 9, 1))), ("24".to_owned(), "25.5".to_owned()));
    }

    #[test]
    fn the_table_is_sorted_so_that_the_last_day_wins() {
        assert!(RATES.windows(2).all(|two| two[0].0 != two[1].0 || two[0].1 != two[1].1 || two[0].2 < two[1].2));
    }
}
