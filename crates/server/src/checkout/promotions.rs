//! Which promotions an order uses, for their limits.

use giano_commerce::pricing::{
    CouponState, LineInput, PricedBasket, PricingContext, PricingError, Rule, Verdict, price,
};
use giano_commerce::promotion::{Effect, Promotion, PromotionId};
use giano_store::PromotionUse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The promotions that made these prices.
pub(super) fn uses_of(
    context: &PricingContext,
    lines: &[LineInput],
    priced: &PricedBasket,
    customer: &str,
) -> Result<Vec<PromotionUse>, PricingError> {
    let mut used: BTreeSet<PromotionId> = priced.discounts.iter().map(|discount| discount.promotion).collect();
    used.extend(priced.gifts.iter().map(|gift| gift.promotion));
    for step in priced.lines.iter().flat_map(|line| &line.trace).filter(|step| step.verdict == Verdict::Won) {
        if let Rule::Promotion { id, .. } | Rule::OrderShare { id, .. } = &step.rule {
            used.insert(*id);
        }
    }
    used.extend(free_shipping(context, lines, priced)?);
    let known = context.promotions.iter().filter(|promotion| used.contains(&promotion.id));
    let uses = known.map(|promotion| PromotionUse {
        promotion: promotion.id,
        customer: customer.to_owned(),
        limit_total: promotion.limit_total,
        limit_per_customer: promotion.limit_per_customer,
    });
    Ok(uses.collect())
}

/// Promotions without which shipping would have cost more; a priced delivery does not name them.
fn free_shipping(
    context: &PricingContext,
    lines: &[LineInput],
    priced: &PricedBasket,
) -> Result<Vec<PromotionId>, PricingError> {
    let Some(shipping) = priced.shipping.as_ref().filter(|shipping| shipping.price != shipping.regular) else {
        return Ok(Vec::new());
    };
    let given = |promotion: &Promotion| match &promotion.coupon {
        None => true,
        Some(code) => priced.coupons.iter().any(|c| c.code == *code && c.state == CouponState::Applied),
    };
    let free = context.promotions.iter().filter(|p| matches!(p.effect, Effect::FreeShipping) && given(p));
    let mut used = Vec::new();
    for promotion in free {
        let others: Vec<Arc<Promotion>> = context.promotions.iter().filter(|p| p.id != promotion.id).cloned().collect();
        let without = price(&PricingContext { promotions: others, ..context.clone() }, lines)?;
        if without.shipping.is_some_and(|without| without.price != shipping.price) {
            used.push(promotion.id);
        }
    }
    Ok(used)
}
