//! Claiming jobs, running each by itself, and noting how it ended.

use super::room::Room;
use super::treatment::{Treatment, millis};
use super::{JobError, Next, PERIODIC, given_up, perform};
use crate::clock::{draw_number, draw_token};
use crate::state::AppState;
use giano_store::{ClaimedJob, JobOutcome, StoreError};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often a server looks for jobs that other servers added.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The pause after the database did not answer.
const AFTER_ERROR: Duration = Duration::from_secs(2);
/// How long jobs at work may go on once the server was told to stop; those that take longer are taken over by another.
const LAST_WORK: Duration = Duration::from_secs(10);
/// How often it is tried to note how a job ended.
const NOTE_TRIES: u32 = 3;

/// Runs jobs until it is told to stop, then finishes those at work.
pub(super) async fn run(state: &Arc<AppState>, stop: impl Future<Output = ()>) {
    let worker = draw_token();
    let room = Room::new();
    let mut work = JoinSet::new();
    let claiming = async {
        let mut ready = false;
        loop {
            if !ready {
                match add_periodic(state).await {
                    Ok(()) => ready = true,
                    Err(error) => tracing::warn!(%error, "periodic jobs were not added"),
                }
            }
            let place = room.free().await;
            while work.try_join_next().is_some() {}
            match claim(state, &worker, &room.full()).await {
                Ok(Some(claimed)) => {
                    let (state, place) = (Arc::clone(state), room.take(place, &claimed.kind));
                    work.spawn(async move {
                        run_claimed(&state, claimed).await;
                        drop(place);
                    });
                }
                Ok(None) => {
                    drop(place);
                    tokio::select! {
                        () = state.store.job_added() => {}
                        () = room.left() => {}
                        () = tokio::time::sleep(LOOK_AGAIN) => {}
                    }
                }
                Err(error) => {
                    drop(place);
                    tracing::warn!(%error, "no jobs were claimed");
                    tokio::time::sleep(AFTER_ERROR).await;
                }
            }
        }
    };
    tokio::select! {
        () = claiming => {}
        () = stop => {}
    }
    let finish = async { while work.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_WORK, finish).await.is_err() {
        tracing::warn!("jobs were still at work when the server stopped: another takes them over");
    }
}

/// Runs the periodic jobs without waiting for their time, and all others that are due, one after the other until there is
/// none; returns how many.
///
/// # Errors
/// [`StoreError`].
pub async fn run_jobs_now(state: &Arc<AppState>) -> Result<usize, StoreError> {
    add_periodic(state).await?;
    for job in PERIODIC {
        state.store.hasten_job(job.kind(), state.clock.millis()).await?;
    }
    let worker = draw_token();
    let mut ran = 0;
    while let Some(claimed) = claim(state, &worker, &[]).await? {
        run_claimed(state, claimed).await;
        ran += 1;
    }
    Ok(ran)
}

/// Adds the periodic jobs that are not there yet.
async fn add_periodic(state: &AppState) -> Result<(), StoreError> {
    let now = state.clock.millis();
    for job in PERIODIC {
        state.store.enqueue_job(&job, Some(job.kind()), now, now).await?;
    }
    Ok(())
}

/// Claims a job of a kind that is not full.
async fn claim(state: &AppState, worker: &str, full: &[String]) -> Result<Option<ClaimedJob>, StoreError> {
    state.store.claim_job_except(full, worker, state.clock.millis(), |kind| Treatment::of(kind).rules()).await
}

/// Runs a claimed job in a task of its own and notes how it ended. Whatever the job does, this ends.
async fn run_claimed(state: &Arc<AppState>, claimed: ClaimedJob) {
    let treatment = Treatment::of(&claimed.kind);
    let result = match &claimed.job {
        _ if claimed.is_spent => Err(JobError::Refused("its server stopped while it ran, each time".to_owned())),
        Ok(job) => {
            let (state, job) = (Arc::clone(state), job.clone());
            contained(async move { perform(&state, job).await }, treatment.longest).await
        }
        Err(error) => Err(JobError::Failed(error.to_string())),
    };
    let now = state.clock.millis();
    let outcome = outcome(&claimed, &treatment, result, now);
    let (id, kind) = (claimed.id.0, claimed.kind.clone());
    let word = match &outcome {
        JobOutcome::Done | JobOutcome::DueAgain { .. } => "well",
        JobOutcome::Retry { .. } => {
            // What went wrong stands with the job alone: mail servers and banks repeat in it whom it was about.
            tracing::warn!(
                id,
                kind,
                attempt = claimed.attempt,
                "a job failed and is tried again: `giano jobs` says why"
            );
            "failed"
        }
        JobOutcome::Dead { error } => {
            tracing::error!(id, kind, attempt = claimed.attempt, "a job was given up: `giano jobs` says why");
            if let Ok(job) = &claimed.job
                && let Err(error) = given_up(state, job, error).await
            {
                // It stays this server's until its lease runs out, and is given up then.
                return tracing::error!(id, kind, %error, "what follows from giving a job up");
            }
            "dead"
        }
    };
    metrics::counter!("jobs_total", "kind" => kind.clone(), "outcome" => word).increment(1);
    for attempt in 1..=NOTE_TRIES {
        match state.store.finish_job(&claimed, &outcome, now).await {
            Ok(true) => return,
            Ok(false) => return tracing::warn!(id, kind, "a job ended after another server had taken it over"),
            Err(error) if attempt < NOTE_TRIES => {
                tracing::debug!(%error, id, kind, "noting how a job ended");
                tokio::time::sleep(AFTER_ERROR).await;
            }
            Err(error) => tracing::warn!(%error, id, kind, "how a job ended was not noted: it will run again"),
        }
    }
}

/// Runs an attempt so that it can neither take longer than it may nor take others with it.
pub(super) async fn contained(
    attempt: impl Future<Output = Result<Next, JobError>> + Send + 'static,
    longest: Duration,
) -> Result<Next, JobError> {
    let mut task = tokio::spawn(attempt);
    match tokio::time::timeout(longest, &mut task).await {
        Ok(Ok(result)) => result,
        Ok(Err(error)) => Err(JobError::Failed(match error.try_into_panic() {
            Ok(panic) => format!("panicked: {}", words_of(panic.as_ref())),
            Err(error) => error.to_string(),
        })),
        Err(_) => {
            task.abort();
            Err(JobError::Failed(format!("took longer than {} s", longest.as_secs())))
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}

fn outcome(claimed: &ClaimedJob, treatment: &Treatment, result: Result<Next, JobError>, now: i64) -> JobOutcome {
    match result {
        Ok(Next::Again(after)) => JobOutcome::DueAgain { at: now.saturating_add(millis(after)) },
        Ok(Next::Done) => JobOutcome::Done,
        Err(JobError::Refused(error)) => JobOutcome::Dead { error },
        Err(JobError::Failed(error)) => {
            // 53 bits are what a fraction holds.
            let chance = (draw_number() >> 11) as f64 / (1_u64 << 53) as f64;
            match treatment.pause_after(claimed.attempt, chance) {
                Some(pause) => JobOutcome::Retry { at: now.saturating_add(millis(pause)), error },
                None => JobOutcome::Dead { error },
            }
        }
    }
}
