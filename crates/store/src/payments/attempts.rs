//! What providers are asked, written down before it is asked, and whether they answered.

use super::settle::bring_to_change;
use super::{PaymentRecord, refunds, state_of_payment};
use crate::amount::minor;
use crate::audit::Author;
use crate::connection::{Command, Store};
use crate::entities::payments::payment_attempt;
use crate::error::StoreError;
use crate::orders;
use giano_commerce::Money;
use giano_commerce::order::{AttemptKind, AttemptState, PaymentState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, TryInsertResult};
use serde::Serialize;

/// Something to ask a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAttempt {
    /// What for.
    pub kind: AttemptKind,
    /// The refund that is asked for, with [`AttemptKind::Refund`].
    pub refund: Option<i64>,
    /// The number of the bank's question that is answered, within its payment: each has a key of its own, so that the yes to
    /// one is never taken for the yes to the next. Only [`Store::begin_answer`] knows it.
    question: Option<i64>,
}

impl NewAttempt {
    /// Something to ask for a payment as a whole.
    pub const fn of(kind: AttemptKind) -> Self {
        Self { kind, refund: None, question: None }
    }

    /// To give a refund back.
    pub const fn refund(refund: i64) -> Self {
        Self { kind: AttemptKind::Refund, refund: Some(refund), question: None }
    }

    /// The key under which the provider does it once. The same thing asked again has the same key, after a restart too.
    pub fn key(&self, payment: &str) -> String {
        match self.refund.or(self.question) {
            Some(of) => format!("{payment} {} {of}", self.kind.code()),
            None => format!("{payment} {}", self.kind.code()),
        }
    }
}

/// What a provider was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRecord {
    /// The key under which the provider does it once.
    pub key: String,
    /// What for.
    pub kind: AttemptKind,
    /// How far it has come.
    pub state: AttemptState,
    /// How often it was asked.
    pub tries: u32,
    /// The code of the last answer.
    pub answer: Option<String>,
}

fn record(row: payment_attempt::Model) -> Result<AttemptRecord, StoreError> {
    let at = orders::moment(row.state_at);
    Ok(AttemptRecord {
        kind: AttemptKind::of_code(&row.kind).ok_or_else(|| orders::unknown("kind of an attempt", &row.kind))?,
        state: match row.state.as_str() {
            "asked" => AttemptState::Asked { since: at },
            "answered" => AttemptState::Answered { at },
            "unanswered" => AttemptState::Unanswered { at },
            other => return Err(orders::unknown("state of an attempt", other)),
        },
        key: row.attempt_key,
        tries: u32::try_from(row.tries).unwrap_or_default(),
        answer: row.answer,
    })
}

/// What was begun.
pub(super) struct Begun {
    /// The key to ask under.
    pub key: String,
    /// Whether it is asked for the first time.
    pub is_first: bool,
}

/// Writes that a provider is about to be asked, for the first time or once more.
pub(super) async fn begin(
    command: &Command,
    payment: &str,
    attempt: &NewAttempt,
    amount_minor: i64,
    at: Timestamp,
) -> Result<Begun, StoreError> {
    let key = attempt.key(payment);
    let asked = AttemptState::Asked { since: at };
    let row = payment_attempt::ActiveModel {
        payment_id: Set(payment.to_owned()),
        refund_id: Set(attempt.refund),
        kind: Set(attempt.kind.code().to_owned()),
        attempt_key: Set(key.clone()),
        amount_minor: Set(amount_minor),
        state: Set(asked.code().to_owned()),
        state_at: Set(at.as_millisecond()),
        tries: Set(1),
        answer: Set(None),
        created_at: Set(at.as_millisecond()),
        ..Default::default()
    };
    let inserted = payment_attempt::Entity::insert(row)
        .on_conflict_do_nothing_on([payment_attempt::Column::AttemptKey])
        .exec_without_returning(&command.tx)
        .await?;
    let is_first = matches!(inserted, TryInsertResult::Inserted(1));
    if !is_first {
        payment_attempt::Entity::update_many()
            .col_expr(payment_attempt::Column::State, Expr::value(asked.code()))
            .col_expr(payment_attempt::Column::StateAt, Expr::value(at.as_millisecond()))
            .col_expr(payment_attempt::Column::Tries, Expr::col(payment_attempt::Column::Tries).add(1))
            .filter(payment_attempt::Column::AttemptKey.eq(&key))
            .exec(&command.tx)
            .await?;
    }
    Ok(Begun { key, is_first })
}

/// The number of the question that the bank asks now. It is the one that was answered last as long as nobody has heard what
/// the bank says to that answer, be it a yes or a no; what it asks after that is the next one.
async fn open_question(command: &Command, payment: &str) -> Result<i64, StoreError> {
    let kinds = [AttemptKind::ApproveChallenge, AttemptKind::RefuseChallenge];
    let rows = payment_attempt::Entity::find()
        .filter(payment_attempt::Column::PaymentId.eq(payment))
        .filter(payment_attempt::Column::Kind.is_in(kinds.map(AttemptKind::code)))
        .all(&command.tx)
        .await?;
    let attempts: Vec<AttemptRecord> = rows.into_iter().map(record).collect::<Result<_, _>>()?;
    // In earlier versions the last part was a moment, which is a number as well, or was missing.
    let number = |attempt: &AttemptRecord| {
        attempt.key.rsplit(' ').next().and_then(|last| last.parse::<i64>().ok()).unwrap_or_default()
    };
    let Some(newest) = attempts.iter().map(number).max() else { return Ok(1) };
    let is_answered = attempts
        .iter()
        .any(|attempt| number(attempt) == newest && matches!(attempt.state, AttemptState::Answered { .. }));
    Ok(if is_answered { newest.saturating_add(1) } else { newest })
}

/// Writes that a provider answered, or that it did not in time. `false` where nobody waited for it any more: another server
/// asked the same and has its answer, and the provider says the same to both.
pub(super) async fn end(command: &Command, key: &str, answer: Option<&str>, at: Timestamp) -> Result<bool, StoreError> {
    let found =
        payment_attempt::Entity::find().filter(payment_attempt::Column::AttemptKey.eq(key)).one(&command.tx).await?;
    let Some(known) = found.map(record).transpose()? else { return Ok(false) };
    let next = if answer.is_some() { known.state.answer(at) } else { known.state.miss(at) };
    let Ok(next) = next else { return Ok(false) };
    let mut change = payment_attempt::Entity::update_many()
        .col_expr(payment_attempt::Column::State, Expr::value(next.code()))
        .col_expr(payment_attempt::Column::StateAt, Expr::value(next.since().as_millisecond()))
        .filter(payment_attempt::Column::AttemptKey.eq(key));
    if let Some(answer) = answer {
        change = change.col_expr(payment_attempt::Column::Answer, Expr::value(answer));
    }
    change.exec(&command.tx).await?;
    Ok(true)
}

/// What the audit log keeps of the buyer's answer to the bank.
#[derive(Serialize)]
struct Said {
    payment: &'static str,
    answer: Option<&'static str>,
}

impl Store {
    /// Writes that a provider is about to be asked for something of a payment, for the first time or once more; returns the
    /// key to ask it under. What the ask is about is the whole payment, or the refund that it names.
    ///
    /// # Errors
    /// [`StoreError`]: then the provider must not be asked.
    pub async fn begin_attempt(
        &self,
        payment: &str,
        attempt: &NewAttempt,
        amount: Money,
        at: Timestamp,
    ) -> Result<String, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            let Begun { key, .. } = begin(&command, payment, attempt, minor(amount), at).await?;
            if let Some(refund) = attempt.refund {
                refunds::count_attempt(&command, refund).await?;
            }
            command.commit().await?;
            Ok(key)
        })
        .await
    }

    /// Writes that the buyer's answer to the bank's question is about to be given, for the first time or once more; returns
    /// the key to give it under. None where the payment is not as it was known any more: the buyer has not seen what the bank
    /// asks now, if it asks anything. Who gives the answer is on record with each order that is paid.
    ///
    /// # Errors
    /// [`StoreError`]: then the provider must not be told.
    pub async fn begin_answer(
        &self,
        by: &Author,
        known: &PaymentRecord,
        approve: bool,
        at: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let kind = if approve { AttemptKind::ApproveChallenge } else { AttemptKind::RefuseChallenge };
        self.retrying(|| async {
            let command = self.command().await?;
            let Some((row, paid)) = bring_to_change(&command, &known.id).await? else { return Ok(None) };
            let now = state_of_payment(&row)?;
            if now != known.state || !matches!(now, PaymentState::Challenge { .. }) {
                return Ok(None);
            }
            // A question of an earlier version that had no number keeps the key without one.
            let number = Some(open_question(&command, &known.id).await?).filter(|number| *number > 0);
            let attempt = NewAttempt { question: number, ..NewAttempt::of(kind) };
            let Begun { key, is_first } = begin(&command, &known.id, &attempt, minor(known.amount), at).await?;
            let said =
                |answer: Option<AttemptKind>| Said { payment: now.code(), answer: answer.map(AttemptKind::code) };
            // Given once more, as long as the bank is silent, it is the same answer: nobody fills the log by repeating it.
            for order in paid.iter().filter(|_| is_first) {
                let subject = orders::subject_of(&command, order).await?;
                command.audit_changed(by, subject, &said(None), &said(Some(kind))).await?;
            }
            command.commit().await?;
            Ok(Some(key))
        })
        .await
    }

    /// Writes what a provider answered (a code), or with none that it did not answer in time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_attempt(&self, key: &str, answer: Option<&str>, at: Timestamp) -> Result<(), StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            end(&command, key, answer, at).await?;
            command.commit().await
        })
        .await
    }

    /// What the provider of a payment was asked, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attempts(&self, payment: &str) -> Result<Vec<AttemptRecord>, StoreError> {
        let rows = payment_attempt::Entity::find()
            .filter(payment_attempt::Column::PaymentId.eq(payment))
            .order_by_asc(payment_attempt::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(record).collect()
    }
}
