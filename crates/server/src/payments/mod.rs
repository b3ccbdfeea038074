//! Payments through a provider.
//!
//! What a provider is asked is written down before ([`ask`]); what it says, asked or by itself ([`webhook`]), is taken to
//! payment and orders in one transaction ([`settle`]); what stays open, and money that goes back, is seen to by jobs
//! ([`open`]).

pub(crate) mod ask;
mod challenge;
pub(crate) mod open;
pub(crate) mod provider;
pub(crate) mod providers;
pub(crate) mod settle;
mod signature;
pub(crate) mod test_provider;
mod webhook;

pub use provider::{Answer, Ask, Charge, Inquiry, NoAnswer, Notice, PaymentProvider, Refunding, WebhookRefused};
pub use test_provider::TestProvider;
pub(crate) use webhook::is_webhook;

use crate::state::AppState;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(challenge::answer_challenge)).routes(routes!(webhook::webhook))
}
