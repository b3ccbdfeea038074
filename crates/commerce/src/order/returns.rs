//! Returns: goods that come back.

use super::TransitionError;
use jiff::Timestamp;

/// How far a return has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnState {
    /// The buyer asked for it.
    Requested {
        /// When.
        at: Timestamp,
    },
    /// The goods may come.
    Authorised {
        /// When.
        at: Timestamp,
        /// Whether that is for some of them only.
        in_part: bool,
    },
    /// The goods may not come back, or did and are not taken back.
    Denied {
        /// When.
        at: Timestamp,
    },
    /// The goods are there.
    Received {
        /// When.
        at: Timestamp,
    },
    /// The goods were looked at.
    Inspected {
        /// When.
        at: Timestamp,
    },
    /// The goods are taken back.
    Approved {
        /// When.
        at: Timestamp,
    },
    /// The money goes back.
    Refunded {
        /// When.
        at: Timestamp,
    },
    /// Other goods are sent for them.
    Exchanged {
        /// When.
        at: Timestamp,
    },
    /// Nothing more is to come of it.
    Closed {
        /// When.
        at: Timestamp,
    },
}

impl ReturnState {
    /// The state's code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Authorised { in_part: false, .. } => "authorised",
            Self::Authorised { in_part: true, .. } => "authorised_in_part",
            Self::Denied { .. } => "denied",
            Self::Received { .. } => "received",
            Self::Inspected { .. } => "inspected",
            Self::Approved { .. } => "approved",
            Self::Refunded { .. } => "refunded",
            Self::Exchanged { .. } => "exchanged",
            Self::Closed { .. } => "closed",
        }
    }

    /// When it came to this state.
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Requested { at }
            | Self::Authorised { at, .. }
            | Self::Denied { at }
            | Self::Received { at }
            | Self::Inspected { at }
            | Self::Approved { at }
            | Self::Refunded { at }
            | Self::Exchanged { at }
            | Self::Closed { at } => at,
        }
    }

    /// Whether somebody still has to do something about it.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Received { .. }
            | Self::Inspected { .. }
            | Self::Approved { .. } => true,
            Self::Denied { .. } | Self::Refunded { .. } | Self::Exchanged { .. } | Self::Closed { .. } => false,
        }
    }

    const fn cannot(self, event: &'static str) -> TransitionError {
        TransitionError { what: "a return", from: self.code(), event }
    }

    /// The goods may come, all or some of them.
    ///
    /// # Errors
    /// [`TransitionError`] where it was not asked for.
    pub const fn authorise(self, in_part: bool, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Requested { .. } => Ok(Self::Authorised { at, in_part }),
            Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Inspected { .. }
            | Self::Approved { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("authorise")),
        }
    }

    /// The goods are not taken back.
    ///
    /// # Errors
    /// [`TransitionError`] where that was decided before.
    pub const fn deny(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Requested { .. } | Self::Inspected { .. } => Ok(Self::Denied { at }),
            Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Approved { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("deny")),
        }
    }

    /// The goods arrive.
    ///
    /// # Errors
    /// [`TransitionError`] where they were not to come.
    pub const fn receive(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Authorised { .. } => Ok(Self::Received { at }),
            Self::Requested { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Inspected { .. }
            | Self::Approved { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("receive")),
        }
    }

    /// The goods are looked at.
    ///
    /// # Errors
    /// [`TransitionError`] where they are not there.
    pub const fn inspect(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Received { .. } => Ok(Self::Inspected { at }),
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Inspected { .. }
            | Self::Approved { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("inspect")),
        }
    }

    /// The goods are taken back.
    ///
    /// # Errors
    /// [`TransitionError`] where nobody has looked at them.
    pub const fn approve(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Inspected { .. } => Ok(Self::Approved { at }),
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Approved { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("approve")),
        }
    }

    /// The money goes back.
    ///
    /// # Errors
    /// [`TransitionError`] where the goods were not taken back.
    pub const fn refund(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Approved { .. } => Ok(Self::Refunded { at }),
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Inspected { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("refund")),
        }
    }

    /// Other goods are sent.
    ///
    /// # Errors
    /// [`TransitionError`] where the goods were not taken back.
    pub const fn exchange(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Approved { .. } => Ok(Self::Exchanged { at }),
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Received { .. }
            | Self::Inspected { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. }
            | Self::Closed { .. } => Err(self.cannot("exchange")),
        }
    }

    /// Nothing more is to come of it: it is settled, or the buyer keeps the goods.
    ///
    /// # Errors
    /// [`TransitionError`] where the goods are at the shop and nothing was decided.
    pub const fn close(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Requested { .. }
            | Self::Authorised { .. }
            | Self::Denied { .. }
            | Self::Refunded { .. }
            | Self::Exchanged { .. } => Ok(Self::Closed { at }),
            Self::Received { .. } | Self::Inspected { .. } | Self::Approved { .. } | Self::Closed { .. } => {
                Err(self.cannot("close"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_transitions() {
        let at = Timestamp::UNIX_EPOCH;
        let states = [
            ReturnState::Requested { at },
            ReturnState::Authorised { at, in_part: true },
            ReturnState::Denied { at },
            ReturnState::Received { at },
            ReturnState::Inspected { at },
            ReturnState::Approved { at },
            ReturnState::Refunded { at },
            ReturnState::Exchanged { at },
            ReturnState::Closed { at },
        ];
        let possible: Vec<String> = states
            .iter()
            .map(|state| {
                let after = [
                    state.authorise(false, at),
                    state.deny(at),
                    state.receive(at),
                    state.inspect(at),
                    state.approve(at),
                    state.refund(at),
                    state.exchange(at),
                    state.close(at),
                ];
                let after: Vec<&str> = after.into_iter().filter_map(|next| next.map(ReturnState::code).ok()).collect();
                format!("{}: {}", state.code(), after.join(" "))
            })
            .collect();
        assert_eq!(
            possible,
            [
                "requested: authorised denied closed",
                "authorised_in_part: received closed",
                "denied: closed",
                "received: inspected",
                "inspected: denied approved",
                "approved: refunded exchanged",
                "refunded: closed",
                "exchanged: closed",
                "closed: ",
            ]
        );
    }
}
