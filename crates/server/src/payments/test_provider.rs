//! The provider that is built in and visibly a test one: charges nobody and plays what real ones do.
//!
//! It keeps no state of its own: what is to come is in the reference, so that it survives a restart.

use super::provider::{Charge, NoAnswer, PaymentProvider};
use crate::clock::Clock;
use async_trait::async_trait;
use giano_store::PaymentRecord;

/// Milliseconds after which a timed-out or late charge turns out to have succeeded.
const LATE: i64 = 4000;

/// The test provider. Tokens: `tok_success`, `tok_declined`, `tok_challenge`, `tok_timeout`, `tok_late`.
#[derive(Debug)]
pub(crate) struct TestProvider {
    clock: Clock,
}

impl TestProvider {
    /// A provider that goes by this clock.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock }
    }
}

#[async_trait]
impl PaymentProvider for TestProvider {
    fn name(&self) -> &'static str {
        "test"
    }

    fn reference(&self, _payment: &str, card_token: &str) -> String {
        let known: String = card_token.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(32).collect();
        format!("{known}@{}", self.clock.millis())
    }

    async fn charge(&self, _payment: &PaymentRecord, card_token: &str) -> Result<Charge, NoAnswer> {
        match card_token {
            "tok_success" => Ok(Charge::Succeeded),
            "tok_challenge" => Ok(Charge::Challenge),
            "tok_timeout" => Err(NoAnswer),
            "tok_late" => Ok(Charge::Pending),
            _ => Ok(Charge::Declined),
        }
    }

    async fn status(&self, payment: &PaymentRecord) -> Result<Charge, NoAnswer> {
        let reference = payment.reference.as_deref().unwrap_or_default();
        let (token, since) = reference.split_once('@').unwrap_or_default();
        let late = self.clock.millis() - since.parse::<i64>().unwrap_or_default() >= LATE;
        Ok(match token {
            "tok_success" => Charge::Succeeded,
            "tok_challenge" => Charge::Challenge,
            "tok_timeout" | "tok_late" if late => Charge::Succeeded,
            "tok_timeout" | "tok_late" => Charge::Pending,
            _ => Charge::Declined,
        })
    }

    async fn answer_challenge(&self, _payment: &PaymentRecord, approve: bool) -> Result<Charge, NoAnswer> {
        Ok(if approve { Charge::Succeeded } else { Charge::Declined })
    }

    async fn refund(&self, payment: &PaymentRecord) -> Result<(), NoAnswer> {
        tracing::info!(payment = payment.id, "the test provider gives back what it never took");
        Ok(())
    }
}
