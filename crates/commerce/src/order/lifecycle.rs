//! The lifecycle of an order.

use super::TransitionError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether an order is to be carried out. How it is paid, shipped, refunded or sent back is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifecycle {
    /// Waits for somebody of the company.
    AwaitingApproval {
        /// Since when.
        since: Timestamp,
        /// Why, for showing.
        reason: String,
    },
    /// To be carried out.
    Placed {
        /// When it was placed or approved.
        at: Timestamp,
    },
    /// It will not be carried out.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
    /// Nothing more is to come of it.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// Why an order was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The payment was declined.
    PaymentDeclined,
    /// Nobody finished the payment.
    PaymentExpired,
    /// The buyer gave the payment up while the bank waited.
    PaymentGivenUp,
    /// No bank transfer came in time.
    TransferOverdue,
    /// The company said no.
    ApprovalRefused,
    /// The buyer asked for it.
    ByBuyer,
    /// The shop could not deliver.
    ByShop,
}

impl CancelReason {
    const ALL: [Self; 7] = [
        Self::PaymentDeclined,
        Self::PaymentExpired,
        Self::PaymentGivenUp,
        Self::TransferOverdue,
        Self::ApprovalRefused,
        Self::ByBuyer,
        Self::ByShop,
    ];

    /// The reason's code, as stored and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PaymentDeclined => "payment_declined",
            Self::PaymentExpired => "payment_expired",
            Self::PaymentGivenUp => "payment_given_up",
            Self::TransferOverdue => "transfer_overdue",
            Self::ApprovalRefused => "approval_refused",
            Self::ByBuyer => "by_buyer",
            Self::ByShop => "by_shop",
        }
    }

    /// The reason of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Lifecycle {
    /// The state's code, as stored.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AwaitingApproval { .. } => "awaiting_approval",
            Self::Placed { .. } => "placed",
            Self::Cancelled { .. } => "cancelled",
            Self::Closed { .. } => "closed",
        }
    }

    /// When it came to this state.
    pub const fn since(&self) -> Timestamp {
        match self {
            Self::AwaitingApproval { since, .. } => *since,
            Self::Placed { at } | Self::Cancelled { at, .. } | Self::Closed { at } => *at,
        }
    }

    const fn cannot(&self, event: &'static str) -> TransitionError {
        TransitionError { what: "an order", from: self.code(), event }
    }

    /// The company approved.
    ///
    /// # Errors
    /// [`TransitionError`] where nobody waits for approval.
    pub fn approve(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::AwaitingApproval { .. } => Ok(Self::Placed { at }),
            Self::Placed { .. } | Self::Cancelled { .. } | Self::Closed { .. } => Err(self.cannot("approve")),
        }
    }

    /// It will not be carried out. That nothing of it has left is for [`OrderParts::cancel`](super::OrderParts::cancel) to
    /// see to.
    ///
    /// # Errors
    /// [`TransitionError`] where it was cancelled or closed before.
    pub fn cancel(self, reason: CancelReason, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::AwaitingApproval { .. } | Self::Placed { .. } => Ok(Self::Cancelled { at, reason }),
            Self::Cancelled { .. } | Self::Closed { .. } => Err(self.cannot("cancel")),
        }
    }

    /// Nothing more is to come of it. That everything has arrived and was paid is for
    /// [`OrderParts::close`](super::OrderParts::close) to see to.
    ///
    /// # Errors
    /// [`TransitionError`] where it is not being carried out.
    pub fn close(self, at: Timestamp) -> Result<Self, TransitionError> {
        match self {
            Self::Placed { .. } => Ok(Self::Closed { at }),
            Self::AwaitingApproval { .. } | Self::Cancelled { .. } | Self::Closed { .. } => Err(self.cannot("close")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Every state with every transition: what is not in this table is refused and named.
    #[test]
    fn the_table_of_transitions() {
        let at = Timestamp::UNIX_EPOCH;
        let states = [
            Lifecycle::AwaitingApproval { since: at, reason: String::new() },
            Lifecycle::Placed { at },
            Lifecycle::Cancelled { at, reason: CancelReason::ByShop },
            Lifecycle::Closed { at },
        ];
        let possible: Vec<String> = states
            .iter()
            .map(|state| {
                let after = [
                    ("approve", state.clone().approve(at)),
                    ("cancel", state.clone().cancel(CancelReason::ByBuyer, at)),
                    ("close", state.clone().close(at)),
                ];
                let after = after.into_iter().filter_map(|(event, next)| match next {
                    Ok(next) => Some(format!(" {event}→{}", next.code())),
                    Err(error) => {
                        assert_eq!(error, TransitionError { what: "an order", from: state.code(), event });
                        None
                    }
                });
                format!("{}:{}", state.code(), after.collect::<String>())
            })
            .collect();
        let expected = [
            "awaiting_approval: approve→placed cancel→cancelled",
            "placed: cancel→cancelled close→closed",
            "cancelled:",
            "closed:",
        ];
        assert_eq!(possible, expected);
    }

    #[test]
    fn codes_of_reasons_are_those_on_the_wire() {
        for reason in CancelReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
            assert_eq!(CancelReason::of_code(reason.code()), Some(reason));
        }
        assert_eq!(CancelReason::of_code("weather"), None);
    }
}
