//! Orders: their numbers, their lifecycle, the payments, shipments, refunds and returns that belong to them, and what
//! people see of all that.
//!
//! Each of these has its own small states: what happens to one does not have to be multiplied into the states of another.
//! [`standing`] alone puts them together.

mod attempt;
mod deadline;
mod lifecycle;
mod number;
mod payment;
mod refund;
mod returns;
mod shipment;
mod standing;
mod tax;

pub use attempt::{AttemptKind, AttemptState};
pub use deadline::{CAPTURE_MAY_TAKE, CHALLENGE_MAY_TAKE, Deadline, LAST_WORD_MAY_TAKE, PAYMENT_MAY_TAKE};
pub use lifecycle::{CancelReason, Lifecycle};
pub use number::{NotAnOrderNumber, OrderNumber};
pub use payment::{PaymentEvent, PaymentState};
pub use refund::{RefundReason, RefundState, refundable};
pub use returns::ReturnState;
pub use shipment::ShipmentState;
pub use standing::{Headline, Note, OrderParts, PaymentPart, Pieces, RefundPart, Standing, standing};
pub use tax::{LineTax, line_taxes};

/// A transition that is not possible in a state; whatever it was stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} that is {from} cannot {event}")]
pub struct TransitionError {
    /// What was to be moved, with its article.
    pub what: &'static str,
    /// Code of its state.
    pub from: &'static str,
    /// Name of the transition.
    pub event: &'static str,
}
