//! Several servers that start at the same moment on one database.

use crate::database::Fresh;
use futures::future::join_all;
use giano_store::{Store, Task};

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
    // On SQLite there is one server, which waits for nobody.
    if !fresh.url.starts_with("postgres") {
        drop(fresh.store.alone(Task::FillShop).await.unwrap());
        return;
    }
    let other = Store::connect(&fresh.url).await.unwrap();
    let first = fresh.store.alone(Task::FillShop).await.unwrap();
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

async fn count(url: &str, sql: &str) -> i64 {
    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
    let db = Database::connect(url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    db.close().await.unwrap();
    row.try_get("", "waiting").unwrap()
}
