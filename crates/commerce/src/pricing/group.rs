//! Promotions on several pieces together: buy X get Y, and bundles.
//!
//! They work on the rounded unit prices. Lines whose price a contract made take part where that is cheaper, unless the
//! contract is firm: each promotion, in its order, is tried with all of them at what they would cost without their
//! contract; those that do not gain go back to it, until all do; and what comes of it stands only where it is less in
//! all than with every contract left alone.

use super::applicable::{Applicable, Candidate, Scopes, Stage, stage};
use super::deal::{Deal, Member};
use super::unit::{self, Contracts, Firm, Unit};
use super::{Counts, LineInput, PricingContext, PricingError, Verdict, exact};
use crate::promotion::Stacking;
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A basket while group promotions are tried on it.
pub(super) struct Basket<'a> {
    pub context: &'a PricingContext,
    pub promotions: &'a Applicable<'a>,
    pub scopes: &'a Scopes,
    pub counts: &'a Counts,
    pub lines: &'a [LineInput],
}

/// What group promotions take off each line, with the promotions that do.
pub(super) struct GroupDiscounts {
    pub off: Vec<Decimal>,
    pub by: Vec<Vec<(usize, Decimal)>>,
    /// Lines that are priced without their contract now, because a promotion on them is cheaper.
    pub freed: Vec<usize>,
    /// What was tried on lines under a contract and did not change them, by line and promotion.
    tried: BTreeMap<(usize, usize), Tried>,
    /// Lines that an exclusive group promotion holds.
    exclusive: Vec<bool>,
}

/// Why a promotion left a line alone; with what the line cost, and what it would have cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    pub verdict: Verdict,
    pub before: Decimal,
    pub after: Decimal,
}

/// Applies the group promotions in their order. Lines that one of them frees from their contract get another unit.
pub(super) fn discounts(basket: &Basket<'_>, units: &mut [Unit]) -> Result<GroupDiscounts, PricingError> {
    let Basket { context, promotions, lines, .. } = basket;
    let keys: OnceCell<Vec<String>> = OnceCell::new();
    // Lines under a contract, as they would be without it.
    let mut open: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut found = GroupDiscounts {
        off: vec![Decimal::ZERO; lines.len()],
        by: vec![Vec::new(); lines.len()],
        freed: Vec::new(),
        tried: BTreeMap::new(),
        exclusive: vec![false; lines.len()],
    };
    for (index, candidate) in promotions.all.iter().enumerate() {
        if stage(candidate.promotion) != Stage::Group || !candidate.unlocked || candidate.missing.is_some() {
            continue;
        }
        let Some(deal) = Deal::of(&candidate.promotion.effect) else { continue };
        let mut members = Vec::new();
        for line in 0..lines.len() {
            if !basket.scopes.of(line).contains(&index) {
                continue;
            }
            let key = || keys.get_or_init(|| lines.iter().map(|line| line.item.sku.key()).collect())[line].as_str();
            if let Some(part) = deal.part(key)
                && let Some(unit) = taking_part(basket, units, &mut open, line)?
                && found.is_free(line, unit, candidate)
            {
                members.push(found.member(&lines[line], (line, part), unit, &units[line])?);
            }
        }
        members.sort_unstable_by(Member::by_price);
        let members = found.decide(index, &deal, members, units, context)?;
        for Member { line, off, excess, .. } in members {
            if excess.is_some()
                && let Some(unit) = open.remove(&line)
            {
                units[line] = unit;
                found.freed.push(line);
            }
            if excess.is_some() || !off.is_zero() {
                found.off[line] += off;
                found.by[line].push((index, off));
                found.exclusive[line] |= candidate.promotion.stacking == Stacking::Exclusive;
            }
        }
    }
    Ok(found)
}

/// How a line would take part: under a contract that is not firm, as it would be without it; none where it is firm.
fn taking_part<'u>(
    basket: &Basket<'_>,
    units: &'u [Unit],
    open: &'u mut BTreeMap<usize, Unit>,
    line: usize,
) -> Result<Option<&'u Unit>, PricingError> {
    match units[line].contract {
        None => Ok(Some(&units[line])),
        Some(Firm(true)) => Ok(None),
        Some(Firm(false)) => Ok(Some(match open.entry(line) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(basket.without_contract(line, None)?),
        })),
    }
}

impl Basket<'_> {
    /// One piece of a line at what it costs without its contract.
    pub fn without_contract(&self, line: usize, trace: Option<&mut Vec<super::Step>>) -> Result<Unit, PricingError> {
        let Self { context, promotions, scopes, counts, lines } = self;
        let counted = counts.around(&lines[line]);
        unit::unit_price(context, promotions, scopes.of(line), &lines[line].item, &counted, Contracts::GivenUp, trace)
    }
}

impl GroupDiscounts {
    fn is_free(&self, line: usize, unit: &Unit, candidate: &Candidate<'_>) -> bool {
        let alone = candidate.promotion.stacking == Stacking::Exclusive;
        let touched = !unit.promotions.is_empty() || !self.by[line].is_empty();
        !(unit.exclusive || self.exclusive[line] || (alone && touched))
    }

    fn member<'l>(
        &self,
        input: &'l LineInput,
        (line, part): (usize, usize),
        unit: &Unit,
        now: &Unit,
    ) -> Result<Member<'l>, PricingError> {
        let whole = super::gross(input, unit)?;
        Ok(Member {
            line,
            sku: &input.item.sku,
            id: input.id,
            quantity: input.quantity.get(),
            part,
            price: unit.price,
            left: exact::sub(whole, self.off[line])?,
            excess: match now.contract {
                Some(_) => Some(exact::sub(whole, super::gross(input, now)?)?),
                None => None,
            },
            off: Decimal::ZERO,
            reduced: 0,
        })
    }

    /// Works a promotion out, and decides whether lines give up their contract for it.
    fn decide<'l>(
        &mut self,
        index: usize,
        deal: &Deal,
        mut members: Vec<Member<'l>>,
        units: &[Unit],
        context: &PricingContext,
    ) -> Result<Vec<Member<'l>>, PricingError> {
        if members.iter().all(|member| member.excess.is_none()) {
            deal.work_out(&mut members, context.currency)?;
            return Ok(members);
        }
        let mut apart: Vec<Member<'_>> = members.iter().filter(|member| member.excess.is_none()).cloned().collect();
        deal.work_out(&mut apart, context.currency)?;
        for (member, loss) in send_back(deal, &mut members, context)? {
            self.note(index, &member, units, loss, Verdict::Dearer)?;
        }
        if is_less(&members, &apart)? {
            return Ok(members);
        }
        for member in &members {
            if let Some(excess) = member.excess {
                self.note(index, member, units, excess - member.off, Verdict::Outranked)?;
            }
        }
        Ok(apart)
    }

    /// Notes that a line stays under its contract, though it could have cost so much more (or less, below zero).
    fn note(
        &mut self,
        index: usize,
        member: &Member<'_>,
        units: &[Unit],
        more: Decimal,
        verdict: Verdict,
    ) -> Result<(), PricingError> {
        let before = exact::mul(units[member.line].price, member.quantity.into())?;
        let after = exact::add(before, more)?;
        self.tried.insert((member.line, index), Tried { verdict, before, after });
        Ok(())
    }

    /// Why a group promotion did not change a line of its scope; none where it is of another stage, or where nothing
    /// but the number of pieces stood against it. `whole` is what the line costs before anything is taken off.
    pub fn why_not(
        &self,
        index: usize,
        candidate: &Candidate<'_>,
        line: usize,
        unit: &Unit,
        whole: Decimal,
    ) -> Option<Tried> {
        if stage(candidate.promotion) != Stage::Group {
            return None;
        }
        if let Some(tried) = self.tried.get(&(line, index)) {
            return Some(*tried);
        }
        let verdict = if !candidate.unlocked {
            Verdict::NeedsCoupon
        } else if candidate.missing.is_some() {
            Verdict::BelowMinimum
        } else {
            match unit.contract {
                Some(Firm(true)) => Verdict::ContractFirm,
                Some(Firm(false)) => Verdict::Outranked,
                None if unit.exclusive => Verdict::Excluded,
                None => return None,
            }
        };
        Some(Tried { verdict, before: whole, after: whole })
    }
}

/// Works a promotion out with all its members; of those that give up a contract and do not gain by it the one that
/// loses most goes back, and it is worked out again without it, until none loses. Returns those that went back, each
/// with its loss.
fn send_back<'l>(
    deal: &Deal,
    members: &mut Vec<Member<'l>>,
    context: &PricingContext,
) -> Result<Vec<(Member<'l>, Decimal)>, PricingError> {
    let mut back = Vec::new();
    loop {
        deal.work_out(members, context.currency)?;
        let losers = members.iter().enumerate().filter_map(|(at, member)| {
            let loss = member.excess? - member.off;
            (loss >= Decimal::ZERO).then_some((at, member, loss))
        });
        // Among equals the first by name.
        let most = losers.max_by(|(_, one, less), (_, other, more)| less.cmp(more).then_with(|| other.by_name(one)));
        let Some((at, _, loss)) = most else { return Ok(back) };
        back.push((members.remove(at), loss));
    }
}

/// Whether all lines concerned cost less with the contracts of some given up than with every contract left alone. A
/// promotion that takes nothing off wins over no contract.
fn is_less(with: &[Member<'_>], apart: &[Member<'_>]) -> Result<bool, PricingError> {
    let sum = |members: &[Member<'_>], what: fn(&Member<'_>) -> Decimal| {
        members.iter().try_fold(Decimal::ZERO, |sum, member| exact::add(sum, what(member)))
    };
    let off = sum(with, |member| member.off)?;
    let paid = exact::add(sum(with, |member| member.excess.unwrap_or_default())?, sum(apart, |member| member.off)?)?;
    Ok(!off.is_zero() && off > paid)
}
