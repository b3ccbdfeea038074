//! Sharing an amount out over parts by largest remainder, so that the parts add up to the whole.

use rust_decimal::Decimal;

/// What tells parts apart whose weights are equal: a name, then a number.
pub type Rank<'a> = (&'a str, i64);

/// Shares `whole` out in proportion to `weights`, each part in steps of the minor unit (`digits` decimals).
///
/// The parts add up to `whole` exactly. What whole steps cannot share goes, a step each, to the largest remainders;
/// among equal remainders to the larger weight, then to the smaller `rank`, so that the order of the parts does not
/// matter as long as ranks differ. Parts of weight zero get nothing; where all weights are zero, nothing is shared and
/// every part is zero. `whole` must be a multiple of the step; neither it nor the weights may be negative.
pub fn share(whole: Decimal, weights: &[Decimal], ranks: &[Rank<'_>], digits: u32) -> Vec<Decimal> {
    let steps = integer(whole, digits).max(0);
    let weights = integers(weights, steps);
    let sum: i128 = weights.iter().sum();
    if sum == 0 || steps == 0 {
        return vec![Decimal::new(0, digits); weights.len()];
    }
    let mut remainders = Vec::with_capacity(weights.len());
    let mut parts = Vec::with_capacity(weights.len());
    let mut left = steps;
    for (index, weight) in weights.iter().enumerate() {
        let (part, remainder) = divide(steps * weight, sum);
        left -= part;
        parts.push(part);
        if remainder > 0 {
            remainders.push((remainder, index));
        }
    }
    // The remainders add up to `left` times the sum, so there are more of them than steps left.
    let left = usize::try_from(left).unwrap_or(usize::MAX).min(remainders.len());
    let rank = |index: usize| ranks.get(index).copied().unwrap_or_default();
    let before = |(one, i): &(i128, usize), (other, j): &(i128, usize)| {
        let heavier = || weights[*j].cmp(&weights[*i]);
        other.cmp(one).then_with(heavier).then_with(|| rank(*i).cmp(&rank(*j))).then(i.cmp(j))
    };
    if left > 0 && left < remainders.len() {
        remainders.select_nth_unstable_by(left, before);
    }
    remainders.iter().take(left).for_each(|(_, index)| parts[*index] += 1);
    parts.into_iter().map(|part| Decimal::from_i128_with_scale(part, digits)).collect()
}

/// Weights as whole numbers in the same proportion, so small that `whole` times any of them can be held. (Only of
/// weights beyond anything that is sold the last digits are lost.)
fn integers(weights: &[Decimal], whole: i128) -> Vec<i128> {
    let finest = weights.iter().map(Decimal::scale).max().unwrap_or_default();
    let mut integers: Vec<i128> = weights.iter().map(|weight| integer(*weight, finest).max(0)).collect();
    let fits = |integers: &[i128]| {
        let sum = integers.iter().try_fold(0_i128, |sum, weight| sum.checked_add(*weight));
        sum.and_then(|sum| sum.checked_mul(whole)).is_some()
    };
    while !fits(&integers) {
        integers.iter_mut().for_each(|weight| *weight >>= 1);
    }
    integers
}

/// `amount` in steps of `digits` decimals; beyond what can be held, the most that can.
fn integer(amount: Decimal, digits: u32) -> i128 {
    let scale = amount.scale();
    match digits.checked_sub(scale) {
        Some(up) => amount.mantissa().saturating_mul(10_i128.saturating_pow(up)),
        None => amount.mantissa() / 10_i128.pow(scale - digits),
    }
}

/// Quotient and remainder; quickly where both fit into a machine's word, as they nearly always do.
fn divide(number: i128, by: i128) -> (i128, i128) {
    match (u64::try_from(number), u64::try_from(by)) {
        (Ok(number), Ok(by)) => ((number / by).into(), (number % by).into()),
        _ => (number / by, number % by),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;

    fn decimals(words: &[&str]) -> Vec<Decimal> {
        words.iter().map(|word| word.parse().unwrap()).collect()
    }

    #[test]
    fn a_third_each_gives_the_odd_cent_to_one() {
        let parts = share("10.00".parse().unwrap(), &decimals(&["1", "1", "1"]), &[("b", 0), ("a", 1), ("a", 0)], 2);
        assert_eq!(parts, decimals(&["3.33", "3.33", "3.34"]));
    }

    #[test]
    fn weights_finer_than_the_step_count_as_they_are() {
        let parts =
            share("1.00".parse().unwrap(), &decimals(&["0.001", "0.002", "0"]), &[("a", 0), ("b", 0), ("c", 0)], 2);
        assert_eq!(parts, decimals(&["0.33", "0.67", "0"]));
    }

    #[test]
    fn amounts_beyond_anything_sold_still_add_up() {
        let whole = Decimal::MAX / Decimal::from(1000);
        let whole = whole.trunc_with_scale(0);
        let parts = share(whole, &[Decimal::MAX, Decimal::MAX, Decimal::ONE], &[("a", 0), ("b", 0), ("c", 0)], 0);
        assert_eq!(parts.iter().sum::<Decimal>(), whole);
        assert!(parts.iter().all(|part| !part.is_sign_negative()));
    }

    #[test]
    fn nothing_is_shared_over_nothing() {
        assert_eq!(share(Decimal::ONE, &decimals(&["0", "0"]), &[("a", 0), ("b", 0)], 2), decimals(&["0", "0"]));
        assert!(share(Decimal::ONE, &[], &[], 2).is_empty());
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn parts_add_up_and_are_never_beyond_a_step(
            whole in 0_i64..100_000_000,
            weights in prop::collection::vec(0_i64..1_000_000, 1..40),
        ) {
            let whole = Decimal::new(whole, 2);
            let weights: Vec<Decimal> = weights.into_iter().map(|w| Decimal::new(w, 2)).collect();
            let ranks = vec![("x", 0); weights.len()];
            let parts = share(whole, &weights, &ranks, 2);
            let sum: Decimal = weights.iter().sum();
            if !sum.is_zero() {
                prop_assert_eq!(parts.iter().sum::<Decimal>(), whole);
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = whole * weight / sum;
                    prop_assert!((part - exact).abs() <= Decimal::new(1, 2));
                    prop_assert!(!part.is_sign_negative() || part.is_zero());
                }
            }
        }
    }
}
