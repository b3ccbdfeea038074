//! Promotions on several pieces together: buy X get Y, and bundles.
//!
//! They work on the rounded unit prices. Lines whose price a contract made do not take part: a contract's price is
//! agreed per piece.

use super::applicable::{Applicable, Candidate, Scopes, Stage, stage};
use super::unit::{Firm, Unit};
use super::{LineInput, PricingContext, PricingError, Verdict, exact};
use crate::Sku;
use crate::money::round_to_minor;
use crate::promotion::{Effect, Stacking};
use crate::sharing::share;
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// What group promotions take off each line, with the promotions that do.
pub(super) struct GroupDiscounts {
    pub off: Vec<Decimal>,
    pub by: Vec<Vec<(usize, Decimal)>>,
    /// Lines that an exclusive group promotion holds.
    pub exclusive: Vec<bool>,
}

/// Applies the group promotions in their order.
pub(super) fn discounts(
    context: &PricingContext,
    promotions: &mut Applicable<'_>,
    lines: &[LineInput],
    scopes: &Scopes,
    units: &[Unit],
) -> Result<GroupDiscounts, PricingError> {
    let keys: OnceCell<Vec<String>> = OnceCell::new();
    let mut found = GroupDiscounts {
        off: vec![Decimal::ZERO; lines.len()],
        by: vec![Vec::new(); lines.len()],
        exclusive: vec![false; lines.len()],
    };
    for index in 0..promotions.all.len() {
        let candidate = &promotions.all[index];
        let promotion = candidate.promotion;
        if stage(promotion) != Stage::Group || !candidate.unlocked || candidate.missing.is_some() {
            continue;
        }
        let alone = promotion.stacking == Stacking::Exclusive;
        let free = |line: usize| {
            let touched = !units[line].promotions.is_empty() || !found.by[line].is_empty();
            let taken = units[line].exclusive || found.exclusive[line] || (alone && touched);
            units[line].contract.is_none() && !taken
        };
        let mut members: Vec<usize> =
            (0..lines.len()).filter(|line| scopes.of(*line).contains(&index) && free(*line)).collect();
        // Cheapest first, ties by SKU and line, so that the order of lines does not matter.
        members.sort_unstable_by(|a, b| {
            let key = |line: usize| (units[line].price, &lines[line].item.sku, lines[line].id);
            key(*a).cmp(&key(*b))
        });
        let offs = match &promotion.effect {
            Effect::BuyXGetY { buy, get, percent } => {
                buy_x_get_y(context, lines, units, &members, (*buy, *get, *percent))?
            }
            Effect::Bundle { skus, price } => {
                let keys = keys.get_or_init(|| lines.iter().map(|line| line.item.sku.key()).collect());
                bundle(context, lines, units, (&members, keys), skus, price.amount())?
            }
            Effect::Percentage { .. }
            | Effect::FixedAmount { .. }
            | Effect::FixedPrice { .. }
            | Effect::FreeShipping
            | Effect::Gift { .. } => continue,
        };
        for (line, off) in offs {
            let left = exact::mul(units[line].price, lines[line].quantity.get().into())? - found.off[line];
            let off = off.min(left).max(Decimal::ZERO);
            if !off.is_zero() {
                found.off[line] += off;
                found.by[line].push((index, off));
                found.exclusive[line] |= alone;
                promotions.all[index].applied = true;
            }
        }
    }
    Ok(found)
}

/// Why a group promotion did not even look at a line of its scope; none where it did, or is of another stage.
pub(super) fn why_not(candidate: &Candidate<'_>, unit: &Unit) -> Option<Verdict> {
    if stage(candidate.promotion) != Stage::Group {
        None
    } else if !candidate.unlocked {
        Some(Verdict::NeedsCoupon)
    } else if candidate.missing.is_some() {
        Some(Verdict::BelowMinimum)
    } else if let Some(Firm(firm)) = unit.contract {
        Some(if firm { Verdict::ContractFirm } else { Verdict::Outranked })
    } else {
        unit.exclusive.then_some(Verdict::Excluded)
    }
}

/// Of every `buy + get` pieces the cheapest `get` are reduced.
fn buy_x_get_y(
    context: &PricingContext,
    lines: &[LineInput],
    units: &[Unit],
    members: &[usize],
    (buy, get, percent): (u32, u32, Decimal),
) -> Result<Vec<(usize, Decimal)>, PricingError> {
    let set = u64::from(buy) + u64::from(get);
    let pieces: u64 = members.iter().map(|line| u64::from(lines[*line].quantity.get())).sum();
    let mut reduced = pieces.checked_div(set).unwrap_or(0) * u64::from(get);
    let mut offs = Vec::new();
    for &line in members {
        let here = reduced.min(lines[line].quantity.get().into());
        if here == 0 {
            break;
        }
        reduced -= here;
        let worth = exact::mul(units[line].price, here.into())?;
        let off = round_to_minor(exact::percent_of(worth, percent)?, context.currency);
        offs.push((line, off));
    }
    Ok(offs)
}

/// One of each SKU together at one price, as often as there are full sets.
fn bundle(
    context: &PricingContext,
    lines: &[LineInput],
    units: &[Unit],
    (members, keys): (&[usize], &[String]),
    skus: &[Sku],
    price: Decimal,
) -> Result<Vec<(usize, Decimal)>, PricingError> {
    let mut wanted: BTreeMap<String, u32> = BTreeMap::new();
    for sku in skus {
        *wanted.entry(sku.key()).or_default() += 1;
    }
    let mut parts = Vec::with_capacity(wanted.len());
    for (key, each) in &wanted {
        let Some(line) = members.iter().copied().find(|line| keys[*line] == *key) else {
            return Ok(Vec::new());
        };
        parts.push((line, *each));
    }
    let Some(sets) = parts.iter().map(|(line, each)| lines[*line].quantity.get() / each).min() else {
        return Ok(Vec::new());
    };
    let mut weights = Vec::with_capacity(parts.len());
    for (line, each) in &parts {
        weights.push(exact::mul(units[*line].price, (*each).into())?);
    }
    let saving = exact::sub(weights.iter().copied().sum(), price)?;
    if sets == 0 || saving <= Decimal::ZERO {
        return Ok(Vec::new());
    }
    let whole = round_to_minor(exact::mul(saving, sets.into())?, context.currency);
    let ranks: Vec<&str> = parts.iter().map(|(line, _)| lines[*line].item.sku.as_str()).collect();
    let shares = share(whole, &weights, &ranks, context.currency.minor_digits());
    Ok(parts.into_iter().map(|(line, _)| line).zip(shares).collect())
}
