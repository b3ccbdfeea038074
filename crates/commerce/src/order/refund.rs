//! Refunds: money that goes back.

use super::TransitionError;
use jiff::Timestamp;

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
