//! The JSON backend: everything under `/api`, plus health and metrics.
//!
//! Anonymous reading is answered from an immutable [`snapshot::Snapshot`] in memory; baskets, orders and accounts are in
//! the database. Handlers are one file per endpoint under their feature.

#[cfg(test)]
#[path = "../../store/tests/support/database.rs"]
#[macro_use]
#[allow(clippy::unwrap_used, missing_docs)]
mod database;

pub mod clock;
pub mod problem;
mod problem_codes;
pub mod proxies;
pub mod settings;
pub mod snapshot;
pub mod state;

mod actor;
mod apart;
mod basket;
mod caching;
mod catalog;
mod checkout;
mod content;
mod cookies;
mod cross_site;
mod health;
mod home;
mod jobs;
mod mail;
mod openapi;
mod orders;
pub mod payments;
mod price;
mod price_lists;
mod pricing;
mod product;
mod request_id;
mod router;
mod session;
mod throttle;
mod visit;
mod words;

pub use clock::Clock;
pub use jobs::{run as run_jobs, run_jobs_now};
pub use mail::{MailSender, MailSenderError, MailSettings, MailTransport, SmtpServer, SmtpServerError};
pub use openapi::document as openapi_document;
pub use orders::past::{Purchase, PurchaseError, write_purchases};
pub use proxies::TrustedProxies;
pub use router::router;
pub use session::DEMO_PASSWORD;
pub use session::passwords::{PasswordError, hash_password};
pub use settings::Settings;
pub use state::AppState;
