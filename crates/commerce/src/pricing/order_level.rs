//! What concerns the order as a whole: discounts and coupons, gifts, shipping.

use super::applicable::{Applicable, Stage, stage};
use super::unit::{Firm, Unit};
use super::{
    CouponOutcome, CouponState, Gift, LineInput, OrderDiscount, PricedShipping, PricingContext, PricingError, Shipping,
    ShippingPrice, exact,
};
use crate::Money;
use crate::money::round_to_minor;
use crate::promotion::{Effect, Scope, Stacking};
use crate::sharing::share;
use rust_decimal::Decimal;

/// Discounts on the order with each line's share.
pub(super) struct OrderDiscounts {
    pub list: Vec<OrderDiscount>,
    /// Share of each line in all discounts.
    pub shares: Vec<Decimal>,
    /// For the traces: which promotion took what off which line.
    pub by: Vec<Vec<(usize, Decimal)>>,
}

/// Applies the order's discounts in their order, each to what the ones before leave. Lines of a firm contract are left
/// out; an exclusive discount applies only where no other does.
pub(super) fn discounts(
    context: &PricingContext,
    promotions: &mut Applicable<'_>,
    lines: &[LineInput],
    units: &[Unit],
    totals: &[Decimal],
) -> Result<OrderDiscounts, PricingError> {
    let mut found = OrderDiscounts {
        list: Vec::new(),
        shares: vec![Decimal::new(0, context.currency.minor_digits()); lines.len()],
        by: vec![Vec::new(); lines.len()],
    };
    let mut left: Vec<Decimal> = totals
        .iter()
        .zip(units)
        .map(|(total, unit)| if unit.contract == Some(Firm(true)) { Decimal::ZERO } else { *total })
        .collect();
    let ranks: Vec<&str> = lines.iter().map(|line| line.item.sku.as_str()).collect();
    let mut closed = false;
    for index in 0..promotions.all.len() {
        let candidate = &promotions.all[index];
        let promotion = candidate.promotion;
        if !matches!(promotion.scope, Scope::Order) || !candidate.unlocked || candidate.missing.is_some() {
            continue;
        }
        let goods: Decimal = left.iter().copied().sum();
        let off = match &promotion.effect {
            Effect::Percentage { percent } => exact::percent_of(goods, *percent)?,
            Effect::FixedAmount { amount } => amount.amount(),
            Effect::FixedPrice { .. }
            | Effect::BuyXGetY { .. }
            | Effect::Bundle { .. }
            | Effect::FreeShipping
            | Effect::Gift { .. } => continue,
        };
        let off = round_to_minor(off.min(goods), context.currency);
        let alone = promotion.stacking == Stacking::Exclusive;
        if off <= Decimal::ZERO || closed || (alone && !found.list.is_empty()) {
            continue;
        }
        let shares = share(off, &left, &ranks, context.currency.minor_digits());
        for (line, part) in shares.into_iter().enumerate().filter(|(_, part)| !part.is_zero()) {
            left[line] -= part;
            found.shares[line] += part;
            found.by[line].push((index, part));
        }
        found.list.push(OrderDiscount {
            promotion: promotion.id,
            name: promotion.name.clone(),
            amount: Money::new(off, context.currency),
        });
        promotions.all[index].applied = true;
        closed = alone;
    }
    Ok(found)
}

/// Free pieces: one for each gift promotion whose minimums the goods in its scope reach.
pub(super) fn gifts(promotions: &mut Applicable<'_>) -> Vec<Gift> {
    let mut given = Vec::new();
    for candidate in &mut promotions.all {
        if let Effect::Gift { sku } = &candidate.promotion.effect
            && candidate.unlocked
            && candidate.missing.is_none()
        {
            candidate.applied = true;
            given.push(Gift {
                promotion: candidate.promotion.id,
                name: candidate.promotion.name.clone(),
                sku: sku.clone(),
                quantity: 1,
            });
        }
    }
    given
}

/// Prices a delivery: by its own rule, free from its threshold on or by a promotion.
///
/// `goods` is the sum of goods after all discounts.
pub(super) fn shipping(
    context: &PricingContext,
    promotions: &mut Applicable<'_>,
    goods: Decimal,
    weight_grams: u64,
) -> Result<Option<PricedShipping>, PricingError> {
    let Some(shipping) = &context.shipping else { return Ok(None) };
    let regular = regular_price(context, shipping, weight_grams)?;
    let threshold = shipping.free_from.filter(|free| free.currency() == context.currency).map(Money::amount);
    let mut free = threshold.is_some_and(|from| goods >= from);
    let mut missing = threshold.filter(|from| goods < *from).map(|from| from - goods);
    if !regular.is_zero() && !free {
        for candidate in &mut promotions.all {
            if !matches!(candidate.promotion.effect, Effect::FreeShipping) || !candidate.unlocked {
                continue;
            }
            match candidate.missing {
                None => {
                    candidate.applied = true;
                    free = true;
                }
                Some(short) => missing = missing.into_iter().chain(short.amount).min(),
            }
        }
    }
    let money = |amount| Money::new(amount, context.currency);
    Ok(Some(PricedShipping {
        code: shipping.code.clone(),
        name: shipping.name.clone(),
        regular: money(regular),
        price: money(if free { round_to_minor(Decimal::ZERO, context.currency) } else { regular }),
        missing_to_free: missing.filter(|_| !free && !regular.is_zero()).map(money),
    }))
}

fn regular_price(context: &PricingContext, shipping: &Shipping, weight: u64) -> Result<Decimal, PricingError> {
    let exact_price = match &shipping.price {
        ShippingPrice::Flat { price } => price.amount(),
        ShippingPrice::Weight { base, per_step, step_grams } => {
            let steps = weight.div_ceil(u64::from((*step_grams).max(1)));
            exact::add(base.amount(), exact::mul(per_step.amount(), steps.into())?)?
        }
    };
    exact::within_limit(round_to_minor(exact_price, context.currency))
}

/// What each coupon code did.
pub(super) fn coupons(context: &PricingContext, promotions: &Applicable<'_>) -> Vec<CouponOutcome> {
    let outcome = |code: &String| {
        let mut state = CouponState::Unknown;
        for candidate in promotions.all.iter().filter(|c| c.promotion.coupon.as_deref() == Some(code)) {
            state = match (candidate.applied, candidate.missing) {
                (true, _) => return CouponOutcome { code: code.clone(), state: CouponState::Applied },
                (false, Some(missing)) => CouponState::BelowMinimum {
                    missing: missing.amount.map(|amount| Money::new(amount, context.currency)),
                },
                // Free delivery can only show once a delivery is chosen.
                (false, None) if context.shipping.is_none() && is_shipping(candidate.promotion) => CouponState::Applied,
                (false, None) => CouponState::NotBetter,
            };
        }
        CouponOutcome { code: code.clone(), state }
    };
    context.coupons.iter().map(outcome).collect()
}

fn is_shipping(promotion: &crate::promotion::Promotion) -> bool {
    stage(promotion) == Stage::Order && matches!(promotion.effect, Effect::FreeShipping)
}
