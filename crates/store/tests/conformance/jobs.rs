//! Jobs: one server at a time, taken over where it stops, tried again, given up, repeated.

use crate::database::Fresh;
use crate::people::by;
use futures::future::join_all;
use giano_store::{ClaimedJob, Job, JobFilter, JobId, JobOutcome, JobRecord, JobRules, JobState, Store};
use sea_orm::{ConnectionTrait, Database};
use std::collections::HashSet;

on_both!(
    a_job_is_claimed_by_one,
    a_job_whose_server_stopped_is_finished_by_another_once,
    what_stops_servers_is_given_up,
    of_one_key_there_is_one_at_a_time,
    what_is_wanted_while_it_runs_is_run_once_more,
    what_failed_is_tried_again_when_it_is_due,
    what_was_given_up_is_seen_and_repeated,
    what_cannot_be_read_is_a_job_that_fails,
    those_that_are_due_longest_come_first,
    only_what_was_done_is_forgotten,
);

const LEASE: i64 = 60_000;

fn rules(_: &str) -> JobRules {
    JobRules { lease: LEASE, most_attempts: Some(3) }
}

async fn claim(store: &Store, worker: &str, now: i64) -> Option<ClaimedJob> {
    store.claim_job(worker, now, rules).await.unwrap()
}

async fn all(store: &Store) -> Vec<JobRecord> {
    store.jobs(JobFilter::All, 100).await.unwrap()
}

fn payment(id: &str) -> Job {
    Job::SettlePayment { payment: id.to_owned() }
}

async fn a_job_is_claimed_by_one(fresh: Fresh) {
    let store = fresh.store;
    let other = Store::connect(&fresh.url).await.unwrap();
    for n in 0..12 {
        assert!(store.enqueue_job(&payment(&n.to_string()), None, 5, 1).await.unwrap());
    }
    assert!(claim(&store, "early", 4).await.is_none());
    let workers = (0..24).map(|n| {
        let store = if n % 2 == 0 { store.clone() } else { other.clone() };
        tokio::spawn(async move { claim(&store, &format!("w{n}"), 5).await })
    });
    let claimed: Vec<ClaimedJob> = join_all(workers).await.into_iter().filter_map(Result::unwrap).collect();
    let ids: HashSet<JobId> = claimed.iter().map(|claimed| claimed.id).collect();
    // Whoever comes while others hold all rows goes away empty: what is left is claimed by whoever looks next.
    assert_eq!(ids.len(), claimed.len(), "two were given the same job");
    let mut left = 0;
    while claim(&store, "late", 5).await.is_some() {
        left += 1;
    }
    assert_eq!(claimed.len() + left, 12);
}

async fn a_job_whose_server_stopped_is_finished_by_another_once(fresh: Fresh) {
    let store = fresh.store;
    let other = Store::connect(&fresh.url).await.unwrap();
    store.enqueue_job(&payment("p"), None, 0, 0).await.unwrap();
    let first = claim(&store, "first", 10).await.unwrap();
    assert_eq!((first.job.as_ref().unwrap(), first.attempt), (&payment("p"), 1));
    // While the first may still be at work, nobody else is given it.
    assert!(claim(&other, "second", 10 + LEASE - 1).await.is_none());
    let second = claim(&other, "second", 10 + LEASE).await.unwrap();
    assert_eq!((second.id, second.attempt), (first.id, 2));
    // The first comes back to life and has nothing more to say.
    assert!(!store.finish_job(&first, &JobOutcome::Done, 80_000).await.unwrap());
    assert!(matches!(&all(&store).await[0].state, JobState::Running { worker, .. } if worker == "second"));
    assert!(other.finish_job(&second, &JobOutcome::Done, 80_000).await.unwrap());
    assert!(!other.finish_job(&second, &JobOutcome::Done, 80_001).await.unwrap());
    assert_eq!(all(&store).await[0].state, JobState::Done { at: 80_000 });
    assert!(claim(&store, "third", i64::MAX).await.is_none());
}

async fn what_stops_servers_is_given_up(fresh: Fresh) {
    let store = fresh.store;
    store.enqueue_job(&payment("p"), None, 0, 0).await.unwrap();
    for attempt in 1..=3 {
        assert_eq!(claim(&store, "w", i64::from(attempt) * LEASE).await.unwrap().attempt, attempt);
    }
    // Whoever claims it now is only to end it; where that server stops too, another is.
    for turn in 4..6 {
        let spent = claim(&store, "w", i64::from(turn) * LEASE).await.unwrap();
        assert_eq!((spent.is_spent, spent.attempt), (true, 3));
        assert!(claim(&store, "other", i64::from(turn) * LEASE).await.is_none());
        if turn == 5 {
            let dead = JobOutcome::Dead { error: "its server stopped".to_owned() };
            assert!(store.finish_job(&spent, &dead, 5 * LEASE).await.unwrap());
        }
    }
    let [job] = &all(&store).await[..] else { panic!("one job") };
    assert_eq!((&job.state, job.attempts), (&JobState::Dead { at: 5 * LEASE }, 3));
}

async fn of_one_key_there_is_one_at_a_time(fresh: Fresh) {
    let store = fresh.store;
    let adding = (0..8).map(|n: i64| {
        let store = store.clone();
        tokio::spawn(async move { store.enqueue_job(&Job::ForgetOld, Some("forget"), n, n).await.unwrap() })
    });
    assert_eq!(join_all(adding).await.into_iter().filter(|added| *added.as_ref().unwrap()).count(), 1);
    let running = claim(&store, "w", 100).await.unwrap();
    assert!(!store.enqueue_job(&Job::ForgetOld, Some("forget"), 500, 0).await.unwrap());
    // Due again, it is the same one.
    store.finish_job(&running, &JobOutcome::DueAgain { at: 500 }, 200).await.unwrap();
    assert!(!store.enqueue_job(&Job::ForgetOld, Some("forget"), 0, 0).await.unwrap());
    assert!(claim(&store, "w", 499).await.is_none());
    assert!(store.hasten_job("forget", 300).await.unwrap());
    assert!(!store.hasten_job("nothing", 300).await.unwrap());
    let running = claim(&store, "w", 300).await.unwrap();
    assert_eq!(running.attempt, 1);
    // Done, it makes room for the next.
    store.finish_job(&running, &JobOutcome::Done, 600).await.unwrap();
    assert!(store.enqueue_job(&Job::ForgetOld, Some("forget"), 0, 700).await.unwrap());
}

/// What is wanted may be of a moment after the one at which the run looked.
async fn what_is_wanted_while_it_runs_is_run_once_more(fresh: Fresh) {
    let store = fresh.store;
    store.enqueue_job(&payment("p"), Some("p"), 0, 0).await.unwrap();
    let running = claim(&store, "w", 0).await.unwrap();
    for run_at in [300, 200] {
        assert!(!store.enqueue_job(&payment("p"), Some("p"), run_at, 0).await.unwrap());
    }
    assert!(store.finish_job(&running, &JobOutcome::Done, 100).await.unwrap());
    assert_eq!(all(&store).await[0].state, JobState::Queued { run_at: 200 });
    assert!(claim(&store, "w", 199).await.is_none());
    // It was one wish: the next run ends it, or is due when it says.
    let again = claim(&store, "w", 200).await.unwrap();
    assert_eq!(again.attempt, 1);
    assert!(store.finish_job(&again, &JobOutcome::DueAgain { at: 900 }, 210).await.unwrap());
    let late = claim(&store, "w", 900).await.unwrap();
    assert!(!store.enqueue_job(&payment("p"), Some("p"), 910, 0).await.unwrap());
    assert!(store.finish_job(&late, &JobOutcome::DueAgain { at: 5000 }, 910).await.unwrap());
    let last = claim(&store, "w", 910).await.unwrap();
    assert!(store.finish_job(&last, &JobOutcome::Done, 911).await.unwrap());
    assert_eq!(all(&store).await[0].state, JobState::Done { at: 911 });

    // Ending it and wanting it at once, again and again: each wish is followed by a run that begins after it.
    let other = Store::connect(&fresh.url).await.unwrap();
    for turn in 0..20 {
        store.enqueue_job(&payment("q"), Some("q"), 1000, 1000).await.unwrap();
        let running = claim(&store, "w", 1000).await.unwrap();
        let wanted = payment("q");
        let (ended, _) = tokio::join!(
            store.finish_job(&running, &JobOutcome::Done, 1000),
            other.enqueue_job(&wanted, Some("q"), 1000, 1000)
        );
        assert!(ended.unwrap());
        let again = claim(&store, "w", 1000).await.unwrap_or_else(|| panic!("turn {turn}: the wish is lost"));
        assert!(store.finish_job(&again, &JobOutcome::Done, 1000).await.unwrap());
    }
}

async fn what_failed_is_tried_again_when_it_is_due(fresh: Fresh) {
    let store = fresh.store;
    store.enqueue_job(&payment("p"), None, 0, 0).await.unwrap();
    let first = claim(&store, "w", 0).await.unwrap();
    let retry = JobOutcome::Retry { at: 1000, error: "no answer".to_owned() };
    assert!(store.finish_job(&first, &retry, 10).await.unwrap());
    let [failing] = &store.jobs(JobFilter::Failing, 10).await.unwrap()[..] else { panic!("one failing job") };
    assert_eq!((&failing.state, failing.attempts), (&JobState::Queued { run_at: 1000 }, 1));
    assert_eq!(failing.last_error.as_deref(), Some("no answer"));
    assert!(claim(&store, "w", 999).await.is_none());
    let second = claim(&store, "w", 1000).await.unwrap();
    assert_eq!(second.attempt, 2);
    store.finish_job(&second, &JobOutcome::Done, 1001).await.unwrap();
    assert!(store.jobs(JobFilter::Failing, 10).await.unwrap().is_empty());
}

async fn what_was_given_up_is_seen_and_repeated(fresh: Fresh) {
    let store = fresh.store;
    store.enqueue_job(&payment("p"), Some("p"), 0, 0).await.unwrap();
    let claimed = claim(&store, "w", 0).await.unwrap();
    assert!(!store.repeat_job(&by(), claimed.id, 5).await.unwrap(), "it is at work");
    let dead = JobOutcome::Dead { error: "x".repeat(5000) };
    store.finish_job(&claimed, &dead, 10).await.unwrap();
    assert!(claim(&store, "w", i64::MAX).await.is_none());
    assert!(!store.enqueue_job(&payment("p"), Some("p"), 0, 0).await.unwrap(), "it is for somebody to look at first");
    let [seen] = &store.jobs(JobFilter::Dead, 10).await.unwrap()[..] else { panic!("one dead job") };
    assert_eq!(
        (seen.id, &seen.state, seen.last_error.as_ref().unwrap().len()),
        (claimed.id, &JobState::Dead { at: 10 }, 2000)
    );
    assert!(store.repeat_job(&by(), claimed.id, 20).await.unwrap());
    assert!(!store.repeat_job(&by(), claimed.id, 20).await.unwrap());
    assert!(!store.repeat_job(&by(), JobId(claimed.id.0 + 1), 20).await.unwrap());
    let again = claim(&store, "w", 20).await.unwrap();
    assert_eq!((again.id, again.attempt), (claimed.id, 1));
}

async fn what_cannot_be_read_is_a_job_that_fails(fresh: Fresh) {
    let store = fresh.store;
    store.enqueue_job(&payment("p"), None, 0, 0).await.unwrap();
    store.enqueue_job(&payment("q"), None, 1, 0).await.unwrap();
    let db = Database::connect(&fresh.url).await.unwrap();
    let newer = r#"UPDATE job SET kind = 'brew', job = '{"kind":"brew"}' WHERE run_at = 0"#;
    assert_eq!(db.execute_unprepared(newer).await.unwrap().rows_affected(), 1);
    db.close().await.unwrap();
    let claimed = claim(&store, "w", 10).await.unwrap();
    assert_eq!(claimed.kind, "brew");
    assert!(claimed.job.is_err());
    assert!(claim(&store, "w", 10).await.unwrap().job.is_ok());
    store.finish_job(&claimed, &JobOutcome::Dead { error: "unknown".to_owned() }, 20).await.unwrap();
    assert_eq!(store.jobs(JobFilter::Dead, 10).await.unwrap()[0].kind, "brew");
}

async fn those_that_are_due_longest_come_first(fresh: Fresh) {
    let store = fresh.store;
    for (id, due) in [("later", 30), ("first", 10), ("second", 20)] {
        store.enqueue_job(&payment(id), None, due, 0).await.unwrap();
    }
    for id in ["first", "second", "later"] {
        assert_eq!(claim(&store, "w", 50).await.unwrap().job.unwrap(), payment(id));
    }
}

async fn only_what_was_done_is_forgotten(fresh: Fresh) {
    let store = fresh.store;
    for (n, outcome) in [JobOutcome::Done, JobOutcome::Dead { error: String::new() }].into_iter().enumerate() {
        store.enqueue_job(&payment(&n.to_string()), None, 0, 0).await.unwrap();
        let claimed = claim(&store, "w", 0).await.unwrap();
        store.finish_job(&claimed, &outcome, 10).await.unwrap();
    }
    store.enqueue_job(&payment("waits"), None, 0, 0).await.unwrap();
    assert_eq!(store.forget_done_jobs(10).await.unwrap(), 0);
    assert_eq!(store.forget_done_jobs(11).await.unwrap(), 1);
    assert_eq!(all(&store).await.len(), 2);
}
