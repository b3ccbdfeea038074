//! Work that is done without a visitor: a table of jobs that all servers share.
//!
//! A server claims a job for a while, runs it and notes how it ended. Where it stops in between, the lease runs out and
//! another server claims the job again, so a job may run more than once: each must be able to.

mod claim;
mod list;

pub use claim::{ClaimedJob, JobOutcome, JobRules};
pub use list::{JobFilter, JobRecord, JobState};

use crate::connection::{Command, Store};
use crate::entities::work::job;
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, TryInsertResult};
use serde::{Deserialize, Serialize};

/// Something to do without a visitor, with what has to be known for it. A variant that was once stored keeps its form, or
/// is read in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Finds payments that the provider has not spoken of, or whose buyer went away.
    SettlePayments,
    /// Settles one payment.
    SettlePayment {
        /// Its identifier.
        payment: String,
    },
    /// Tells a provider that a payment is not wanted any more.
    VoidPayment {
        /// Its identifier.
        payment: String,
    },
    /// Has a provider give money back.
    RefundPayment {
        /// Identifier of the refund.
        refund: i64,
    },
    /// Finds orders whose bank transfer did not come in time.
    CancelOverdueOrders,
    /// Cancels one order, if its bank transfer is still overdue.
    CancelOverdueOrder {
        /// Its identifier.
        order: i64,
    },
    /// Sends a message.
    SendMessage {
        /// Its identifier in the outbox.
        message: i64,
    },
    /// Forgets old keys, sessions, guests' baskets, tries and jobs.
    ForgetOld,
}

impl Job {
    /// Its word, as stored.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SettlePayments => "settle_payments",
            Self::SettlePayment { .. } => "settle_payment",
            Self::VoidPayment { .. } => "void_payment",
            Self::RefundPayment { .. } => "refund_payment",
            Self::CancelOverdueOrders => "cancel_overdue_orders",
            Self::CancelOverdueOrder { .. } => "cancel_overdue_order",
            Self::SendMessage { .. } => "send_message",
            Self::ForgetOld => "forget_old",
        }
    }

    /// The key of a job about one thing, of which there is one at a time: its word and the thing's identifier.
    pub fn key(&self) -> Option<String> {
        let about = match self {
            Self::SettlePayment { payment } | Self::VoidPayment { payment } => payment.clone(),
            Self::RefundPayment { refund } => refund.to_string(),
            Self::CancelOverdueOrder { order } => order.to_string(),
            Self::SettlePayments | Self::CancelOverdueOrders | Self::SendMessage { .. } | Self::ForgetOld => {
                return None;
            }
        };
        Some(format!("{} {about}", self.kind()))
    }
}

/// Identifier of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub i64);

/// Words of states, as stored.
const QUEUED: &str = "queued";
const RUNNING: &str = "running";
const DONE: &str = "done";
const DEAD: &str = "dead";

/// How often it is tried to add a job while others of its key end.
const TRIES: u32 = 5;

/// Adds a job inside a command, so that it is there exactly if the change is that causes it. While a job with the same key
/// is not done (it waits, runs, or was given up) no other is added: `false` then. One that runs is run once more.
pub(crate) async fn enqueue(
    command: &Command,
    job: &Job,
    key: Option<&str>,
    run_at: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let row = job::ActiveModel {
        kind: Set(job.kind().to_owned()),
        job: Set(serde_json::to_string(job).map_err(StoreError::unreadable("job"))?),
        job_key: Set(key.map(str::to_owned)),
        state: Set(QUEUED.to_owned()),
        run_at: Set(run_at),
        attempts: Set(0),
        worker: Set(None),
        leased_until: Set(None),
        wanted_at: Set(None),
        last_error: Set(None),
        created_at: Set(now),
        ended_at: Set(None),
        ..Default::default()
    };
    for _ in 0..TRIES {
        let inserted = job::Entity::insert(row.clone())
            .on_conflict_do_nothing_on([job::Column::JobKey])
            .exec_without_returning(&command.tx)
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(1)) {
            command.wake_workers();
            return Ok(true);
        }
        // As long as this command holds the row, nobody claims the job or ends it, so that what the command changes is seen
        // by the run that follows.
        let known = job::Entity::find().filter(job::Column::JobKey.eq(key)).lock_exclusive().one(&command.tx).await?;
        let Some(known) = known else {
            // It was done just now, and has made room.
            continue;
        };
        if known.state == RUNNING {
            let wanted_at = known.wanted_at.map_or(run_at, |before| Ord::min(before, run_at));
            job::Entity::update_many()
                .col_expr(job::Column::WantedAt, Expr::value(wanted_at))
                .filter(job::Column::Id.eq(known.id))
                .exec(&command.tx)
                .await?;
        }
        return Ok(false);
    }
    Err(StoreError::Conflict(format!("the job {} comes and goes", key.unwrap_or_default())))
}

/// Narrows a query to what has no job of a kind about it (by [`Job::key`]), neither one that waits or runs nor one that was
/// given up: such a one would take the place of those that nobody sees to yet. `column` is the thing's identifier.
pub(crate) fn without_job(kind: &str, column: &str) -> SimpleExpr {
    let key = Expr::cust(format!("'{kind} ' || {column}"));
    let known = Query::select()
        .expr(Expr::val(1))
        .from(job::Entity)
        .and_where(Expr::col((job::Entity, job::Column::JobKey)).eq(key))
        .to_owned();
    Expr::exists(known).not()
}

impl Store {
    /// Adds a job that is due at a moment (milliseconds since 1970). While a job with the same key is not done (it waits,
    /// runs, or was given up) no other is added: `false` then. One that runs may have looked already at what this is about:
    /// it is run once more when it ends.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn enqueue_job(&self, job: &Job, key: Option<&str>, run_at: i64, now: i64) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let added = enqueue(&command, job, key, run_at, now).await?;
        command.commit().await?;
        Ok(added)
    }

    /// Has the waiting job with a key done at once. `false` where none waits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hasten_job(&self, key: &str, now: i64) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let done = job::Entity::update_many()
            .col_expr(job::Column::RunAt, Expr::value(now))
            .filter(job::Column::JobKey.eq(key))
            .filter(job::Column::State.eq(QUEUED))
            .exec(&command.tx)
            .await?;
        command.wake_workers();
        command.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Waits until a job was added in this process.
    pub async fn job_added(&self) {
        self.jobs_added.notified().await;
    }
}
