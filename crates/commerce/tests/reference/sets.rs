//! Promotions on several pieces: buy X get Y, and bundles.
//!
//! They see pieces, not lines: what lines a SKU's pieces stand on changes nothing. A piece that has a price alone (its
//! contract's, or an exclusive promotion's) may stay at it or take part; every other piece in scope takes part. All
//! choices are tried and the lowest sum of goods is taken.

use super::fraction::{Fraction, share_by};
use super::promotions::{Conditions, applies_at, in_order};
use super::unit::{Price, Prices};
use giano_commerce::pricing::{LineInput, PricingContext};
use giano_commerce::promotion::{Effect, Stacking};
use std::collections::BTreeSet;

/// Lines with what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// Unit prices of each line's pieces: one, or two where some of its pieces take part in a promotion on several.
    pub units: Vec<BTreeSet<i128>>,
    /// What each line costs, in minor units.
    pub totals: Vec<i128>,
    /// Positions of the promotions that took something off.
    pub promotions: BTreeSet<usize>,
}

/// The pieces of one SKU.
struct Kind {
    /// Its SKU as it is compared, without case.
    sku: String,
    /// Its lines' positions by the lines' identifiers, each as often as it has pieces.
    pieces: Vec<usize>,
    prices: Prices,
}

/// How many pieces of a SKU take part, and at which of its open prices.
#[derive(Clone, Copy)]
struct Part {
    pieces: usize,
    price: usize,
}

/// Every cheapest way to have the goods. More than one where it comes to the same which pieces take part.
pub fn cheapest(
    context: &PricingContext,
    lines: &[LineInput],
    conditions: &Conditions,
    prices: impl Fn(&LineInput) -> Prices,
) -> Vec<Goods> {
    let kinds = kinds(lines, prices);
    let sets: Vec<usize> = in_order(context)
        .into_iter()
        .filter(|at| context.promotions[*at].effect.is_on_several_pieces() && conditions.met[*at])
        .collect();
    let is_exclusive = |at: &usize| context.promotions[*at].stacking == Stacking::Exclusive;
    // Where none excludes another, each only ever takes something off: all are taken.
    let choices_of_sets =
        if sets.iter().any(is_exclusive) { super::subsets(&sets) } else { vec![sets.iter().copied().collect()] };
    let mut best: Option<(i128, usize, Vec<Goods>)> = None;
    for parts in choices_of_parts(&kinds, sets.iter().any(is_exclusive)) {
        for taken in &choices_of_sets {
            let taken: Vec<usize> = sets.iter().filter(|at| taken.contains(*at)).copied().collect();
            let goods = goods(context, lines, &kinds, &parts, &taken);
            // As few pieces as possible leave their contract.
            let rank = (goods.totals.iter().sum(), parts.iter().map(|part| part.pieces).sum());
            match &mut best {
                Some((total, pieces, all)) if (*total, *pieces) == rank => {
                    if !all.contains(&goods) {
                        all.push(goods);
                    }
                }
                Some((total, pieces, _)) if (*total, *pieces) < rank => {}
                Some(_) | None => best = Some((rank.0, rank.1, vec![goods])),
            }
        }
    }
    best.expect("there is always a choice").2
}

fn kinds(lines: &[LineInput], prices: impl Fn(&LineInput) -> Prices) -> Vec<Kind> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| (lines[*at].item.sku.key(), lines[*at].id));
    let mut kinds: Vec<Kind> = Vec::new();
    for at in order {
        let sku = lines[at].item.sku.key();
        if kinds.last().is_none_or(|kind| kind.sku != sku) {
            kinds.push(Kind { sku, pieces: Vec::new(), prices: prices(&lines[at]) });
        }
        let pieces = std::iter::repeat_n(at, usize::try_from(lines[at].quantity.get()).unwrap());
        kinds.last_mut().unwrap().pieces.extend(pieces);
    }
    kinds
}

/// Every choice of how many pieces of each SKU take part. The open price without promotions of one piece is only looked
/// at where an exclusive promotion on several pieces may want it.
fn choices_of_parts(kinds: &[Kind], exclusive: bool) -> Vec<Vec<Part>> {
    let mut choices: Vec<Vec<Part>> = vec![Vec::new()];
    for kind in kinds {
        let all = kind.pieces.len();
        let mut of_kind = Vec::new();
        for price in 0..kind.prices.open.len().min(if exclusive { 2 } else { 1 }) {
            let least = if kind.prices.alone.is_some() { 1 } else { all };
            of_kind.extend((least..=all).map(|pieces| Part { pieces, price }));
        }
        if kind.prices.alone.is_some() {
            of_kind.push(Part { pieces: 0, price: 0 });
        }
        choices = choices
            .into_iter()
            .flat_map(|choice| of_kind.iter().map(move |part| [choice.clone(), vec![*part]].concat()))
            .collect();
    }
    choices
}

/// What the goods cost where these pieces take part in these promotions.
fn goods(context: &PricingContext, lines: &[LineInput], kinds: &[Kind], parts: &[Part], taken: &[usize]) -> Goods {
    let mut goods =
        Goods { units: vec![BTreeSet::new(); lines.len()], totals: vec![0; lines.len()], promotions: BTreeSet::new() };
    // A SKU that a promotion has already taken something off, and one of which an exclusive promotion has.
    let (mut reduced, mut closed) = (vec![false; kinds.len()], vec![false; kinds.len()]);
    // What the pieces on each line that take part still cost.
    let mut left = vec![0; lines.len()];
    for (of, (kind, part)) in kinds.iter().zip(parts).enumerate() {
        for (nth, at) in kind.pieces.iter().enumerate() {
            let price = price_of(kind, *part, nth);
            goods.totals[*at] += price.unit;
            if nth < part.pieces {
                left[*at] += price.unit;
            }
            goods.units[*at].insert(price.unit);
            goods.promotions.extend(price.promotions.iter().copied());
        }
        reduced[of] = part.pieces > 0 && !kind.prices.open[part.price].promotions.is_empty();
    }
    for at in taken {
        let promotion = &context.promotions[*at];
        let exclusive = promotion.stacking == Stacking::Exclusive;
        // Eligible pieces: SKU, line, price; the cheapest first, among equals by SKU and line.
        let mut pieces: Vec<(i128, usize, usize)> = Vec::new();
        for (of, (kind, part)) in kinds.iter().zip(parts).enumerate() {
            if closed[of] || (exclusive && reduced[of]) || !applies_at(promotion, &lines[kind.pieces[0]].item) {
                continue;
            }
            let open = kind.pieces.iter().take(part.pieces).enumerate();
            pieces.extend(open.map(|(nth, line)| (price_of(kind, *part, nth).unit, of, *line)));
        }
        pieces.sort_by_key(|(price, of, line)| (*price, *of, lines[*line].id));
        let mut off = savings(&promotion.effect, lines, kinds, &pieces);
        for (of, kind) in kinds.iter().enumerate() {
            let mut of_lines: Vec<usize> = kind.pieces.clone();
            of_lines.dedup();
            let before: i128 = of_lines.iter().map(|line| left[*line]).sum();
            // Together they take off no more than the SKU's pieces cost: what one line cannot bear another does.
            let mut over = 0;
            for line in of_lines.iter().chain(&of_lines) {
                let wanted = std::mem::take(&mut off[*line]) + over;
                let taken = wanted.min(left[*line]);
                left[*line] -= taken;
                goods.totals[*line] -= taken;
                over = wanted - taken;
            }
            let after: i128 = of_lines.iter().map(|line| left[*line]).sum();
            if after < before {
                goods.promotions.insert(*at);
                reduced[of] = true;
                closed[of] |= exclusive;
            }
        }
    }
    goods
}

fn price_of(kind: &Kind, part: Part, nth: usize) -> &Price {
    if nth < part.pieces {
        &kind.prices.open[part.price]
    } else {
        kind.prices.alone.as_ref().expect("only pieces with such a price stay out")
    }
}

/// What a promotion takes off each line. `pieces` are price, kind and line, the cheapest first.
fn savings(effect: &Effect, lines: &[LineInput], kinds: &[Kind], pieces: &[(i128, usize, usize)]) -> Vec<i128> {
    let mut off = vec![0; lines.len()];
    match effect {
        Effect::BuyXGetY { buy, get, percent } => {
            // "Of every three the cheapest is free" means the n ÷ 3 cheapest of all eligible pieces.
            let reduced = pieces.len() / usize::try_from(buy + get).unwrap() * usize::try_from(*get).unwrap();
            for (price, _, line) in pieces.iter().take(reduced) {
                // A reduced piece has a unit price of its own, which is rounded as every unit price is.
                off[*line] += price - Fraction::whole(*price).less_percent(*percent).rounded();
            }
            off
        }
        Effect::Bundle { skus, price } => {
            let of_kind = |of: usize| pieces.iter().filter(move |piece| piece.1 == of);
            let needed: Vec<usize> =
                kinds.iter().map(|kind| skus.iter().filter(|sku| sku.key() == kind.sku).count()).collect();
            if needed.iter().sum::<usize>() < skus.len() {
                return off;
            }
            let whole_sets = |of: usize| of_kind(of).count() / needed[of];
            let sets = (0..kinds.len()).filter(|of| needed[*of] > 0).map(whole_sets).min().unwrap_or(0);
            // The pieces of all sets: of each SKU the first of its lines.
            let taken: Vec<&(i128, usize, usize)> =
                (0..kinds.len()).flat_map(|of| of_kind(of).take(needed[of] * sets)).collect();
            let worth: i128 = taken.iter().map(|(price, ..)| price).sum();
            let asked = Fraction::minor(*price).max(Fraction::ZERO) * Fraction::whole(sets.try_into().unwrap());
            let saved = (Fraction::whole(worth) - asked).rounded();
            if saved <= 0 {
                return off;
            }
            let mut weights = vec![Fraction::ZERO; lines.len()];
            for (price, _, line) in taken {
                weights[*line] = weights[*line] + Fraction::whole(*price);
            }
            // Over the SKUs, then over the lines of each.
            let skus: Vec<String> = lines.iter().map(|line| line.item.sku.key()).collect();
            let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
            share_by(saved, &weights, &skus, &ids)
        }
        Effect::Percentage { .. }
        | Effect::FixedAmount { .. }
        | Effect::FixedPrice { .. }
        | Effect::FreeShipping
        | Effect::Gift { .. } => off,
    }
}
