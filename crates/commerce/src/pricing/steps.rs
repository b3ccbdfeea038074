//! How far one pricing searches for the lowest price.
//!
//! Which promotions to leave out, which of them count for which pieces, and which pieces give up a price of their own are
//! searched for inside one another. Bounds of their own for each would multiply; so all of them take their steps from one
//! amount, and where it is spent the best that was found so far holds.

use std::cell::Cell;

/// Steps that all searches of one pricing take together at the most.
pub(super) const MOST_STEPS: u64 = 2_000_000;

/// The steps that are left. One step is about the work of looking at the pieces of one line in a table once.
pub(super) struct Steps {
    left: Cell<u64>,
}

impl Steps {
    /// All that one pricing may take.
    pub const fn of_a_pricing() -> Self {
        Self { left: Cell::new(MOST_STEPS) }
    }

    /// How many are left.
    pub const fn left(&self) -> u64 {
        self.left.get()
    }

    /// Takes steps; `false`, and nothing is taken, where fewer are left.
    pub fn take(&self, steps: u64) -> bool {
        let left = self.left().checked_sub(steps);
        if let Some(left) = left {
            self.left.set(left);
        }
        left.is_some()
    }

    /// Runs a search that finds no more than so many steps left, so that some stay for those after it.
    pub fn within<T>(&self, most: u64, search: impl FnOnce() -> T) -> T {
        let kept = self.left().saturating_sub(most);
        self.left.set(self.left() - kept);
        let found = search();
        self.left.set(self.left() + kept);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let steps = Steps::of_a_pricing();
        assert!(steps.take(MOST_STEPS - 10));
        assert!(!steps.take(11));
        assert_eq!(steps.left(), 10);
        assert!(steps.take(10) && !steps.take(1));
    }

    #[test]
    fn what_a_search_does_not_find_is_there_for_the_next() {
        let steps = Steps::of_a_pricing();
        let found = steps.within(100, || (steps.take(101), steps.take(60), steps.left()));
        assert_eq!(found, (false, true, 40));
        assert_eq!(steps.left(), MOST_STEPS - 60);
        // More than there is is all there is.
        assert_eq!(steps.within(u64::MAX, || steps.left()), MOST_STEPS - 60);
    }
}
