//! What happens without a visitor.
//!
//! Jobs are in the database and shared by all servers ([`giano_store::Job`]): each is done by one of them at a time, is
//! tried again where it fails, hangs or panics, and is taken over by another server where its own stops. What a server
//! keeps in memory it renews by itself ([`refresh`]).
//!
//! A feature adds a job by a variant of [`giano_store::Job`], how it is treated ([`treatment`]) and what does it
//! ([`perform`]); one that is due again and again also stands in [`PERIODIC`].

mod forget;
mod refresh;
mod room;
mod runner;
#[cfg(test)]
mod tests;
mod treatment;

pub use runner::run_jobs_now;

use crate::mail::outbox;
use crate::orders::overdue;
use crate::payments::open;
use crate::problem::Failure;
use crate::state::AppState;
use futures::FutureExt;
use giano_store::{Job, StoreError};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

/// Jobs that are always there and due again after a time ([`Next::Again`]); of each there is one in the database, and so
/// one run at a time.
const PERIODIC: [Job; 3] = [Job::SettlePayments, Job::CancelOverdueOrders, Job::ForgetOld];

/// What comes after a job that went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing.
    Done,
    /// The same again, after this time.
    Again(Duration),
}

/// Why a job failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum JobError {
    /// It may go well another time.
    #[error("{0}")]
    Failed(String),
    /// It will go no better another time: somebody has to look at it.
    #[error("{0}")]
    Refused(String),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Failure> for JobError {
    fn from(failure: Failure) -> Self {
        let problem = failure.problem();
        let instance = problem.instance.as_deref().map(|instance| format!(", see {instance} in the log"));
        Self::Failed(format!("{:?}{}", problem.code, instance.unwrap_or_default()))
    }
}

/// Does a job.
async fn perform(state: &Arc<AppState>, job: Job) -> Result<Next, JobError> {
    match job {
        Job::SettlePayments => open::find(state).await,
        Job::SettlePayment { payment } => open::settle_one(state, &payment).await,
        Job::VoidPayment { payment } => open::void_one(state, &payment).await,
        Job::RefundPayment { refund } => open::refund_one(state, refund).await,
        Job::CancelOverdueOrders => overdue::find(state).await,
        Job::CancelOverdueOrder { order } => overdue::cancel_one(state, order).await,
        Job::SendMessage { message } => outbox::send_message(state, message).await,
        Job::ForgetOld => forget::forget_old(state).await,
    }
}

/// What follows where a job is given up, besides that people see it among the jobs.
async fn given_up(state: &AppState, job: &Job, why: &str) -> Result<(), JobError> {
    match job {
        Job::RefundPayment { refund } => open::give_refund_up(state, *refund, why).await,
        Job::SettlePayments
        | Job::SettlePayment { .. }
        | Job::VoidPayment { .. }
        | Job::CancelOverdueOrders
        | Job::CancelOverdueOrder { .. }
        | Job::SendMessage { .. }
        | Job::ForgetOld => Ok(()),
    }
}

/// How long it waits before it begins anew what has ended by itself.
const AFTER_A_PANIC: Duration = Duration::from_secs(1);

/// Does what happens without a visitor, until it is told to stop; jobs at work are finished first. Should it panic, it says so
/// and begins anew: without it nothing would be renewed, paid or sent while the pages go on.
pub async fn run(state: Arc<AppState>, stop: impl Future<Output = ()> + Send) {
    let stop = stop.shared();
    loop {
        let work = async {
            let work = runner::run(&state, stop.clone());
            let refreshing = refresh::run(&state);
            tokio::select! {
                () = work => {}
                () = refreshing => {}
            }
        };
        if AssertUnwindSafe(work).catch_unwind().await.is_ok() {
            return;
        }
        tracing::error!("what happens without a visitor panicked, and begins anew");
        tokio::time::sleep(AFTER_A_PANIC).await;
    }
}
