//! Refunds: money that goes back, once for each payment, order and reason.

use crate::amount::{major, minor};
use crate::connection::{Command, Store};
use crate::entities::orders::orders as order_table;
use crate::entities::payments::{payment, refund};
use crate::error::StoreError;
use crate::jobs::{Job, enqueue, without_job};
use crate::orders;
use giano_commerce::Money;
use giano_commerce::order::{RefundReason, RefundState, TransitionError, refundable};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
};
use std::collections::HashMap;

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRecord {
    /// Identifier.
    pub id: i64,
    /// Of which payment.
    pub payment: String,
    /// Of which order.
    pub order_id: i64,
    /// How far it has come.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
    /// How often the provider was asked.
    pub attempts: u32,
    /// What went wrong the last time.
    pub last_error: Option<String>,
}

/// A refund that the shop's people have to see to: it was given up, or no provider can make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundToSeeTo {
    /// Number of the order.
    pub order: String,
    /// The refund.
    pub refund: RefundRecord,
}

/// Longest error that is kept, in characters.
const LONGEST_ERROR: usize = 500;

/// A stored refund.
pub(crate) fn refund_record(row: refund::Model) -> Result<RefundRecord, StoreError> {
    let at = orders::moment(row.state_at);
    Ok(RefundRecord {
        state: match row.state.as_str() {
            "requested" => RefundState::Requested { since: at },
            "succeeded" => RefundState::Succeeded { at },
            "failed" => RefundState::Failed { at },
            other => return Err(orders::unknown("state of a refund", other)),
        },
        amount: major(row.amount_minor, orders::currency(&row.currency)?),
        id: row.id,
        payment: row.payment_id,
        order_id: row.order_id,
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        last_error: row.last_error,
    })
}

/// Has what came in of a payment for an order, and was not given back yet, given back. Asked for again, nothing is left to
/// give back, and nothing changes; more money that came meanwhile goes back by a refund of its own. What no provider can give
/// back waits for the shop's people.
pub(super) async fn request(
    command: &Command,
    payment: &payment::Model,
    order: i64,
    captured_minor: i64,
    reason: RefundReason,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let currency = orders::currency(&payment.currency)?;
    let known = refund::Entity::find()
        .filter(refund::Column::PaymentId.eq(&payment.id))
        .filter(refund::Column::OrderId.eq(order))
        .all(&command.tx)
        .await?;
    let back = known.iter().map(|refund| major(refund.amount_minor, currency));
    let amount = minor(refundable(major(captured_minor, currency), back));
    if amount == 0 {
        return Ok(false);
    }
    // The second for one reason is told apart by its number.
    let taken = |code: &str| known.iter().any(|refund| refund.reason == code);
    let numbered = (2..).map(|n: u32| format!("{} {n}", reason.code()));
    let code = std::iter::once(reason.code().to_owned()).chain(numbered).find(|code| !taken(code)).unwrap_or_default();
    let state = RefundState::Requested { since: at };
    let new = refund::ActiveModel {
        payment_id: Set(payment.id.clone()),
        order_id: Set(order),
        reason: Set(code.clone()),
        amount_minor: Set(amount),
        currency: Set(payment.currency.clone()),
        state: Set(state.code().to_owned()),
        state_at: Set(at.as_millisecond()),
        attempts: Set(0),
        last_error: Set(None),
        ..Default::default()
    };
    let written = refund::Entity::insert(new)
        .on_conflict_do_nothing_on([refund::Column::PaymentId, refund::Column::OrderId, refund::Column::Reason])
        .exec_without_returning(&command.tx)
        .await?;
    if !matches!(written, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    if payment.provider.is_some() {
        let id: Option<i64> = refund::Entity::find()
            .select_only()
            .column(refund::Column::Id)
            .filter(refund::Column::PaymentId.eq(&payment.id))
            .filter(refund::Column::OrderId.eq(order))
            .filter(refund::Column::Reason.eq(&code))
            .into_tuple()
            .one(&command.tx)
            .await?;
        if let Some(refund) = id {
            let (job, now) = (Job::RefundPayment { refund }, at.as_millisecond());
            enqueue(command, &job, job.key().as_deref(), now, now).await?;
        }
    }
    Ok(true)
}

/// Counts that the provider is asked for a refund once more.
pub(super) async fn count_attempt(command: &Command, id: i64) -> Result<(), StoreError> {
    refund::Entity::update_many()
        .col_expr(refund::Column::Attempts, Expr::col(refund::Column::Attempts).add(1))
        .filter(refund::Column::Id.eq(id))
        .exec(&command.tx)
        .await?;
    Ok(())
}

impl Store {
    /// A refund.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refund(&self, id: i64) -> Result<Option<RefundRecord>, StoreError> {
        refund::Entity::find_by_id(id).one(&self.db).await?.map(refund_record).transpose()
    }

    /// Refunds that were given up, or that no provider can make, oldest first, at most so many: for the shop's people.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refunds_to_see_to(&self, most: u64) -> Result<Vec<RefundToSeeTo>, StoreError> {
        let failed = refund::Column::State.eq("failed");
        let by_hand = refund::Column::State.eq("requested").and(payment::Column::Provider.is_null());
        let rows = refund::Entity::find()
            .join(
                sea_orm::JoinType::InnerJoin,
                refund::Entity::belongs_to(payment::Entity)
                    .from(refund::Column::PaymentId)
                    .to(payment::Column::Id)
                    .into(),
            )
            .filter(failed.or(by_hand))
            .order_by_asc(refund::Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.order_id).collect();
        let numbers: HashMap<i64, String> = order_table::Entity::find()
            .select_only()
            .columns([order_table::Column::Id, order_table::Column::Number])
            .filter(order_table::Column::Id.is_in(ids))
            .into_tuple::<(i64, String)>()
            .all(&self.db)
            .await?
            .into_iter()
            .collect();
        let told = |row: refund::Model| {
            let order = numbers.get(&row.order_id).cloned().unwrap_or_default();
            Ok(RefundToSeeTo { order, refund: refund_record(row)? })
        };
        rows.into_iter().map(told).collect()
    }

    /// Adds a job for each refund that waits for its provider and has none, at most 100: those that an earlier version
    /// wrote. Returns how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn enqueue_refunds(&self, now: i64) -> Result<usize, StoreError> {
        let waiting: Vec<i64> = refund::Entity::find()
            .select_only()
            .column(refund::Column::Id)
            .join(
                sea_orm::JoinType::InnerJoin,
                refund::Entity::belongs_to(payment::Entity)
                    .from(refund::Column::PaymentId)
                    .to(payment::Column::Id)
                    .into(),
            )
            .filter(refund::Column::State.eq("requested"))
            .filter(payment::Column::Provider.is_not_null())
            .filter(without_job("refund_payment", "refund.id"))
            .order_by_asc(refund::Column::Id)
            .limit(100)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut added = 0;
        for refund in waiting {
            let job = Job::RefundPayment { refund };
            added += usize::from(self.enqueue_job(&job, job.key().as_deref(), now, now).await?);
        }
        Ok(added)
    }

    /// Notes that a refund went through. `false` where that was known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_refund(&self, known: &RefundRecord, at: Timestamp) -> Result<bool, StoreError> {
        self.move_refund(known, None, |state| state.succeed(at)).await
    }

    /// Gives a refund up until somebody sees to it. `false` where it is not waited for.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fail_refund(&self, known: &RefundRecord, why: &str, at: Timestamp) -> Result<bool, StoreError> {
        self.move_refund(known, Some(why), |state| state.fail(at)).await
    }

    /// The refund to ask its provider for: as it was known, or asked for again where it had been given up. None where it is
    /// not waited for any more, since people noted meanwhile that they made it: it must not go back twice.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_refund_up(
        &self,
        known: &RefundRecord,
        at: Timestamp,
    ) -> Result<Option<RefundRecord>, StoreError> {
        if matches!(known.state, RefundState::Failed { .. }) {
            self.move_refund(known, None, |state| state.repeat(at)).await?;
        }
        let now = self.refund(known.id).await?;
        Ok(now.filter(|now| matches!(now.state, RefundState::Requested { .. })))
    }

    async fn move_refund(
        &self,
        known: &RefundRecord,
        why: Option<&str>,
        step: impl Fn(RefundState) -> Result<RefundState, TransitionError>,
    ) -> Result<bool, StoreError> {
        let Ok(next) = step(known.state) else { return Ok(false) };
        let why = why.map(|why| why.chars().take(LONGEST_ERROR).collect::<String>());
        self.retrying(|| async {
            let command = self.command().await?;
            let Some(order) = orders::bring_to_change(&command, known.order_id).await? else { return Ok(false) };
            let done = refund::Entity::update_many()
                .col_expr(refund::Column::State, Expr::value(next.code()))
                .col_expr(refund::Column::StateAt, Expr::value(next.since().as_millisecond()))
                .col_expr(refund::Column::LastError, Expr::value(why.clone()))
                .filter(refund::Column::Id.eq(known.id))
                .filter(refund::Column::State.eq(known.state.code()))
                .exec(&command.tx)
                .await?;
            if done.rows_affected == 0 || !orders::touch(&command, &order).await? {
                return Ok(false);
            }
            command.commit().await?;
            Ok(true)
        })
        .await
    }
}
