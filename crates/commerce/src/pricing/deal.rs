//! What promotions on several pieces take off, in whole minor units.
//!
//! They see pieces, not lines: several lines of one SKU are one pool. All of them count by the prices of single pieces,
//! and none takes more off a pool than it costs.

use crate::sharing::{Rank, share};
use rust_decimal::Decimal;

/// Pieces of one SKU at one price.
#[derive(Debug, Clone)]
pub(super) struct Pool<'a> {
    pub name: Rank<'a>,
    pub pieces: u64,
    /// What a piece costs that takes no part.
    pub own: i128,
    /// What a piece costs that takes part, before anything is taken off.
    pub shared: i128,
    /// Whether pieces may keep a price of their own that is lower, and take no part then.
    pub optional: bool,
    /// Whether promotions per piece made the price at which pieces take part.
    pub reduced: bool,
    /// The price without those, where they need not apply.
    pub bare: Option<i128>,
}

/// A promotion on several pieces, ready to be worked out.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    /// The promotion's place.
    pub index: usize,
    pub exclusive: bool,
    pub kind: Kind,
    /// The cheapest first, among equals by name.
    pub members: Vec<Member>,
}

/// What a promotion on several pieces gives.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Of every `set` pieces the cheapest `get` are reduced.
    Cheapest { set: u64, get: u64 },
    /// Sets of so many pieces of each part at one price.
    Bundle { parts: Vec<u64>, price: i128 },
}

/// A pool that takes part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub pool: usize,
    /// Which part of a set it is; 0 where sets have no parts.
    pub part: usize,
    /// What is taken off a piece that is reduced; 0 where sets have parts.
    pub off: i128,
    /// The same at the pool's bare price.
    pub off_bare: i128,
}

/// What a promotion takes off a pool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub off: i128,
    /// The pieces it is taken off.
    pub pieces: u64,
}

/// All pieces that promotions on several pieces may concern, and those promotions in their order.
#[derive(Debug, Clone)]
pub(super) struct Table<'a> {
    pub pools: Vec<Pool<'a>>,
    pub deals: Vec<Deal>,
    /// Digits of the minor unit.
    pub digits: u32,
}

/// What a choice of the pieces that take part comes to.
pub(super) struct Outcome {
    /// What everything costs.
    pub cost: i128,
    /// How many pieces give up a price of their own to take part.
    pub leaving: u64,
    /// What each deal takes off each of its members.
    pub taken: Vec<Vec<Taken>>,
}

impl Outcome {
    /// What is better of two: the lower cost, then the fewer pieces that leave a price of their own.
    pub const fn rank(&self) -> (i128, u64) {
        (self.cost, self.leaving)
    }
}

impl Table<'_> {
    /// The same with some pools at the price that they have without promotions per piece.
    pub fn with_bare(&self, pools: &[usize]) -> Self {
        let mut table = self.clone();
        let mut is_bare = vec![false; table.pools.len()];
        for at in pools {
            let pool = &mut table.pools[*at];
            if let Some(bare) = pool.bare {
                (pool.shared, pool.reduced) = (bare, false);
                if !pool.optional {
                    pool.own = bare;
                }
                is_bare[*at] = true;
            }
        }
        let members = table.deals.iter_mut().flat_map(|deal| &mut deal.members);
        members.filter(|member| is_bare[member.pool]).for_each(|member| member.off = member.off_bare);
        table.sort();
        table
    }

    /// How much there is to look at to work it out once.
    pub fn size(&self) -> u64 {
        let all = self.pools.len() + self.deals.iter().map(|deal| deal.members.len()).sum::<usize>();
        u64::try_from(all).unwrap_or(u64::MAX)
    }

    /// Puts the cheapest members of each deal first.
    pub fn sort(&mut self) {
        let Self { pools, deals, .. } = self;
        deals.iter_mut().for_each(|deal| deal.members.sort_by_key(|member| (pools[member.pool].shared, member.pool)));
    }

    /// Works the deals out one after the other, where `open` pieces of each pool take part and only the deals that are
    /// `on` count.
    pub fn work_out(&self, open: &[u64], on: &[bool]) -> Outcome {
        let mut left: Vec<i128> =
            self.pools.iter().zip(open).map(|(pool, open)| pool.shared * i128::from(*open)).collect();
        let apart = self.pools.iter().zip(open).map(|(pool, open)| pool.own * i128::from(pool.pieces - open));
        let apart: i128 = apart.sum();
        let mut touched: Vec<bool> = self.pools.iter().map(|pool| pool.reduced).collect();
        let mut closed = vec![false; self.pools.len()];
        let mut taken = Vec::with_capacity(self.deals.len());
        for (deal, on) in self.deals.iter().zip(on) {
            let mut here = vec![Taken::default(); deal.members.len()];
            if *on {
                let free = |member: &Member| {
                    let at = member.pool;
                    open[at] > 0 && !closed[at] && !(deal.exclusive && touched[at])
                };
                let members: Vec<usize> = (0..deal.members.len()).filter(|at| free(&deal.members[*at])).collect();
                match &deal.kind {
                    Kind::Cheapest { set, get } => cheapest(deal, &members, open, (*set, *get), &mut here),
                    Kind::Bundle { parts, price } => self.bundle(deal, &members, open, (parts, *price), &mut here),
                }
                for (member, taken) in deal.members.iter().zip(&mut here) {
                    let left = &mut left[member.pool];
                    taken.off = taken.off.min(*left);
                    *left -= taken.off;
                    if taken.off > 0 {
                        touched[member.pool] = true;
                        closed[member.pool] |= deal.exclusive;
                    }
                }
            }
            taken.push(here);
        }
        let leaving = self.pools.iter().zip(open).filter(|(pool, _)| pool.optional).map(|(_, open)| open).sum();
        Outcome { cost: apart + left.iter().sum::<i128>(), leaving, taken }
    }

    fn bundle(
        &self,
        deal: &Deal,
        members: &[usize],
        open: &[u64],
        (parts, price): (&[u64], i128),
        taken: &mut [Taken],
    ) {
        let pools: Vec<Stack> = members
            .iter()
            .map(|at| {
                let Member { pool, part, .. } = deal.members[*at];
                Stack { at: *at, part, pieces: open[pool], worth: self.pools[pool].shared, first: false }
            })
            .collect();
        let (used, worth, sets) = full_sets(&pools, parts, price);
        let saving = worth - price.max(0) * i128::from(sets);
        if saving <= 0 {
            return;
        }
        let decimal = |amount: i128| Decimal::from_i128_with_scale(amount, self.digits);
        let weights: Vec<Decimal> =
            pools.iter().zip(&used).map(|(pool, used)| decimal(pool.worth * i128::from(*used))).collect();
        let ranks: Vec<Rank<'_>> = pools.iter().map(|pool| self.pools[deal.members[pool.at].pool].name).collect();
        let shares = share(decimal(saving), &weights, &ranks, self.digits);
        for ((pool, pieces), off) in pools.iter().zip(used).zip(shares) {
            taken[pool.at] = Taken { off: off.mantissa(), pieces };
        }
    }
}

fn cheapest(deal: &Deal, members: &[usize], open: &[u64], (set, get): (u64, u64), taken: &mut [Taken]) {
    let all: u64 = members.iter().map(|at| open[deal.members[*at].pool]).sum();
    let mut reduced = all.checked_div(set).unwrap_or(0) * get;
    for at in members {
        let member = deal.members[*at];
        let pieces = reduced.min(open[member.pool]);
        reduced -= pieces;
        taken[*at] = Taken { off: member.off * i128::from(pieces), pieces };
    }
}

/// Pieces from which sets are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stack {
    /// What it is to the caller.
    pub at: usize,
    pub part: usize,
    pub pieces: u64,
    /// Of one piece.
    pub worth: i128,
    /// Whether it goes before others of the same worth.
    pub first: bool,
}

/// Makes sets of the dearest pieces of each part, as long as a set is worth more than its price: the pieces used of each
/// stack, what they are worth, and the number of sets.
pub(super) fn full_sets(stacks: &[Stack], parts: &[u64], price: i128) -> (Vec<u64>, i128, u64) {
    let mut used = vec![0; stacks.len()];
    let mut of_parts: Vec<Vec<usize>> = Vec::with_capacity(parts.len());
    for part in 0..parts.len() {
        let mut own: Vec<usize> = (0..stacks.len()).filter(|at| stacks[*at].part == part).collect();
        own.sort_by_key(|at| (-stacks[*at].worth, !stacks[*at].first, *at));
        of_parts.push(own);
    }
    let (mut worth, mut sets) = (0, 0);
    loop {
        // As many sets at once as are made of the same stacks.
        let mut many = u64::MAX;
        let mut of_set = 0;
        let mut next: Vec<(usize, u64)> = Vec::with_capacity(stacks.len());
        for (own, each) in of_parts.iter().zip(parts) {
            let mut missing = *each;
            for at in own {
                let left = stacks[*at].pieces - used[*at];
                let here = left.min(missing);
                if here > 0 {
                    missing -= here;
                    of_set += stacks[*at].worth * i128::from(here);
                    many = many.min(left / here);
                    next.push((*at, here));
                }
            }
            if missing > 0 {
                return (used, worth, sets);
            }
        }
        if parts.is_empty() || of_set <= price.max(0) {
            return (used, worth, sets);
        }
        for (at, here) in next {
            used[at] += here * many;
        }
        worth += of_set * i128::from(many);
        sets += many;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(part: usize, pieces: u64, worth: i128) -> Stack {
        Stack { at: 0, part, pieces, worth, first: false }
    }

    #[test]
    fn sets_are_made_of_the_dearest_pieces_while_they_are_worth_their_price() {
        // Two of the first part and one of the second: 3 × 500 and 4 × 300, with 5 × 200.
        let stacks = [stack(0, 4, 300), stack(0, 3, 500), stack(1, 5, 200)];
        // 500 + 500 + 200, then 500 + 300 + 200, then 300 + 300 + 200: not worth 900.
        assert_eq!(full_sets(&stacks, &[2, 1], 900), (vec![1, 3, 2], 2200, 2));
        assert_eq!(full_sets(&stacks, &[2, 1], 0), (vec![3, 3, 3], 3000, 3));
        assert_eq!(full_sets(&stacks, &[2, 1], 5000), (vec![0, 0, 0], 0, 0));
        assert_eq!(full_sets(&[], &[], 0), (vec![], 0, 0));
    }
}
