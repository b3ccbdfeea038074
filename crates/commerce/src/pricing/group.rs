//! Promotions on several pieces together: buy X get Y, and bundles.
//!
//! They work on the rounded prices of single pieces. Pieces whose lowest price lets no such promotion count (a contract
//! made it, or an exclusive promotion) choose: they keep that price and take no part, or they take part at the price they
//! have without it; whatever costs least in all. A firm contract's pieces never take part.

use super::applicable::{Candidate, Stage};
use super::deal::{Deal, Kind, Member, Outcome, Pool, Table, Taken};
use super::steps::Steps;
use super::unit::{Firm, SharedPrice, TakesPart, Unit};
use super::{LineInput, Pricing, PricingError, Verdict, exact, leaving};
use crate::Currency;
use crate::money::round_to_minor;
use crate::promotion::Effect;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What group promotions take off each line, with the promotions that do.
pub(super) struct GroupDiscounts {
    pub off: Vec<Decimal>,
    pub by: Vec<Vec<(usize, Decimal)>>,
    /// Pieces of each line that give up their own price to take part.
    pub leaving: Vec<u32>,
    /// Whether those have the price without promotions per piece.
    pub bare: Vec<bool>,
    /// Promotions for which there are not enough pieces of any price.
    incomplete: Vec<usize>,
}

/// Why a promotion left a line alone; with what the line costs, and what it would have cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    pub verdict: Verdict,
    pub before: Decimal,
    pub after: Decimal,
}

/// Where an exclusive promotion is among them, all subsets of so many promotions, and of so many pools of pieces, are
/// tried; of more only none, all, and each alone. All of it as far as the steps of the pricing go.
const MOST_SUBSETS: usize = 6;

/// Works the group promotions out.
pub(super) fn discounts(pricing: &Pricing<'_>, units: &mut [Unit]) -> Result<GroupDiscounts, PricingError> {
    let Pricing { promotions, lines, .. } = pricing;
    let mut found = GroupDiscounts {
        off: vec![Decimal::ZERO; lines.len()],
        by: vec![Vec::new(); lines.len()],
        leaving: vec![0; lines.len()],
        bare: vec![false; lines.len()],
        incomplete: Vec::new(),
    };
    let active = |candidate: &Candidate<'_>| candidate.stage == Stage::Group && candidate.is_active();
    if !promotions.all.iter().any(active) {
        return Ok(found);
    }
    let (table, of_pools) = table(pricing, units)?;
    found.incomplete = table.deals.iter().filter(|deal| !is_complete(deal, &table)).map(|deal| deal.index).collect();
    let chosen = cheapest(&table, &pricing.steps);
    for line in chosen.bare.iter().flat_map(|pool| &of_pools[*pool]) {
        if let Some(price) = units[*line].bare {
            units[*line].takes_part = TakesPart::For(SharedPrice { price, promotions: Vec::new() });
            found.bare[*line] = true;
        }
    }
    found.share_out(chosen.table.as_ref().unwrap_or(&table), &of_pools, &chosen, (lines, units));
    Ok(found)
}

/// The pools that active promotions concern, and the lines of each.
fn table<'a>(pricing: &Pricing<'a>, units: &[Unit]) -> Result<(Table<'a>, Vec<Vec<usize>>), PricingError> {
    let Pricing { context, promotions, scopes, lines, .. } = pricing;
    let digits = context.currency.minor_digits();
    let minor = |amount: Decimal| {
        let mut amount = amount;
        amount.rescale(digits);
        amount.mantissa()
    };
    let mut table = Table { pools: Vec::new(), deals: Vec::new(), digits };
    let mut of_pools: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<(String, i64, i128, i128), usize> = BTreeMap::new();
    let mut deals: Vec<Option<(Deal, Vec<String>)>> = Vec::with_capacity(promotions.all.len());
    for (index, candidate) in promotions.all.iter().enumerate() {
        let active = candidate.stage == Stage::Group && candidate.is_active();
        deals.push(if active { deal(index, candidate, context.currency) } else { None });
    }
    let concerned = |at: &usize| scopes.of(*at).iter().any(|index| deals[*index].is_some());
    let mut order: Vec<(String, i64, usize)> =
        (0..lines.len()).filter(concerned).map(|at| (lines[at].item.sku.key(), lines[at].id, at)).collect();
    // By name, so that the order of the basket does not matter.
    order.sort_unstable();
    for (key, _, at) in order {
        let (line, unit) = (&lines[at], &units[at]);
        let (shared, optional, promoted) = match &unit.takes_part {
            TakesPart::Never => continue,
            TakesPart::Always => (unit.price, false, &unit.promotions),
            TakesPart::For(shared) => (shared.price, true, &shared.promotions),
        };
        let at_price = (key, line.item.product.0, minor(unit.price), minor(shared));
        if let Some(pool) = known.get(&at_price) {
            table.pools[*pool].pieces += u64::from(line.quantity.get());
            of_pools[*pool].push(at);
            continue;
        }
        let pool = table.pools.len();
        let mut takes_part = false;
        for index in scopes.of(at) {
            let Some((deal, skus)) = &mut deals[*index] else { continue };
            let effect = &promotions.all[*index].promotion.effect;
            let part = match &deal.kind {
                Kind::Cheapest { .. } => 0,
                Kind::Bundle { .. } => match skus.iter().position(|sku| *sku == at_price.0) {
                    Some(part) => part,
                    None => continue,
                },
            };
            let off = minor(off_piece(effect, shared, context.currency)?);
            let bare = unit.bare.unwrap_or(shared);
            let off_bare = minor(off_piece(effect, bare, context.currency)?);
            deal.members.push(Member { pool, part, off, off_bare });
            takes_part = true;
        }
        if takes_part {
            table.pools.push(Pool {
                name: (line.item.sku.as_str(), line.id),
                pieces: line.quantity.get().into(),
                own: minor(unit.price),
                shared: minor(shared),
                optional,
                reduced: !promoted.is_empty(),
                bare: unit.bare.map(minor),
            });
            of_pools.push(vec![at]);
            known.insert(at_price, pool);
        }
    }
    table.deals.extend(deals.into_iter().flatten().map(|(deal, _)| deal));
    table.sort();
    Ok((table, of_pools))
}

/// A promotion on several pieces, with the SKUs of its parts as they are compared.
fn deal(index: usize, candidate: &Candidate<'_>, currency: Currency) -> Option<(Deal, Vec<String>)> {
    let (kind, skus) = match &candidate.promotion.effect {
        Effect::BuyXGetY { buy, get, .. } => {
            (Kind::Cheapest { set: u64::from(*buy) + u64::from(*get), get: u64::from(*get) }, Vec::new())
        }
        Effect::Bundle { skus, price } => {
            let mut parts: BTreeMap<String, u64> = BTreeMap::new();
            skus.iter().for_each(|sku| *parts.entry(sku.key()).or_default() += 1);
            let price = round_to_minor(price.amount(), currency).mantissa();
            (Kind::Bundle { parts: parts.values().copied().collect(), price }, parts.into_keys().collect())
        }
        Effect::Percentage { .. }
        | Effect::FixedAmount { .. }
        | Effect::FixedPrice { .. }
        | Effect::FreeShipping
        | Effect::Gift { .. } => return None,
    };
    Some((Deal { index, exclusive: candidate.is_exclusive(), kind, members: Vec::new() }, skus))
}

/// What buy X get Y takes off a piece that it reduces: a reduced piece has a price of its own, rounded as such.
fn off_piece(effect: &Effect, price: Decimal, currency: Currency) -> Result<Decimal, PricingError> {
    let Effect::BuyXGetY { percent, .. } = effect else { return Ok(Decimal::ZERO) };
    exact::sub(price, round_to_minor(exact::percent_off(price, *percent)?, currency)).map(|off| off.max(Decimal::ZERO))
}

/// Whether there are pieces enough for one set, whatever they cost.
fn is_complete(deal: &Deal, table: &Table<'_>) -> bool {
    let pieces = |part: usize| -> u64 {
        deal.members.iter().filter(|member| member.part == part).map(|member| table.pools[member.pool].pieces).sum()
    };
    match &deal.kind {
        Kind::Cheapest { set, .. } => pieces(0) >= *set,
        Kind::Bundle { parts, .. } => parts.iter().enumerate().all(|(part, each)| pieces(part) >= *each),
    }
}

/// A choice of the pieces that take part, and at which price.
struct Chosen<'a> {
    /// Pieces of each pool that take part.
    open: Vec<u64>,
    outcome: Outcome,
    /// Pools at the price without promotions per piece, and the table with them.
    bare: Vec<usize>,
    table: Option<Table<'a>>,
}

/// The choice of pieces, and of promotions, with which everything costs least.
///
/// Only an exclusive promotion can keep a better one out. A number of pieces is a condition like a code or a minimum:
/// where there is an exclusive one, it is also chosen which promotions count, and which pieces do without promotions per
/// piece for its sake.
fn cheapest<'a>(table: &Table<'a>, steps: &Steps) -> Chosen<'a> {
    let size = table.size();
    let work_out = |table: &Table<'_>, on: &[bool]| {
        let open = leaving::choose(table, on, steps);
        let outcome = table.work_out(&open, on);
        (open, outcome)
    };
    let all = vec![true; table.deals.len()];
    // This one choice is made in any case.
    steps.take(size);
    let (open, outcome) = work_out(table, &all);
    let mut best = Chosen { open, outcome, bare: Vec::new(), table: None };
    if table.deals.iter().all(|deal| !deal.exclusive) {
        return best;
    }
    let may_be_bare: Vec<usize> = (0..table.pools.len()).filter(|pool| table.pools[*pool].bare.is_some()).collect();
    let many = may_be_bare.len() > MOST_SUBSETS;
    let mut counting: Vec<Vec<bool>> = subsets(&(0..table.deals.len()).collect::<Vec<_>>())
        .map(|on| (0..table.deals.len()).map(|at| on.contains(&at)).collect())
        .collect();
    if many {
        // What is most likely the best comes before the steps are spent.
        counting.sort_by_key(|on| on.contains(&false));
    }
    for bare in subsets(&may_be_bare) {
        // Of many choices of pieces each leaves half of the steps to those after it.
        let most = if many { steps.left().div_ceil(2) } else { steps.left() };
        steps.within(most, || {
            if !bare.is_empty() && !steps.take(size.saturating_mul(STEPS_OF_COPY)) {
                return;
            }
            let with_bare = (!bare.is_empty()).then(|| table.with_bare(&bare));
            let tried = with_bare.as_ref().unwrap_or(table);
            for on in &counting {
                if !steps.take(size) {
                    return;
                }
                let (open, outcome) = work_out(tried, on);
                if outcome.rank() < best.outcome.rank() {
                    best = Chosen { open, outcome, bare: bare.clone(), table: with_bare.clone() };
                }
            }
        });
        if steps.left() < size {
            break;
        }
    }
    best
}

/// Steps that it takes to copy a table and to sort it anew, for each of its pools and members.
const STEPS_OF_COPY: u64 = 2;

/// All subsets of a few things; of more only none, all, and each alone, made one after the other as they are asked for.
fn subsets(of: &[usize]) -> Box<dyn Iterator<Item = Vec<usize>> + '_> {
    if of.len() > MOST_SUBSETS {
        return Box::new([Vec::new(), of.to_vec()].into_iter().chain(of.iter().map(|one| vec![*one])));
    }
    Box::new((0..1_u32 << of.len()).map(|subset| {
        let chosen = of.iter().zip(0_u32..).filter(|(_, bit)| subset >> bit & 1 == 1);
        chosen.map(|(one, _)| *one).collect()
    }))
}

impl GroupDiscounts {
    /// From pools back to lines: pieces leave, are reduced and are put into sets in the order of the lines' names.
    fn share_out(
        &mut self,
        table: &Table<'_>,
        of_pools: &[Vec<usize>],
        chosen: &Chosen<'_>,
        (lines, units): (&[LineInput], &[Unit]),
    ) {
        let decimal = |amount: i128| Decimal::from_i128_with_scale(amount, table.digits);
        let mut taking: Vec<u64> = vec![0; lines.len()];
        let mut left: Vec<i128> = vec![0; lines.len()];
        for ((pool, own), open) in table.pools.iter().zip(of_pools).zip(&chosen.open) {
            let mut rest = *open;
            for line in own {
                let here = rest.min(lines[*line].quantity.get().into());
                rest -= here;
                taking[*line] = here;
                left[*line] = pool.shared * i128::from(here);
                if matches!(units[*line].takes_part, TakesPart::For(_)) {
                    self.leaving[*line] = u32::try_from(here).unwrap_or(u32::MAX);
                }
            }
        }
        for (deal, taken) in table.deals.iter().zip(&chosen.outcome.taken) {
            for (member, taken) in deal.members.iter().zip(taken).filter(|(_, taken)| taken.off > 0) {
                let own = &of_pools[member.pool];
                for (line, off) in over_lines(own, *taken, &taking, &left) {
                    left[line] -= off;
                    self.off[line] += decimal(off);
                    self.by[line].push((deal.index, decimal(off)));
                }
            }
        }
    }

    /// Why a group promotion did not change a line of its scope; none where it is of another stage, or where nothing
    /// but the number of pieces stood against it. `whole` is what the line costs before anything is taken off.
    pub fn why_not(
        &self,
        index: usize,
        candidate: &Candidate<'_>,
        (line, at): (&LineInput, usize),
        unit: &Unit,
        (whole, currency): (Decimal, Currency),
    ) -> Option<Tried> {
        if candidate.stage != Stage::Group {
            return None;
        }
        if let Effect::Bundle { skus, .. } = &candidate.promotion.effect
            && skus.iter().all(|sku| sku.key() != line.item.sku.key())
        {
            return None;
        }
        let verdict = if !candidate.unlocked {
            Verdict::NeedsCoupon
        } else if candidate.missing.is_some() {
            Verdict::BelowMinimum
        } else if candidate.left_out {
            Verdict::Dearer
        } else if unit.contract == Some(Firm(true)) {
            Verdict::ContractFirm
        } else if unit.takes_part == TakesPart::Never {
            Verdict::Excluded
        } else if self.incomplete.contains(&index) {
            Verdict::Incomplete
        } else if let TakesPart::For(shared) = &unit.takes_part
            && self.leaving[at] == 0
        {
            let after = by_itself(&candidate.promotion.effect, shared.price, line.quantity.get(), currency);
            return Some(Tried { verdict: Verdict::Dearer, before: whole, after: after.unwrap_or(whole) });
        } else {
            return None;
        };
        Some(Tried { verdict, before: whole, after: whole })
    }
}

/// What a line would cost if all of its pieces took part in a promotion, and no others did.
fn by_itself(effect: &Effect, price: Decimal, pieces: u32, currency: Currency) -> Option<Decimal> {
    let whole = exact::mul(price, pieces.into()).ok()?;
    let Effect::BuyXGetY { buy, get, .. } = effect else { return Some(whole) };
    let reduced = u64::from(pieces).checked_div(u64::from(*buy) + u64::from(*get))? * u64::from(*get);
    let off = off_piece(effect, price, currency).and_then(|off| exact::mul(off, reduced.into())).ok()?;
    exact::sub(whole, off).ok()
}

/// What is taken off a pool, line by line: off the first of its pieces; what a line cannot hold goes to the others.
fn over_lines(own: &[usize], taken: Taken, taking: &[u64], left: &[i128]) -> Vec<(usize, i128)> {
    let mut pieces = taken.pieces;
    let mut rest = taken.off;
    let mut offs: Vec<(usize, i128)> = Vec::with_capacity(own.len());
    for line in own {
        let here = pieces.min(taking[*line]);
        pieces -= here;
        let off = match taken.pieces {
            0 => 0,
            all => (taken.off * i128::from(here) / i128::from(all)).min(left[*line]).min(rest),
        };
        rest -= off;
        offs.push((*line, off));
    }
    for (line, off) in &mut offs {
        let more = rest.min(left[*line] - *off);
        *off += more;
        rest -= more;
    }
    offs.retain(|(_, off)| *off > 0);
    offs
}
