//! What concerns the order as a whole: discounts and coupons, gifts, shipping.
//!
//! Discounts are walked in their order, each on what the ones before leave; an exclusive one applies only where none did
//! before it, and lets none apply after it. Those with a code or a minimum are taken only where everything together,
//! delivery included, costs less with them.

use super::applicable::{Applicable, Missing, Stage, counted_codes};
use super::by_id::ById;
use super::unit::{Firm, Unit};
use super::{
    CouponOutcome, CouponState, Gift, LineInput, OrderDiscount, PricedShipping, Pricing, PricingContext, PricingError,
    Shipping, ShippingKind, ShippingPrice, exact, sum,
};
use crate::Money;
use crate::catalog::VariantId;
use crate::money::round_to_minor;
use crate::promotion::{Effect, Promotion, Scope};
use crate::sharing::{Rank, share};
use rust_decimal::Decimal;

/// What is done with an order.
pub(super) struct OrderLevel {
    pub discounts: Vec<OrderDiscount>,
    /// Share of each line in all discounts.
    pub shares: Vec<Decimal>,
    /// For the traces: which promotion took what off which line.
    pub by: Vec<Vec<(usize, Decimal)>>,
    pub gifts: Vec<Gift>,
    pub shipping: Option<PricedShipping>,
    /// What is missing to each promotion on the order.
    pub missing: Vec<Option<Missing>>,
    /// Promotions that did something.
    pub used: Vec<usize>,
    /// The promotion that makes the usual delivery free, also where no delivery is chosen yet.
    pub free_delivery: Option<usize>,
    /// All that would.
    free_deliveries: Vec<usize>,
    /// Whether the chosen delivery costs less by it.
    is_delivery_cheaper: bool,
}

impl OrderLevel {
    /// Chooses the promotion to which free delivery is owed, where the others did something as `applied` says: first one
    /// that needs no code, then one whose code is used anyway, so that no code is used up for nothing.
    pub fn choose_free_delivery(&mut self, pricing: &Pricing<'_>, applied: &[bool]) {
        let all = &pricing.promotions.all;
        let code = |index: usize| all[index].promotion.coupon.as_deref();
        let is_used = |wanted: Option<&str>| (0..all.len()).any(|index| applied[index] && code(index) == wanted);
        let rank = |index: &usize| (code(*index).is_some(), !is_used(code(*index)), *index);
        self.free_delivery = self.free_deliveries.iter().copied().min_by_key(rank);
        self.used.extend(self.free_delivery.filter(|_| self.is_delivery_cheaper));
    }
}

/// Works the order out whose lines cost `totals`.
pub(super) fn order_level(
    pricing: &Pricing<'_>,
    units: &[Unit],
    totals: &[Decimal],
) -> Result<OrderLevel, PricingError> {
    let Pricing { context, promotions, scopes, lines, .. } = pricing;
    let missing = promotions.missing(&[Stage::Order], lines, scopes, totals)?;
    let order = Order { context, promotions, missing: &missing };
    let delivery = order.delivery(pricing.delivery, pricing.weight_grams())?;
    let firm = |unit: &Unit| unit.contract == Some(Firm(true));
    let goods = sum(totals)?;
    let mut open = Decimal::ZERO;
    for (total, _) in totals.iter().zip(units).filter(|(_, unit)| !firm(unit)) {
        open = exact::add(open, *total)?;
    }
    let taken = order.cheapest(goods, open, delivery.as_ref())?;

    let mut left: Vec<Decimal> =
        totals.iter().zip(units).map(|(total, unit)| if firm(unit) { Decimal::ZERO } else { *total }).collect();
    let of_skus = if taken.is_empty() { Vec::new() } else { of_skus(lines) };
    let digits = context.currency.minor_digits();
    let mut found = OrderLevel {
        discounts: Vec::with_capacity(taken.len()),
        shares: vec![Decimal::new(0, digits); lines.len()],
        by: vec![Vec::new(); lines.len()],
        gifts: order.gifts(),
        shipping: None,
        is_delivery_cheaper: false,
        used: Vec::new(),
        free_deliveries: order.free_deliveries(),
        free_delivery: None,
        missing: Vec::new(),
    };
    let mut payable = goods;
    for (index, off) in taken {
        for (line, part) in over_lines(off, &left, &of_skus, lines, digits) {
            left[line] -= part;
            found.shares[line] += part;
            found.by[line].push((index, part));
        }
        payable = exact::sub(payable, off)?;
        let Promotion { id, name, .. } = promotions.all[index].promotion;
        let amount = Money::new(off, context.currency);
        found.discounts.push(OrderDiscount { promotion: *id, name: name.clone(), amount });
        found.used.push(index);
    }
    let gifts = |(index, _): &(usize, &_)| order.is_reached(*index);
    let of_gifts = promotions.all.iter().enumerate().filter(|(_, c)| matches!(c.promotion.effect, Effect::Gift { .. }));
    found.used.extend(of_gifts.filter(gifts).map(|(index, _)| index));
    if let Some(delivery) = delivery {
        let (shipping, by_promotion) = delivery.priced(payable, &order)?;
        found.shipping = Some(shipping);
        found.is_delivery_cheaper = by_promotion;
    }
    found.missing = missing;
    Ok(found)
}

/// The lines of each SKU, where some SKU is on several of them; empty where each has its own.
fn of_skus(lines: &[LineInput]) -> Vec<Vec<usize>> {
    let mut places: ById<VariantId, usize> = ById::default();
    places.reserve(lines.len());
    for line in lines {
        let next = places.len();
        places.entry(line.item.variant).or_insert(next);
    }
    if places.len() == lines.len() {
        return Vec::new();
    }
    let mut skus = vec![Vec::new(); places.len()];
    for (at, line) in lines.iter().enumerate() {
        if let Some(place) = places.get(&line.item.variant) {
            skus[*place].push(at);
        }
    }
    skus
}

/// Shares a discount out over SKUs, and what falls to each over its lines: several lines of one SKU cost what one would.
fn over_lines(
    off: Decimal,
    left: &[Decimal],
    of_skus: &[Vec<usize>],
    lines: &[LineInput],
    digits: u32,
) -> Vec<(usize, Decimal)> {
    let rank = |line: &usize| (lines[*line].item.sku.as_str(), lines[*line].id);
    let all = |of: Vec<usize>, off: Decimal| {
        let weights: Vec<Decimal> = of.iter().map(|line| left[*line]).collect();
        let ranks: Vec<Rank<'_>> = of.iter().map(rank).collect();
        let shares = share(off, &weights, &ranks, digits);
        of.into_iter().zip(shares).filter(|(_, part)| !part.is_zero()).collect::<Vec<_>>()
    };
    if of_skus.is_empty() {
        return all((0..lines.len()).collect(), off);
    }
    let weights: Vec<Decimal> = of_skus.iter().map(|own| own.iter().map(|line| left[*line]).sum()).collect();
    let ranks: Vec<Rank<'_>> =
        of_skus.iter().map(|own| own.first().map_or(("", 0), |line| (rank(line).0, 0))).collect();
    let shares = share(off, &weights, &ranks, digits);
    of_skus.iter().zip(shares).flat_map(|(own, off)| all(own.clone(), off)).collect()
}

struct Order<'a> {
    context: &'a PricingContext,
    promotions: &'a Applicable<'a>,
    missing: &'a [Option<Missing>],
}

impl Order<'_> {
    fn is_reached(&self, index: usize) -> bool {
        let candidate = &self.promotions.all[index];
        candidate.unlocked && !candidate.left_out && self.missing[index].is_none()
    }

    /// The discounts with which goods and delivery cost least, each with its amount.
    fn cheapest(
        &self,
        goods: Decimal,
        open: Decimal,
        delivery: Option<&Delivery<'_>>,
    ) -> Result<Vec<(usize, Decimal)>, PricingError> {
        let all = &self.promotions.all;
        let discounts = (0..all.len()).filter(|index| {
            let promotion = all[*index].promotion;
            matches!(promotion.scope, Scope::Order)
                && matches!(promotion.effect, Effect::Percentage { .. } | Effect::FixedAmount { .. })
                && self.is_reached(*index)
        });
        let discounts: Vec<usize> = discounts.collect();
        let conditional = |index: &usize| all[*index].is_conditional();
        let exclusive = |index: &usize| all[*index].is_exclusive();
        let cost = |taken: &[(usize, Decimal)]| -> Result<Decimal, PricingError> {
            let payable = taken.iter().try_fold(goods, |left, (_, off)| exact::sub(left, *off))?;
            let shipping = match delivery {
                Some(delivery) => delivery.priced(payable, self)?.0.price.amount(),
                None => Decimal::ZERO,
            };
            exact::add(payable, shipping)
        };
        let mut best = self.walk(&discounts, open, |index| !conditional(&index))?;
        if !discounts.iter().any(conditional) {
            return Ok(best);
        }
        let mut least = cost(&best)?;
        let mut consider = |tried: Vec<(usize, Decimal)>| -> Result<(), PricingError> {
            let costs = cost(&tried)?;
            if costs < least {
                (best, least) = (tried, costs);
            }
            Ok(())
        };
        consider(self.walk(&discounts, open, |index| !conditional(&index) || !exclusive(&index))?)?;
        for alone in discounts.iter().copied().filter(|index| conditional(index) && exclusive(index)) {
            consider(self.walk(&discounts, open, |index| index == alone || !conditional(&index))?)?;
        }
        Ok(best)
    }

    fn walk(
        &self,
        discounts: &[usize],
        open: Decimal,
        taken: impl Fn(usize) -> bool,
    ) -> Result<Vec<(usize, Decimal)>, PricingError> {
        let mut left = open;
        let mut found = Vec::new();
        for index in discounts.iter().copied().filter(|index| taken(*index)) {
            let candidate = &self.promotions.all[index];
            let off = match &candidate.promotion.effect {
                Effect::Percentage { percent } => exact::percent_of(left, *percent)?,
                Effect::FixedAmount { amount } => amount.amount(),
                Effect::FixedPrice { .. }
                | Effect::BuyXGetY { .. }
                | Effect::Bundle { .. }
                | Effect::FreeShipping
                | Effect::Gift { .. } => continue,
            };
            let off = round_to_minor(off.min(left), self.context.currency);
            if off <= Decimal::ZERO || (candidate.is_exclusive() && !found.is_empty()) {
                continue;
            }
            left = exact::sub(left, off)?;
            found.push((index, off));
            if candidate.is_exclusive() {
                break;
            }
        }
        Ok(found)
    }

    /// Free pieces: one for each gift promotion whose minimums the goods in its scope reach.
    fn gifts(&self) -> Vec<Gift> {
        let reached = self.promotions.all.iter().enumerate().filter(|(index, _)| self.is_reached(*index));
        let gift = |promotion: &Promotion| match &promotion.effect {
            Effect::Gift { sku } => {
                Some(Gift { promotion: promotion.id, name: promotion.name.clone(), sku: sku.clone(), quantity: 1 })
            }
            _ => None,
        };
        reached.filter_map(|(_, candidate)| gift(candidate.promotion)).collect()
    }

    /// The promotions that make the usual delivery free.
    fn free_deliveries(&self) -> Vec<usize> {
        let all = &self.promotions.all;
        let is_free = |index: &usize| matches!(all[*index].promotion.effect, Effect::FreeShipping);
        (0..all.len()).filter(|index| is_free(index) && self.is_reached(*index)).collect()
    }

    fn delivery<'b>(
        &'b self,
        delivery: Option<(&'b Shipping, ShippingKind)>,
        weight_grams: u64,
    ) -> Result<Option<Delivery<'b>>, PricingError> {
        let Some((chosen, kind)) = delivery else { return Ok(None) };
        let usual = self.context.usual_shipping.as_ref().unwrap_or(chosen);
        let regular = regular_price(self.context, chosen, weight_grams)?;
        let usual_price = if usual == chosen { regular } else { regular_price(self.context, usual, weight_grams)? };
        Ok(Some(Delivery { chosen, kind, is_usual: usual.code == chosen.code, regular, usual_price }))
    }
}

/// The delivery that is priced.
struct Delivery<'a> {
    chosen: &'a Shipping,
    kind: ShippingKind,
    is_usual: bool,
    regular: Decimal,
    /// What the usual delivery costs.
    usual_price: Decimal,
}

impl Delivery<'_> {
    /// What it costs for goods of a worth after all discounts, and whether a promotion made it cheaper: free from its own
    /// sum on; where a promotion makes the usual delivery free, only what it costs more than that.
    fn priced(&self, goods: Decimal, order: &Order<'_>) -> Result<(PricedShipping, bool), PricingError> {
        let Self { chosen, kind, is_usual, regular, usual_price } = *self;
        let context = order.context;
        let nothing = round_to_minor(Decimal::ZERO, context.currency);
        let threshold = chosen.free_from.filter(|free| free.currency() == context.currency).map(Money::amount);
        let own = threshold.is_some_and(|from| goods >= from);
        let by_promotion = !own && !usual_price.is_zero() && !regular.is_zero() && !order.free_deliveries().is_empty();
        let price = if own {
            nothing
        } else if by_promotion {
            exact::sub(regular, usual_price)?.max(nothing)
        } else {
            regular
        };
        let mut missing = threshold.filter(|from| goods < *from).map(|from| from - goods);
        if is_usual {
            let all = order.promotions.all.iter().zip(order.missing);
            let free = all.filter(|(c, _)| matches!(c.promotion.effect, Effect::FreeShipping) && c.unlocked);
            let short = free.filter_map(|(_, missing)| missing.as_ref()?.amount);
            missing = missing.into_iter().chain(short).min();
        }
        let money = |amount| Money::new(amount, context.currency);
        let shipping = PricedShipping {
            code: chosen.code.clone(),
            name: chosen.name.clone(),
            kind,
            regular: money(regular),
            price: money(price),
            missing_to_free: missing.filter(|_| !price.is_zero()).map(money),
        };
        Ok((shipping, by_promotion && price < regular))
    }
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

/// What each coupon code did; `applied` says which promotions did something.
pub(super) fn coupons(pricing: &Pricing<'_>, order: &OrderLevel, applied: &[bool]) -> Vec<CouponOutcome> {
    let Pricing { context, promotions, .. } = pricing;
    let counted = counted_codes(context);
    let mut outcomes: Vec<CouponOutcome> = Vec::with_capacity(counted.len());
    for code in &context.coupons {
        if outcomes.iter().any(|outcome| outcome.code == *code) {
            continue;
        }
        let mut state = if counted.contains(&code.as_str()) { CouponState::Unknown } else { CouponState::TooMany };
        for (index, candidate) in promotions.all.iter().enumerate() {
            if state == CouponState::TooMany || candidate.promotion.coupon.as_deref() != Some(code) {
                continue;
            }
            let missing = if candidate.stage == Stage::Order { order.missing[index] } else { candidate.missing };
            // Free delivery can only show where a delivery is priced.
            let later = pricing.delivery.is_none() && order.free_delivery == Some(index);
            state = match missing {
                _ if applied[index] || later => CouponState::Applied,
                Some(missing) => CouponState::BelowMinimum {
                    missing: missing.amount.map(|amount| Money::new(amount, context.currency)),
                },
                None => CouponState::NotBetter,
            };
            if state == CouponState::Applied {
                break;
            }
        }
        outcomes.push(CouponOutcome { code: code.clone(), state });
    }
    outcomes
}
