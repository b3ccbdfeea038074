//! How the step reckons: amounts in minor units, and the share of each line in an order's VAT, as it was when the step was
//! released.

use giano_commerce::{Currency, Face, Money};
use rust_decimal::Decimal;

/// An amount in its minor unit.
pub(super) fn minor(money: Money) -> i64 {
    let shifted = money.rounded().amount() * Decimal::from(10_i64.pow(money.currency().minor_digits()));
    i64::try_from(shifted.trunc().mantissa()).unwrap_or(i64::MAX)
}

/// Per cent as whole hundredths of one per cent.
pub(super) fn basis_points(percent: Decimal) -> i32 {
    let points = (percent * Decimal::ONE_HUNDRED).round();
    i32::try_from(points.trunc().mantissa() / 10_i128.pow(points.scale())).unwrap_or(i32::MAX)
}

/// VAT of a rate, on the sum of all that bears it.
pub(super) struct RateTax {
    pub percent: Decimal,
    pub net: Money,
    pub tax: Money,
}

/// A line as its VAT is shared out.
pub(super) struct LineTax {
    pub percent: Decimal,
    /// What is charged for it, after all discounts: with VAT at home, without for business.
    pub charged: Money,
}

/// The VAT of every line, and that of the delivery, which is what of a rate's sum is not of the lines. They add up to the VAT
/// of each rate.
pub(super) fn taxes(face: Face, rates: &[RateTax], lines: &[LineTax], currency: Currency) -> (Vec<Money>, Money) {
    let mut taxes: Vec<Money> = lines.iter().map(|line| Money::zero(line.charged.currency())).collect();
    let mut delivery = Decimal::ZERO;
    for rate in rates {
        let sum = match face {
            Face::Home => rate.net.amount() + rate.tax.amount(),
            Face::Business => rate.net.amount(),
        };
        let places: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].percent == rate.percent).collect();
        let mut weights: Vec<Decimal> = places.iter().map(|place| lines[*place].charged.amount()).collect();
        let goods: Decimal = weights.iter().sum();
        weights.push((sum - goods).max(Decimal::ZERO));
        let currency = rate.tax.currency();
        let mut shares = share(rate.tax.amount(), &weights, currency.minor_digits());
        delivery += shares.pop().unwrap_or_default();
        for (place, tax) in places.into_iter().zip(shares) {
            taxes[place] = Money::new(tax, currency);
        }
    }
    (taxes, Money::new(delivery, currency))
}

/// Shares an amount out in proportion to weights, in steps of so many decimals. What whole steps cannot share goes, a step
/// each, to the largest remainders; among equal ones to the larger weight, then to the first.
fn share(whole: Decimal, weights: &[Decimal], digits: u32) -> Vec<Decimal> {
    let steps = steps_of(whole, digits).max(0);
    let finest = weights.iter().map(Decimal::scale).max().unwrap_or_default();
    let mut weights: Vec<i128> = weights.iter().map(|weight| steps_of(*weight, finest).max(0)).collect();
    let fits = |weights: &[i128]| {
        let sum = weights.iter().try_fold(0_i128, |sum, weight| sum.checked_add(*weight));
        sum.and_then(|sum| sum.checked_mul(steps)).is_some()
    };
    while !fits(&weights) {
        weights.iter_mut().for_each(|weight| *weight >>= 1);
    }
    let sum: i128 = weights.iter().sum();
    if sum == 0 || steps == 0 {
        return vec![Decimal::new(0, digits); weights.len()];
    }
    let mut parts: Vec<i128> = weights.iter().map(|weight| steps * weight / sum).collect();
    let mut remainders: Vec<(i128, usize)> =
        weights.iter().enumerate().map(|(place, weight)| (steps * weight % sum, place)).collect();
    remainders.retain(|(remainder, _)| *remainder > 0);
    remainders.sort_by(|(one, i), (other, j)| other.cmp(one).then(weights[*j].cmp(&weights[*i])).then(i.cmp(j)));
    let left = usize::try_from(steps - parts.iter().sum::<i128>()).unwrap_or(usize::MAX);
    remainders.iter().take(left).for_each(|(_, place)| parts[*place] += 1);
    parts.into_iter().map(|part| Decimal::from_i128_with_scale(part, digits)).collect()
}

/// An amount in steps of so many decimals; beyond what can be held, the most that can.
fn steps_of(amount: Decimal, digits: u32) -> i128 {
    let scale = amount.scale();
    match digits.checked_sub(scale) {
        Some(up) => amount.mantissa().saturating_mul(10_i128.saturating_pow(up)),
        None => amount.mantissa() / 10_i128.pow(scale - digits),
    }
}
