//! The provider that is built in and visibly a test one: charges nobody and plays what real ones do.
//!
//! What is to come of a payment is in its reference, so that it survives a restart. What happened to it since (captured, let
//! go, given back) is in books in memory: they refuse what a real provider refuses, and do what is asked under one key once.

use super::provider::{Answer, Ask, Charge, Inquiry, NoAnswer, Notice, PaymentProvider, Refunding, WebhookRefused};
use super::signature::verify;
use crate::clock::Clock;
use async_trait::async_trait;
use axum::http::HeaderMap;
use giano_commerce::{Currency, Money};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Its name, as stored with payments.
pub(crate) const NAME: &str = "test";
/// Milliseconds after which a timed-out or late charge turns out to have succeeded.
const LATE: i64 = 4000;
/// Payments that the books hold; then they begin anew, and go by the references again.
const MOST_ENTRIES: usize = 10_000;

/// What its webhook says.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct WebhookBody {
    /// The payment.
    payment: String,
    /// How it stands.
    charge: Word,
    /// How much came in, with `captured`: in all, or by the one capture that is named.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    amount: Option<Decimal>,
    /// In which currency.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    currency: Option<Currency>,
    /// Name of a capture, where it is told of by itself, with `captured`.
    #[serde(default)]
    capture: Option<String>,
}

/// How a payment stands, in a webhook.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// The money is kept ready.
    Authorised,
    /// The money is there.
    Captured,
    /// The bank said no.
    Declined,
}

/// What the books say of a payment.
#[derive(Debug, Clone)]
struct Entry {
    charge: Charge,
    /// What was answered, by the key under which it was asked: under the same key nothing is done again.
    answers: HashMap<String, Charge>,
    /// What went back, by the key under which it was asked for.
    refunds: HashMap<String, Money>,
}

impl Entry {
    fn refunded(&self) -> Decimal {
        self.refunds.values().map(|amount| amount.amount()).sum()
    }
}

/// The test provider. Tokens: `tok_success`, `tok_declined`, `tok_challenge`, `tok_timeout`, `tok_late`.
#[derive(Debug)]
pub struct TestProvider {
    clock: Clock,
    secret: String,
    books: Mutex<HashMap<String, Entry>>,
}

impl TestProvider {
    /// A provider that goes by this clock and signs its webhooks with this secret.
    pub fn new(clock: Clock, secret: String) -> Self {
        Self { clock, secret, books: Mutex::default() }
    }

    /// How much of a payment (its reference) came in, and how much went back; none where its books know nothing of it.
    pub fn booked(&self, reference: &str) -> Option<(Decimal, Decimal)> {
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = books.get(reference)?;
        let captured = match entry.charge {
            Charge::Captured { amount } => amount.amount(),
            Charge::Challenge | Charge::Pending | Charge::Authorised | Charge::Declined | Charge::Voided => {
                Decimal::ZERO
            }
        };
        Some((captured, entry.refunded()))
    }

    /// What the reference promises of a payment at this moment.
    fn promised(&self, reference: &str, amount: Money) -> Charge {
        let mut parts = reference.split('@');
        let token = parts.next().unwrap_or_default();
        let since: i64 = parts.next().and_then(|since| since.parse().ok()).unwrap_or_default();
        let is_late = self.clock.millis() - since >= LATE;
        match token {
            "tok_success" => Charge::Authorised,
            "tok_challenge" => Charge::Challenge,
            "tok_timeout" | "tok_late" if is_late => Charge::Captured { amount },
            "tok_timeout" | "tok_late" => Charge::Pending,
            _ => Charge::Declined,
        }
    }

    /// Does something to the entry of a payment, which begins as the reference promises. What has happened to it is kept;
    /// what may still change is not.
    fn book<T>(&self, reference: &str, amount: Money, change: impl FnOnce(&mut Entry) -> T) -> T {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        let begin =
            || Entry { charge: self.promised(reference, amount), answers: HashMap::new(), refunds: HashMap::new() };
        let mut entry = books.get(reference).cloned().unwrap_or_else(begin);
        let done = change(&mut entry);
        if !matches!(entry.charge, Charge::Pending | Charge::Challenge) {
            if books.len() >= MOST_ENTRIES {
                books.clear();
            }
            books.insert(reference.to_owned(), entry);
        }
        done
    }

    /// Does what is asked, once under its key; asked again, it answers what it answered then.
    fn once(&self, ask: &Ask, change: impl FnOnce(&mut Charge)) -> Answer {
        let charge = self.book(&ask.reference, ask.amount, |entry| {
            if let Some(answered) = entry.answers.get(&ask.key) {
                return *answered;
            }
            change(&mut entry.charge);
            entry.answers.insert(ask.key.clone(), entry.charge);
            entry.charge
        });
        charge.into()
    }
}

#[async_trait]
impl PaymentProvider for TestProvider {
    fn name(&self) -> &'static str {
        NAME
    }

    fn reference(&self, payment: &str, card_token: &str) -> String {
        let known: String = card_token.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(32).collect();
        // Two payments of one moment are two.
        let own: String = payment.chars().take(8).collect();
        format!("{known}@{}@{own}", self.clock.millis())
    }

    async fn authorise(&self, ask: &Ask, card_token: &str) -> Result<Answer, NoAnswer> {
        match card_token {
            "tok_timeout" => Err(NoAnswer),
            _ => Ok(self.once(ask, |_| ())),
        }
    }

    async fn capture(&self, ask: &Ask) -> Result<Answer, NoAnswer> {
        Ok(self.once(ask, |charge| {
            if *charge == Charge::Authorised {
                *charge = Charge::Captured { amount: ask.amount };
            }
        }))
    }

    async fn void(&self, ask: &Ask) -> Result<Answer, NoAnswer> {
        Ok(self.once(ask, |charge| {
            if matches!(charge, Charge::Challenge | Charge::Pending | Charge::Authorised) {
                *charge = Charge::Voided;
            }
        }))
    }

    async fn status(&self, inquiry: &Inquiry) -> Result<Answer, NoAnswer> {
        Ok(self.book(&inquiry.reference, inquiry.amount, |entry| entry.charge).into())
    }

    async fn answer_challenge(&self, ask: &Ask, approve: bool) -> Result<Answer, NoAnswer> {
        Ok(self.once(ask, |charge| {
            if *charge == Charge::Challenge {
                *charge = if approve { Charge::Authorised } else { Charge::Declined };
            }
        }))
    }

    async fn refund(&self, ask: &Ask) -> Result<Refunding, NoAnswer> {
        Ok(self.book(&ask.reference, ask.amount, |entry| {
            if entry.refunds.contains_key(&ask.key) {
                return Refunding::Done;
            }
            let captured = match entry.charge {
                Charge::Captured { amount } => amount.amount(),
                // Of a payment from before a restart nothing else is known than that it went well.
                Charge::Authorised => {
                    entry.charge = Charge::Captured { amount: ask.amount };
                    ask.amount.amount()
                }
                Charge::Challenge | Charge::Pending | Charge::Declined | Charge::Voided => return Refunding::Refused,
            };
            if entry.refunded() + ask.amount.amount() > captured {
                return Refunding::Refused;
            }
            entry.refunds.insert(ask.key.clone(), ask.amount);
            Refunding::Done
        }))
    }

    fn verify_webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Notice, WebhookRefused> {
        let header = headers.get("giano-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
        verify(header, &self.secret, body, now)?;
        let body: WebhookBody = serde_json::from_slice(body).map_err(|_| WebhookRefused::Unreadable)?;
        let charge = match (body.charge, body.amount, body.currency) {
            (Word::Authorised, _, _) => Charge::Authorised,
            (Word::Declined, _, _) => Charge::Declined,
            (Word::Captured, Some(amount), Some(currency)) => Charge::Captured { amount: Money::new(amount, currency) },
            (Word::Captured, _, _) => return Err(WebhookRefused::Unreadable),
        };
        let capture = body.capture.filter(|_| matches!(charge, Charge::Captured { .. }));
        Ok(Notice { payment: body.payment, charge, capture })
    }
}
