//! The checkout: one page, three sections, and what may happen to an order on its way.

mod attempt;
mod bank;
mod delivery;
mod dialogs;
mod form;
mod model;
mod page;
mod payment;
mod person;
mod refusal;
mod section;
mod summary;

pub(crate) use bank::BankDialog;
pub use page::CheckoutPage;
pub(crate) use payment::method_words;
