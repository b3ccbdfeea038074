//! What a basket costs, and why.
//!
//! [`price`] is the one function that prices: the browser calls it for an instant answer, the server for the
//! authoritative one, and both agree to the cent.

mod applicable;
mod buy_x_get_y;
mod by_id;
mod contract;
mod deal;
mod exact;
mod group;
mod hint;
mod input;
mod leaving;
mod left_out;
mod order_level;
mod outcome;
mod per_piece;
mod steps;
mod tell;
mod tier;
mod trace;
mod unit;
mod vat;
mod worked_out;

pub use hint::price_breaks;
pub use input::*;
pub use outcome::*;

use crate::catalog::{ProductId, VariantId};
use crate::money::round_to_minor;
use crate::{Face, Money};
use applicable::{Applicable, Scopes};
use by_id::ById;
use per_piece::Around;
use rust_decimal::Decimal;
use steps::Steps;
use unit::{Counted, Piece, Unit};
use worked_out::WorkedOut;

/// Prices a basket: base, contract, quantity, promotion, payment timing, order level, shipping, VAT, in this order.
///
/// Among all that a basket could cost the lowest is charged, within what the promotions allow: pieces leave a contract for
/// a promotion on several pieces one by one, and a promotion with a code or a minimum is left out where the basket costs
/// less without it (its lower prices might miss the sum for free delivery). How far that is searched is bounded for the
/// whole pricing (see `steps`); what is not tried for it is said in `group`, `leaving` and `left_out`.
///
/// # Errors
/// [`PricingError`] where the input contradicts itself; never because of what a customer chose.
pub fn price(context: &PricingContext, lines: &[LineInput]) -> Result<PricedBasket, PricingError> {
    let chosen = context.shipping.as_ref().map(|shipping| (shipping, ShippingKind::Chosen));
    price_with(context, lines, chosen)
}

/// Prices what somebody is about to order, as [`price`] does, with a delivery in it from the first: the chosen one, else the
/// usual one, which is where every checkout begins. So the total does not grow on the way there, and
/// [`PricedShipping::kind`] says which of the two it is. Where there are no goods nothing is delivered.
///
/// # Errors
/// As [`price`].
pub fn price_basket(context: &PricingContext, lines: &[LineInput]) -> Result<PricedBasket, PricingError> {
    let chosen = context.shipping.as_ref().map(|shipping| (shipping, ShippingKind::Chosen));
    let usual = context.usual_shipping.as_ref().map(|shipping| (shipping, ShippingKind::Usual));
    price_with(context, lines, chosen.or(usual).filter(|_| !lines.is_empty()))
}

fn price_with(
    context: &PricingContext,
    lines: &[LineInput],
    delivery: Option<(&Shipping, ShippingKind)>,
) -> Result<PricedBasket, PricingError> {
    let mut pricing = Pricing::new(context, lines, delivery)?;
    let mut traces: Vec<Vec<Step>> = Vec::with_capacity(lines.len());
    // The other half is for looking whether it costs less without some promotions.
    let half = pricing.steps.left() / 2;
    let mut worked_out = pricing.steps.within(half, || WorkedOut::new(&pricing, Some(&mut traces)))?;
    if let Some((left_out, better)) = left_out::without_some(&mut pricing, &worked_out)? {
        pricing.leave_out(&left_out);
        traces.clear();
        // Once more, for the traces.
        pricing.units(Some(&mut traces))?;
        worked_out = better;
    }
    worked_out.finished(&pricing, traces)
}

/// A basket with what is found once for all ways of pricing it.
struct Pricing<'a> {
    context: &'a PricingContext,
    lines: &'a [LineInput],
    /// The delivery that is priced with the goods.
    delivery: Option<(&'a Shipping, ShippingKind)>,
    promotions: Applicable<'a>,
    scopes: Scopes,
    counts: Counts,
    /// How far it may still be searched.
    steps: Steps,
}

impl<'a> Pricing<'a> {
    fn new(
        context: &'a PricingContext,
        lines: &'a [LineInput],
        delivery: Option<(&'a Shipping, ShippingKind)>,
    ) -> Result<Self, PricingError> {
        let promotions = Applicable::new(context);
        let scopes = promotions.scopes(lines);
        let counts = Counts::of(context.face, lines);
        let mut pricing = Self { context, lines, delivery, promotions, scopes, counts, steps: Steps::of_a_pricing() };
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

fn sum(amounts: &[Decimal]) -> Result<Decimal, PricingError> {
    amounts.iter().try_fold(Decimal::ZERO, |sum, amount| exact::add(sum, *amount))
}
