//! What a payment provider can do. A real one (e.g. over Stripe's API) is another implementation of the trait.

use async_trait::async_trait;
use giano_store::PaymentRecord;

/// What a provider says of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charge {
    /// The money is there.
    Succeeded,
    /// The bank said no: nothing was charged.
    Declined,
    /// The bank wants to see the buyer.
    Challenge,
    /// It will say later, by webhook or when asked.
    Pending,
}

/// The provider did not answer: nobody knows yet whether it charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payment provider does not answer")]
pub(crate) struct NoAnswer;

/// A payment provider. The payment's identifier is the key under which it must not charge twice.
#[async_trait]
pub(crate) trait PaymentProvider: Send + Sync {
    /// Its name, as stored with payments.
    fn name(&self) -> &'static str;

    /// The reference by which it will know a charge. Stored before it is asked, so that an unanswered question, or a
    /// server that stopped meanwhile, can be followed up.
    fn reference(&self, payment: &str, card_token: &str) -> String;

    /// Charges a card.
    async fn charge(&self, payment: &PaymentRecord, card_token: &str) -> Result<Charge, NoAnswer>;

    /// What became of a charge.
    async fn status(&self, payment: &PaymentRecord) -> Result<Charge, NoAnswer>;

    /// Passes on how the buyer answered the bank's question.
    async fn answer_challenge(&self, payment: &PaymentRecord, approve: bool) -> Result<Charge, NoAnswer>;

    /// Gives everything back.
    async fn refund(&self, payment: &PaymentRecord) -> Result<(), NoAnswer>;
}
