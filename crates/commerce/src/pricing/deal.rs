//! What buy X get Y and bundles take off the lines that take part in them.

use super::{PricingError, exact};
use crate::money::round_to_minor;
use crate::promotion::Effect;
use crate::sharing::share;
use crate::{Currency, Sku};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A line that takes part.
#[derive(Clone)]
pub(super) struct Member<'a> {
    /// Its place in the basket.
    pub line: usize,
    pub sku: &'a Sku,
    pub id: i64,
    pub quantity: u32,
    /// Which part of a set it is; 0 where sets have no parts.
    pub part: usize,
    /// Of one piece, rounded.
    pub price: Decimal,
    /// What other promotions have left of the line: no more can be taken off.
    pub left: Decimal,
    /// What the line costs here, before anything is taken off, above its contract (below zero where that is dearer);
    /// none where no contract is given up.
    pub excess: Option<Decimal>,
    /// What is taken off the line.
    pub off: Decimal,
    /// The pieces whose reduction `off` is.
    pub reduced: u64,
}

impl Member<'_> {
    /// By SKU, then by identifier, so that the order of lines does not matter.
    pub fn by_name(&self, other: &Self) -> Ordering {
        self.sku.cmp(other.sku).then(self.id.cmp(&other.id))
    }

    /// Cheapest first.
    pub fn by_price(&self, other: &Self) -> Ordering {
        self.price.cmp(&other.price).then_with(|| self.by_name(other))
    }
}

/// A promotion on several pieces, ready to be worked out.
pub(super) enum Deal {
    /// Of every `set` pieces the cheapest `get` are reduced.
    Cheapest { set: u64, get: u64, percent: Decimal },
    /// Sets of these SKUs (as compared), so many pieces of each, at one price.
    Bundle { parts: Vec<(String, u32)>, price: Decimal },
}

impl Deal {
    /// None where the effect is not on several pieces.
    pub fn of(effect: &Effect) -> Option<Self> {
        match effect {
            Effect::BuyXGetY { buy, get, percent } => {
                Some(Self::Cheapest { set: u64::from(*buy) + u64::from(*get), get: (*get).into(), percent: *percent })
            }
            Effect::Bundle { skus, price } => {
                let mut parts: BTreeMap<String, u32> = BTreeMap::new();
                skus.iter().for_each(|sku| *parts.entry(sku.key()).or_default() += 1);
                Some(Self::Bundle { parts: parts.into_iter().collect(), price: price.amount() })
            }
            Effect::Percentage { .. }
            | Effect::FixedAmount { .. }
            | Effect::FixedPrice { .. }
            | Effect::FreeShipping
            | Effect::Gift { .. } => None,
        }
    }

    /// Which part of a set a SKU is; none where it belongs to none.
    pub fn part<'k>(&self, key: impl FnOnce() -> &'k str) -> Option<usize> {
        match self {
            Self::Cheapest { .. } => Some(0),
            Self::Bundle { parts, .. } => {
                let key = key();
                parts.iter().position(|(part, _)| part == key)
            }
        }
    }

    /// Works out what is taken off each member; they come cheapest first.
    pub fn work_out(&self, members: &mut [Member<'_>], currency: Currency) -> Result<(), PricingError> {
        match self {
            Self::Cheapest { set, get, percent } => cheapest(members, (*set, *get, *percent), currency),
            Self::Bundle { parts, price } => bundle(members, parts, *price, currency),
        }
    }
}

fn cheapest(
    members: &mut [Member<'_>],
    (set, get, percent): (u64, u64, Decimal),
    currency: Currency,
) -> Result<(), PricingError> {
    let pieces: u64 = members.iter().map(|member| u64::from(member.quantity)).sum();
    let mut reduced = pieces.checked_div(set).unwrap_or(0) * get;
    for member in members {
        let here = reduced.min(member.quantity.into());
        reduced -= here;
        // From one try to the next most stay as they are, and counting is much quicker than working out.
        if member.reduced != here {
            let worth = exact::mul(member.price, here.into())?;
            let off = round_to_minor(exact::percent_of(worth, percent)?, currency);
            member.off = off.min(member.left).max(Decimal::ZERO);
            member.reduced = here;
        }
    }
    Ok(())
}

/// One of each together at one price, as often as there are full sets.
fn bundle(
    members: &mut [Member<'_>],
    parts: &[(String, u32)],
    price: Decimal,
    currency: Currency,
) -> Result<(), PricingError> {
    members.iter_mut().for_each(|member| member.off = Decimal::ZERO);
    let mut found = Vec::with_capacity(parts.len());
    for (part, (_, each)) in parts.iter().enumerate() {
        let Some(at) = members.iter().position(|member| member.part == part) else { return Ok(()) };
        found.push((at, *each));
    }
    let Some(sets) = found.iter().map(|(at, each)| members[*at].quantity / each).min() else { return Ok(()) };
    let mut weights = Vec::with_capacity(found.len());
    for (at, each) in &found {
        weights.push(exact::mul(members[*at].price, (*each).into())?);
    }
    // Nothing is given beyond what a set is worth.
    let saving = exact::sub(weights.iter().copied().sum(), price.max(Decimal::ZERO))?;
    if sets == 0 || saving <= Decimal::ZERO {
        return Ok(());
    }
    let whole = round_to_minor(exact::mul(saving, sets.into())?, currency);
    let ranks: Vec<&str> = found.iter().map(|(at, _)| members[*at].sku.as_str()).collect();
    let shares = share(whole, &weights, &ranks, currency.minor_digits());
    for ((at, _), off) in found.into_iter().zip(shares) {
        members[at].off = off.min(members[at].left).max(Decimal::ZERO);
    }
    Ok(())
}
