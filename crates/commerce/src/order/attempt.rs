//! What a payment provider is asked, and whether it answered.

use super::TransitionError;
use jiff::Timestamp;

/// What a payment provider is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptKind {
    /// To keep the money ready for the shop.
    Authorise,
    /// To take the money that is kept ready.
    Capture,
    /// To let the money go that is kept ready, or to ask for it no longer.
    Void,
    /// To give money back, some or all.
    Refund,
    /// To tell the bank that the buyer approves.
    ApproveChallenge,
    /// To tell the bank that the buyer refuses.
    RefuseChallenge,
    /// What has become of the payment: nothing is done, so that this is asked anew each time.
    Status,
}

impl AttemptKind {
    const ALL: [Self; 7] = [
        Self::Authorise,
        Self::Capture,
        Self::Void,
        Self::Refund,
        Self::ApproveChallenge,
        Self::RefuseChallenge,
        Self::Status,
    ];

    /// The code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Authorise => "authorise",
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Refund => "refund",
            Self::ApproveChallenge => "approve_challenge",
            Self::RefuseChallenge => "refuse_challenge",
            Self::Status => "status",
        }
    }

    /// The kind of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How far an ask has come. The same ask may be made several times, always under the same idempotency key: the provider
/// does it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// It is being made. One that stays so was made by a server that stopped: nobody knows whether it arrived.
    Asked {
        /// Since when.
        since: Timestamp,
    },
    /// The provider answered.
    Answered {
        /// When.
        at: Timestamp,
    },
    /// The provider did not answer in time: nobody knows whether it arrived.
    Unanswered {
        /// Since when.
        at: Timestamp,
    },
}

impl AttemptState {
    /// The state's code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Unanswered { .. } => "unanswered",
        }
    }

    /// When it came to this state.
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Asked { since } => since,
            Self::Answered { at } | Self::Unanswered { at } => at,
        }
    }

    const fn cannot(self, event: &'static str) -> TransitionError {
        TransitionError { what: "an ask", from: self.code(), event }
    }

    /// The provider answered; also one that was given up on answers in the end.
    ///
    /// # Errors
    /// [`TransitionError`] where it has answered before.
    pub const fn answer(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Asked { .. } | Self::Unanswered { .. } => Ok(Self::Answered { at }),
            Self::Answered { .. } => Err(self.cannot("be answered")),
        }
    }

    /// Its time is up.
    ///
    /// # Errors
    /// [`TransitionError`] where nobody waits for an answer.
    pub const fn miss(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Asked { .. } => Ok(Self::Unanswered { at }),
            Self::Answered { .. } | Self::Unanswered { .. } => Err(self.cannot("be missed")),
        }
    }

    /// The same is asked once more. Whoever has an answer may ask as well: a payment stands differently later.
    pub const fn repeat(self, at: Timestamp) -> Self {
        match self {
            Self::Asked { .. } | Self::Answered { .. } | Self::Unanswered { .. } => Self::Asked { since: at },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_transitions() {
        let at = Timestamp::UNIX_EPOCH;
        let states =
            [AttemptState::Asked { since: at }, AttemptState::Answered { at }, AttemptState::Unanswered { at }];
        let possible: Vec<_> = states
            .iter()
            .map(|state| {
                let code = |next: Result<AttemptState, TransitionError>| next.map(AttemptState::code).ok();
                (state.code(), code(state.answer(at)), code(state.miss(at)), state.repeat(at).code())
            })
            .collect();
        assert_eq!(
            possible,
            [
                ("asked", Some("answered"), Some("unanswered"), "asked"),
                ("answered", None, None, "asked"),
                ("unanswered", Some("answered"), None, "asked"),
            ]
        );
    }

    #[test]
    fn codes_are_read_back() {
        for kind in AttemptKind::ALL {
            assert_eq!(AttemptKind::of_code(kind.code()), Some(kind));
        }
        assert_eq!(AttemptKind::of_code("beg"), None);
    }
}
