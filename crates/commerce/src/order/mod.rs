//! Orders: their numbers, their states and the named transitions between them.

mod number;
mod state;

pub use number::{NotAnOrderNumber, OrderNumber};
pub use state::{CancelReason, OrderEvent, OrderState, TransitionError};
