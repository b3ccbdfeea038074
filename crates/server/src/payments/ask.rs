//! Asking a provider: written down, asked for a limited time, and its answer taken to payment and orders.

use super::provider::{Answer, Ask, Charge, Inquiry, NoAnswer, Refunding};
use super::settle::{Meaning, hear, pend};
use crate::problem::Failure;
use crate::state::AppState;
use giano_commerce::Money;
use giano_commerce::order::{AttemptKind, PaymentEvent, PaymentState};
use giano_store::{Author, NewAttempt, PaymentRecord, RefundRecord, Settlement, StoreError};

/// What came of asking.
pub(crate) enum Asked {
    /// The provider answered.
    Answered {
        /// What it said.
        charge: Charge,
        /// How payment and orders stand now.
        settled: Box<Settlement>,
    },
    /// It did not answer in time, or there is nobody to ask.
    Unanswered,
}

/// What to ask of a whole payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question<'a> {
    /// Keep the money of this card ready.
    Authorise {
        /// The card, as the provider knows it.
        card_token: &'a str,
    },
    /// The buyer's answer to the bank.
    AnswerChallenge {
        /// Whether the buyer approved.
        approve: bool,
    },
    /// Take the money.
    Capture,
    /// Let the money go: its time is up.
    Void,
    /// Let the money go: the buyer gives the payment up.
    GiveUp {
        /// Who does, for the audit log.
        by: &'a Author,
    },
    /// How does it stand?
    Status,
}

impl<'a> Question<'a> {
    const fn kind(self) -> AttemptKind {
        match self {
            Self::Authorise { .. } => AttemptKind::Authorise,
            Self::Capture => AttemptKind::Capture,
            Self::Void | Self::GiveUp { .. } => AttemptKind::Void,
            Self::AnswerChallenge { approve: true } => AttemptKind::ApproveChallenge,
            Self::AnswerChallenge { approve: false } => AttemptKind::RefuseChallenge,
            Self::Status => AttemptKind::Status,
        }
    }

    /// Who has what comes of it, where it is somebody and not the provider by itself.
    const fn by(self) -> Option<&'a Author> {
        match self {
            Self::GiveUp { by } => Some(by),
            Self::Authorise { .. } | Self::AnswerChallenge { .. } | Self::Capture | Self::Void | Self::Status => None,
        }
    }

    /// What the provider's answers mean after it.
    const fn meaning(self) -> Meaning {
        Meaning {
            voided: match self {
                Self::GiveUp { .. } => PaymentEvent::Void,
                Self::Authorise { .. } | Self::AnswerChallenge { .. } | Self::Capture | Self::Void | Self::Status => {
                    PaymentEvent::Expire
                }
            },
            challenge: match self {
                // It has the answer to the question that it asked: this is another one.
                Self::AnswerChallenge { .. } => PaymentEvent::ChallengeAgain,
                Self::Authorise { .. } | Self::Capture | Self::Void | Self::GiveUp { .. } | Self::Status => {
                    PaymentEvent::Challenge
                }
            },
        }
    }
}

/// Asks for a new payment: for its authorisation, and then at once for the money. Both asks are written down by the commands
/// that lead to them: placing the order, and noting that the money is kept ready. Without an answer the payment waits.
pub(crate) async fn ask_for_money(state: &AppState, payment: &PaymentRecord, card_token: &str) -> Result<(), Failure> {
    let attempt = NewAttempt::of(AttemptKind::Authorise);
    let key = attempt.key(&payment.id);
    match made(state, payment, Question::Authorise { card_token }, key).await? {
        Asked::Answered { settled, .. } => take_what_is_ready(state, *settled).await.map(drop),
        Asked::Unanswered => pend(state, payment).await.map(drop),
    }
}

/// Asks for the money of a payment that has just been authorised, and tells how it stands then.
pub(crate) async fn take_what_is_ready(state: &AppState, settled: Settlement) -> Result<Settlement, Failure> {
    if !settled.moved || !matches!(settled.payment.state, PaymentState::Authorised { .. }) {
        return Ok(settled);
    }
    let attempt = NewAttempt::of(AttemptKind::Capture);
    let key = attempt.key(&settled.payment.id);
    Ok(match made(state, &settled.payment, Question::Capture, key).await? {
        Asked::Answered { settled, .. } => *settled,
        // It stays authorised, and is asked for again by the shop's own work.
        Asked::Unanswered => settled,
    })
}

/// Writes down what is asked, asks, and takes the answer to payment and orders. The bank's question is answered by
/// [`answer_question`].
pub(crate) async fn ask(state: &AppState, payment: &PaymentRecord, question: Question<'_>) -> Result<Asked, Failure> {
    if state.payments.of(payment).is_none() {
        return Ok(Asked::Unanswered);
    }
    let attempt = NewAttempt::of(question.kind());
    let key = state.store.begin_attempt(&payment.id, &attempt, payment.amount, state.clock.now()).await?;
    made(state, payment, question, key).await
}

/// Gives the bank the buyer's answer to its question. None where the payment is not as it was known any more: what the bank
/// asks now, if it asks anything, the buyer has not seen.
pub(crate) async fn answer_question(
    state: &AppState,
    by: &Author,
    payment: &PaymentRecord,
    approve: bool,
) -> Result<Option<Asked>, Failure> {
    if state.payments.of(payment).is_none() {
        return Ok(Some(Asked::Unanswered));
    }
    let Some(key) = state.store.begin_answer(by, payment, approve, state.clock.now()).await? else { return Ok(None) };
    made(state, payment, Question::AnswerChallenge { approve }, key).await.map(Some)
}

/// Makes an ask that is written down.
async fn made(
    state: &AppState,
    payment: &PaymentRecord,
    question: Question<'_>,
    key: String,
) -> Result<Asked, Failure> {
    let Some(provider) = state.payments.of(payment) else { return Ok(Asked::Unanswered) };
    let ask = ask_of(payment, key, payment.amount);
    let asking = async {
        match question {
            Question::Authorise { card_token } => provider.authorise(&ask, card_token).await,
            Question::AnswerChallenge { approve } => provider.answer_challenge(&ask, approve).await,
            Question::Capture => provider.capture(&ask).await,
            Question::Void | Question::GiveUp { .. } => provider.void(&ask).await,
            Question::Status => {
                let Ask { payment, reference, amount, .. } = ask.clone();
                provider.status(&Inquiry { payment, reference, amount }).await
            }
        }
    };
    let answered: Result<Answer, NoAnswer> =
        tokio::time::timeout(provider.may_take(), asking).await.unwrap_or(Err(NoAnswer));
    count(provider.name(), question.kind(), answered.is_ok());
    match answered {
        Ok(answer) => {
            let settled = hear(state, &payment.id, &answer, Some(ask.key), question.meaning(), question.by()).await?;
            Ok(Asked::Answered { charge: answer.charge, settled: Box::new(settled) })
        }
        Err(NoAnswer) => {
            state.store.end_attempt(&ask.key, None, state.clock.now()).await?;
            Ok(Asked::Unanswered)
        }
    }
}

/// Writes down that a refund is asked for, and asks.
pub(crate) async fn ask_for_refund(
    state: &AppState,
    payment: &PaymentRecord,
    refund: &RefundRecord,
) -> Result<Result<Refunding, NoAnswer>, StoreError> {
    let Some(provider) = state.payments.of(payment) else { return Ok(Err(NoAnswer)) };
    let attempt = NewAttempt::refund(refund.id);
    let key = state.store.begin_attempt(&payment.id, &attempt, refund.amount, state.clock.now()).await?;
    let ask = ask_of(payment, key, refund.amount);
    let answered = tokio::time::timeout(provider.may_take(), provider.refund(&ask)).await.unwrap_or(Err(NoAnswer));
    count(provider.name(), AttemptKind::Refund, answered.is_ok());
    let code = answered.ok().map(Refunding::code);
    state.store.end_attempt(&ask.key, code, state.clock.now()).await?;
    Ok(answered)
}

fn ask_of(payment: &PaymentRecord, key: String, amount: Money) -> Ask {
    let reference = payment.reference.clone().unwrap_or_default();
    Ask { key, payment: payment.id.clone(), reference, amount }
}

fn count(provider: &'static str, kind: AttemptKind, answered: bool) {
    let outcome = if answered { "answered" } else { "unanswered" };
    metrics::counter!("payment_asks_total", "provider" => provider, "kind" => kind.code(), "outcome" => outcome)
        .increment(1);
}
