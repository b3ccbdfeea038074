//! How long a payment may wait for its end. This is the one place that says so.

use super::PaymentState;
use jiff::{SignedDuration, Timestamp};

/// How long the buyer has for the bank's question. Goods are held meanwhile.
pub const CHALLENGE_MAY_TAKE: SignedDuration = SignedDuration::from_mins(30);
/// How long the provider has to say what became of a payment, counted from its beginning, whatever it says in between. Goods
/// are held meanwhile.
pub const PAYMENT_MAY_TAKE: SignedDuration = SignedDuration::from_hours(24);
/// For how long money that the bank keeps ready is asked for, counted from when it was authorised: banks let it go after about
/// a week by themselves. The goods are held meanwhile.
pub const CAPTURE_MAY_TAKE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// For how long after that the provider is asked for its last word, where it does not answer. Then the payment ends without
/// it; should money come later, it goes back.
pub const LAST_WORD_MAY_TAKE: SignedDuration = SignedDuration::from_hours(1);

/// When a payment that waits comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// From then on the provider is asked to let the payment go; it may say that the money is there.
    pub due: Timestamp,
    /// From then on the payment ends whether the provider answers or not.
    pub latest: Timestamp,
}

impl Deadline {
    fn at(due: Timestamp) -> Self {
        Self { due, latest: due.saturating_add(LAST_WORD_MAY_TAKE).unwrap_or(Timestamp::MAX) }
    }
}

impl PaymentState {
    /// When a payment that waits for the buyer at the bank, for the provider's word, or for money that is kept ready, comes to
    /// its end. None where nothing is waited for, and for what is paid without a provider: those have a day of their own.
    pub fn deadline(self, created: Timestamp) -> Option<Deadline> {
        let after = |from: Timestamp, time| from.saturating_add(time).unwrap_or(Timestamp::MAX);
        let whole = after(created, PAYMENT_MAY_TAKE);
        match self {
            Self::Created { .. } | Self::Pending { .. } => Some(Deadline::at(whole)),
            Self::Challenge { since } => Some(Deadline::at(Ord::min(after(since, CHALLENGE_MAY_TAKE), whole))),
            Self::Authorised { at } => Some(Deadline::at(after(at, CAPTURE_MAY_TAKE))),
            Self::Awaited { .. }
            | Self::Owed { .. }
            | Self::Captured { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Voided { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn minutes(minutes: i64) -> Timestamp {
        Timestamp::from_second(minutes * 60).unwrap()
    }

    #[test]
    fn every_payment_that_waits_ends() {
        let created = minutes(0);
        let ends = |state: PaymentState| state.deadline(created).map(|deadline| (deadline.due, deadline.latest));
        let day = (minutes(24 * 60), minutes(25 * 60));
        assert_eq!(ends(PaymentState::Created { since: created }), Some(day));
        assert_eq!(ends(PaymentState::Challenge { since: minutes(1) }), Some((minutes(31), minutes(91))));
        // A provider that changes its mind again and again has no more time for that.
        assert_eq!(ends(PaymentState::Pending { since: minutes(23 * 60) }), Some(day));
        assert_eq!(ends(PaymentState::Challenge { since: minutes(24 * 60 - 1) }), Some(day));
        // What is kept ready is asked for as long as banks keep it.
        let week = (minutes(7 * 24 * 60 + 5), minutes(7 * 24 * 60 + 65));
        assert_eq!(ends(PaymentState::Authorised { at: minutes(5) }), Some(week));
        for ended in [
            PaymentState::Captured { at: created },
            PaymentState::Declined { at: created },
            PaymentState::Expired { at: created },
            PaymentState::Voided { at: created },
        ] {
            assert_eq!(ends(ended), None);
        }
    }

    #[test]
    fn what_is_paid_without_a_provider_has_a_day_of_its_own() {
        for state in
            [PaymentState::Awaited { since: minutes(0), until: None }, PaymentState::Owed { since: minutes(0) }]
        {
            assert_eq!(state.deadline(minutes(0)), None);
        }
    }
}
