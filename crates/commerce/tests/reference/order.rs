//! What concerns the whole order: discounts, gifts, delivery, VAT.

use super::fraction::{Fraction, share, share_by};
use super::promotions::{Conditions, in_order};
use super::sets::Goods;
use super::unit::rate;
use giano_commerce::Face;
use giano_commerce::pricing::{LineInput, PricingContext, ShippingPrice};
use giano_commerce::promotion::{Effect, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatTreatment};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What an order costs, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub units: Vec<BTreeSet<i128>>,
    pub totals: Vec<i128>,
    /// Each line's share of the discounts.
    pub shares: Vec<i128>,
    /// Discounts of the order by promotion.
    pub discounts: BTreeMap<usize, i128>,
    pub gifts: BTreeSet<usize>,
    pub shipping: Option<i128>,
    /// Net and tax by rate.
    pub vat: BTreeMap<Decimal, (i128, i128)>,
    pub total: i128,
    /// Positions of the promotions that did something.
    pub promotions: BTreeSet<usize>,
}

/// What the order costs, given its goods.
pub fn order(
    context: &PricingContext,
    lines: &[LineInput],
    firm: &[bool],
    goods: &Goods,
    conditions: &Conditions,
) -> Order {
    let is_discount = |at: &usize| {
        let promotion = &context.promotions[*at];
        let off_the_order = matches!(promotion.effect, Effect::Percentage { .. } | Effect::FixedAmount { .. });
        off_the_order && promotion.scope == Scope::Order && conditions.met[*at]
    };
    let skus: Vec<String> = lines.iter().map(|line| line.item.sku.key()).collect();
    let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let mut left = goods.totals.clone();
    let mut promotions = goods.promotions.clone();
    let mut discounts = BTreeMap::new();
    let mut exclusive = false;
    // Each takes something off what the ones before left, but nothing off lines at a firm contract's price.
    for at in in_order(context).into_iter().filter(is_discount) {
        let promotion = &context.promotions[at];
        let is_exclusive = promotion.stacking == Stacking::Exclusive;
        if exclusive || (is_exclusive && !discounts.is_empty()) {
            continue;
        }
        let weights: Vec<Fraction> =
            left.iter().zip(firm).map(|(left, firm)| Fraction::whole(if *firm { 0 } else { *left })).collect();
        let sum: Fraction = weights.iter().copied().sum();
        let off = match &promotion.effect {
            Effect::Percentage { percent } => sum.percent((*percent).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)),
            Effect::FixedAmount { amount } => Fraction::minor(*amount).min(sum),
            effect => unreachable!("{effect:?} takes nothing off the order"),
        };
        let off = off.rounded();
        if off <= 0 {
            continue;
        }
        for (left, off) in left.iter_mut().zip(share_by(off, &weights, &skus, &ids)) {
            *left -= off;
        }
        discounts.insert(at, off);
        promotions.insert(at);
        exclusive = is_exclusive;
    }
    let of_effect = |wanted: fn(&Effect) -> bool| {
        let met = (0..context.promotions.len()).filter(|at| conditions.met[*at]);
        met.filter(move |at| wanted(&context.promotions[*at].effect)).collect::<BTreeSet<usize>>()
    };
    let gifts = of_effect(|effect| matches!(effect, Effect::Gift { .. }));
    promotions.extend(gifts.iter().copied());
    let free = of_effect(|effect| matches!(effect, Effect::FreeShipping));
    let (shipping, by) = delivery(context, lines, left.iter().sum(), &free);
    promotions.extend(by);
    let vat = vat(context, lines, &left, shipping.unwrap_or(0));
    Order {
        units: goods.units.clone(),
        totals: goods.totals.clone(),
        shares: goods.totals.iter().zip(&left).map(|(total, left)| total - left).collect(),
        discounts,
        gifts,
        shipping,
        total: vat.values().map(|(net, tax)| net + tax).sum(),
        vat,
        promotions,
    }
}

/// What delivery costs, and the promotion that it owes that to: one without a code before one with a code.
fn delivery(
    context: &PricingContext,
    lines: &[LineInput],
    goods: i128,
    free: &BTreeSet<usize>,
) -> (Option<i128>, Option<usize>) {
    let by = free.iter().copied().min_by_key(|at| {
        let promotion = &context.promotions[*at];
        (promotion.coupon.is_some(), promotion.priority, promotion.id)
    });
    let Some(shipping) = &context.shipping else { return (None, by) };
    let regular = priced(&shipping.price, lines);
    if shipping.free_from.is_some_and(|sum| Fraction::whole(goods) >= Fraction::minor(sum)) {
        return (Some(0), None);
    }
    let reduced = (regular - usual(context, lines)).max(0);
    match by {
        Some(by) if reduced < regular => (Some(reduced), Some(by)),
        Some(_) | None => (Some(regular), None),
    }
}

fn priced(price: &ShippingPrice, lines: &[LineInput]) -> i128 {
    match price {
        ShippingPrice::Flat { price } => Fraction::minor(*price).rounded(),
        ShippingPrice::Weight { base, per_step, step_grams } => {
            let grams: u64 =
                lines.iter().map(|line| u64::from(line.item.weight_grams) * u64::from(line.quantity.get())).sum();
            let steps = grams.div_ceil(u64::from(*step_grams).max(1));
            (Fraction::minor(*base) + Fraction::minor(*per_step) * Fraction::whole(steps.into())).rounded()
        }
    }
}

/// What the usual way of delivery costs, which is the chosen one where none is named: so much a promotion takes off.
fn usual(context: &PricingContext, lines: &[LineInput]) -> i128 {
    context.usual_shipping.as_ref().or(context.shipping.as_ref()).map_or(0, |shipping| priced(&shipping.price, lines))
}

/// Net and tax by rate. Delivery bears the rates of the goods, in proportion to their worth; where they are worth nothing
/// the standard rate.
fn vat(
    context: &PricingContext,
    lines: &[LineInput],
    left: &[i128],
    shipping: i128,
) -> BTreeMap<Decimal, (i128, i128)> {
    let percent = |class: VatClass| match &context.vat {
        VatTreatment::Charged { country } => rate(context, *country, class).normalize(),
        VatTreatment::ReverseCharge { .. } | VatTreatment::Export => Decimal::ZERO,
    };
    let mut sums: BTreeMap<Decimal, i128> = BTreeMap::new();
    for (line, left) in lines.iter().zip(left) {
        *sums.entry(percent(line.item.vat_class)).or_default() += left;
    }
    if sums.values().sum::<i128>() == 0 {
        if shipping > 0 {
            *sums.entry(percent(VatClass::Standard)).or_default() += shipping;
        }
    } else {
        let weights: Vec<Fraction> = sums.values().map(|sum| Fraction::whole(*sum)).collect();
        let ranks: Vec<Decimal> = sums.keys().copied().collect();
        let parts = share(shipping, &weights, &ranks);
        sums.values_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }
    let part = |(percent, sum): (Decimal, i128)| {
        let exact = Fraction::whole(sum).percent(percent);
        match context.face {
            // VAT is in the sum: of 122 parts 22.
            Face::Home => {
                let whole = Fraction::whole(100) + Fraction::of(percent);
                let tax = (exact * Fraction::whole(100)).over(whole).rounded();
                (percent, (sum - tax, tax))
            }
            Face::Business => (percent, (sum, exact.rounded())),
        }
    };
    sums.into_iter().map(part).collect()
}
