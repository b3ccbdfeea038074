//! Which pieces give up a lower price of their own to take part in promotions on several pieces: those with which
//! everything costs least, and of several such choices one with the fewest pieces.
//!
//! For a promotion that shares none of its pieces with another the choice is found exactly, as long as buy X get Y takes no
//! more than [`MOST_STEPS`] steps (some hundreds of pieces), and no more than the whole pricing has left. Where promotions
//! overlap all choices are tried, as long as that is no more work. Beyond it the choice is a good one and not always the
//! best: it is made by what a piece more or less is worth at the margin, and changed pool after pool as far as the steps go.
//! Where none are left no piece leaves its price.

use super::buy_x_get_y::{Run, cheapest, nearly_cheapest};
use super::deal::{Deal, Kind, Member, Stack, Table, full_sets};
use super::steps::Steps;

/// Steps of work that one choice may take of those of the whole pricing.
pub(super) const MOST_STEPS: u64 = 250_000;
/// Quantities around the present one that are tried when a pool is changed.
const QUANTITIES_AROUND: u64 = 24;

/// How many pieces of each pool take part.
pub(super) fn choose(table: &Table<'_>, on: &[bool], steps: &Steps) -> Vec<u64> {
    let mut open: Vec<u64> = table.pools.iter().map(|pool| if pool.optional { 0 } else { pool.pieces }).collect();
    if table.pools.iter().all(|pool| !pool.optional) {
        return open;
    }
    let mut deals_of = vec![0_u32; table.pools.len()];
    let active = || table.deals.iter().zip(on).filter(|(_, on)| **on).map(|(deal, _)| deal);
    for member in active().flat_map(|deal| &deal.members) {
        deals_of[member.pool] += 1;
    }
    let mut together = vec![false; table.pools.len()];
    for deal in active() {
        let optional = || deal.members.iter().filter(|member| table.pools[member.pool].optional);
        if optional().next().is_none() {
            continue;
        }
        let alone = deal.members.iter().all(|member| deals_of[member.pool] == 1);
        if alone {
            for_one(table, deal, &mut open, steps);
        } else {
            optional().for_each(|member| together[member.pool] = true);
        }
    }
    let asked: Vec<usize> = (0..table.pools.len()).filter(|pool| together[*pool]).collect();
    if !asked.is_empty() {
        for_several(table, on, &asked, &mut open, steps);
    }
    open
}

/// The choice for a promotion whose pieces no other concerns.
fn for_one(table: &Table<'_>, deal: &Deal, open: &mut [u64], steps: &Steps) {
    let free = |member: &&Member| !(deal.exclusive && table.pools[member.pool].reduced);
    let members: Vec<Member> = deal.members.iter().filter(free).copied().collect();
    match &deal.kind {
        Kind::Bundle { parts, price } => {
            let stacks: Vec<Stack> = members
                .iter()
                .map(|member| {
                    let pool = &table.pools[member.pool];
                    Stack {
                        at: member.pool,
                        part: member.part,
                        pieces: pool.pieces,
                        worth: pool.own,
                        first: !pool.optional,
                    }
                })
                .collect();
            let (used, ..) = full_sets(&stacks, parts, *price);
            for (stack, used) in stacks.iter().zip(used).filter(|(stack, _)| !stack.first) {
                open[stack.at] = used;
            }
        }
        Kind::Cheapest { set, get } => {
            let runs: Vec<Run> = members
                .iter()
                .map(|member| {
                    let pool = &table.pools[member.pool];
                    Run {
                        pieces: pool.pieces,
                        optional: pool.optional,
                        excess: pool.shared - pool.own,
                        off: member.off,
                    }
                })
                .collect();
            let exactly = cheapest(&runs, *set, *get, steps);
            let chosen = exactly.unwrap_or_else(|| nearly_cheapest(&runs, *set, *get, steps));
            for ((member, run), chosen) in members.iter().zip(&runs).zip(chosen) {
                if run.optional {
                    open[member.pool] = chosen;
                }
            }
        }
    }
}

/// The choice for pools that several promotions may concern.
fn for_several(table: &Table<'_>, on: &[bool], asked: &[usize], open: &mut Vec<u64>, steps: &Steps) {
    let size = table.size().max(1);
    // None where the steps are spent.
    let rate = |open: &[u64]| steps.take(size).then(|| table.work_out(open, on).rank());
    let tries = MOST_STEPS.min(steps.left()) / size;
    let choices = asked.iter().try_fold(1_u64, |all, pool| all.checked_mul(table.pools[*pool].pieces + 1));
    let Some(rated) = rate(open) else { return };
    let mut best = (rated, open.clone());
    let mut consider = |open: &[u64]| {
        if let Some(rated) = rate(open)
            && rated < best.0
        {
            best = (rated, open.to_vec());
        }
    };
    if choices.is_some_and(|choices| choices <= tries) {
        let mut tried = open.clone();
        // Counts like a number whose digits are the pieces of each pool.
        while let Some(pool) = asked.iter().find(|pool| tried[**pool] < table.pools[**pool].pieces) {
            tried[*pool] += 1;
            asked.iter().take_while(|lower| *lower != pool).for_each(|lower| tried[*lower] = 0);
            consider(&tried);
        }
        *open = best.1;
        return;
    }
    let mut all = open.clone();
    asked.iter().for_each(|pool| all[*pool] = table.pools[*pool].pieces);
    let mut each = open.clone();
    for deal in table.deals.iter().zip(on).filter(|(_, on)| **on).map(|(deal, _)| deal) {
        let mut alone = open.clone();
        for_one(table, deal, &mut alone, steps);
        consider(&alone);
        each.iter_mut().zip(alone).for_each(|(each, alone)| *each = alone.max(*each));
    }
    consider(&each);
    consider(&all);
    let (mut rated, mut at) = best;
    let mut left = tries;
    loop {
        let before = rated;
        for pool in asked {
            let near = at[*pool].saturating_sub(QUANTITIES_AROUND)..=(at[*pool] + QUANTITIES_AROUND);
            let pieces = table.pools[*pool].pieces;
            for quantity in near.filter(|quantity| *quantity <= pieces).chain([0, pieces]) {
                let Some(less) = left.checked_sub(1) else {
                    *open = at;
                    return;
                };
                left = less;
                let now = std::mem::replace(&mut at[*pool], quantity);
                match rate(&at) {
                    Some(tried) if tried < rated => rated = tried,
                    Some(_) | None => at[*pool] = now,
                }
            }
        }
        if rated == before {
            *open = at;
            return;
        }
    }
}
