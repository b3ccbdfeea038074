//! Decimal arithmetic that answers with an error where a decimal cannot hold the result.

use super::PricingError;
use rust_decimal::Decimal;

/// One hundred, for per cents.
pub(super) const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

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
