//! Which promotions an order uses, for their limits.

use giano_commerce::pricing::{PricedBasket, PricingContext};
use giano_store::PromotionUse;

/// The promotions that had an effect on these prices, each to be counted for the customer.
pub(super) fn uses_of(context: &PricingContext, priced: &PricedBasket, customer: &str) -> Vec<PromotionUse> {
    let used = context.promotions.iter().filter(|promotion| priced.promotions_used.contains(&promotion.id));
    let uses = used.map(|promotion| PromotionUse {
        promotion: promotion.id,
        customer: customer.to_owned(),
        limit_total: promotion.limit_total,
        limit_per_customer: promotion.limit_per_customer,
    });
    uses.collect()
}
