//! States of orders and the named transitions between them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where an order stands, with what belongs to that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OrderState {
    /// Taken; payment on account or transfer is agreed.
    Placed {
        /// When.
        at: Timestamp,
    },
    /// Waits for somebody of the company.
    AwaitingApproval {
        /// Since when.
        since: Timestamp,
        /// Why, for showing.
        reason: String,
    },
    /// Waits for the payment provider or the bank.
    AwaitingPayment {
        /// Since when.
        since: Timestamp,
        /// The payment, where there is one with a provider.
        payment: Option<String>,
    },
    /// Paid.
    Paid {
        /// When.
        at: Timestamp,
    },
    /// Being packed.
    InFulfilment {
        /// Since when.
        since: Timestamp,
        /// Whether it was paid before.
        paid: bool,
    },
    /// Some of it is on its way.
    PartShipped {
        /// When the last part left.
        at: Timestamp,
        /// Whether it was paid before.
        paid: bool,
    },
    /// All of it is on its way.
    Shipped {
        /// When the last part left.
        at: Timestamp,
        /// Whether it was paid before.
        paid: bool,
    },
    /// It has arrived.
    Delivered {
        /// When.
        at: Timestamp,
        /// Whether it was paid before.
        paid: bool,
    },
    /// Nothing more is to come of it.
    Closed {
        /// When.
        at: Timestamp,
    },
    /// It will not be carried out.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
    /// Some of the money was given back.
    PartRefunded {
        /// When the last part was.
        at: Timestamp,
        /// How far it had come: from there the rest goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Box<Self>>,
    },
    /// All of the money was given back.
    Refunded {
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
    /// No bank transfer came in time.
    TransferOverdue,
    /// The company said no.
    ApprovalRefused,
    /// The buyer asked for it.
    ByBuyer,
    /// The shop could not deliver.
    ByShop,
}

/// What can happen to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderEvent {
    /// The company approved; payment is asked for now or agreed.
    Approve,
    /// The company said no.
    Refuse,
    /// A provider was asked for the money.
    RequestPayment {
        /// The payment.
        payment: Option<String>,
    },
    /// The money is there.
    ConfirmPayment,
    /// It will not be carried out.
    Cancel {
        /// Why.
        reason: CancelReason,
    },
    /// Packing began.
    StartFulfilment,
    /// Something left.
    Ship {
        /// Whether that was all of it.
        complete: bool,
    },
    /// It has arrived.
    Deliver,
    /// Nothing more is to come of it.
    Close,
    /// Money was given back.
    Refund {
        /// Whether that was all of it.
        complete: bool,
    },
}

/// An event that is not possible in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an order that is {from} cannot {event}")]
pub struct TransitionError {
    /// Code of the state.
    pub from: &'static str,
    /// Name of the event.
    pub event: &'static str,
}

impl OrderEvent {
    /// The event's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::RequestPayment { .. } => "request_payment",
            Self::ConfirmPayment => "confirm_payment",
            Self::Cancel { .. } => "cancel",
            Self::StartFulfilment => "start_fulfilment",
            Self::Ship { .. } => "ship",
            Self::Deliver => "deliver",
            Self::Close => "close",
            Self::Refund { .. } => "refund",
        }
    }
}

impl OrderState {
    /// The state's code, as stored and on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Placed { .. } => "placed",
            Self::AwaitingApproval { .. } => "awaiting_approval",
            Self::AwaitingPayment { .. } => "awaiting_payment",
            Self::Paid { .. } => "paid",
            Self::InFulfilment { .. } => "in_fulfilment",
            Self::PartShipped { .. } => "part_shipped",
            Self::Shipped { .. } => "shipped",
            Self::Delivered { .. } => "delivered",
            Self::Closed { .. } => "closed",
            Self::Cancelled { .. } => "cancelled",
            Self::PartRefunded { .. } => "part_refunded",
            Self::Refunded { .. } => "refunded",
        }
    }

    /// Whether the money is there.
    const fn is_paid(&self) -> bool {
        match self {
            Self::Paid { .. } | Self::PartRefunded { .. } | Self::Refunded { .. } | Self::Closed { .. } => true,
            Self::InFulfilment { paid, .. }
            | Self::PartShipped { paid, .. }
            | Self::Shipped { paid, .. }
            | Self::Delivered { paid, .. } => *paid,
            Self::Placed { .. }
            | Self::AwaitingApproval { .. }
            | Self::AwaitingPayment { .. }
            | Self::Cancelled { .. } => false,
        }
    }

    /// The state after an event at a moment.
    ///
    /// # Errors
    /// [`TransitionError`] where the event is not possible; the order stays as it was.
    pub fn apply(self, event: OrderEvent, at: Timestamp) -> Result<Self, TransitionError> {
        use OrderEvent as E;
        let error = TransitionError { from: self.code(), event: event.name() };
        // What was given back for a part does not stop the rest on its way.
        if let (Self::PartRefunded { before: Some(before), .. }, E::StartFulfilment | E::Ship { .. } | E::Deliver) =
            (&self, &event)
        {
            return before.as_ref().clone().apply(event, at).map_err(|_| error);
        }
        let paid = self.is_paid();
        match (self, event) {
            (Self::AwaitingApproval { .. }, E::Approve) => Ok(Self::Placed { at }),
            (Self::AwaitingApproval { .. }, E::Refuse) => {
                Ok(Self::Cancelled { at, reason: CancelReason::ApprovalRefused })
            }
            (Self::Placed { .. } | Self::AwaitingPayment { .. }, E::RequestPayment { payment }) => {
                Ok(Self::AwaitingPayment { since: at, payment })
            }
            (Self::AwaitingPayment { .. } | Self::Placed { .. }, E::ConfirmPayment) => Ok(Self::Paid { at }),
            (Self::InFulfilment { since, paid: false }, E::ConfirmPayment) => {
                Ok(Self::InFulfilment { since, paid: true })
            }
            (Self::PartShipped { at, paid: false }, E::ConfirmPayment) => Ok(Self::PartShipped { at, paid: true }),
            (Self::Shipped { at, paid: false }, E::ConfirmPayment) => Ok(Self::Shipped { at, paid: true }),
            (Self::Delivered { at, paid: false }, E::ConfirmPayment) => Ok(Self::Delivered { at, paid: true }),
            (
                Self::Placed { .. }
                | Self::AwaitingApproval { .. }
                | Self::AwaitingPayment { .. }
                | Self::Paid { .. }
                | Self::InFulfilment { .. },
                E::Cancel { reason },
            ) => Ok(Self::Cancelled { at, reason }),
            (Self::Placed { .. } | Self::Paid { .. }, E::StartFulfilment) => Ok(Self::InFulfilment { since: at, paid }),
            (Self::InFulfilment { .. } | Self::PartShipped { .. }, E::Ship { complete: true }) => {
                Ok(Self::Shipped { at, paid })
            }
            (Self::InFulfilment { .. } | Self::PartShipped { .. }, E::Ship { complete: false }) => {
                Ok(Self::PartShipped { at, paid })
            }
            (Self::Shipped { .. }, E::Deliver) => Ok(Self::Delivered { at, paid }),
            (Self::Delivered { paid: true, .. } | Self::PartRefunded { .. }, E::Close) => Ok(Self::Closed { at }),
            (
                Self::Paid { .. }
                | Self::InFulfilment { paid: true, .. }
                | Self::PartShipped { paid: true, .. }
                | Self::Shipped { paid: true, .. }
                | Self::Delivered { paid: true, .. }
                | Self::PartRefunded { .. }
                | Self::Closed { .. }
                | Self::Cancelled { .. },
                E::Refund { complete: true },
            ) => Ok(Self::Refunded { at }),
            (Self::PartRefunded { before, .. }, E::Refund { complete: false }) => Ok(Self::PartRefunded { at, before }),
            (
                before @ (Self::Paid { .. }
                | Self::InFulfilment { paid: true, .. }
                | Self::PartShipped { paid: true, .. }
                | Self::Shipped { paid: true, .. }
                | Self::Delivered { paid: true, .. }
                | Self::Closed { .. }
                | Self::Cancelled { .. }),
                E::Refund { complete: false },
            ) => Ok(Self::PartRefunded { at, before: Some(Box::new(before)) }),
            (
                Self::Placed { .. }
                | Self::AwaitingApproval { .. }
                | Self::AwaitingPayment { .. }
                | Self::Paid { .. }
                | Self::InFulfilment { .. }
                | Self::PartShipped { .. }
                | Self::Shipped { .. }
                | Self::Delivered { .. }
                | Self::Closed { .. }
                | Self::Cancelled { .. }
                | Self::PartRefunded { .. }
                | Self::Refunded { .. },
                E::Approve
                | E::Refuse
                | E::RequestPayment { .. }
                | E::ConfirmPayment
                | E::Cancel { .. }
                | E::StartFulfilment
                | E::Ship { .. }
                | E::Deliver
                | E::Close
                | E::Refund { .. },
            ) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at() -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    #[test]
    fn a_card_order_goes_its_way() {
        let events = [
            (OrderEvent::RequestPayment { payment: Some("p".into()) }, "awaiting_payment"),
            (OrderEvent::ConfirmPayment, "paid"),
            (OrderEvent::StartFulfilment, "in_fulfilment"),
            (OrderEvent::Ship { complete: false }, "part_shipped"),
            (OrderEvent::Ship { complete: true }, "shipped"),
            (OrderEvent::Deliver, "delivered"),
            (OrderEvent::Close, "closed"),
            (OrderEvent::Refund { complete: false }, "part_refunded"),
            (OrderEvent::Refund { complete: true }, "refunded"),
        ];
        let mut state = OrderState::Placed { at: at() };
        for (event, code) in events {
            state = state.apply(event, at()).unwrap();
            assert_eq!(state.code(), code);
        }
    }

    #[test]
    fn an_order_on_account_is_paid_after_it_arrived_and_only_then_closed() {
        let delivered = OrderState::Delivered { at: at(), paid: false };
        let error = delivered.clone().apply(OrderEvent::Close, at()).unwrap_err();
        assert_eq!(error, TransitionError { from: "delivered", event: "close" });
        let paid = delivered.apply(OrderEvent::ConfirmPayment, at()).unwrap();
        assert_eq!(paid.apply(OrderEvent::Close, at()).unwrap().code(), "closed");
    }

    #[test]
    fn what_has_left_cannot_be_cancelled_and_what_is_cancelled_cannot_be_paid() {
        let cancel = || OrderEvent::Cancel { reason: CancelReason::ByBuyer };
        let shipped = OrderState::Shipped { at: at(), paid: true };
        assert!(shipped.apply(cancel(), at()).is_err());
        let cancelled = OrderState::Placed { at: at() }.apply(cancel(), at()).unwrap();
        assert!(cancelled.apply(OrderEvent::ConfirmPayment, at()).is_err());
    }

    #[test]
    fn giving_back_a_part_does_not_stop_the_rest() {
        let refund = || OrderEvent::Refund { complete: false };
        let state = OrderState::Paid { at: at() }.apply(refund(), at()).unwrap().apply(refund(), at()).unwrap();
        assert_eq!(state.code(), "part_refunded");
        let error = state.clone().apply(OrderEvent::Deliver, at()).unwrap_err();
        assert_eq!(error, TransitionError { from: "part_refunded", event: "deliver" });
        let packed = state.apply(OrderEvent::StartFulfilment, at()).unwrap();
        assert_eq!(packed, OrderState::InFulfilment { since: at(), paid: true });
        let shipped = packed.apply(OrderEvent::Ship { complete: true }, at()).unwrap();
        let delivered = shipped.apply(refund(), at()).unwrap().apply(OrderEvent::Deliver, at()).unwrap();
        assert_eq!(delivered, OrderState::Delivered { at: at(), paid: true });
    }

    /// Every state with every event: what is not in this table is refused and named.
    #[test]
    fn the_table_of_transitions() {
        let (at, paid) = (at(), true);
        let states = [
            OrderState::Placed { at },
            OrderState::AwaitingApproval { since: at, reason: String::new() },
            OrderState::AwaitingPayment { since: at, payment: None },
            OrderState::Paid { at },
            OrderState::InFulfilment { since: at, paid },
            OrderState::PartShipped { at, paid },
            OrderState::Shipped { at, paid },
            OrderState::Delivered { at, paid },
            OrderState::Closed { at },
            OrderState::Cancelled { at, reason: CancelReason::ByShop },
            OrderState::PartRefunded { at, before: None },
            OrderState::Refunded { at },
        ];
        let events = [
            OrderEvent::Approve,
            OrderEvent::Refuse,
            OrderEvent::RequestPayment { payment: None },
            OrderEvent::ConfirmPayment,
            OrderEvent::Cancel { reason: CancelReason::ByBuyer },
            OrderEvent::StartFulfilment,
            OrderEvent::Ship { complete: true },
            OrderEvent::Deliver,
            OrderEvent::Close,
            OrderEvent::Refund { complete: true },
        ];
        let possible: Vec<String> = states
            .iter()
            .map(|state| {
                let after = events.iter().filter_map(|event| match state.clone().apply(event.clone(), at) {
                    Ok(next) => Some(format!("{}→{}", event.name(), next.code())),
                    Err(error) => {
                        assert_eq!(error, TransitionError { from: state.code(), event: event.name() });
                        None
                    }
                });
                format!("{}: {}", state.code(), after.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            possible,
            [
                "placed: request_payment→awaiting_payment confirm_payment→paid cancel→cancelled start_fulfilment→in_fulfilment",
                "awaiting_approval: approve→placed refuse→cancelled cancel→cancelled",
                "awaiting_payment: request_payment→awaiting_payment confirm_payment→paid cancel→cancelled",
                "paid: cancel→cancelled start_fulfilment→in_fulfilment refund→refunded",
                "in_fulfilment: cancel→cancelled ship→shipped refund→refunded",
                "part_shipped: ship→shipped refund→refunded",
                "shipped: deliver→delivered refund→refunded",
                "delivered: close→closed refund→refunded",
                "closed: refund→refunded",
                "cancelled: refund→refunded",
                "part_refunded: close→closed refund→refunded",
                "refunded: ",
            ]
        );
    }

    #[test]
    fn states_survive_storage() {
        let state = OrderState::AwaitingPayment { since: at(), payment: Some("p1".into()) };
        let json = serde_json::to_string(&state).unwrap();
        assert!(json.contains("\"state\":\"awaiting_payment\""), "{json}");
        assert_eq!(serde_json::from_str::<OrderState>(&json).unwrap(), state);
    }
}
