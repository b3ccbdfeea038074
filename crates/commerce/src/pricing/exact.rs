//! Decimal arithmetic that answers with an error where a decimal cannot hold the result.

use super::PricingError;
use rust_decimal::Decimal;

/// One hundred, for per cents.
pub(super) const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Ten to the fifteenth: prices stay below it, and then no sum of a million pieces on millions of lines leaves what a
/// decimal can hold.
pub(super) const LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// A price as it comes in: not negative and below [`LIMIT`].
pub(super) fn within_limit(price: Decimal) -> Result<Decimal, PricingError> {
    if price < Decimal::ZERO || price >= LIMIT { Err(PricingError::OutOfRange) } else { Ok(price) }
}

pub(super) fn add(a: Decimal, b: Decimal) -> Result<Decimal, PricingError> {
    a.checked_add(b).ok_or(PricingError::OutOfRange)
}

pub(super) fn sub(a: Decimal, b: Decimal) -> Result<Decimal, PricingError> {
    a.checked_sub(b).ok_or(PricingError::OutOfRange)
}

pub(super) fn mul(a: Decimal, b: Decimal) -> Result<Decimal, PricingError> {
    a.checked_mul(b).ok_or(PricingError::OutOfRange)
}

pub(super) fn div(a: Decimal, b: Decimal) -> Result<Decimal, PricingError> {
    a.checked_div(b).ok_or(PricingError::OutOfRange)
}

/// `percent` per cent of `amount`.
pub(super) fn percent_of(amount: Decimal, percent: Decimal) -> Result<Decimal, PricingError> {
    div(mul(amount, percent)?, HUNDRED)
}

/// `amount` less `percent` per cent, never below zero.
pub(super) fn percent_off(amount: Decimal, percent: Decimal) -> Result<Decimal, PricingError> {
    Ok(sub(amount, percent_of(amount, percent)?)?.max(Decimal::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_ten_to_the_fifteenth() {
        assert_eq!(LIMIT, Decimal::from(1_000_000_000_000_000_i64));
        assert_eq!(within_limit(LIMIT), Err(PricingError::OutOfRange));
        assert_eq!(within_limit(-Decimal::ONE), Err(PricingError::OutOfRange));
        assert_eq!(within_limit(Decimal::ZERO), Ok(Decimal::ZERO));
    }

    #[test]
    fn what_a_decimal_cannot_hold_is_an_error() {
        for result in [add(Decimal::MAX, Decimal::ONE), mul(Decimal::MAX, HUNDRED), div(Decimal::ONE, Decimal::ZERO)] {
            assert_eq!(result, Err(PricingError::OutOfRange));
        }
        assert_eq!(sub(Decimal::MIN, Decimal::ONE), Err(PricingError::OutOfRange));
    }

    #[test]
    fn more_than_everything_off_is_nothing_left() {
        assert_eq!(percent_off(HUNDRED, Decimal::from(150)), Ok(Decimal::ZERO));
        assert_eq!(percent_off(HUNDRED, Decimal::new(125, 1)), Ok(Decimal::new(875, 1)));
    }
}
