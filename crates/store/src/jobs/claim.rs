//! Claiming a job, and noting how it ended.

use super::{DEAD, DONE, Job, JobId, QUEUED, RUNNING};
use crate::connection::Store;
use crate::entities::work::job;
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// How a kind of job is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobRules {
    /// For how many milliseconds the server that claims it has it for itself: longer than it may run.
    pub lease: i64,
    /// After how many attempts it is given up; never where none.
    pub most_attempts: Option<u32>,
}

/// A job that this server has for itself for a while.
#[derive(Debug)]
pub struct ClaimedJob {
    /// Identifier.
    pub id: JobId,
    /// Its kind as stored, also where it cannot be read.
    pub kind: String,
    /// What to do; or why it cannot be read.
    pub job: Result<Job, StoreError>,
    /// Which attempt this is, the first being 1.
    pub attempt: u32,
    /// Whether its server stopped each time it was tried, as often as its kind may be: it may be what stops servers, and is
    /// not to be run again, only ended.
    pub is_spent: bool,
    worker: String,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// There is nothing more to do.
    Done,
    /// All went well, and it is due again (milliseconds since 1970).
    DueAgain {
        /// When.
        at: i64,
    },
    /// It failed, and is tried again.
    Retry {
        /// When (milliseconds since 1970).
        at: i64,
        /// What went wrong.
        error: String,
    },
    /// It failed, and waits for somebody to look at it.
    Dead {
        /// What went wrong.
        error: String,
    },
}

/// Longest error that is kept, in characters.
const LONGEST_ERROR: usize = 2000;

/// Jobs that can be claimed: due ones, and running ones whose server has not said anything in time.
fn claimable(now: i64) -> Condition {
    Condition::any()
        .add(job::Column::State.eq(QUEUED).and(job::Column::RunAt.lte(now)))
        .add(job::Column::State.eq(RUNNING).and(job::Column::LeasedUntil.lte(now)))
}

impl Store {
    /// Claims the job that is due for the longest time, or whose server stopped while it ran it; none where there is none.
    /// No two servers are ever given the same one at once. One that was attempted as often as its kind may be, and whose
    /// server stopped each time, is only to be ended ([`ClaimedJob::is_spent`]).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim_job(
        &self,
        worker: &str,
        now: i64,
        rules: impl Fn(&str) -> JobRules,
    ) -> Result<Option<ClaimedJob>, StoreError> {
        self.claim_job_except(&[], worker, now, rules).await
    }

    /// As [`Self::claim_job`], but none of some kinds, of which this server has enough at work.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn claim_job_except(
        &self,
        kinds: &[String],
        worker: &str,
        now: i64,
        rules: impl Fn(&str) -> JobRules,
    ) -> Result<Option<ClaimedJob>, StoreError> {
        let wanted = || match kinds {
            [] => job::Entity::find().filter(claimable(now)),
            _ => job::Entity::find().filter(claimable(now)).filter(job::Column::Kind.is_not_in(kinds)),
        };
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        // Looking costs nobody anything; on SQLite a command would hold up all others.
        if sqlite && wanted().one(&self.db).await?.is_none() {
            return Ok(None);
        }
        let command = self.command().await?;
        let mut due = wanted().order_by_asc(job::Column::RunAt);
        if !sqlite {
            due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let Some(row) = due.order_by_asc(job::Column::Id).limit(1).one(&command.tx).await? else {
            return Ok(None);
        };
        let rules = rules(&row.kind);
        let is_spent = row.state == RUNNING && rules.most_attempts.is_some_and(|most| row.attempts >= i64::from(most));
        let attempt = row.attempts + i64::from(!is_spent);
        job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(RUNNING))
            .col_expr(job::Column::Attempts, Expr::value(attempt))
            .col_expr(job::Column::Worker, Expr::value(worker))
            .col_expr(job::Column::LeasedUntil, Expr::value(now.saturating_add(rules.lease)))
            .filter(job::Column::Id.eq(row.id))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(Some(ClaimedJob {
            id: JobId(row.id),
            kind: row.kind,
            job: serde_json::from_str(&row.job).map_err(StoreError::unreadable("job")),
            attempt: u32::try_from(attempt).unwrap_or(u32::MAX),
            is_spent,
            worker: worker.to_owned(),
        }))
    }

    /// Notes how a claimed job ended. `false` where it was not this server's any more: its lease had run out, and another
    /// has claimed it since. One that went well and was asked for while it ran waits to be run once more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_job(&self, claimed: &ClaimedJob, outcome: &JobOutcome, now: i64) -> Result<bool, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            // Whoever asks for it at this moment has asked before, or finds it ended.
            let known = job::Entity::find_by_id(claimed.id.0).lock_exclusive().one(&command.tx).await?;
            let wanted_at = known.and_then(|row| row.wanted_at);
            let mut change = job::Entity::update_many()
                .filter(job::Column::Id.eq(claimed.id.0))
                .filter(job::Column::State.eq(RUNNING))
                .filter(job::Column::Worker.eq(&claimed.worker))
                .filter(job::Column::Attempts.eq(i64::from(claimed.attempt)))
                .col_expr(job::Column::LeasedUntil, Expr::value(Option::<i64>::None))
                .col_expr(job::Column::WantedAt, Expr::value(Option::<i64>::None));
            let set = |state: &'static str, error: Option<&str>| {
                let error = error.map(|error| error.chars().take(LONGEST_ERROR).collect::<String>());
                [(job::Column::State, Expr::value(state)), (job::Column::LastError, Expr::value(error))]
            };
            let again = match (outcome, wanted_at) {
                (JobOutcome::Done, Some(wanted)) => JobOutcome::DueAgain { at: wanted },
                (JobOutcome::DueAgain { at }, Some(wanted)) => JobOutcome::DueAgain { at: Ord::min(*at, wanted) },
                (outcome, _) => outcome.clone(),
            };
            let columns = match &again {
                JobOutcome::Done => {
                    change = change
                        .col_expr(job::Column::EndedAt, Expr::value(now))
                        .col_expr(job::Column::JobKey, Expr::value(Option::<String>::None));
                    set(DONE, None)
                }
                JobOutcome::DueAgain { at } => {
                    change = change
                        .col_expr(job::Column::RunAt, Expr::value(*at))
                        .col_expr(job::Column::Attempts, Expr::value(0_i64));
                    set(QUEUED, None)
                }
                JobOutcome::Retry { at, error } => {
                    change = change.col_expr(job::Column::RunAt, Expr::value(*at));
                    set(QUEUED, Some(error))
                }
                JobOutcome::Dead { error } => {
                    change = change.col_expr(job::Column::EndedAt, Expr::value(now));
                    set(DEAD, Some(error))
                }
            };
            for (column, value) in columns {
                change = change.col_expr(column, value);
            }
            let done = change.exec(&command.tx).await?;
            command.commit().await?;
            Ok(done.rows_affected == 1)
        })
        .await
    }
}
