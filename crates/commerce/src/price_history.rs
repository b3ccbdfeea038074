//! What may be struck through beside a reduced price at home: the lowest price of the 30 days before the reduction
//! (Directive 98/6/EC, art. 6a).

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// A price, and since when everybody paid it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceSince {
    /// From this moment on.
    pub since: Timestamp,
    /// VAT included, after promotions that need no code.
    pub price: Decimal,
}

/// How many days back from the reduction prices count.
pub const DAYS: i64 = 30;

/// The lowest price of the 30 days before `price` began to hold. `history` is in the order of time; its last entry may be the
/// price that holds now, which else begins at `now`. None where no earlier price is known.
///
/// Every change of the price is a new beginning, whichever way it went: a price that is raised within a sale is compared with
/// the lower one before.
pub fn lowest_before(history: &[PriceSince], price: Decimal, now: Timestamp) -> Option<Decimal> {
    let earlier = history.iter().rposition(|entry| entry.price != price).map(|last| &history[..=last])?;
    let began = history.get(earlier.len()).map_or(now, |entry| entry.since);
    // A moment before all time holds everything.
    let first = began.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MIN);
    // The price with which the 30 days begin counts as well, however long it had held.
    let from = earlier.iter().rposition(|entry| entry.since <= first).unwrap_or(0);
    earlier[from..].iter().map(|entry| entry.price).min()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(number: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
    }

    fn lowest(history: &[(i64, i64)], price: i64, now: i64) -> Option<i64> {
        let entry = |(at, price): &(i64, i64)| PriceSince { since: day(*at), price: Decimal::from(*price) };
        let history: Vec<PriceSince> = history.iter().map(entry).collect();
        lowest_before(&history, Decimal::from(price), day(now)).map(|price| i64::try_from(price).unwrap())
    }

    #[test]
    fn it_is_the_lowest_of_the_thirty_days_before_the_reduction() {
        // 20, for a week 18, 20 again, and 15 since day 50.
        let history = [(0, 20), (25, 18), (32, 20), (50, 15)];
        for now in [50, 60, 500] {
            assert_eq!(lowest(&history, 15, now), Some(18), "on day {now}");
        }
        // The week at 18 ended on day 32: on day 62 it is 30 days ago.
        assert_eq!(lowest(&[(0, 20), (25, 18), (32, 20), (61, 15)], 15, 70), Some(18));
        assert_eq!(lowest(&[(0, 20), (25, 18), (32, 20), (62, 15)], 15, 70), Some(20));
    }

    #[test]
    fn a_price_that_begins_now_is_compared_with_all_before_it() {
        assert_eq!(lowest(&[(0, 20)], 15, 40), Some(20));
        assert_eq!(lowest(&[(0, 20), (39, 17)], 15, 40), Some(17));
    }

    #[test]
    fn a_price_that_was_raised_within_a_sale_is_not_below_the_lower_one() {
        assert_eq!(lowest(&[(0, 20), (40, 15), (45, 18)], 18, 50), Some(15));
    }

    #[test]
    fn what_nobody_knows_is_nothing() {
        assert_eq!(lowest(&[], 15, 40), None);
        assert_eq!(lowest(&[(0, 15)], 15, 40), None);
        assert_eq!(lowest(&[(0, 15), (3, 15)], 15, 40), None);
    }

    #[test]
    fn the_same_price_noted_twice_is_one() {
        assert_eq!(lowest(&[(0, 20), (50, 15), (51, 15)], 15, 60), Some(20));
    }
}
