//! The rules of the checkout: what is asked for, what is right, and how it can be paid.
//!
//! They stand here once. The page says by them what is missing while it is typed, the server refuses by them what is sent;
//! neither has rules of its own.

mod draft;
mod field;
mod paying;
mod rules;

pub use draft::CheckoutDraft;
pub use field::{Field, Section};
pub use paying::{Payer, Paying, PaymentMethod, TermNotAChoice, takes_credit};
pub use rules::{Checked, Choices, Issue, Wrong, check};
