//! A job ends, whatever it does.
#![allow(clippy::unwrap_used)]

use super::runner::contained;
use super::treatment::Treatment;
use super::{JobError, Next, PERIODIC};
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(20);

fn failed(result: Result<Next, JobError>) -> String {
    match result.unwrap_err() {
        JobError::Failed(error) => error,
        refused => panic!("given up: {refused}"),
    }
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt() {
    let error = failed(contained(async { panic!("out of {}", "beans") }, SHORT).await);
    assert_eq!(error, "panicked: out of beans");
}

#[tokio::test]
async fn what_hangs_is_a_failed_attempt() {
    let error = failed(contained(std::future::pending(), SHORT).await);
    assert!(error.starts_with("took longer"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_even_let_go_of_its_thread_is_a_failed_attempt() {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let stubborn = async move {
        let _ = held.recv();
        Ok(Next::Done)
    };
    let error = failed(contained(stubborn, SHORT).await);
    assert!(error.starts_with("took longer"), "{error}");
    drop(release);
}

#[tokio::test]
async fn what_goes_well_is_told() {
    assert_eq!(contained(async { Ok(Next::Done) }, SHORT).await, Ok(Next::Done));
}

#[test]
fn pauses_grow_and_end() {
    let treatment = Treatment::of("settle_payment");
    let most = treatment.most_attempts.unwrap();
    let pauses: Vec<Duration> = (1..most).map(|attempt| treatment.pause_after(attempt, 0.5).unwrap()).collect();
    assert!(pauses.windows(2).all(|two| two[0] <= two[1]), "{pauses:?}");
    assert_eq!(treatment.pause_after(most, 0.5), None);
    assert!(pauses.iter().sum::<Duration>() > Duration::from_secs(1800), "{pauses:?}");
    // Those that failed together come back at different times.
    assert!(treatment.pause_after(1, 0.0) < treatment.pause_after(1, 1.0));
}

#[test]
fn periodic_jobs_are_never_given_up() {
    for job in PERIODIC {
        let treatment = Treatment::of(job.kind());
        assert!(treatment.pause_after(u32::MAX, 1.0).is_some(), "{}", job.kind());
    }
}
