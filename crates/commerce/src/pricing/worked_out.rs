//! One way of pricing a basket, from the price of a piece to the total.

use super::group::{self, GroupDiscounts};
use super::order_level::{self, OrderLevel};
use super::unit::{TakesPart, Unit};
use super::{Item, PricedBasket, PricedLine, Pricing, PricingContext, PricingError, Step, exact, sum, tell, vat};
use crate::{Face, Money};
use rust_decimal::Decimal;

/// One way of pricing a basket.
pub(super) struct WorkedOut {
    pub units: Vec<Unit>,
    pub grouped: GroupDiscounts,
    /// What each line costs before discounts on the order.
    totals: Vec<Decimal>,
    pub order: OrderLevel,
    vat: vat::Vat,
    pub total: Decimal,
}

impl WorkedOut {
    /// Prices the basket with the promotions that are not left out.
    pub fn new(pricing: &Pricing<'_>, traces: Option<&mut Vec<Vec<Step>>>) -> Result<Self, PricingError> {
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
    pub fn applied(&self, pricing: &Pricing<'_>) -> Vec<bool> {
        applied(pricing, (&self.units, &self.grouped), &self.order)
    }

    /// What the basket costs, with the reasons.
    pub fn finished(mut self, pricing: &Pricing<'_>, mut traces: Vec<Vec<Step>>) -> Result<PricedBasket, PricingError> {
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
    pub fn saved(&self, pricing: &Pricing<'_>) -> Result<Decimal, PricingError> {
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

/// What a line costs before anything is taken off it: pieces that leave their own price, and those that keep it.
pub(super) fn gross(pricing: &Pricing<'_>, at: usize, unit: &Unit, leaving: u32) -> Result<Decimal, PricingError> {
    let pieces = pricing.lines[at].quantity.get();
    match &unit.takes_part {
        TakesPart::For(shared) if leaving > 0 => exact::add(
            exact::mul(shared.price, leaving.into())?,
            exact::mul(unit.price, pieces.saturating_sub(leaving).into())?,
        ),
        TakesPart::Always | TakesPart::For(_) | TakesPart::Never => exact::mul(unit.price, pieces.into()),
    }
}
