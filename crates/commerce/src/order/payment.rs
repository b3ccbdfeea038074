//! Payments: how far the money has come.

use super::TransitionError;
use jiff::{SignedDuration, Timestamp};

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider is to be asked, or was and has not been heard.
    Created {
        /// Since when.
        since: Timestamp,
    },
    /// The buyer has to answer the bank's question.
    Challenge {
        /// Since when.
        since: Timestamp,
    },
    /// The provider will say later.
    Pending {
        /// Since when.
        since: Timestamp,
    },
    /// A bank transfer is to come.
    Awaited {
        /// Since when.
        since: Timestamp,
        /// Until when the goods are kept; without an end where none was told to the buyer.
        until: Option<Timestamp>,
    },
    /// It is on account and will be paid under the company's term.
    Owed {
        /// Since when.
        since: Timestamp,
    },
    /// The bank keeps the money ready for the shop.
    Authorised {
        /// When.
        at: Timestamp,
    },
    /// The money is there.
    Captured {
        /// When.
        at: Timestamp,
    },
    /// The bank said no: nothing was charged.
    Declined {
        /// When.
        at: Timestamp,
    },
    /// Nobody finished it in time.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// It was given up before money came.
    Voided {
        /// When.
        at: Timestamp,
    },
}

/// What can happen to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentEvent {
    /// The bank asks the buyer.
    Challenge,
    /// The bank has the buyer's answer, and asks something else.
    ChallengeAgain,
    /// Nothing is known yet.
    Pend,
    /// The money is kept ready.
    Authorise,
    /// The money is there.
    Capture,
    /// The bank said no.
    Decline,
    /// Time is up.
    Expire,
    /// It is given up.
    Void,
}

impl PaymentEvent {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Challenge,
        Self::ChallengeAgain,
        Self::Pend,
        Self::Authorise,
        Self::Capture,
        Self::Decline,
        Self::Expire,
        Self::Void,
    ];

    /// The event's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::ChallengeAgain => "challenge_again",
            Self::Pend => "pend",
            Self::Authorise => "authorise",
            Self::Capture => "capture",
            Self::Decline => "decline",
            Self::Expire => "expire",
            Self::Void => "void",
        }
    }
}

impl PaymentState {
    /// The state's code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Challenge { .. } => "challenge",
            Self::Pending { .. } => "pending",
            Self::Awaited { .. } => "awaited",
            Self::Owed { .. } => "owed",
            Self::Authorised { .. } => "authorised",
            Self::Captured { .. } => "captured",
            Self::Declined { .. } => "declined",
            Self::Expired { .. } => "expired",
            Self::Voided { .. } => "voided",
        }
    }

    /// When it came to this state.
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Created { since }
            | Self::Challenge { since }
            | Self::Pending { since }
            | Self::Awaited { since, .. }
            | Self::Owed { since } => since,
            Self::Authorised { at }
            | Self::Captured { at }
            | Self::Declined { at }
            | Self::Expired { at }
            | Self::Voided { at } => at,
        }
    }

    /// Whether nothing more comes of it by itself.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Captured { .. } | Self::Declined { .. } | Self::Expired { .. } | Self::Voided { .. } => true,
            Self::Created { .. }
            | Self::Challenge { .. }
            | Self::Pending { .. }
            | Self::Awaited { .. }
            | Self::Owed { .. }
            | Self::Authorised { .. } => false,
        }
    }

    /// Whether it ended without money. Should money turn up all the same, it is given back.
    pub const fn has_failed(self) -> bool {
        self.is_final() && !matches!(self, Self::Captured { .. })
    }

    /// Whether the goods wait for money, or for a word on it.
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Created { .. } | Self::Challenge { .. } | Self::Pending { .. } | Self::Awaited { .. } => true,
            Self::Owed { .. }
            | Self::Authorised { .. }
            | Self::Captured { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Voided { .. } => false,
        }
    }

    /// Whether its provider, or the buyer at the bank, has the next word.
    pub const fn waits_for_provider(self) -> bool {
        match self {
            Self::Created { .. } | Self::Challenge { .. } | Self::Pending { .. } | Self::Authorised { .. } => true,
            Self::Awaited { .. }
            | Self::Owed { .. }
            | Self::Captured { .. }
            | Self::Declined { .. }
            | Self::Expired { .. }
            | Self::Voided { .. } => false,
        }
    }

    /// The state after an event at a moment.
    ///
    /// # Errors
    /// [`TransitionError`] where the event is not possible; the payment stays as it was.
    pub fn apply(self, event: PaymentEvent, at: Timestamp) -> Result<Self, TransitionError> {
        use PaymentEvent as E;
        match (self, event) {
            (Self::Created { .. } | Self::Pending { .. }, E::Challenge | E::ChallengeAgain) => {
                Ok(Self::Challenge { since: at })
            }
            (Self::Created { .. } | Self::Challenge { .. }, E::Pend) => Ok(Self::Pending { since: at }),
            // How long it has been waiting counts from the first time.
            (Self::Pending { since }, E::Pend) => Ok(Self::Pending { since }),
            (Self::Challenge { since }, E::Challenge) => Ok(Self::Challenge { since }),
            // No two have the same moment, so that a buyer who has seen the first is not taken to answer the second.
            (Self::Challenge { since }, E::ChallengeAgain) => {
                let next = since.saturating_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
                Ok(Self::Challenge { since: Ord::max(at, next) })
            }
            (Self::Created { .. } | Self::Challenge { .. } | Self::Pending { .. }, E::Authorise) => {
                Ok(Self::Authorised { at })
            }
            (
                Self::Created { .. }
                | Self::Challenge { .. }
                | Self::Pending { .. }
                | Self::Awaited { .. }
                | Self::Owed { .. }
                | Self::Authorised { .. },
                E::Capture,
            ) => Ok(Self::Captured { at }),
            // A bank takes back what it kept ready, too.
            (
                Self::Created { .. } | Self::Challenge { .. } | Self::Pending { .. } | Self::Authorised { .. },
                E::Decline,
            ) => Ok(Self::Declined { at }),
            (
                Self::Created { .. }
                | Self::Challenge { .. }
                | Self::Pending { .. }
                | Self::Awaited { .. }
                | Self::Authorised { .. },
                E::Expire,
            ) => Ok(Self::Expired { at }),
            (
                Self::Created { .. }
                | Self::Challenge { .. }
                | Self::Pending { .. }
                | Self::Awaited { .. }
                | Self::Owed { .. }
                | Self::Authorised { .. },
                E::Void,
            ) => Ok(Self::Voided { at }),
            (
                Self::Awaited { .. }
                | Self::Owed { .. }
                | Self::Authorised { .. }
                | Self::Captured { .. }
                | Self::Declined { .. }
                | Self::Expired { .. }
                | Self::Voided { .. },
                E::Challenge
                | E::ChallengeAgain
                | E::Pend
                | E::Authorise
                | E::Capture
                | E::Decline
                | E::Expire
                | E::Void,
            ) => Err(TransitionError { what: "a payment", from: self.code(), event: event.name() }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Every state with every event: what is not in this table is refused and named.
    #[test]
    fn the_table_of_transitions() {
        let at = Timestamp::UNIX_EPOCH;
        let states = [
            PaymentState::Created { since: at },
            PaymentState::Challenge { since: at },
            PaymentState::Pending { since: at },
            PaymentState::Awaited { since: at, until: None },
            PaymentState::Owed { since: at },
            PaymentState::Authorised { at },
            PaymentState::Captured { at },
            PaymentState::Declined { at },
            PaymentState::Expired { at },
            PaymentState::Voided { at },
        ];
        let possible: Vec<String> = states
            .iter()
            .map(|state| {
                let after = PaymentEvent::ALL.into_iter().filter_map(|event| match state.apply(event, at) {
                    Ok(next) => Some(format!(" {}→{}", event.name(), next.code())),
                    Err(error) => {
                        assert_eq!((error.from, error.event), (state.code(), event.name()));
                        None
                    }
                });
                format!("{}:{}", state.code(), after.collect::<String>())
            })
            .collect();
        assert_eq!(
            possible,
            [
                "created: challenge→challenge challenge_again→challenge pend→pending authorise→authorised capture→captured decline→declined expire→expired void→voided",
                "challenge: challenge→challenge challenge_again→challenge pend→pending authorise→authorised capture→captured decline→declined expire→expired void→voided",
                "pending: challenge→challenge challenge_again→challenge pend→pending authorise→authorised capture→captured decline→declined expire→expired void→voided",
                "awaited: capture→captured expire→expired void→voided",
                "owed: capture→captured void→voided",
                "authorised: capture→captured decline→declined expire→expired void→voided",
                "captured:",
                "declined:",
                "expired:",
                "voided:",
            ]
        );
    }

    #[test]
    fn questions_of_the_bank_have_moments_of_their_own() {
        let first = PaymentState::Challenge { since: Timestamp::UNIX_EPOCH };
        assert_eq!(first.apply(PaymentEvent::Challenge, Timestamp::from_second(60).unwrap()).unwrap(), first);
        // Also where the next is asked at once, or by a clock that goes slow.
        for (at, since) in [(60_000, 60_000), (0, 1), (-5, 1)] {
            let at = Timestamp::from_millisecond(at).unwrap();
            let next = first.apply(PaymentEvent::ChallengeAgain, at).unwrap();
            assert_eq!(next, PaymentState::Challenge { since: Timestamp::from_millisecond(since).unwrap() });
        }
    }

    #[test]
    fn waiting_is_counted_from_the_first_time() {
        let first = Timestamp::UNIX_EPOCH;
        let later = Timestamp::from_second(60).unwrap();
        let pending = PaymentState::Created { since: first }.apply(PaymentEvent::Pend, first).unwrap();
        assert_eq!(pending.apply(PaymentEvent::Pend, later).unwrap().since(), first);
    }
}
