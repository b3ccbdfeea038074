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
mod input;
mod order_level;
mod outcome;
mod tier;
mod trace;
mod unit;
mod vat;

pub use input::*;
pub use outcome::*;

use crate::catalog::{ProductId, VariantId};
use crate::money::round_to_minor;
use crate::promotion::Promotion;
use crate::{Face, Money};
use applicable::{Applicable, Scopes, Stage, stage};
use by_id::ById;
use group::{Basket, GroupDiscounts};
use rust_decimal::Decimal;
use unit::{Contracts, Counted, Unit};

/// Prices a basket: base, contract, quantity, promotion, payment timing, order level, shipping, VAT, in this order.
///
/// # Errors
/// [`PricingError`] where the input contradicts itself; never because of what a customer chose.
pub fn price(context: &PricingContext, lines: &[LineInput]) -> Result<PricedBasket, PricingError> {
    let counts = Counts::of(context.face, lines);
    let mut promotions = Applicable::new(context);
    let scopes = promotions.scopes(lines);
    let unpromoted = worth_before_promotions(context, &promotions, lines, &counts)?;
    promotions.check_minimums(&[Stage::Piece, Stage::Group], lines, &scopes, &unpromoted)?;

    let mut units = Vec::with_capacity(lines.len());
    let mut traces = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let scope = scopes.of(at);
        // Base, tier, contracts, promotions, term and rounding, if all of them have something to say.
        let mut trace = Vec::with_capacity(4 + scope.len() + line.item.contract.len().min(4));
        let counted = counts.around(line);
        let compared = Contracts::Compared;
        units.push(unit::unit_price(context, &promotions, scope, &line.item, &counted, compared, Some(&mut trace))?);
        traces.push(trace);
    }
    let basket = Basket { context, promotions: &promotions, scopes: &scopes, counts: &counts, lines };
    let grouped = group::discounts(&basket, &mut units)?;
    for line in &grouped.freed {
        // The contract lost after all, and that is another story.
        traces[*line].clear();
        units[*line] = basket.without_contract(*line, Some(&mut traces[*line]))?;
    }
    let of_pieces = units.iter().flat_map(|unit| &unit.promotions);
    let of_groups = grouped.by.iter().flatten().filter(|(_, off)| !off.is_zero()).map(|(index, _)| index);
    for index in of_pieces.chain(of_groups) {
        promotions.all[*index].applied = true;
    }
    let mut totals = Vec::with_capacity(lines.len());
    for ((line, unit), off) in lines.iter().zip(&units).zip(&grouped.off) {
        // All of it is rounded already; only a zero may have lost its digits.
        let mut total = exact::sub(gross(line, unit)?, *off)?;
        total.rescale(context.currency.minor_digits());
        totals.push(total);
    }

    promotions.check_minimums(&[Stage::Order], lines, &scopes, &totals)?;
    let order = order_level::discounts(context, &mut promotions, lines, &units, &totals)?;
    let gifts = order_level::gifts(&mut promotions);
    let payable: Vec<Decimal> = totals.iter().zip(&order.shares).map(|(total, share)| total - share).collect();
    let weight_grams = lines
        .iter()
        .map(|line| u64::from(line.item.weight_grams) * u64::from(line.quantity.get()))
        .fold(0, u64::saturating_add);
    let shipping = order_level::shipping(context, &mut promotions, sum(&payable)?, weight_grams)?;
    let coupons = order_level::coupons(context, &promotions);
    let shipping_price = shipping.as_ref().map_or(Decimal::ZERO, |shipping| shipping.price.amount());
    let vat = vat::vat(context, lines, &payable, shipping_price)?;

    let saved = saved(lines, &units, &grouped.off, &order.shares)?;
    let of_lines = OfLines { scopes: &scopes, grouped: &grouped, shared: &order.by };
    trace_the_rest(context, &promotions, &units, lines, &of_lines, &mut traces)?;
    let money = |amount| Money::new(round_to_minor(amount, context.currency), context.currency);
    let goods = money(sum(&totals)?);
    let total = money(exact::add(vat.net, vat.tax)?);
    let priced = lines.iter().zip(units).zip(traces).enumerate().map(|(at, ((line, unit), trace))| PricedLine {
        id: line.id,
        sku: line.item.sku.clone(),
        quantity: line.quantity,
        base: Money::new(unit.base, context.currency),
        unit: Money::new(unit.price, context.currency),
        total: Money::new(totals[at], context.currency),
        order_discount: Money::new(order.shares[at], context.currency),
        tier: unit.tier,
        vat_percent: vat.line_percents[at],
        trace,
    });
    Ok(PricedBasket {
        face: context.face,
        lines: priced.collect(),
        gifts,
        goods,
        discounts: order.list,
        saved: money(saved),
        shipping,
        coupons,
        treatment: context.vat.clone(),
        vat: vat.parts,
        net: money(vat.net),
        tax: money(vat.tax),
        total,
        schedule: match (context.face, &context.term) {
            (Face::Business, Some(term)) => Some(term.schedule(total, context.today)),
            (Face::Home, _) | (Face::Business, None) => None,
        },
        weight_grams,
    })
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

/// What minimums of promotions are measured by: prices after contract and tier, before any promotion.
fn worth_before_promotions(
    context: &PricingContext,
    promotions: &Applicable<'_>,
    lines: &[LineInput],
    counts: &Counts,
) -> Result<Vec<Decimal>, PricingError> {
    if promotions.all.iter().all(|candidate| candidate.promotion.minimum_amount.is_none()) {
        return Ok(vec![Decimal::ZERO; lines.len()]);
    }
    lines
        .iter()
        .map(|line| {
            let counted = counts.around(line);
            let unit = unit::unit_price(context, promotions, &[], &line.item, &counted, Contracts::Compared, None)?;
            gross(line, &unit)
        })
        .collect()
}

fn gross(line: &LineInput, unit: &Unit) -> Result<Decimal, PricingError> {
    exact::mul(unit.price, line.quantity.get().into())
}

fn sum(amounts: &[Decimal]) -> Result<Decimal, PricingError> {
    amounts.iter().try_fold(Decimal::ZERO, |sum, amount| exact::add(sum, *amount))
}

/// What promotions took off pieces, lines and order.
fn saved(
    lines: &[LineInput],
    units: &[Unit],
    grouped: &[Decimal],
    shares: &[Decimal],
) -> Result<Decimal, PricingError> {
    let mut saved = exact::add(sum(grouped)?, sum(shares)?)?;
    for (line, unit) in lines.iter().zip(units) {
        // Below zero where a contract was given up: then the line costs less, and each piece before that more.
        let each = exact::sub(unit.regular, unit.price)?;
        if !each.is_zero() {
            saved = exact::add(saved, exact::mul(each, line.quantity.get().into())?)?;
        }
    }
    Ok(saved)
}

/// What happened to whole lines: promotions in whose scope each stands, and what some of them took off.
struct OfLines<'a> {
    scopes: &'a Scopes,
    grouped: &'a GroupDiscounts,
    shared: &'a [Vec<(usize, Decimal)>],
}

/// Adds to the traces what happened to whole lines; amounts there are those of the line, not of the piece.
fn trace_the_rest(
    context: &PricingContext,
    promotions: &Applicable<'_>,
    units: &[Unit],
    lines: &[LineInput],
    of_lines: &OfLines<'_>,
    traces: &mut [Vec<Step>],
) -> Result<(), PricingError> {
    let money = |amount| Money::new(amount, context.currency);
    let OfLines { scopes, grouped, shared } = of_lines;
    let any_group = promotions.all.iter().any(|candidate| stage(candidate.promotion) == Stage::Group);
    for (at, trace) in traces.iter_mut().enumerate() {
        let done = &grouped.by[at];
        if any_group {
            let whole = gross(&lines[at], &units[at])?;
            for index in scopes.of(at).iter().filter(|index| done.iter().all(|(done, _)| done != *index)) {
                let candidate = &promotions.all[*index];
                if let Some(tried) = grouped.why_not(*index, candidate, at, &units[at], whole) {
                    let Promotion { id, name, .. } = candidate.promotion;
                    let rule = Rule::Promotion { id: *id, name: name.clone() };
                    let (before, after) = (money(tried.before), money(tried.after));
                    trace.push(Step { rule, before, after, verdict: tried.verdict });
                }
            }
        }
        if done.is_empty() && shared[at].is_empty() {
            continue;
        }
        let mut left = gross(&lines[at], &units[at])?;
        let mut note = |off: Decimal, rule: Rule| {
            let step = Step { rule, before: money(left), after: money(left - off), verdict: Verdict::Won };
            left -= off;
            trace.push(step);
        };
        for (index, off) in done {
            let promotion = promotions.all[*index].promotion;
            note(*off, Rule::Promotion { id: promotion.id, name: promotion.name.clone() });
        }
        for (index, off) in &shared[at] {
            let promotion = promotions.all[*index].promotion;
            note(*off, Rule::OrderShare { id: promotion.id, name: promotion.name.clone() });
        }
    }
    Ok(())
}
