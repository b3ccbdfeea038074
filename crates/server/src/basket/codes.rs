//! Coupon codes that somebody tries, wherever: wrong ones are counted.

use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_commerce::pricing::PricingContext;
use giano_store::{Tried, TryLimit};
use std::collections::BTreeSet;

/// So many wrong codes may be tried from one address at once, then one every six seconds.
const WRONG_CODES: TryLimit = TryLimit { burst: 20, each: 6000 };

/// Whether each of these codes, given in a context, is one of a promotion that runs there; counts the others.
///
/// # Errors
/// 429 where no tries are left, also for right codes: otherwise an exhausted limit would still tell which are right.
pub(crate) async fn all_known(
    state: &AppState,
    visitor: &Visitor,
    context: &PricingContext,
    codes: &[String],
) -> Result<bool, Failure> {
    if codes.is_empty() {
        return Ok(true);
    }
    let key = format!("coupons {}", visitor.actor.client.key());
    let now = state.clock.millis();
    let too_many = |wait: i64| Failure::too_many(u64::try_from(wait).unwrap_or_default().div_ceil(1000));
    if let Some(wait) = state.store.wait_for_try(&key, WRONG_CODES, now).await? {
        return Err(too_many(wait));
    }
    let known = |code: &str| context.promotions.iter().any(|promotion| promotion.coupon.as_deref() == Some(code));
    let wrong: BTreeSet<&str> = codes.iter().map(String::as_str).filter(|code| !known(code)).collect();
    for _ in &wrong {
        if let Tried::NoneLeft { wait } = state.store.count_try(&key, WRONG_CODES, now).await? {
            return Err(too_many(wait));
        }
    }
    Ok(wrong.is_empty())
}
