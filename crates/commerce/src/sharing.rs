//! Sharing an amount out over parts by largest remainder, so that the parts add up to the whole.

use rust_decimal::{Decimal, RoundingStrategy};

/// Shares `whole` out in proportion to `weights`, each part in steps of the minor unit (`digits` decimals).
///
/// The parts add up to `whole` exactly. What whole steps cannot share goes, a step each, to the largest remainders;
/// among equal remainders to the larger weight, then to the smaller `rank`, so that the order of the parts does not
/// matter as long as ranks differ. Parts of weight zero get nothing; where all weights are zero, nothing is shared and
/// every part is zero. `whole` must be a multiple of the step and weights must not be negative.
pub fn share(whole: Decimal, weights: &[Decimal], ranks: &[&str], digits: u32) -> Vec<Decimal> {
    let mut parts = vec![Decimal::ZERO; weights.len()];
    let sum: Decimal = weights.iter().copied().sum();
    if sum.is_zero() || whole.is_zero() {
        return parts;
    }
    let step = Decimal::new(1, digits);
    let mut remainders = Vec::with_capacity(weights.len());
    let mut shared = Decimal::ZERO;
    for (index, weight) in weights.iter().enumerate() {
        let exact = whole.checked_mul(*weight).map_or_else(|| whole / sum * weight, |product| product / sum);
        let part = exact.round_dp_with_strategy(digits, RoundingStrategy::ToZero);
        shared += part;
        parts[index] = part;
        if !weight.is_zero() {
            remainders.push((exact - part, index));
        }
    }
    remainders.sort_by(|(one, i), (other, j)| {
        let rank = |index: usize| ranks.get(index).copied().unwrap_or_default();
        other
            .abs()
            .cmp(&one.abs())
            .then_with(|| weights[*j].cmp(&weights[*i]))
            .then_with(|| rank(*i).cmp(rank(*j)))
            .then(i.cmp(j))
    });
    let mut left = whole - shared;
    let step = if left.is_sign_negative() { -step } else { step };
    for (_, index) in remainders.iter().cycle() {
        if left.is_zero() {
            break;
        }
        parts[*index] += step;
        left -= step;
    }
    parts
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
        let parts = share("10.00".parse().unwrap(), &decimals(&["1", "1", "1"]), &["b", "a", "c"], 2);
        assert_eq!(parts, decimals(&["3.33", "3.34", "3.33"]));
    }

    #[test]
    fn nothing_is_shared_over_nothing() {
        assert_eq!(share(Decimal::ONE, &decimals(&["0", "0"]), &["a", "b"], 2), decimals(&["0", "0"]));
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
            let ranks = vec!["x"; weights.len()];
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
