//! What one piece costs: base, contract, quantity, promotions of one piece, payment term.

use super::fraction::Fraction;
use super::promotions::{Conditions, applies_at, in_order};
use giano_commerce::pricing::{ContractPrice, ContractTerms, Item, LineInput, ListOwner, PricingContext};
use giano_commerce::promotion::{Effect, Promotion, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, Face};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A price that a piece may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// In minor units, after the term, rounded: what is charged.
    pub unit: i128,
    /// Positions of the promotions that make it.
    pub promotions: BTreeSet<usize>,
}

/// The prices that the pieces of a SKU may have.
#[derive(Debug, Clone, Default)]
pub struct Prices {
    /// Of a piece that takes no part in promotions on several pieces: the contract's, or an exclusive promotion's.
    pub alone: Option<Price>,
    /// Of a piece that may take part in them: that with the most off first, then that without any promotion of one
    /// piece, where that is another.
    pub open: Vec<Price>,
}

/// VAT of a class in a country, in per cent. Exempt goods bear none.
pub fn rate(context: &PricingContext, country: Country, class: VatClass) -> Decimal {
    if class == VatClass::Exempt {
        return Decimal::ZERO;
    }
    let found = context.rates.iter().find(|rate| rate.country == country && rate.class == class);
    found.expect("the rate is given").percent
}

/// Step 1. At home the consumer price; for business the net list price, or the consumer price less the home country's
/// VAT.
pub fn base(context: &PricingContext, item: &Item) -> Fraction {
    match (context.face, item.list_price) {
        (Face::Home, _) => Fraction::minor(item.home_price),
        (Face::Business, Some(list)) => Fraction::minor(list),
        (Face::Business, None) => {
            let with_vat = Fraction::of(rate(context, context.home_country, item.vat_class)) + Fraction::whole(100);
            (Fraction::minor(item.home_price) * Fraction::whole(100)).over(with_vat)
        }
    }
}

/// Pieces that count for a tier: of the SKU on whatever lines, or of all variants of the product.
fn counted(lines: &[LineInput], item: &Item, mix_and_match: bool) -> u32 {
    let counts = |other: &Item| if mix_and_match { other.product == item.product } else { other.sku == item.sku };
    lines.iter().filter(|line| counts(&line.item)).map(|line| line.quantity.get()).sum()
}

/// Step 3 for the public: the tier with the greatest minimum not above the quantity. Tiers are of the net list price.
fn public(context: &PricingContext, lines: &[LineInput], item: &Item) -> Fraction {
    let counted = counted(lines, item, item.mix_and_match);
    let tier = item.tiers.iter().filter(|tier| tier.minimum <= counted).max_by_key(|tier| tier.minimum);
    match (context.face, tier) {
        (Face::Business, Some(tier)) => Fraction::minor(tier.price),
        (Face::Business, None) | (Face::Home, _) => base(context, item),
    }
}

/// Steps 2 and 3: what the company's own list says at this quantity, else its group's. Of several lists of one owner the
/// cheapest holds, among equals a firm one.
fn contract(context: &PricingContext, lines: &[LineInput], item: &Item) -> Option<(Fraction, bool)> {
    if context.face == Face::Home {
        return None;
    }
    let in_this_currency = |entry: &ContractPrice| match &entry.price {
        ContractTerms::Fixed { price } => price.currency() == context.currency,
        ContractTerms::PercentOff { .. } => true,
    };
    let holds_now = |entry: &&ContractPrice| {
        entry.valid_from.is_none_or(|from| from <= context.now)
            && entry.valid_until.is_none_or(|until| context.now < until)
    };
    // Of two entries of a list for one minimum the one that began last has taken the other's place, reached or not.
    let replaced = |entry: &ContractPrice| {
        let same = |other: &&ContractPrice| {
            (other.owner, &other.list, other.minimum) == (entry.owner, &entry.list, entry.minimum)
        };
        item.contract.iter().filter(same).filter(holds_now).any(|other| other.valid_from > entry.valid_from)
    };
    let of = |owner: ListOwner| {
        let lists: BTreeSet<&str> =
            item.contract.iter().filter(|entry| entry.owner == owner).map(|entry| entry.list.as_str()).collect();
        let prices = lists.into_iter().filter_map(|list| {
            let entry = item
                .contract
                .iter()
                .filter(|entry| entry.owner == owner && entry.list == list && in_this_currency(entry))
                .filter(holds_now)
                .filter(|entry| !replaced(entry))
                .filter(|entry| entry.minimum <= counted(lines, item, entry.mix_and_match))
                .max_by_key(|entry| entry.minimum)?;
            let price = match &entry.price {
                ContractTerms::Fixed { price } => Fraction::minor(*price),
                ContractTerms::PercentOff { percent } => base(context, item).less_percent(*percent),
            };
            Some((price, entry.firm))
        });
        prices.min_by_key(|(price, firm)| (*price, !firm))
    };
    of(ListOwner::Company).or_else(|| of(ListOwner::Group))
}

/// Step 5: the term adjusts the unit price, which is then rounded.
fn charged(context: &PricingContext, price: Fraction) -> i128 {
    match (context.face, &context.term) {
        (Face::Business, Some(term)) => price.less_percent(-term.adjustment_percent).rounded(),
        (Face::Business, None) | (Face::Home, _) => price.rounded(),
    }
}

/// What a guest pays for a piece without promotions, and whether a firm contract holds for this buyer.
pub fn without_promotions(context: &PricingContext, lines: &[LineInput], item: &Item) -> (i128, bool) {
    let firm = contract(context, lines, item).is_some_and(|(_, firm)| firm);
    (charged(context, public(context, lines, item)), firm)
}

/// Whether a promotion is of one piece: what it gives does not depend on other pieces.
pub fn is_of_one_piece(promotion: &Promotion) -> bool {
    match promotion.effect {
        Effect::FixedPrice { .. } => true,
        Effect::Percentage { .. } | Effect::FixedAmount { .. } => promotion.scope != Scope::Order,
        Effect::BuyXGetY { .. } | Effect::Bundle { .. } | Effect::FreeShipping | Effect::Gift { .. } => false,
    }
}

fn after(effect: &Effect, price: Fraction) -> Fraction {
    match effect {
        Effect::Percentage { percent } => price.less_percent(*percent),
        Effect::FixedAmount { amount } => (price - Fraction::minor(*amount)).max(Fraction::ZERO),
        Effect::FixedPrice { price: fixed } => Fraction::minor(*fixed).max(Fraction::ZERO),
        Effect::BuyXGetY { .. } | Effect::Bundle { .. } | Effect::FreeShipping | Effect::Gift { .. } => price,
    }
}

/// Promotions by priority, each on what the ones before left. One that takes nothing off is as if it were not there; an
/// exclusive one comes neither after another nor before one.
fn promoted(context: &PricingContext, promotions: &[usize], public: Fraction) -> (Fraction, BTreeSet<usize>, bool) {
    let (mut price, mut applied, mut exclusive) = (public, BTreeSet::new(), false);
    for at in promotions {
        let promotion = &context.promotions[*at];
        let is_exclusive = promotion.stacking == Stacking::Exclusive;
        let reduced = after(&promotion.effect, price);
        if exclusive || (is_exclusive && !applied.is_empty()) || reduced >= price {
            continue;
        }
        price = reduced;
        exclusive = is_exclusive;
        applied.insert(*at);
    }
    (price, applied, exclusive)
}

/// Step 4 for one piece, over every choice of the promotions that have a condition.
pub fn prices(context: &PricingContext, lines: &[LineInput], item: &Item, conditions: &Conditions) -> Prices {
    let contract = contract(context, lines, item);
    if let Some((price, true)) = contract {
        let price = Price { unit: charged(context, price), promotions: BTreeSet::new() };
        return Prices { alone: Some(price), open: Vec::new() };
    }
    let public = public(context, lines, item);
    let eligible: Vec<usize> = in_order(context)
        .into_iter()
        .filter(|at| is_of_one_piece(&context.promotions[*at]) && applies_at(&context.promotions[*at], item))
        .filter(|at| conditions.met[*at])
        .collect();
    let (with, without): (Vec<usize>, Vec<usize>) = eligible.iter().partition(|at| conditions.has_any[**at]);
    let choices = super::subsets(&with).into_iter().map(|chosen| {
        let taken = |at: &&usize| without.contains(*at) || chosen.contains(*at);
        promoted(context, &eligible.iter().filter(taken).copied().collect::<Vec<_>>(), public)
    });
    let mut choices: Vec<(Fraction, BTreeSet<usize>, bool)> = choices.collect();
    // The lowest first; among equals one that leaves a part in promotions on several pieces, then the fewest promotions.
    choices.sort_by_key(|(price, applied, exclusive)| (*price, *exclusive, applied.len(), applied.clone()));
    let price = |price: Fraction, promotions: &BTreeSet<usize>| Price {
        unit: charged(context, price),
        promotions: promotions.clone(),
    };
    let lowest = choices[0].0;
    let open: Vec<&(Fraction, BTreeSet<usize>, bool)> = choices.iter().filter(|(.., exclusive)| !exclusive).collect();
    let plain = open.iter().skip(1).find(|(_, applied, _)| applied.is_empty() && !open[0].1.is_empty());
    let open = open.first().into_iter().chain(plain);
    let alone = match (contract, &choices[0]) {
        (Some((agreed, _)), _) if agreed <= lowest => Some(price(agreed, &BTreeSet::new())),
        (_, (exclusive_price, applied, true)) => Some(price(*exclusive_price, applied)),
        (_, (_, _, false)) => None,
    };
    Prices { alone, open: open.map(|(at, applied, _)| price(*at, applied)).collect() }
}
