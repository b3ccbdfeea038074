//! Decimal arithmetic that answers with an error where a decimal cannot hold the result.

use super::PricingError;
use crate::Currency;
use crate::money::round_to_minor;
use rust_decimal::Decimal;

/// One hundred, for per cents.
pub(super) const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Ten to the fifteenth: prices stay below it, and then no sum of a million pieces on millions of lines leaves what a
/// decimal can hold.
pub(super) const LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// Most decimals of an amount that is told unrounded; as many as [`crate::Money::parse`] reads.
const TOLD: u32 = 6;

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

/// What the prices of one item are multiplied by while they are worked out.
///
/// A price without VAT such as 0.99 / 1.22 has no end of digits. Multiplied by 1.22 it has: 39 % off it is exactly half a
/// cent in the end, and is rounded as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale(Option<Decimal>);

impl Scale {
    /// Prices as they are.
    pub const ONE: Self = Self(None);

    /// Prices with so much per cent on top of them.
    pub fn with_percent(percent: Decimal) -> Result<Self, PricingError> {
        let scale = add(Decimal::ONE, percent_of(Decimal::ONE, percent)?)?;
        if scale <= Decimal::ZERO { Err(PricingError::OutOfRange) } else { Ok(Self(Some(scale))) }
    }

    /// An amount as it is worked with.
    pub fn up(self, amount: Decimal) -> Result<Decimal, PricingError> {
        self.0.map_or(Ok(amount), |scale| mul(amount, scale))
    }

    /// An amount that was worked out, which must not be negative, rounded to the minor unit, half up.
    pub fn rounded(self, amount: Decimal, currency: Currency) -> Result<Decimal, PricingError> {
        let Some(scale) = self.0 else { return Ok(round_to_minor(amount, currency)) };
        let digits = currency.minor_digits();
        let step = Decimal::new(1, digits);
        let whole = mul(step, scale)?;
        // The quotient may be off in its last digit: what is left is measured by multiplying back.
        let mut price = div(amount, scale)?.trunc_with_scale(digits);
        let mut left = sub(amount, mul(price, scale)?)?;
        if left.is_sign_negative() && !left.is_zero() {
            price = sub(price, step)?;
            left = add(left, whole)?;
        }
        if add(left, left)? >= whole {
            price = add(price, step)?;
        }
        price.rescale(digits);
        Ok(price)
    }

    /// Whether an amount that was worked out is exactly this price.
    pub fn is(self, amount: Decimal, price: Decimal) -> bool {
        self.up(price) == Ok(amount)
    }

    /// An amount that was worked out as it is told in a trace: exactly, but with six decimals at most.
    pub fn told(self, amount: Decimal) -> Decimal {
        let exact = self.0.and_then(|scale| amount.checked_div(scale)).unwrap_or(amount);
        if exact.scale() > TOLD { exact.round_dp(TOLD).normalize() } else { exact }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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

    #[test]
    fn a_price_without_vat_is_rounded_as_if_it_were_exact() {
        let scale = Scale::with_percent(Decimal::from(22)).unwrap();
        // (amount in hundredths of a cent with VAT, price in cents): 0.6039 / 1.22 = 0.495 exactly.
        for (amount, cents) in [(6039, 50), (6038, 49), (0, 0), (12_200, 100), (24_900, 204), (61, 1), (60, 0)] {
            let price = scale.rounded(Decimal::new(amount, 4), Currency::Eur).unwrap();
            let exact = Decimal::new(amount, 4) * HUNDRED / Decimal::from(122);
            assert_eq!(price.to_string(), Decimal::new(cents, 2).to_string(), "{exact}");
        }
        assert!(scale.is(Decimal::new(122, 1), Decimal::from(10)));
        assert!(!scale.is(Decimal::new(249, 1), Decimal::new(2041, 2)));
        assert_eq!(scale.told(Decimal::new(249, 1)).to_string(), "20.409836");
        assert_eq!(Scale::with_percent(-HUNDRED), Err(PricingError::OutOfRange));
    }
}
