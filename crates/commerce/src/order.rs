//! Orders: their numbers, their states and the named transitions between them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An order's number as written on it: `G-` and eight characters, the last of which checks the others. Made of letters
/// and digits that cannot be taken for one another (Crockford's base 32), so that it can be read out on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct OrderNumber(String);

/// The text is no order number: a character or more is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an order number like G-7K3M9QXR")]
pub struct NotAnOrderNumber;

/// Crockford's without `Z`, which handwriting takes for 2: 31 characters, a prime number of them, so that the check
/// character finds every single wrong character and every two swapped ones.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
const BODY: usize = 7;

impl OrderNumber {
    /// A number out of random bytes: one of 31^7, about 27 thousand million.
    pub fn from_random(random: u64) -> Self {
        let mut left = random;
        let mut body: Vec<u8> = Vec::with_capacity(BODY + 1);
        for _ in 0..BODY {
            body.push(ALPHABET[(left % 31) as usize]);
            left /= 31;
        }
        body.push(check_character(&body));
        Self(format!("G-{}", body.iter().map(|byte| char::from(*byte)).collect::<String>()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weights 1 to 7 modulo 31.
fn check_character(body: &[u8]) -> u8 {
    let sum: usize = body
        .iter()
        .enumerate()
        .map(|(place, byte)| (place + 1) * ALPHABET.iter().position(|known| known == byte).unwrap_or_default())
        .sum();
    ALPHABET[sum % 31]
}

impl FromStr for OrderNumber {
    type Err = NotAnOrderNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'Z' => '2',
            other => other,
        };
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(32).collect();
        let body: Vec<u8> = typed
            .strip_prefix(['G', 'g'])
            .unwrap_or(&typed)
            .chars()
            .map(|c| u8::try_from(read(c)).unwrap_or_default())
            .collect();
        let known = body.len() == BODY + 1 && body.iter().all(|byte| ALPHABET.contains(byte));
        if known && check_character(&body[..BODY]) == body[BODY] {
            Ok(Self(format!("G-{}", body.iter().map(|byte| char::from(*byte)).collect::<String>())))
        } else {
            Err(NotAnOrderNumber)
        }
    }
}

impl TryFrom<String> for OrderNumber {
    type Error = NotAnOrderNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OrderNumber> for String {
    fn from(number: OrderNumber) -> Self {
        number.0
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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
    },
    /// All of the money was given back.
    Refunded {
        /// When.
        at: Timestamp,
    },
}

/// Why an order was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The payment was declined.
    PaymentDeclined,
    /// Nobody paid in time.
    PaymentExpired,
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
            (Self::InFulfilment { since, .. }, E::ConfirmPayment) => Ok(Self::InFulfilment { since, paid: true }),
            (Self::PartShipped { at, .. }, E::ConfirmPayment) => Ok(Self::PartShipped { at, paid: true }),
            (Self::Shipped { at, .. }, E::ConfirmPayment) => Ok(Self::Shipped { at, paid: true }),
            (Self::Delivered { at, .. }, E::ConfirmPayment) => Ok(Self::Delivered { at, paid: true }),
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
                E::Refund { complete },
            ) => Ok(if complete { Self::Refunded { at } } else { Self::PartRefunded { at } }),
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
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;

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
    fn states_survive_storage() {
        let state = OrderState::AwaitingPayment { since: at(), payment: Some("p1".into()) };
        let json = serde_json::to_string(&state).unwrap();
        assert!(json.contains("\"state\":\"awaiting_payment\""), "{json}");
        assert_eq!(serde_json::from_str::<OrderState>(&json).unwrap(), state);
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn numbers_read_back_and_find_one_wrong_character(random: u64, place in 2_usize..10, other in 0_usize..31) {
            let number = OrderNumber::from_random(random);
            let spoken = number.as_str().to_lowercase().replace('-', " ").replace('0', "o").replace('2', "z");
            prop_assert_eq!(spoken.parse::<OrderNumber>().unwrap(), number.clone());
            let mut wrong: Vec<u8> = number.as_str().bytes().collect();
            let digit = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap();
            if digit(wrong[place]) != other {
                wrong[place] = ALPHABET[other];
                prop_assert!(String::from_utf8(wrong).unwrap().parse::<OrderNumber>().is_err());
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<OrderNumber>();
        }
    }
}
