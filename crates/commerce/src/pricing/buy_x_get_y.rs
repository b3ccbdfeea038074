//! Buy X get Y among pieces that may keep a lower price of their own: which of them should take part.

use super::leaving::MOST_STEPS;
use super::steps::Steps;

/// Cuts that are looked at where the exact choice would be too much work.
const MOST_CUTS: usize = 64;

/// Equal pieces; all runs together stand in the order of their prices, the cheapest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub pieces: u64,
    /// Whether its pieces may stay away.
    pub optional: bool,
    /// What a piece gives up to take part.
    pub excess: i128,
    /// What is taken off if it is reduced.
    pub off: i128,
}

/// Amounts of pieces of which so many may be chosen, the least first.
#[derive(Debug, Default)]
struct Offers {
    /// Amount, pieces, place of the run.
    each: Vec<(i128, u64, usize)>,
    /// Pieces and sum up to and with each.
    sums: Vec<(u64, i128)>,
}

impl Offers {
    fn new(mut each: Vec<(i128, u64, usize)>) -> Self {
        each.retain(|(_, pieces, _)| *pieces > 0);
        each.sort_unstable();
        let mut sums = Vec::with_capacity(each.len());
        let (mut count, mut sum) = (0, 0);
        for (amount, pieces, _) in &each {
            count += pieces;
            sum += amount * i128::from(*pieces);
            sums.push((count, sum));
        }
        Self { each, sums }
    }

    fn pieces(&self) -> u64 {
        self.sums.last().map_or(0, |(pieces, _)| *pieces)
    }

    /// The sum of the least amounts of so many pieces.
    fn least(&self, pieces: u64) -> i128 {
        let at = self.sums.partition_point(|(count, _)| *count <= pieces);
        let (count, sum) = at.checked_sub(1).map_or((0, 0), |before| self.sums[before]);
        let rest = self.each.get(at).map_or(0, |(amount, ..)| amount * i128::from(pieces - count));
        sum + rest
    }

    fn take(&self, mut pieces: u64, chosen: &mut [u64]) {
        for (_, of_run, run) in &self.each {
            let here = pieces.min(*of_run);
            chosen[*run] += here;
            pieces -= here;
        }
    }
}

/// Of every `set` pieces that take part the cheapest `get` are reduced: how many of each optional run should take part.
///
/// With k sets the k × `get` cheapest pieces are reduced. A cut through all pieces in the order of their prices has those
/// before it and the ones that are paid in full behind it. For each cut and each k it is known how many optional pieces
/// must come from before it, and how many from behind it to make the sets full: the ones with the least amounts.
pub(super) fn cheapest(runs: &[Run], set: u64, get: u64, steps: &Steps) -> Option<Vec<u64>> {
    let all: u64 = runs.iter().map(|run| run.pieces).sum();
    let optional = u64::try_from(runs.iter().filter(|run| run.optional).count()).ok()?;
    let needed = (all + 1).checked_mul(all.checked_div(set)? + 1 + optional * 8)?;
    if get == 0 || needed > MOST_STEPS || !steps.take(needed) {
        return None;
    }
    let forced: u64 = runs.iter().filter(|run| !run.optional).map(|run| run.pieces).sum();
    let mut best: Option<(i128, u64, Cut, u64)> = None;
    let (mut before, mut saved) = (0_u64, 0_i128);
    for place in 0..=runs.len() {
        let run = runs.get(place).copied();
        let pieces = run.map_or(0, |run| run.pieces);
        let is_forced = run.is_none_or(|run| !run.optional);
        let mut offers = Cut { place, inside: 0 }.offers(runs);
        // The last piece of a run before the cut is the same cut as none of the next run.
        for inside in 0..pieces.max(1) {
            let cut = Cut { place, inside };
            let (mut before, mut saved) = (before, saved);
            if is_forced {
                before += inside;
                saved += run.map_or(0, |run| run.off) * i128::from(inside);
            } else if inside > 0 {
                offers = cut.offers(runs);
            }
            let (reduced, paid) = &offers;
            for sets in before.div_ceil(get)..=(before + reduced.pieces()) / get {
                let from_before = sets * get - before;
                let behind = (sets * set).saturating_sub(forced + from_before);
                if behind > paid.pieces() || forced + from_before + behind > sets * set + set - 1 {
                    continue;
                }
                let cost = reduced.least(from_before) + paid.least(behind) - saved;
                let leaving = from_before + behind;
                if best.as_ref().is_none_or(|(least, fewest, ..)| (cost, leaving) < (*least, *fewest)) {
                    best = Some((cost, leaving, cut, sets));
                }
            }
        }
        if let Some(run) = run.filter(|_| is_forced) {
            before += run.pieces;
            saved += run.off * i128::from(run.pieces);
        }
    }
    let mut chosen = vec![0; runs.len()];
    if let Some((_, leaving, cut, sets)) = best {
        let before = cut.forced_before(runs);
        let (reduced, paid) = cut.offers(runs);
        let from_before = sets * get - before;
        reduced.take(from_before, &mut chosen);
        paid.take(leaving - from_before, &mut chosen);
    }
    Some(chosen)
}

/// A place in the row of all pieces: so many pieces inside a run.
#[derive(Debug, Clone, Copy)]
struct Cut {
    place: usize,
    inside: u64,
}

impl Cut {
    /// What optional pieces come to before the cut, where they are reduced, and behind it.
    fn offers(self, runs: &[Run]) -> (Offers, Offers) {
        let (mut reduced, mut paid) = (Vec::new(), Vec::new());
        for (at, run) in runs.iter().enumerate().filter(|(_, run)| run.optional) {
            let inside = match at.cmp(&self.place) {
                std::cmp::Ordering::Less => run.pieces,
                std::cmp::Ordering::Equal => self.inside,
                std::cmp::Ordering::Greater => 0,
            };
            reduced.push((run.excess - run.off, inside, at));
            paid.push((run.excess, run.pieces - inside, at));
        }
        (Offers::new(reduced), Offers::new(paid))
    }

    fn forced_before(self, runs: &[Run]) -> u64 {
        let whole: u64 = runs.iter().take(self.place).filter(|run| !run.optional).map(|run| run.pieces).sum();
        whole + runs.get(self.place).filter(|run| !run.optional).map_or(0, |_| self.inside)
    }
}

/// What a choice for [`cheapest`] comes to, against nobody leaving and nothing reduced.
fn cost(runs: &[Run], set: u64, get: u64, chosen: &[u64]) -> i128 {
    let taking = |(run, chosen): (&Run, &u64)| if run.optional { *chosen } else { run.pieces };
    let all: u64 = runs.iter().zip(chosen).map(taking).sum();
    let mut reduced = all.checked_div(set).unwrap_or(0) * get;
    let mut cost = 0;
    for (run, chosen) in runs.iter().zip(chosen) {
        let pieces = taking((run, chosen));
        let here = reduced.min(pieces);
        reduced -= here;
        let leaving = if run.optional { run.excess * i128::from(pieces) } else { 0 };
        cost += leaving - run.off * i128::from(here);
    }
    cost
}

/// A good choice where [`cheapest`] would be too much work.
///
/// One more piece makes `get` ÷ `set` more pieces be reduced, at the cut: that is what a piece behind the cut must be worth
/// giving up its price for. One before the cut is reduced itself, and another at the cut is not for its sake.
pub(super) fn nearly_cheapest(runs: &[Run], set: u64, get: u64, steps: &Steps) -> Vec<u64> {
    let of_cut = u64::try_from(runs.len() * 2).unwrap_or(u64::MAX);
    let (set_of, get_of) = (i128::from(set), i128::from(get));
    let apart = vec![0; runs.len()];
    let mut best = (cost(runs, set, get, &apart), apart);
    let step = runs.len().div_ceil(MOST_CUTS).max(1);
    for cut in (0..runs.len()).step_by(step) {
        if !steps.take(of_cut) {
            break;
        }
        let at_cut = runs[cut].off;
        let leaves = |(place, run): (usize, &Run)| {
            let gains = if place < cut {
                (run.off - run.excess) * set_of > at_cut * (set_of - get_of)
            } else {
                at_cut * get_of > run.excess * set_of
            };
            if run.optional && gains { run.pieces } else { 0 }
        };
        let chosen: Vec<u64> = runs.iter().enumerate().map(leaves).collect();
        let costs = cost(runs, set, get, &chosen);
        if costs < best.0 {
            best = (costs, chosen);
        }
    }
    // What is left over of full sets gives up its price for nothing: the dearest to give up stay.
    let (_, mut chosen) = best;
    let all: u64 = runs.iter().zip(&chosen).map(|(run, chosen)| if run.optional { *chosen } else { run.pieces }).sum();
    let mut over = all.checked_rem(set).unwrap_or(0);
    let mut order: Vec<usize> = (0..runs.len()).filter(|run| chosen[*run] > 0).collect();
    order.sort_by_key(|run| std::cmp::Reverse((runs[*run].excess, *run)));
    for run in order {
        if !steps.take(of_cut) {
            break;
        }
        let here = over.min(chosen[run]);
        let before = cost(runs, set, get, &chosen);
        chosen[run] -= here;
        if cost(runs, set, get, &chosen) > before {
            chosen[run] += here;
        } else {
            over -= here;
        }
        if over == 0 {
            break;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least of all choices, with the fewest pieces.
    fn least(runs: &[Run], set: u64, get: u64) -> (i128, u64) {
        let mut best = None;
        let mut chosen: Vec<u64> = runs.iter().map(|run| if run.optional { 0 } else { run.pieces }).collect();
        loop {
            let rated = (cost(runs, set, get, &chosen), leaving(runs, &chosen));
            best = Some(best.map_or(rated, |best: (i128, u64)| best.min(rated)));
            let Some(at) = (0..runs.len()).find(|at| runs[*at].optional && chosen[*at] < runs[*at].pieces) else {
                break;
            };
            chosen[at] += 1;
            (0..at).filter(|lower| runs[*lower].optional).for_each(|lower| chosen[lower] = 0);
        }
        best.unwrap_or_default()
    }

    fn leaving(runs: &[Run], chosen: &[u64]) -> u64 {
        runs.iter().zip(chosen).filter(|(run, _)| run.optional).map(|(_, chosen)| chosen).sum()
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]
        #[test]
        fn no_choice_of_pieces_costs_less(
            runs in proptest::collection::vec((1_u64..5, proptest::bool::ANY, 1_i128..12, 0_i128..12), 1..6),
            set in 1_u64..5, get in 1_u64..4, percent in 1_i128..101,
        ) {
            // Cheapest first; what a piece gives up is no more than its price.
            let mut runs = runs;
            runs.sort_unstable_by_key(|(.., price, _)| *price);
            let runs: Vec<Run> = runs
                .into_iter()
                .map(|(pieces, optional, price, excess)| Run {
                    pieces, optional, excess: excess.min(price) * 100, off: price * percent,
                })
                .collect();
            let (set, get) = (set + get, get);
            let steps = Steps::of_a_pricing();
            let mut chosen = cheapest(&runs, set, get, &steps).unwrap_or_default();
            chosen.iter_mut().zip(&runs).filter(|(_, run)| !run.optional).for_each(|(chosen, run)| *chosen = run.pieces);
            let least = least(&runs, set, get);
            proptest::prop_assert_eq!((cost(&runs, set, get, &chosen), leaving(&runs, &chosen)), least);
            // Where that is too much work the choice may cost more, but never more than if nobody left.
            let nearly = cost(&runs, set, get, &nearly_cheapest(&runs, set, get, &steps));
            proptest::prop_assert!(nearly >= least.0 && nearly <= cost(&runs, set, get, &vec![0; runs.len()]));
        }
    }
}
