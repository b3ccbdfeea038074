//! Promotions that are left out, because the basket costs less without them.
//!
//! One that lowers prices may cost the basket its free delivery, or a discount from a sum on. Those without a condition hold
//! all the same; nobody has to take one that has a code or a minimum.

use super::applicable::Stage;
use super::worked_out::WorkedOut;
use super::{Pricing, PricingError};
use crate::Money;
use crate::promotion::{Effect, Promotion};
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// How many lines are priced again. Up to this all subsets of the promotions that could make a difference are tried; beyond
/// it each of them is left out alone, and all together.
const MOST_WORK: usize = 4_096;
/// Steps of the pricing that go into one line that is priced again, without what is searched for it.
const STEPS_OF_LINE: u64 = 8;
/// The search within one try takes no more than this part of the steps that are left, so that the next ones have some.
const PART_OF_A_TRY: u64 = 4;

/// Looks whether the basket costs less without some of its promotions that have a code or a minimum, or the same with
/// fewer codes: which those are, and what comes of it.
pub(super) fn without_some(
    pricing: &mut Pricing<'_>,
    all: &WorkedOut,
) -> Result<Option<(Vec<usize>, WorkedOut)>, PricingError> {
    let may_harm = |promotion: &Promotion| !matches!(promotion.effect, Effect::FreeShipping | Effect::Gift { .. });
    let asked = pricing.promotions.all.iter().enumerate().filter(|(index, candidate)| {
        let missing = if candidate.stage == Stage::Order { all.order.missing[*index] } else { candidate.missing };
        candidate.is_conditional() && candidate.unlocked && missing.is_none() && may_harm(candidate.promotion)
    });
    let asked: Vec<usize> = asked.map(|(index, _)| index).collect();
    if asked.is_empty() {
        return Ok(None);
    }
    let count = u32::try_from(asked.len()).unwrap_or(u32::MAX);
    let few = 1_usize.checked_shl(count).filter(|all| all.saturating_mul(pricing.lines.len().max(1)) <= MOST_WORK);
    let subsets: Vec<Vec<usize>> = match few {
        Some(subsets) => (1..subsets)
            .map(|subset| {
                let chosen = asked.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1);
                chosen.map(|(_, index)| *index).collect()
            })
            .collect(),
        None => {
            let misses = all.may_miss_a_sum(pricing)?;
            let has_code = |index: &&usize| pricing.promotions.all[**index].promotion.coupon.is_some();
            let alone = asked.iter().filter(|index| misses || has_code(index)).map(|index| vec![*index]);
            alone.chain(misses.then(|| asked.clone())).collect()
        }
    };
    // The steps of pricing the lines are taken before those of searching, which would take all of them.
    let of_one = STEPS_OF_LINE.saturating_mul(u64::try_from(pricing.lines.len()).unwrap_or(u64::MAX)).max(1);
    let tries = (pricing.steps.left() / of_one).min(u64::try_from(subsets.len()).unwrap_or(u64::MAX));
    pricing.steps.take(tries * of_one);
    let mut best: Option<(Vec<usize>, WorkedOut)> = None;
    let mut least = all.rank(pricing);
    for (left_out, _) in subsets.into_iter().zip(0..tries) {
        pricing.leave_out(&left_out);
        let part = pricing.steps.left() / PART_OF_A_TRY;
        let tried = pricing.steps.within(part, || WorkedOut::new(pricing, None))?;
        let rank = tried.rank(pricing);
        if rank < least {
            (best, least) = (Some((left_out, tried)), rank);
        }
    }
    pricing.leave_out(&[]);
    Ok(best)
}

/// What is better of two ways of pricing a basket, the less the better: first the total; then more gifts, free delivery
/// while none is chosen, fewer codes, and codes that come first. A code that changes nothing is not used up.
type Rank = (Decimal, Reverse<usize>, Reverse<bool>, usize, Vec<usize>);

impl WorkedOut {
    fn rank(&self, pricing: &Pricing<'_>) -> Rank {
        let code = |index: usize| pricing.promotions.all[index].promotion.coupon.as_deref();
        let applied = self.applied(pricing).into_iter().enumerate().filter(|(_, applied)| *applied);
        let coded: Vec<usize> = applied.map(|(index, _)| index).filter(|index| code(*index).is_some()).collect();
        let mut codes: Vec<&str> = coded.iter().filter_map(|index| code(*index)).collect();
        codes.sort_unstable();
        codes.dedup();
        (self.total, Reverse(self.order.gifts.len()), Reverse(self.order.free_delivery.is_some()), codes.len(), coded)
    }
}

impl WorkedOut {
    /// Whether a sum from which something is free or cheaper is missed by what promotions took off.
    fn may_miss_a_sum(&self, pricing: &Pricing<'_>) -> Result<bool, PricingError> {
        let saved = self.saved(pricing)?;
        let of_promotions = self.order.missing.iter().zip(&pricing.promotions.all);
        let of_promotions =
            of_promotions.filter(|(_, c)| c.unlocked).filter_map(|(missing, _)| missing.as_ref()?.amount);
        let of_delivery = self.order.shipping.as_ref().and_then(|shipping| shipping.missing_to_free);
        Ok(of_promotions.chain(of_delivery.map(Money::amount)).any(|missing| missing <= saved))
    }
}
