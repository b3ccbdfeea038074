//! Shipments: what of an order leaves together.

use super::TransitionError;
use jiff::Timestamp;

/// How far a shipment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShipmentState {
    /// It is being packed.
    Preparing {
        /// Since when.
        since: Timestamp,
    },
    /// It is on its way.
    Sent {
        /// When it left.
        at: Timestamp,
    },
    /// It has arrived.
    Delivered {
        /// When.
        at: Timestamp,
    },
    /// It was unpacked again before it left.
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

impl ShipmentState {
    /// The state's code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Preparing { .. } => "preparing",
            Self::Sent { .. } => "sent",
            Self::Delivered { .. } => "delivered",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// When it came to this state.
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Preparing { since } => since,
            Self::Sent { at } | Self::Delivered { at } | Self::Cancelled { at } => at,
        }
    }

    /// Whether it has left the shop.
    pub const fn has_left(self) -> bool {
        match self {
            Self::Sent { .. } | Self::Delivered { .. } => true,
            Self::Preparing { .. } | Self::Cancelled { .. } => false,
        }
    }

    const fn cannot(self, event: &'static str) -> TransitionError {
        TransitionError { what: "a shipment", from: self.code(), event }
    }

    /// It leaves.
    ///
    /// # Errors
    /// [`TransitionError`] where it is not being packed.
    pub const fn send(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Preparing { .. } => Ok(Self::Sent { at }),
            Self::Sent { .. } | Self::Delivered { .. } | Self::Cancelled { .. } => Err(self.cannot("send")),
        }
    }

    /// It arrives.
    ///
    /// # Errors
    /// [`TransitionError`] where it is not on its way.
    pub const fn deliver(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Sent { .. } => Ok(Self::Delivered { at }),
            Self::Preparing { .. } | Self::Delivered { .. } | Self::Cancelled { .. } => Err(self.cannot("deliver")),
        }
    }

    /// It is unpacked again.
    ///
    /// # Errors
    /// [`TransitionError`] where it has left.
    pub const fn cancel(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Preparing { .. } => Ok(Self::Cancelled { at }),
            Self::Sent { .. } | Self::Delivered { .. } | Self::Cancelled { .. } => Err(self.cannot("cancel")),
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
            ShipmentState::Preparing { since: at },
            ShipmentState::Sent { at },
            ShipmentState::Delivered { at },
            ShipmentState::Cancelled { at },
        ];
        let possible: Vec<_> = states
            .iter()
            .map(|state| {
                let code = |next: Result<ShipmentState, TransitionError>| next.map(ShipmentState::code).ok();
                (state.code(), code(state.send(at)), code(state.deliver(at)), code(state.cancel(at)))
            })
            .collect();
        assert_eq!(
            possible,
            [
                ("preparing", Some("sent"), None, Some("cancelled")),
                ("sent", None, Some("delivered"), None),
                ("delivered", None, None, None),
                ("cancelled", None, None, None),
            ]
        );
    }
}
