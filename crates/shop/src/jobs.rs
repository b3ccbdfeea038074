//! What happens without a visitor, looked at and repeated by staff.

use crate::cli::{Jobs, JobsShown};
use anyhow::{Context, Result};
use giano_server::Clock;
use giano_store::{JobFilter, JobId, JobRecord, JobState, Store};
use jiff::Timestamp;
use std::process::ExitCode;

/// Lists jobs, or has one that was given up tried anew.
pub async fn run(jobs: Jobs) -> Result<ExitCode> {
    match jobs {
        Jobs::List { database, shown, most } => {
            let filter = match shown {
                JobsShown::Dead => JobFilter::Dead,
                JobsShown::Failing => JobFilter::Failing,
                JobsShown::All => JobFilter::All,
            };
            let store = Store::connect(&database.url).await?;
            for job in store.jobs(filter, most).await? {
                println!("{}", line(&job));
            }
        }
        Jobs::Retry { database, all, ids } => {
            let store = Store::connect(&database.url).await?;
            let now = Clock::System.millis();
            let ids: Vec<JobId> = match all {
                true => store.jobs(JobFilter::Dead, 10_000).await?.into_iter().map(|job| job.id).collect(),
                false => ids.into_iter().map(JobId).collect(),
            };
            let mut missing = false;
            for id in ids {
                let repeated = store.repeat_job(id, now).await.with_context(|| format!("job {}", id.0))?;
                missing |= !repeated;
                match repeated {
                    true => println!("{}: will be tried anew", id.0),
                    false => println!("{}: no job that was given up", id.0),
                }
            }
            return Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(job: &JobRecord) -> String {
    let at = |millis: i64| Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |at| at.to_string());
    let state = match &job.state {
        JobState::Queued { run_at } => format!("waits until {}", at(*run_at)),
        JobState::Running { leased_until, .. } => format!("at work, at most until {}", at(*leased_until)),
        JobState::Done { at: when } => format!("done {}", at(*when)),
        JobState::Dead { at: when } => format!("given up {}", at(*when)),
    };
    // An error may have lines of its own.
    let error = job.last_error.as_ref().map(|error| format!(": {}", error.replace(['\n', '\r'], " ")));
    format!("{}\t{}\t{state}\t{} attempts{}", job.id.0, job.job, job.attempts, error.unwrap_or_default())
}
