//! What staff sees of jobs, and repeating one that was given up.

use super::{DEAD, DONE, JobId, QUEUED, RUNNING};
use crate::audit::{Author, Subject};
use crate::connection::Store;
use crate::entities::work::job;
use crate::error::StoreError;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// It waits until it is due.
    Queued {
        /// When (milliseconds since 1970).
        run_at: i64,
    },
    /// A server has it.
    Running {
        /// Which.
        worker: String,
        /// Until when nobody else may claim it (milliseconds since 1970).
        leased_until: i64,
    },
    /// There is nothing more to do.
    Done {
        /// Since when (milliseconds since 1970).
        at: i64,
    },
    /// It was given up, and waits for somebody to look at it.
    Dead {
        /// Since when (milliseconds since 1970).
        at: i64,
    },
}

/// A job as staff sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// Identifier.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// What it is to do, as JSON.
    pub job: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was attempted since it last went well.
    pub attempts: u32,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// Since when it is there (milliseconds since 1970).
    pub created_at: i64,
}

/// Which jobs to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobFilter {
    /// Those that were given up.
    Dead,
    /// Those whose last attempt failed, given up or not.
    Failing,
    /// All.
    All,
}

fn record(row: job::Model) -> JobRecord {
    let ended = row.ended_at.unwrap_or(row.run_at);
    let state = match row.state.as_str() {
        RUNNING => JobState::Running {
            worker: row.worker.unwrap_or_default(),
            leased_until: row.leased_until.unwrap_or(row.run_at),
        },
        DONE => JobState::Done { at: ended },
        QUEUED => JobState::Queued { run_at: row.run_at },
        // What is not understood is looked at by somebody who does.
        _ => JobState::Dead { at: ended },
    };
    JobRecord {
        id: JobId(row.id),
        kind: row.kind,
        job: row.job,
        state,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        last_error: row.last_error,
        created_at: row.created_at,
    }
}

/// What the audit log keeps of a job.
#[derive(Serialize)]
struct Stands<'a> {
    kind: &'a str,
    state: &'static str,
}

impl Store {
    /// The newest jobs, at most so many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn jobs(&self, filter: JobFilter, most: u64) -> Result<Vec<JobRecord>, StoreError> {
        let query = job::Entity::find().order_by_desc(job::Column::Id).limit(most);
        let query = match filter {
            JobFilter::Dead => query.filter(job::Column::State.eq(DEAD)),
            JobFilter::Failing => query.filter(job::Column::LastError.is_not_null()),
            JobFilter::All => query,
        };
        Ok(query.all(&self.db).await?.into_iter().map(record).collect())
    }

    /// Has a job that was given up tried anew, with all its attempts. `false` where there is none with this identifier
    /// that was given up.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn repeat_job(&self, by: &Author, id: JobId, now: i64) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let done = job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(QUEUED))
            .col_expr(job::Column::RunAt, Expr::value(now))
            .col_expr(job::Column::Attempts, Expr::value(0_i64))
            .col_expr(job::Column::EndedAt, Expr::value(Option::<i64>::None))
            .filter(job::Column::Id.eq(id.0))
            .filter(job::Column::State.eq(DEAD))
            .exec(&command.tx)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        let Some(row) = job::Entity::find_by_id(id.0).one(&command.tx).await? else { return Ok(false) };
        let stands = |state: &'static str| Stands { kind: &row.kind, state };
        command.audit_changed(by, Subject::Job(id), &stands(DEAD), &stands(QUEUED)).await?;
        command.wake_workers();
        command.commit().await?;
        Ok(true)
    }

    /// Forgets jobs that were done before a moment (milliseconds since 1970). Those that were given up stay until somebody
    /// repeats them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_done_jobs(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = job::Entity::delete_many()
            .filter(job::Column::State.eq(DONE))
            .filter(job::Column::EndedAt.lt(before))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
