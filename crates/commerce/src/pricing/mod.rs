//! What a basket costs, and why.
//!
//! [`price`] is the one function that prices: the browser calls it for an instant answer, the server for the
//! authoritative one, and both agree to the cent.

mod applicable;
mod by_id;
mod contract;
mod deal;
mod exact;
mod group;
mod hint;
mod input;
mod leaving;
mod order_level;
mod outcome;
mod per_piece;
mod single;
mod tell;
mod tier;
mod trace;
mod unit;
mod vat;

pub use hint::price_breaks;
pub use input::*;
pub use outcome::*;
pub use single::{Lowest, lowest, price_alone};

use crate::catalog::{ProductId, VariantId};
use crate::money::round_to_minor;
use crate::promotion::{Effect, Promotion};
use crate::{Face, Money};
use applicable::{Applicable, Scopes, Stage};
use by_id::ById;
use group::GroupDiscounts;
use order_level::OrderLevel;
use per_piece::Around;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use unit::{Counted, Piece, TakesPart, Unit};

/// Prices a basket: base, contract, quantity, promotion, payment timing, order level, shipping, VAT, in this order.
///
/// Among all that a basket could cost the lowest is charged, within what the promotions allow: pieces leave a contract for
/// a promotion on several pieces one by one, and a promotion with a code or a minimum is left out where the basket costs
/// less without it (its lower prices might miss the sum for free delivery). What cannot be tried in a bounded time is said
/// at [`leaving`] and at [`MOST_WORK`].
///
/// # Errors
/// [`PricingError`] where the input contradicts itself; never because of what a customer chose.
pub fn price(context: &PricingContext, lines: &[LineInput]) -> Result<PricedBasket, PricingError> {
    let mut pricing = Pricing::new(context, lines)?;
    let mut traces: Vec<Vec<Step>> = Vec::with_capacity(lines.len());
    let mut worked_out = WorkedOut::new(&pricing, Some(&mut traces))?;
    if let Some((left_out, better)) = without_some(&mut pricing, &worked_out)? {
        pricing.leave_out(&left_out);
        traces.clear();
        // Once more, for the traces.
        pricing.units(Some(&mut traces))?;
        worked_out = better;
    }
    worked_out.finished(&pricing, traces)
}

/// How many lines are priced again to find whether a basket costs less without some of its promotions. Up to this, all
/// subsets of those that could make a difference are tried; beyond it, to leave out each of them alone and all together.
pub const MOST_WORK: usize = 4_096;

/// A basket with what is found once for all ways of pricing it.
struct Pricing<'a> {
    context: &'a PricingContext,
    lines: &'a [LineInput],
    promotions: Applicable<'a>,
    scopes: Scopes,
    counts: Counts,
}

impl<'a> Pricing<'a> {
    fn new(context: &'a PricingContext, lines: &'a [LineInput]) -> Result<Self, PricingError> {
        let promotions = Applicable::new(context);
        let scopes = promotions.scopes(lines);
        let mut pricing = Self { context, lines, promotions, scopes, counts: Counts::of(context.face, lines) };
        let worth = pricing.worth_before_promotions()?;
        pricing.promotions.check_lines(lines, &pricing.scopes, &worth)?;
        Ok(pricing)
    }

    /// What minimums of promotions on lines are measured by: what a guest pays without any promotion. Measured at a lower
    /// contract, a company could miss a minimum that a guest reaches, and pay more.
    fn worth_before_promotions(&self) -> Result<Vec<Decimal>, PricingError> {
        if self.promotions.all.iter().all(|candidate| candidate.promotion.minimum_amount.is_none()) {
            return Ok(vec![Decimal::ZERO; self.lines.len()]);
        }
        let Self { context, lines, counts, .. } = self;
        lines
            .iter()
            .map(|line| {
                let price = unit::guest_price(context, &line.item, counts.around(line))?;
                exact::mul(price, line.quantity.get().into())
            })
            .collect()
    }

    /// The price of one piece of each line by itself.
    fn units(&self, mut traces: Option<&mut Vec<Vec<Step>>>) -> Result<Vec<Unit>, PricingError> {
        let mut units = Vec::with_capacity(self.lines.len());
        for at in 0..self.lines.len() {
            let mut trace = Vec::new();
            if traces.is_some() {
                // Base, tier, contracts, promotions, term and rounding, if all of them have something to say.
                trace.reserve(4 + self.scopes.of(at).len() + self.lines[at].item.contract.len().min(4));
            }
            units.push(self.unit(at, Piece::Single, traces.is_some().then_some(&mut trace))?);
            if let Some(traces) = traces.as_deref_mut() {
                traces.push(trace);
            }
        }
        Ok(units)
    }

    fn unit(&self, at: usize, piece: Piece, trace: Option<&mut Vec<Step>>) -> Result<Unit, PricingError> {
        let line = &self.lines[at];
        let around = Around { promotions: &self.promotions, scope: self.scopes.of(at), more: None };
        unit::unit_price(self.context, around, &line.item, self.counts.around(line), piece, trace)
    }

    fn weight_grams(&self) -> u64 {
        let of_line = |line: &LineInput| u64::from(line.item.weight_grams) * u64::from(line.quantity.get());
        self.lines.iter().map(of_line).fold(0, u64::saturating_add)
    }

    fn leave_out(&mut self, left_out: &[usize]) {
        for (index, candidate) in self.promotions.all.iter_mut().enumerate() {
            candidate.left_out = left_out.contains(&index);
        }
    }

    fn money(&self, amount: Decimal) -> Money {
        Money::new(round_to_minor(amount, self.context.currency), self.context.currency)
    }
}

/// One way of pricing a basket.
struct WorkedOut {
    units: Vec<Unit>,
    grouped: GroupDiscounts,
    /// What each line costs before discounts on the order.
    totals: Vec<Decimal>,
    order: OrderLevel,
    vat: vat::Vat,
    total: Decimal,
}

impl WorkedOut {
    fn new(pricing: &Pricing<'_>, traces: Option<&mut Vec<Vec<Step>>>) -> Result<Self, PricingError> {
        let mut units = pricing.units(traces)?;
        let grouped = group::discounts(pricing, &mut units)?;
        let mut totals = Vec::with_capacity(units.len());
        for (at, unit) in units.iter().enumerate() {
            // All of it is rounded already; only a zero may have lost its digits.
            let mut total = exact::sub(gross(pricing, at, unit, grouped.leaving[at])?, grouped.off[at])?;
            total.rescale(pricing.context.currency.minor_digits());
            totals.push(total);
        }
        let mut order = order_level::order_level(pricing, &units, &totals)?;
        let applied = applied(pricing, (&units, &grouped), &order);
        order.choose_free_delivery(pricing, &applied);
        let payable: Vec<Decimal> = totals.iter().zip(&order.shares).map(|(total, share)| total - share).collect();
        let shipping = order.shipping.as_ref().map_or(Decimal::ZERO, |shipping| shipping.price.amount());
        let vat = vat::vat(pricing.context, pricing.lines, &payable, shipping)?;
        let total = exact::add(vat.net, vat.tax)?;
        Ok(Self { units, grouped, totals, order, vat, total })
    }

    /// Which promotions did something.
    fn applied(&self, pricing: &Pricing<'_>) -> Vec<bool> {
        applied(pricing, (&self.units, &self.grouped), &self.order)
    }

    fn finished(mut self, pricing: &Pricing<'_>, mut traces: Vec<Vec<Step>>) -> Result<PricedBasket, PricingError> {
        let Pricing { context, lines, .. } = pricing;
        let applied = self.applied(pricing);
        let coupons = order_level::coupons(pricing, &self.order, &applied);
        let used = pricing.promotions.all.iter().zip(&applied).filter(|(_, applied)| **applied);
        let promotions_used = used.map(|(candidate, _)| candidate.promotion.id).collect();
        tell::of_lines(pricing, &mut self, &mut traces)?;
        let saved = pricing.money(self.saved(pricing)?);
        let Self { units, grouped, totals, order, vat, total } = self;
        let goods = pricing.money(sum(&totals)?);
        let total = pricing.money(total);
        let rounded = |amount| Money::new(amount, context.currency);
        let priced = lines.iter().zip(units).zip(traces).enumerate().map(|(at, ((line, unit), trace))| {
            let (price, promoted) = match &unit.takes_part {
                TakesPart::For(shared) if grouped.leaving[at] > 0 => (shared.price, !shared.promotions.is_empty()),
                TakesPart::Always | TakesPart::For(_) | TakesPart::Never => (unit.price, !unit.promotions.is_empty()),
            };
            PricedLine {
                id: line.id,
                sku: line.item.sku.clone(),
                quantity: line.quantity,
                base: rounded(unit.base),
                unit: rounded(price),
                before: before(context, &line.item, rounded(unit.regular), rounded(price), promoted),
                total: rounded(totals[at]),
                order_discount: rounded(order.shares[at]),
                tier: unit.tier,
                vat_percent: vat.line_percents[at],
                trace,
            }
        });
        Ok(PricedBasket {
            face: context.face,
            lines: priced.collect(),
            gifts: order.gifts,
            goods,
            discounts: order.discounts,
            saved,
            shipping: order.shipping,
            coupons,
            promotions_used,
            treatment: context.vat.clone(),
            vat: vat.parts,
            net: pricing.money(vat.net),
            tax: pricing.money(vat.tax),
            total,
            schedule: match (context.face, &context.term) {
                (Face::Business, Some(term)) => Some(term.schedule(total, context.today)),
                (Face::Home, _) | (Face::Business, None) => None,
            },
            weight_grams: pricing.weight_grams(),
        })
    }

    /// What promotions took off pieces, lines and order.
    fn saved(&self, pricing: &Pricing<'_>) -> Result<Decimal, PricingError> {
        let mut saved = sum(&self.order.shares)?;
        for ((line, unit), total) in pricing.lines.iter().zip(&self.units).zip(&self.totals) {
            let regular = exact::mul(unit.regular, line.quantity.get().into())?;
            // Below zero where a line gave up a contract so that another is reduced.
            saved = exact::add(saved, exact::sub(regular, *total)?)?;
        }
        Ok(saved)
    }
}

fn applied(pricing: &Pricing<'_>, (units, grouped): (&[Unit], &GroupDiscounts), order: &OrderLevel) -> Vec<bool> {
    let mut applied = vec![false; pricing.promotions.all.len()];
    for ((unit, line), leaving) in units.iter().zip(pricing.lines).zip(&grouped.leaving) {
        if *leaving < line.quantity.get() {
            unit.promotions.iter().for_each(|index| applied[*index] = true);
        }
        if let (TakesPart::For(shared), 1..) = (&unit.takes_part, *leaving) {
            shared.promotions.iter().for_each(|index| applied[*index] = true);
        }
    }
    grouped.by.iter().flatten().for_each(|(index, _)| applied[*index] = true);
    order.used.iter().for_each(|index| applied[*index] = true);
    applied
}

/// The price to strike through beside a piece's price, where that is reduced. At home it is the lowest of the 30 days
/// before the reduction (Directive 98/6/EC, art. 6a), as far as the shop has kept it; for business the price of the same
/// piece without promotions.
fn before(context: &PricingContext, item: &Item, regular: Money, price: Money, promoted: bool) -> Option<Money> {
    let former = match context.face {
        Face::Business => promoted.then_some(regular),
        Face::Home => {
            let asked = if promoted { Some(item.home_price) } else { item.compare_at };
            asked.map(|asked| item.lowest_30_days.unwrap_or(asked))
        }
    };
    former
        .map(Money::rounded)
        .filter(|former| former.currency() == price.currency() && former.amount() > price.amount())
}

/// Looks whether the basket costs less without some of its promotions that have a code or a minimum, or the same with
/// fewer codes: which those are, and what comes of it.
fn without_some(pricing: &mut Pricing<'_>, all: &WorkedOut) -> Result<Option<(Vec<usize>, WorkedOut)>, PricingError> {
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
    let mut best: Option<(Vec<usize>, WorkedOut)> = None;
    let mut least = all.rank(pricing);
    for left_out in subsets {
        pricing.leave_out(&left_out);
        let tried = WorkedOut::new(pricing, None)?;
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

/// Pieces by variant and by product: tiers count over the whole basket.
struct Counts {
    variants: ById<VariantId, u32>,
    products: ById<ProductId, u32>,
}

impl Counts {
    /// At home nothing depends on them.
    fn of(face: Face, lines: &[LineInput]) -> Self {
        let mut counts = Self { variants: ById::default(), products: ById::default() };
        let lines = if face == Face::Business { lines } else { &[] };
        counts.variants.reserve(lines.len());
        counts.products.reserve(lines.len());
        for line in lines {
            let variant = counts.variants.entry(line.item.variant).or_default();
            *variant = variant.saturating_add(line.quantity.get());
            let product = counts.products.entry(line.item.product).or_default();
            *product = product.saturating_add(line.quantity.get());
        }
        counts
    }

    fn around(&self, line: &LineInput) -> Counted {
        let own = line.quantity.get();
        Counted {
            variant: self.variants.get(&line.item.variant).copied().unwrap_or(own),
            product: self.products.get(&line.item.product).copied().unwrap_or(own),
        }
    }
}

/// What a line costs before anything is taken off it: pieces that leave their own price, and those that keep it.
fn gross(pricing: &Pricing<'_>, at: usize, unit: &Unit, leaving: u32) -> Result<Decimal, PricingError> {
    let pieces = pricing.lines[at].quantity.get();
    match &unit.takes_part {
        TakesPart::For(shared) if leaving > 0 => exact::add(
            exact::mul(shared.price, leaving.into())?,
            exact::mul(unit.price, pieces.saturating_sub(leaving).into())?,
        ),
        TakesPart::Always | TakesPart::For(_) | TakesPart::Never => exact::mul(unit.price, pieces.into()),
    }
}

fn sum(amounts: &[Decimal]) -> Result<Decimal, PricingError> {
    amounts.iter().try_fold(Decimal::ZERO, |sum, amount| exact::add(sum, *amount))
}
