//! The rule on counted stock, held against a shop in which everything happens: goods arrive, are ordered, sent and given
//! back, somebody counts, and the count is entered at some later moment.
#![allow(clippy::unwrap_used, missing_docs)]

use giano_commerce::stock::{Claim, check_count, sellable_after_count};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

/// A line of an order as the warehouse knows it.
#[derive(Debug, Default)]
struct Line {
    /// Pieces that the till took out of what could be sold.
    taken: u64,
    /// Pieces on backorder.
    owed: u64,
    left: Vec<(Timestamp, u64)>,
    over: bool,
}

impl Line {
    fn sent(&self) -> u64 {
        self.left.iter().map(|(_, pieces)| pieces).sum()
    }

    /// Pieces that lie on the shelf, or are to come, for the buyer.
    fn waiting(&self) -> u64 {
        if self.over { 0 } else { self.taken + self.owed - self.sent() }
    }

    fn claim(&self) -> Claim {
        Claim { promised: if self.over { 0 } else { self.taken + self.owed }, left: self.left.clone() }
    }
}

/// The warehouse, and what the shop believes of it.
#[derive(Debug)]
struct World {
    now: Timestamp,
    shelf: u64,
    arrivals: Vec<(Timestamp, u64)>,
    /// What the shop would sell.
    on_hand: i64,
    lines: Vec<Line>,
    counts: Vec<(Timestamp, u64)>,
    last_count: Option<Timestamp>,
}

#[derive(Debug, Clone)]
enum Event {
    Arrive(u64),
    Order {
        pieces: u64,
        backorder: bool,
    },
    Send {
        line: prop::sample::Index,
        pieces: u64,
    },
    /// Somebody cancels, a payment or a transfer runs out: for stock it is all the same.
    GiveBack(prop::sample::Index),
    Close(prop::sample::Index),
    Count,
    /// A count is entered: any of those made, so also one that lay about for a while.
    Enter(prop::sample::Index),
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        1 => (1..20_u64).prop_map(Event::Arrive),
        4 => (1..6_u64, any::<bool>()).prop_map(|(pieces, backorder)| Event::Order { pieces, backorder }),
        4 => (index(), 1..6_u64).prop_map(|(line, pieces)| Event::Send { line, pieces }),
        2 => index().prop_map(Event::GiveBack),
        1 => index().prop_map(Event::Close),
        2 => Just(Event::Count),
        2 => index().prop_map(Event::Enter),
    ]
}

impl World {
    fn new(shelf: u64) -> Self {
        Self {
            now: Timestamp::UNIX_EPOCH,
            shelf,
            arrivals: Vec::new(),
            on_hand: shelf.try_into().unwrap(),
            lines: Vec::new(),
            counts: Vec::new(),
            last_count: None,
        }
    }

    fn happen(&mut self, event: &Event) {
        self.now += jiff::SignedDuration::from_secs(1);
        match event {
            Event::Arrive(pieces) => {
                self.shelf += pieces;
                self.arrivals.push((self.now, *pieces));
            }
            Event::Order { pieces, backorder } => {
                let there = u64::try_from(self.on_hand.max(0)).unwrap();
                if there >= *pieces || *backorder {
                    let taken = there.min(*pieces);
                    self.on_hand -= i64::try_from(taken).unwrap();
                    self.lines.push(Line { taken, owed: pieces - taken, ..Line::default() });
                }
            }
            Event::Send { line, pieces } if !self.lines.is_empty() => {
                let place = line.index(self.lines.len());
                let line = &mut self.lines[place];
                // Only what the till took for it: for pieces on backorder nobody knows yet that they have come.
                let can = if line.over { 0 } else { line.taken - line.sent() };
                let pieces = (*pieces).min(can).min(self.shelf);
                if pieces > 0 {
                    self.shelf -= pieces;
                    line.left.push((self.now, pieces));
                }
            }
            Event::GiveBack(line) if !self.lines.is_empty() => {
                let place = line.index(self.lines.len());
                let line = &mut self.lines[place];
                if !line.over && line.left.is_empty() {
                    line.over = true;
                    self.on_hand += i64::try_from(line.taken).unwrap();
                }
            }
            Event::Close(line) if !self.lines.is_empty() => {
                let place = line.index(self.lines.len());
                let line = &mut self.lines[place];
                line.over |= line.waiting() == 0;
            }
            Event::Count => self.counts.push((self.now, self.shelf)),
            Event::Enter(count) if !self.counts.is_empty() => {
                let (at, counted) = self.counts[count.index(self.counts.len())];
                if check_count(at, self.last_count, self.now).is_ok() {
                    self.enter(at, counted);
                }
            }
            Event::Send { .. } | Event::GiveBack(_) | Event::Close(_) | Event::Enter(_) => {}
        }
    }

    fn enter(&mut self, at: Timestamp, counted: u64) {
        let claims: Vec<Claim> = self.lines.iter().map(Line::claim).collect();
        self.on_hand = sellable_after_count(counted.try_into().unwrap(), at, &claims);
        self.last_count = Some(at);
        for line in self.lines.iter_mut().filter(|line| !line.over) {
            line.taken += std::mem::take(&mut line.owed);
        }
        // What came since the count is for the next one to find.
        let later: u64 = self.arrivals.iter().filter(|(arrived, _)| *arrived > at).map(|(_, pieces)| pieces).sum();
        assert_eq!(self.on_hand, self.free() - i64::try_from(later).unwrap());
    }

    /// What lies there and is nobody's.
    fn free(&self) -> i64 {
        let waiting: u64 = self.lines.iter().map(Line::waiting).sum();
        i64::try_from(self.shelf).unwrap() - i64::try_from(waiting).unwrap()
    }

    /// What lies there and was not taken by the till.
    fn untaken(&self) -> i64 {
        let taken: u64 = self.lines.iter().filter(|line| !line.over).map(|line| line.taken - line.sent()).sum();
        i64::try_from(self.shelf).unwrap() - i64::try_from(taken).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_is_sold_twice_and_nothing_is_lost(shelf in 0..30_u64, events in vec(event(), 1..60)) {
        let mut world = World::new(shelf);
        for event in &events {
            world.happen(event);
            prop_assert!(world.on_hand <= world.untaken(), "sold twice after {event:?}: {world:?}");
        }
    }

    /// Without any event between a count and its entry, what can be sold is what is on the shelf less what waits there.
    #[test]
    fn a_count_entered_at_once_is_exact(shelf in 0..30_u64, events in vec(event(), 1..60)) {
        let mut world = World::new(shelf);
        events.iter().for_each(|event| world.happen(event));
        world.enter(world.now, world.shelf);
        prop_assert_eq!(world.on_hand, world.free());
    }
}
