//! The domain of the shop: pure, without I/O, clock or randomness; the same prices in browser and server.
//!
//! Time and identifiers come in as arguments, so that every function here gives the same answer for the
//! same input wherever it runs.

pub mod address;
pub mod basket;
pub mod calendar;
pub mod catalog;
pub mod checkout;
pub mod civil_time;
pub mod company;
pub mod country;
pub mod demonstration;
pub mod email;
pub mod face;
pub mod format;
pub mod locale;
pub mod money;
pub mod order;
pub mod price_history;
pub mod pricing;
pub mod promotion;
pub mod quantity;
pub mod settings;
pub mod sharing;
pub mod sku;
pub mod stock;
pub mod storefront;
pub mod supply;
pub mod tax;
pub mod terms;
pub mod vat_number;
pub mod wire_tag;
pub mod wire_time;

pub use country::Country;
pub use email::EmailAddress;
pub use face::Face;
pub use locale::{Language, Locale};
pub use money::{Currency, Money};
pub use quantity::{Quantity, QuantityRule};
pub use sku::{Gtin, Sku};
