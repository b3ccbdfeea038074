//! What can be sold once stock was counted.
//!
//! Whoever counts sees pieces on a shelf. Some of them are sold already and only wait to be sent, and by the time the count
//! is entered more may have been sold or sent. So a count is not what can be sold: it is what lay there at a moment, and
//! what orders have taken from it, or still take, is not sold a second time.

use jiff::Timestamp;

/// What one line of an order takes from the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// How many pieces are the buyer's in all, those that have left among them: pieces taken from stock and pieces owed on
    /// backorder. None where the order is over, cancelled or closed: what has not left by then is anybody's again.
    pub promised: u64,
    /// Pieces that have left the shop, each with its moment.
    pub left: Vec<(Timestamp, u64)>,
}

impl Claim {
    /// How many of the pieces that were counted at a moment the line takes: those that it still waits for, and those that
    /// have left since. Pieces that had left by then were not on the shelf to be counted.
    fn of_count(&self, counted_at: Timestamp) -> u64 {
        let pieces = |after: bool| {
            let left = self.left.iter().filter(|(at, _)| (*at > counted_at) == after);
            left.fold(0_u64, |sum, (_, pieces)| sum.saturating_add(*pieces))
        };
        let (before, since) = (pieces(false), pieces(true));
        self.promised.saturating_sub(before).max(since)
    }
}

/// How many pieces can be sold now of a SKU of which `counted` lay on the shelf at a moment. It does not matter when the
/// lines were ordered: what waited on the shelf was counted and is not for sale, and what was ordered since comes off the
/// count as well. Below zero where more was promised than there was; what is given back then is owed first.
pub fn sellable_after_count(counted: u32, counted_at: Timestamp, claims: &[Claim]) -> i64 {
    let claimed = claims.iter().fold(0_u64, |sum, claim| sum.saturating_add(claim.of_count(counted_at)));
    i64::from(counted).saturating_sub(i64::try_from(claimed).unwrap_or(i64::MAX))
}

/// Why a count is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// Nobody has counted yet.
    #[error("counted at {at}, which is yet to come: give the moment at which it was counted")]
    InTheFuture {
        /// When it is said to have been counted.
        at: Timestamp,
    },
    /// A later count is known, which this one must not undo.
    #[error(
        "counted at {at}, but the shop knows a count of {last}: count again, or give the moment of the later count"
    )]
    OlderThanLast {
        /// When it was counted.
        at: Timestamp,
        /// When it was counted last.
        last: Timestamp,
    },
}

/// Whether a count of a moment may be taken, where the last one taken was of another. A second one of the very same moment
/// corrects the first.
///
/// # Errors
/// [`CountError`].
pub fn check_count(at: Timestamp, last: Option<Timestamp>, now: Timestamp) -> Result<(), CountError> {
    if at > now {
        return Err(CountError::InTheFuture { at });
    }
    match last.filter(|last| at < *last) {
        Some(last) => Err(CountError::OlderThanLast { at, last }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_waits_and_what_has_left_since_is_taken_off() {
        let waiting = Claim { promised: 2, left: Vec::new() };
        let sent_before = Claim { promised: 3, left: vec![(at(9), 3)] };
        let sent_at_the_moment = Claim { promised: 1, left: vec![(at(10), 1)] };
        let sent_since = Claim { promised: 4, left: vec![(at(11), 4)] };
        let sent_in_part = Claim { promised: 5, left: vec![(at(9), 1), (at(12), 1)] };
        let closed_since = Claim { promised: 0, left: vec![(at(9), 2), (at(11), 1)] };
        let cancelled = Claim { promised: 0, left: Vec::new() };
        let sellable = |claims: &[Claim]| sellable_after_count(20, at(10), claims);
        assert_eq!(sellable(std::slice::from_ref(&waiting)), 18);
        assert_eq!(sellable(std::slice::from_ref(&sent_before)), 20);
        assert_eq!(sellable(std::slice::from_ref(&sent_at_the_moment)), 20);
        assert_eq!(sellable(std::slice::from_ref(&sent_since)), 16);
        assert_eq!(sellable(std::slice::from_ref(&sent_in_part)), 16);
        assert_eq!(sellable(std::slice::from_ref(&closed_since)), 19);
        assert_eq!(sellable(std::slice::from_ref(&cancelled)), 20);
        assert_eq!(sellable(&[waiting, sent_before, sent_since, sent_in_part, closed_since]), 9);
    }

    #[test]
    fn more_promised_than_there_was_is_owed() {
        let claims = [Claim { promised: 5, left: Vec::new() }];
        assert_eq!(sellable_after_count(3, at(0), &claims), -2);
    }

    #[test]
    fn a_count_is_of_the_past_and_the_latest() {
        assert_eq!(check_count(at(5), None, at(5)), Ok(()));
        assert_eq!(check_count(at(5), Some(at(5)), at(6)), Ok(()));
        assert_eq!(check_count(at(6), None, at(5)), Err(CountError::InTheFuture { at: at(6) }));
        let older = CountError::OlderThanLast { at: at(4), last: at(5) };
        assert_eq!(check_count(at(4), Some(at(5)), at(6)), Err(older));
    }
}
