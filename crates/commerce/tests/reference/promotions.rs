//! Which promotions may count: audience, schedule, code, minimum, scope.

use super::fraction::Fraction;
use giano_commerce::pricing::{Item, LineInput, PricingContext};
use giano_commerce::promotion::{Audience, Effect, Promotion, Scope};
use giano_commerce::{Face, Money};
use std::collections::BTreeSet;

/// Of each promotion of the context, by its position.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// Whether it may count: it runs, is for this face, its code was given and its minimum is reached.
    pub met: Vec<bool>,
    /// Whether it has a condition, a code or a minimum. What has one is never forced on a basket.
    pub has_any: Vec<bool>,
}

/// Positions of all promotions, smaller priority first, then smaller identifier.
pub fn in_order(context: &PricingContext) -> Vec<usize> {
    let mut order: Vec<usize> = (0..context.promotions.len()).collect();
    order.sort_by_key(|at| (context.promotions[*at].priority, context.promotions[*at].id));
    order
}

/// Whether an item is in a promotion's scope.
pub fn applies_at(promotion: &Promotion, item: &Item) -> bool {
    match &promotion.scope {
        Scope::Products { products } => products.contains(&item.product),
        Scope::Categories { categories } => item.categories.iter().any(|category| categories.contains(category)),
        Scope::Order => true,
    }
}

fn runs(context: &PricingContext, promotion: &Promotion) -> bool {
    let audience = match promotion.audience {
        Audience::Both => true,
        Audience::Home => context.face == Face::Home,
        Audience::Business => context.face == Face::Business,
    };
    let started = promotion.starts.is_none_or(|starts| starts <= context.now);
    let ended = promotion.ends.is_some_and(|ends| ends <= context.now);
    audience && started && !ended
}

/// An amount in another currency than the basket's cannot be compared with it nor taken off.
fn is_in_this_currency(context: &PricingContext, promotion: &Promotion) -> bool {
    let of_effect = match &promotion.effect {
        Effect::FixedAmount { amount }
        | Effect::FixedPrice { price: amount }
        | Effect::Bundle { price: amount, .. } => Some(*amount),
        Effect::Percentage { .. } | Effect::BuyXGetY { .. } | Effect::FreeShipping | Effect::Gift { .. } => None,
    };
    let amounts: [Option<Money>; 2] = [of_effect, promotion.minimum_amount];
    amounts.into_iter().flatten().all(|amount| amount.currency() == context.currency)
}

/// Positions of the promotions that have a condition, a code or a minimum.
pub fn conditional(context: &PricingContext) -> Vec<usize> {
    in_order(context).into_iter().filter(|at| has_condition(&context.promotions[*at])).collect()
}

fn has_condition(promotion: &Promotion) -> bool {
    promotion.coupon.is_some() || promotion.minimum_amount.is_some() || promotion.minimum_quantity.is_some()
}

/// Which promotions count where these of the conditional ones are kept and the lines are worth so much.
pub fn conditions(context: &PricingContext, lines: &[LineInput], kept: &BTreeSet<usize>, worth: &[i128]) -> Conditions {
    let met = context.promotions.iter().enumerate().map(|(at, promotion)| {
        let taken = kept.contains(&at) || !has_condition(promotion);
        let in_scope: Vec<usize> = (0..lines.len()).filter(|at| applies_at(promotion, &lines[*at].item)).collect();
        let pieces: u32 = in_scope.iter().map(|at| lines[*at].quantity.get()).sum();
        let worth: i128 = in_scope.iter().map(|at| worth[*at]).sum();
        let enough = pieces >= promotion.minimum_quantity.unwrap_or(0).max(1)
            && promotion.minimum_amount.is_none_or(|minimum| Fraction::whole(worth) >= Fraction::minor(minimum));
        runs(context, promotion) && is_in_this_currency(context, promotion) && taken && enough
    });
    let has_any = context.promotions.iter().map(|promotion| has_condition(promotion));
    Conditions { met: met.collect(), has_any: has_any.collect() }
}
