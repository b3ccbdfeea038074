//! Refunds: money that goes back.

use super::TransitionError;
use crate::Money;
use jiff::Timestamp;

/// What money goes back for. The same payment goes back once for an order and a reason, however often that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundReason {
    /// It came after the payment had been given up.
    Late,
    /// Its order was cancelled.
    Cancelled,
}

impl RefundReason {
    /// The code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What can still go back of money that came in. Refunds count whatever became of them: one that failed is asked for again,
/// and its money must not go out on another way as well.
pub fn refundable(captured: Money, refunds: impl IntoIterator<Item = Money>) -> Money {
    let back: rust_decimal::Decimal = refunds.into_iter().map(Money::amount).sum();
    let left = Ord::max(captured.amount() - back, rust_decimal::Decimal::ZERO);
    Money::new(left, captured.currency())
}

/// How far a refund has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundState {
    /// It is decided; the provider is asked until it says yes or no.
    Requested {
        /// Since when.
        since: Timestamp,
    },
    /// The money is on its way to the buyer's account.
    Succeeded {
        /// When.
        at: Timestamp,
    },
    /// The provider refused, or did not answer for too long: somebody has to see to it.
    Failed {
        /// When.
        at: Timestamp,
    },
}

impl RefundState {
    /// The state's code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Succeeded { .. } => "succeeded",
            Self::Failed { .. } => "failed",
        }
    }

    /// When it came to this state.
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Requested { since } => since,
            Self::Succeeded { at } | Self::Failed { at } => at,
        }
    }

    const fn cannot(self, event: &'static str) -> TransitionError {
        TransitionError { what: "a refund", from: self.code(), event }
    }

    /// The provider gave the money back.
    ///
    /// # Errors
    /// [`TransitionError`] where nobody waits for it.
    pub const fn succeed(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Requested { .. } => Ok(Self::Succeeded { at }),
            Self::Succeeded { .. } | Self::Failed { .. } => Err(self.cannot("succeed")),
        }
    }

    /// It is given up until somebody sees to it.
    ///
    /// # Errors
    /// [`TransitionError`] where nobody waits for it.
    pub const fn fail(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Requested { .. } => Ok(Self::Failed { at }),
            Self::Succeeded { .. } | Self::Failed { .. } => Err(self.cannot("fail")),
        }
    }

    /// Somebody saw to it: the provider is asked again.
    ///
    /// # Errors
    /// [`TransitionError`] where it has not failed.
    pub const fn repeat(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Failed { .. } => Ok(Self::Requested { since: at }),
            Self::Requested { .. } | Self::Succeeded { .. } => Err(self.cannot("repeat")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn no_more_goes_back_than_came_in() {
        let eur = |cents: i64| Money::new(rust_decimal::Decimal::new(cents, 2), Currency::Eur);
        assert_eq!(refundable(eur(5000), []), eur(5000));
        assert_eq!(refundable(eur(5000), [eur(1999), eur(1)]), eur(3000));
        assert_eq!(refundable(eur(5000), [eur(5000)]), eur(0));
        assert_eq!(refundable(eur(5000), [eur(9000)]), eur(0));
    }

    #[test]
    fn the_table_of_transitions() {
        let at = Timestamp::UNIX_EPOCH;
        let states = [RefundState::Requested { since: at }, RefundState::Succeeded { at }, RefundState::Failed { at }];
        let possible: Vec<_> = states
            .iter()
            .map(|state| {
                let code = |next: Result<RefundState, TransitionError>| next.map(RefundState::code).ok();
                (state.code(), code(state.succeed(at)), code(state.fail(at)), code(state.repeat(at)))
            })
            .collect();
        assert_eq!(
            possible,
            [
                ("requested", Some("succeeded"), Some("failed"), None),
                ("succeeded", None, None, None),
                ("failed", None, None, Some("requested")),
            ]
        );
    }
}
