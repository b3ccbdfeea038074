//! Amounts as the database keeps them: whole minor units, so that they can be compared and summed there.

use giano_commerce::{Currency, Money};
use rust_decimal::Decimal;

/// An amount in its minor unit.
pub(crate) fn minor(money: Money) -> i64 {
    let shifted = money.rounded().amount() * Decimal::from(10_i64.pow(money.currency().minor_digits()));
    i64::try_from(shifted.trunc().mantissa()).unwrap_or(i64::MAX)
}

/// The amount of so many minor units.
pub(crate) fn major(minor: i64, currency: Currency) -> Money {
    Money::new(Decimal::new(minor, currency.minor_digits()), currency)
}

/// Per cent as whole hundredths of one per cent.
pub(crate) fn basis_points(percent: Decimal) -> i32 {
    let points = (percent * Decimal::ONE_HUNDRED).round();
    i32::try_from(points.trunc().mantissa() / 10_i128.pow(points.scale())).unwrap_or(i32::MAX)
}

/// Per cent of so many hundredths of one per cent, without zeros at the end.
pub(crate) fn percent(basis_points: i32) -> Decimal {
    Decimal::new(basis_points.into(), 2).normalize()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_and_rates_survive_the_database() {
        for (text, currency, units) in [
            ("12.30", Currency::Eur, 1230),
            ("-0.01", Currency::Eur, -1),
            ("500", Currency::Jpy, 500),
            ("0", Currency::Eur, 0),
        ] {
            let money = Money::parse(text, currency).unwrap();
            assert_eq!((minor(money), major(units, currency).amount()), (units, money.amount()));
        }
        for rate in ["22", "5.5", "25.5", "0", "2.1", "10.00"] {
            let rate: Decimal = rate.parse().unwrap();
            assert_eq!(percent(basis_points(rate)), rate);
        }
    }
}
