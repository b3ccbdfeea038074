//! The price of one piece: base, contract, tier, promotions per piece, payment timing.

use super::applicable::{Applicable, Stage, stage};
use super::exact::{self, HUNDRED};
use super::trace::Trace;
use super::{
    ContractTerms, Item, PricingContext, PricingError, Rounded, Rule, Step, TierHint, Verdict, contract, tier,
};
use crate::money::round_to_minor;
use crate::promotion::{Effect, Stacking};
use crate::{Face, Money};
use rust_decimal::Decimal;

/// The price of one piece with what later stages have to know of it.
pub(super) struct Unit {
    /// Before contract, tier, promotion and term.
    pub base: Decimal,
    /// Rounded.
    pub price: Decimal,
    /// What it would be without promotions, rounded: by the contract also where that lost against one.
    pub regular: Decimal,
    /// Promotions per piece that made it.
    pub promotions: Vec<usize>,
    /// Whether one of those excludes all others.
    pub exclusive: bool,
    /// Whether a price list made it, and whether that is firm.
    pub contract: Option<Firm>,
    pub tier: Option<TierHint>,
}

/// Whether a contract's price is firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Firm(pub bool);

/// What is to be done with prices agreed with a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contracts {
    /// The lower of contract and promotions per piece wins.
    Compared,
    /// They lose: a promotion on several pieces together is cheaper, or is asked whether it would be.
    GivenUp,
}

/// What is known of a line's surroundings.
pub(super) struct Counted {
    /// Pieces of the variant in the basket.
    pub variant: u32,
    /// Pieces of all variants of the product in the basket.
    pub product: u32,
}

impl Counted {
    pub fn pieces(&self, mix_and_match: bool) -> u32 {
        if mix_and_match { self.product } else { self.variant }
    }
}

/// Prices one piece of an item, writing every rule considered into `trace`.
pub(super) fn unit_price(
    context: &PricingContext,
    promotions: &Applicable<'_>,
    scope: &[usize],
    item: &Item,
    counted: &Counted,
    contracts: Contracts,
    trace: Option<&mut Vec<Step>>,
) -> Result<Unit, PricingError> {
    check_prices(context, item)?;
    let mut trace = Trace { steps: trace, currency: context.currency };
    let mut unit = match context.face {
        Face::Home => home(promotions, scope, item, &mut trace)?,
        Face::Business => business(context, promotions, scope, item, counted, contracts, &mut trace)?,
    };
    let exact_price = with_term(context, unit.price, &mut trace)?;
    unit.regular = round_to_minor(with_term_silently(context, unit.regular)?, context.currency);
    unit.price = exact::within_limit(round_to_minor(exact_price, context.currency))?;
    exact::within_limit(unit.regular)?;
    if unit.price != exact_price {
        trace.note(exact_price, unit.price, Verdict::Won, || Rule::Rounding { of: Rounded::Unit });
    }
    if let Some(hint) = &mut unit.tier
        && let Some(next) = hint.next
    {
        let more = Counted { variant: counted.variant.max(next), product: counted.product.max(next) };
        let silent = &mut Trace { steps: None, currency: context.currency };
        let at_next = business(context, promotions, scope, item, &more, contracts, silent)?;
        let price = round_to_minor(with_term_silently(context, at_next.price)?, context.currency);
        hint.next_unit = Some(Money::new(price, context.currency));
    }
    Ok(unit)
}

fn check_prices(context: &PricingContext, item: &Item) -> Result<(), PricingError> {
    let own = [Some(item.home_price), item.list_price];
    if let Some(price) = own.into_iter().flatten().find(|price| price.currency() != context.currency) {
        let (found, expected) = (price.currency(), context.currency);
        return Err(PricingError::Currency { sku: item.sku.clone(), found, expected });
    }
    let of_contracts = item.contract.iter().filter_map(|entry| match &entry.price {
        ContractTerms::Fixed { price } => Some(*price),
        ContractTerms::PercentOff { .. } => None,
    });
    let tiers = item.tiers.iter().map(|tier| tier.price);
    own.into_iter()
        .flatten()
        .chain(tiers)
        .chain(of_contracts)
        .try_for_each(|price| exact::within_limit(price.amount()).map(|_| ()))
}

fn home(
    promotions: &Applicable<'_>,
    scope: &[usize],
    item: &Item,
    trace: &mut Trace<'_>,
) -> Result<Unit, PricingError> {
    let base = item.home_price.amount();
    trace.note(base, base, Verdict::Won, || Rule::HomePrice);
    let reduced = per_piece(promotions, scope, base, trace)?;
    Ok(Unit {
        base,
        price: reduced.price,
        regular: base,
        promotions: reduced.won,
        exclusive: reduced.exclusive,
        contract: None,
        tier: None,
    })
}

fn business(
    context: &PricingContext,
    promotions: &Applicable<'_>,
    scope: &[usize],
    item: &Item,
    counted: &Counted,
    contracts: Contracts,
    trace: &mut Trace<'_>,
) -> Result<Unit, PricingError> {
    let base = match item.list_price {
        Some(list) => {
            trace.note(list.amount(), list.amount(), Verdict::Won, || Rule::ListPrice);
            list.amount()
        }
        None => {
            let percent = super::vat::rate(context, context.home_country, item.vat_class)?;
            let gross = item.home_price.amount();
            let net = exact::div(exact::mul(gross, HUNDRED)?, exact::add(HUNDRED, percent)?)?;
            trace.note(gross, net, Verdict::Won, || Rule::DerivedFromHome { vat_percent: percent });
            net
        }
    };
    let public = tier::public(item, counted, base, trace);
    let Some(contract) = contract::agreed(context, item, counted, base, trace)? else {
        let reduced = per_piece(promotions, scope, public.price, trace)?;
        return Ok(Unit {
            base,
            price: reduced.price,
            regular: public.price,
            promotions: reduced.won,
            exclusive: reduced.exclusive,
            contract: None,
            tier: public.hint,
        });
    };
    // The public tier was considered, but a price list of the company's goes before it.
    let tier = |rule: &Rule| matches!(rule, Rule::Tier { .. });
    trace.change(0, Verdict::Won, Verdict::Outranked, tier);
    if contract.firm {
        note_all(promotions, scope, contract.price, Verdict::ContractFirm, trace);
    } else {
        let before_promotions = trace.len();
        let reduced = per_piece(promotions, scope, public.price, trace)?;
        let cheaper = !reduced.won.is_empty() && reduced.price < contract.price;
        if cheaper || contracts == Contracts::GivenUp {
            trace.change(0, Verdict::Won, Verdict::Dearer, |rule| matches!(rule, Rule::Contract { .. }));
            trace.change(0, Verdict::Outranked, Verdict::Won, tier);
            return Ok(Unit {
                base,
                price: reduced.price,
                regular: contract.price,
                promotions: reduced.won,
                exclusive: reduced.exclusive,
                contract: None,
                tier: public.hint,
            });
        }
        trace.change(before_promotions, Verdict::Won, Verdict::Dearer, |_| true);
    }
    Ok(Unit {
        base,
        price: contract.price,
        regular: contract.price,
        promotions: Vec::new(),
        exclusive: false,
        contract: Some(Firm(contract.firm)),
        tier: contract.hint,
    })
}

struct Reduced {
    price: Decimal,
    won: Vec<usize>,
    exclusive: bool,
}

/// Applies the promotions per piece in their order to a price.
fn per_piece(
    promotions: &Applicable<'_>,
    scope: &[usize],
    start: Decimal,
    trace: &mut Trace<'_>,
) -> Result<Reduced, PricingError> {
    let mut reduced = Reduced { price: start, won: Vec::new(), exclusive: false };
    for &index in scope {
        let candidate = &promotions.all[index];
        let promotion = candidate.promotion;
        if stage(promotion) != Stage::Piece {
            continue;
        }
        let after = match &promotion.effect {
            Effect::Percentage { percent } => exact::percent_off(reduced.price, *percent)?,
            Effect::FixedAmount { amount } => exact::sub(reduced.price, amount.amount())?.max(Decimal::ZERO),
            Effect::FixedPrice { price } => price.amount().max(Decimal::ZERO),
            Effect::BuyXGetY { .. } | Effect::Bundle { .. } | Effect::FreeShipping | Effect::Gift { .. } => continue,
        };
        let alone = promotion.stacking == Stacking::Exclusive;
        let verdict = if !candidate.unlocked {
            Verdict::NeedsCoupon
        } else if candidate.missing.is_some() {
            Verdict::BelowMinimum
        } else if reduced.exclusive || (alone && !reduced.won.is_empty()) {
            Verdict::Excluded
        } else if after >= reduced.price {
            Verdict::Dearer
        } else {
            Verdict::Won
        };
        trace
            .note(reduced.price, after, verdict, || Rule::Promotion { id: promotion.id, name: promotion.name.clone() });
        if verdict == Verdict::Won {
            reduced.price = after;
            reduced.won.push(index);
            reduced.exclusive = alone;
        }
    }
    Ok(reduced)
}

fn note_all(promotions: &Applicable<'_>, scope: &[usize], price: Decimal, verdict: Verdict, trace: &mut Trace<'_>) {
    for &index in scope {
        let promotion = promotions.all[index].promotion;
        if stage(promotion) == Stage::Piece {
            trace.note(price, price, verdict, || Rule::Promotion { id: promotion.id, name: promotion.name.clone() });
        }
    }
}

fn with_term(context: &PricingContext, price: Decimal, trace: &mut Trace<'_>) -> Result<Decimal, PricingError> {
    let after = with_term_silently(context, price)?;
    if let (Face::Business, Some(term)) = (context.face, &context.term) {
        trace.note(price, after, Verdict::Won, || Rule::Term {
            code: term.code.clone(),
            name: term.name.clone(),
            percent: term.adjustment_percent,
        });
    }
    Ok(after)
}

fn with_term_silently(context: &PricingContext, price: Decimal) -> Result<Decimal, PricingError> {
    match (context.face, &context.term) {
        (Face::Business, Some(term)) => {
            Ok(exact::add(price, exact::percent_of(price, term.adjustment_percent)?)?.max(Decimal::ZERO))
        }
        (Face::Home, _) | (Face::Business, None) => Ok(price),
    }
}
