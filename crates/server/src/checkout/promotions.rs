//! Which promotions an order uses, for their limits.

use giano_commerce::pricing::{LineInput, PricedBasket, PricingContext, PricingError, Rule, Verdict, price};
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

/// Promotions that each by itself would have made delivery free, as it is: a priced delivery does not name them. All of them
/// are used, or two together would escape the limits of both.
fn free_shipping(
    context: &PricingContext,
    lines: &[LineInput],
    priced: &PricedBasket,
) -> Result<Vec<PromotionId>, PricingError> {
    let is_free = |promotion: &Promotion| matches!(promotion.effect, Effect::FreeShipping);
    let Some(shipping) = priced.shipping.as_ref().filter(|shipping| shipping.price != shipping.regular) else {
        return Ok(Vec::new());
    };
    // What it would cost with no such promotion, or with one alone.
    let cost = |alone: Option<PromotionId>| {
        let kept = |promotion: &&Arc<Promotion>| !is_free(promotion) || Some(promotion.id) == alone;
        let promotions = context.promotions.iter().filter(kept).cloned().collect();
        let priced = price(&PricingContext { promotions, ..context.clone() }, lines)?;
        Ok(priced.shipping.map(|shipping| shipping.price))
    };
    let without = cost(None)?;
    if without == Some(shipping.price) {
        return Ok(Vec::new());
    }
    let mut used = Vec::new();
    for promotion in context.promotions.iter().filter(|promotion| is_free(promotion)) {
        if cost(Some(promotion.id))? != without {
            used.push(promotion.id);
        }
    }
    Ok(used)
}
