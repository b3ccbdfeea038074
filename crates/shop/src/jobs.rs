//! What happens without a visitor, looked at and repeated by staff.

use crate::cli::{Jobs, JobsShown};
use anyhow::{Context, Result};
use giano_server::Clock;
use giano_store::{Author, JobFilter, JobId, JobRecord, JobState, ShopPart, Store};
use jiff::Timestamp;
use std::collections::HashSet;
use std::io::Write;
use std::process::ExitCode;

/// Jobs that are read at once.
const AT_ONCE: u64 = 1_000;

/// Lists jobs, or has one that was given up tried anew. What is no line of a list is said `aside`, where no script reads it.
pub async fn run(jobs: Jobs, out: &mut impl Write, aside: &mut impl Write) -> Result<ExitCode> {
    match jobs {
        Jobs::List { database, shown, most } => {
            let filter = match shown {
                JobsShown::Dead => JobFilter::Dead,
                JobsShown::Failing => JobFilter::Failing,
                JobsShown::All => JobFilter::All,
            };
            let store = Store::connect_existing(&database.url).await?;
            let listed = store.jobs(filter, most).await?;
            if listed.is_empty() {
                writeln!(aside, "{}", none(shown))?;
            }
            for job in listed {
                writeln!(out, "{}", line(&job))?;
            }
        }
        Jobs::Retry { database, all, ids } => {
            let store = Store::connect_existing(&database.url).await?;
            let now = Clock::System.millis();
            let mut missing = false;
            if all {
                // Until there is none: one that is repeated is no longer among those given up. What fails again at once would be met
                // again and again, so each is repeated once.
                let mut seen = HashSet::new();
                loop {
                    let dead = store.jobs(JobFilter::Dead, AT_ONCE).await?;
                    let fresh: Vec<JobId> = dead.iter().map(|job| job.id).filter(|id| seen.insert(*id)).collect();
                    if fresh.is_empty() {
                        break;
                    }
                    for id in fresh {
                        retry(&store, id, now, out).await?;
                    }
                }
            }
            for id in ids.into_iter().map(JobId) {
                missing |= !retry(&store, id, now, out).await?;
            }
            return Ok(if missing { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Has a job tried anew; `false` where it was not given up.
async fn retry(store: &Store, id: JobId, now: i64, out: &mut impl Write) -> Result<bool> {
    let author = Author::shop(ShopPart::CommandLine, now);
    let repeated = store.repeat_job(&author, id, now).await.with_context(|| format!("job {}", id.0))?;
    match repeated {
        true => writeln!(out, "{}: will be tried anew", id.0)?,
        false => writeln!(out, "{}: no job that was given up", id.0)?,
    }
    Ok(repeated)
}

/// What is said where there is nothing to list.
const fn none(shown: JobsShown) -> &'static str {
    match shown {
        JobsShown::Dead => "No job was given up.",
        JobsShown::Failing => {
            "No job failed when it was tried last. `--show all` lists those that wait or are done, too."
        }
        JobsShown::All => "There are no jobs yet.",
    }
}

fn line(job: &JobRecord) -> String {
    let at = |millis: i64| Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |at| at.to_string());
    let state = match &job.state {
        JobState::Queued { run_at } => format!("waits until {}", at(*run_at)),
        JobState::Running { leased_until, .. } => format!("at work, at most until {}", at(*leased_until)),
        JobState::Done { at: when } => format!("done {}", at(*when)),
        JobState::Dead { at: when } => format!("given up {}", at(*when)),
    };
    // What other servers said may have lines of its own, and signs that change what a terminal shows.
    let error = job.last_error.as_ref().map(|error| format!(": {}", error.replace(char::is_control, " ")));
    format!("{}\t{}\t{state}\t{} attempts{}", job.id.0, job.job, job.attempts, error.unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cli::Database;
    use giano_store::{Job, JobOutcome, JobRules};

    /// What is said, what is said aside, and the exit status.
    async fn all_said(jobs: Jobs) -> (String, String, ExitCode) {
        let (mut out, mut aside) = (Vec::new(), Vec::new());
        let code = run(jobs, &mut out, &mut aside).await.unwrap();
        (String::from_utf8(out).unwrap(), String::from_utf8(aside).unwrap(), code)
    }

    async fn said(jobs: Jobs) -> (String, ExitCode) {
        let (out, _, code) = all_said(jobs).await;
        (out, code)
    }

    #[tokio::test]
    async fn what_was_given_up_is_listed_and_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database { url: format!("sqlite://{}", folder.path().join("shop.db").display()) };
        let store = Store::connect(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        store.enqueue_job(&Job::SendMessage { message: 7 }, None, 0, 0).await.unwrap();
        store.enqueue_job(&Job::SettlePayments, None, 1, 0).await.unwrap();
        let rules = |_: &str| JobRules { lease: 1000, most_attempts: Some(1) };
        let claimed = store.claim_job("w", 0, rules).await.unwrap().unwrap();
        let refused = JobOutcome::Dead { error: "550 no\n\u{1b}[2Jbody here".to_owned() };
        store.finish_job(&claimed, &refused, 5).await.unwrap();

        let list = |shown| Jobs::List { database: database.clone(), shown, most: 10 };
        let (dead, _) = said(list(JobsShown::Dead)).await;
        assert_eq!(
            dead,
            format!(
                "{}\t{{\"kind\":\"send_message\",\"message\":7}}\tgiven up 1970-01-01T00:00:00.005Z\t1 attempts: \
                 550 no  [2Jbody here\n",
                claimed.id.0
            )
        );
        assert_eq!(said(list(JobsShown::All)).await.0.lines().count(), 2);

        let retry = |all, ids: &[i64]| Jobs::Retry { database: database.clone(), all, ids: ids.to_vec() };
        let (again, code) = said(retry(false, &[claimed.id.0])).await;
        assert_eq!((again, code), (format!("{}: will be tried anew\n", claimed.id.0), ExitCode::SUCCESS));
        let (again, code) = said(retry(false, &[claimed.id.0])).await;
        assert_eq!((again, code), (format!("{}: no job that was given up\n", claimed.id.0), ExitCode::FAILURE));
        assert_eq!(said(list(JobsShown::Dead)).await.0, "");
        assert_eq!(store.claim_job("w", i64::MAX, rules).await.unwrap().unwrap().attempt, 1);
    }

    #[tokio::test]
    async fn where_there_is_nothing_a_sentence_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database { url: format!("sqlite://{}", folder.path().join("shop.db").display()) };
        Store::connect(&database.url).await.unwrap().migrate().await.unwrap();
        for (shown, says) in
            [(JobsShown::Dead, "given up"), (JobsShown::Failing, "failed"), (JobsShown::All, "no jobs yet")]
        {
            let (out, aside, code) = all_said(Jobs::List { database: database.clone(), shown, most: 10 }).await;
            assert!(aside.contains(says), "{aside}");
            assert_eq!((out.as_str(), code), ("", ExitCode::SUCCESS), "a script reads lines of a list only");
        }
    }

    #[tokio::test]
    async fn all_that_were_given_up_are_repeated_together() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database { url: format!("sqlite://{}", folder.path().join("shop.db").display()) };
        let store = Store::connect(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        for message in 0..3 {
            store.enqueue_job(&Job::SendMessage { message }, None, 0, 0).await.unwrap();
            let rules = |_: &str| JobRules { lease: 1000, most_attempts: Some(1) };
            let claimed = store.claim_job("w", 0, rules).await.unwrap().unwrap();
            store.finish_job(&claimed, &JobOutcome::Dead { error: "no".to_owned() }, 5).await.unwrap();
        }
        let (_, code) = said(Jobs::Retry { database, all: true, ids: Vec::new() }).await;
        assert_eq!(code, ExitCode::SUCCESS);
        let waiting = store.jobs(JobFilter::All, 10).await.unwrap();
        assert!(waiting.iter().all(|job| matches!(job.state, JobState::Queued { .. })) && waiting.len() == 3);
    }
}
