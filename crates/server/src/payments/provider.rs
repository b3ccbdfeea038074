//! What a payment provider can do. A real one (e.g. over Stripe's API) is another implementation of the trait.

use async_trait::async_trait;
use axum::http::HeaderMap;
use giano_commerce::Money;
use jiff::Timestamp;
use std::time::Duration;

/// How a payment stands, as its provider sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// The bank wants to see the buyer.
    Challenge,
    /// It will say later, by webhook or when asked.
    Pending,
    /// The money is kept ready for the shop.
    Authorised,
    /// The money is there, or a part of it.
    Captured {
        /// How much of it has come in by now, in all; or how much by one capture, where that is named beside it.
        amount: Money,
    },
    /// The bank said no: nothing was charged.
    Declined,
    /// It was let go again: nothing was charged.
    Voided,
}

impl Charge {
    /// The code, as stored with what was asked.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Pending => "pending",
            Self::Authorised => "authorised",
            Self::Captured { .. } => "captured",
            Self::Declined => "declined",
            Self::Voided => "voided",
        }
    }
}

/// What a provider answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How the payment stands.
    pub charge: Charge,
    /// The provider's own reference, where it has given one now; the following asks are made with it.
    pub reference: Option<String>,
    /// The provider's name for a capture, where it tells of one by itself: the same name again is the same money. Without a
    /// name it tells of all that has come in.
    pub capture: Option<String>,
}

impl From<Charge> for Answer {
    fn from(charge: Charge) -> Self {
        Self { charge, reference: None, capture: None }
    }
}

/// What a provider says of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refunding {
    /// The money is on its way.
    Done,
    /// It is not decided yet: ask again, under the same key.
    Pending,
    /// There is not so much to give back, or the account is gone: asking again will not help.
    Refused,
}

impl Refunding {
    /// The code, as stored with what was asked.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Pending => "pending",
            Self::Refused => "refused",
        }
    }
}

/// The provider did not answer: nobody knows whether it did what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payment provider does not answer")]
pub struct NoAnswer;

/// Something a provider is asked to do. It was written down before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The idempotency key: what is asked under one key is done once, however often it is asked.
    pub key: String,
    /// The payment, as the shop names it.
    pub payment: String,
    /// The payment, as the provider names it.
    pub reference: String,
    /// How much.
    pub amount: Money,
}

/// A payment that a provider is asked about: nothing is done, so that there is no key, and each answer is of its moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// The payment, as the shop names it.
    pub payment: String,
    /// The payment, as the provider names it.
    pub reference: String,
    /// How much was asked for.
    pub amount: Money,
}

/// What a provider says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The payment, as the shop names it.
    pub payment: String,
    /// How it stands.
    pub charge: Charge,
    /// The provider's name for a capture, where it tells of one by itself ([`Answer::capture`]).
    pub capture: Option<String>,
}

/// Why a webhook is not believed, or not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookRefused {
    /// There is no signature that fits the body.
    #[error("no signature fits the body")]
    NotSigned,
    /// It was signed too long ago, or ahead of time: it may be one that was overheard.
    #[error("it was not signed just now")]
    NotNow,
    /// It is signed, and cannot be read.
    #[error("its body cannot be read")]
    Unreadable,
}

/// A payment provider.
///
/// Whoever asks writes down what it asks before, stops waiting after [`Self::may_take`], and asks again under the same key.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Its name, as stored with payments.
    fn name(&self) -> &'static str;

    /// How long it may take to answer.
    fn may_take(&self) -> Duration {
        Duration::from_secs(12)
    }

    /// The reference by which it will know a payment. Stored before it is asked, so that an unanswered ask, or a server that
    /// stopped meanwhile, can be followed up. A provider that gives references itself is told apart by the payment until
    /// then, and names its own in the first [`Answer`].
    fn reference(&self, payment: &str, card_token: &str) -> String;

    /// Has the money of a card kept ready.
    async fn authorise(&self, ask: &Ask, card_token: &str) -> Result<Answer, NoAnswer>;

    /// Takes the money that is kept ready.
    async fn capture(&self, ask: &Ask) -> Result<Answer, NoAnswer>;

    /// Lets the money go that is kept ready, or stops asking the buyer for it. Answers how the payment stands then: money
    /// that is there already stays there.
    async fn void(&self, ask: &Ask) -> Result<Answer, NoAnswer>;

    /// How a payment stands.
    async fn status(&self, inquiry: &Inquiry) -> Result<Answer, NoAnswer>;

    /// Passes on how the buyer answered the bank's question, where the shop itself shows the bank's page.
    async fn answer_challenge(&self, ask: &Ask, approve: bool) -> Result<Answer, NoAnswer>;

    /// Gives money back, some or all.
    async fn refund(&self, ask: &Ask) -> Result<Refunding, NoAnswer>;

    /// Looks at a webhook: whether it is signed by the provider, just now, over these very bytes. Nothing of the body is read
    /// before that is known.
    ///
    /// # Errors
    /// [`WebhookRefused`].
    fn verify_webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Notice, WebhookRefused>;
}
