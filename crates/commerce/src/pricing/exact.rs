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
    // Most prices are found right by their digits alone, whatever the place of the point.
    if (0..1_000_000_000_000_000).contains(&price.mantissa()) {
        return Ok(price);
    }
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
    let product = mul(amount, percent)?;
    // Moving the point is much quicker than dividing; zeros at the end are left away as a division would.
    match u64::try_from(product.mantissa()) {
        Ok(mut digits) if product.scale() <= 26 => {
            let mut scale = product.scale() + 2;
            while scale > 0 && digits.is_multiple_of(10) {
                digits /= 10;
                scale -= 1;
            }
            Ok(Decimal::from_i128_with_scale(digits.into(), scale))
        }
        Ok(_) | Err(_) => div(product, HUNDRED),
    }
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
    fn a_per_cent_is_a_hundredth() {
        for (amount, percent) in [(1999, 150), (0, 10), (1000, 200), (-500, 50), (123_456_789_012_345, 999), (7, 1)] {
            let (amount, percent) = (Decimal::new(amount, 2), Decimal::new(percent, 1));
            assert_eq!(percent_of(amount, percent), Ok(amount * percent / HUNDRED));
        }
        let third = Decimal::ONE / Decimal::from(3);
        assert_eq!(percent_of(third, HUNDRED), Ok(third));
    }

    #[test]
    fn more_than_everything_off_is_nothing_left() {
        assert_eq!(percent_off(HUNDRED, Decimal::from(150)), Ok(Decimal::ZERO));
        assert_eq!(percent_off(HUNDRED, Decimal::new(125, 1)), Ok(Decimal::new(875, 1)));
    }
}
