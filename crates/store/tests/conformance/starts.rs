//! Several servers that start at the same moment on one database.

use crate::database::Fresh;
use futures::future::join_all;
use giano_store::{Store, StoreError, Task};
use std::io::{BufRead, BufReader};
use std::pin::{Pin, pin};
use std::process::{Command, Stdio};

on_both!(empty: first_starts_at_once_make_one_shop);
on_both!(one_server_at_a_time_does_what_is_done_for_all);

async fn first_starts_at_once_make_one_shop(empty: Fresh) {
    let starts = (0..8).map(|_| {
        let url = empty.url.clone();
        tokio::spawn(async move {
            let store = Store::connect(&url).await.unwrap();
            store.migrate().await.map(|()| store)
        })
    });
    for started in join_all(starts).await {
        let store = started.unwrap().unwrap();
        assert!(store.is_empty().await.unwrap());
        store.close().await;
    }
    // A later start finds nothing to do.
    empty.store.migrate().await.unwrap();
}

async fn one_server_at_a_time_does_what_is_done_for_all(fresh: Fresh) {
    assert!(fresh.store.is_migrated().await.unwrap());
    let other = Store::connect(&fresh.url).await.unwrap();
    let first = fresh.store.alone(Task::FillShop).await.unwrap();
    if !fresh.url.starts_with("postgres") {
        // There a lock that nobody holds is taken at once.
        let waits = pin!(other.alone(Task::FillShop));
        waits_until(waits, || drop(first)).await;
        return;
    }
    let waits = tokio::spawn(async move { other.alone(Task::FillShop).await.map(drop) });
    // It waits at the lock, as the database itself says.
    let sql = "SELECT count(*)::BIGINT AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    while count(&fresh.url, sql).await == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!waits.is_finished());
    drop(first);
    waits.await.unwrap().unwrap();
}

/// That somebody waits for a lock on a file until it is let go.
async fn waits_until(
    mut waits: Pin<&mut impl Future<Output = Result<giano_store::Alone, StoreError>>>,
    let_go: impl FnOnce(),
) {
    assert!(futures::poll!(&mut waits).is_pending(), "two servers fill the shop at the same time");
    let_go();
    drop(waits.await.unwrap());
}

const HELD: &str = "GIANO_TEST_HELD";

/// Not a test of its own: it is what the other process of the following test runs.
#[tokio::test]
#[ignore = "run by a_process_that_dies_lets_others_go_on"]
async fn holds_the_shop_until_it_is_killed() {
    let store = Store::connect(&std::env::var(HELD).unwrap()).await.unwrap();
    let _alone = store.alone(Task::FillShop).await.unwrap();
    println!("{HELD}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[tokio::test]
async fn a_process_that_dies_lets_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let store = Store::connect(&url).await.unwrap();
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "starts::holds_the_shop_until_it_is_killed"])
        .env(HELD, &url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(other.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.into_iter().any(|line| line.contains(HELD)), "the other process has the lock");
    let waits = pin!(store.alone(Task::FillShop));
    waits_until(waits, || {
        other.kill().unwrap();
        other.wait().unwrap();
    })
    .await;
}

async fn count(url: &str, sql: &str) -> i64 {
    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
    let db = Database::connect(url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    db.close().await.unwrap();
    row.try_get("", "waiting").unwrap()
}
