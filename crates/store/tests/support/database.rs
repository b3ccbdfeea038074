//! A fresh database for every test: SQLite in a temporary file always, PostgreSQL where `GIANO_TEST_POSTGRES` is set.

use giano_store::Store;
use sea_orm::ConnectionTrait;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A fresh, migrated database. The file of SQLite goes with it.
pub struct Fresh {
    pub store: Store,
    /// A second, separate connection to the same database is made with this.
    #[allow(dead_code, reason = "not every suite needs it")]
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

/// Which database.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A fresh database, or none where it is not there to be tested.
pub async fn fresh(kind: Kind) -> Option<Fresh> {
    let fresh = empty(kind).await?;
    fresh.store.migrate().await.unwrap();
    Some(fresh)
}

/// A database without any tables, or none where it is not there to be tested.
pub async fn empty(kind: Kind) -> Option<Fresh> {
    let (url, folder) = match kind {
        Kind::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            (format!("sqlite://{}", folder.path().join("shop.db").display()), Some(folder))
        }
        Kind::Postgres => (made_beside(&postgres()?).await, None),
    };
    Some(Fresh { store: Store::connect(&url).await.unwrap(), url, _folder: folder })
}

impl Fresh {
    /// A fresh, migrated database on a server of PostgreSQL that is the test's own.
    #[allow(dead_code, reason = "not every suite needs it")]
    pub async fn on(server: &str) -> Self {
        let url = made_beside(server).await;
        let fresh = Self { store: Store::connect(&url).await.unwrap(), url, _folder: None };
        fresh.store.migrate().await.unwrap();
        fresh
    }
}

/// Where PostgreSQL is; none on a developer's machine without it, which is said aloud. Where all must be tested, it is an
/// error: a test that did not run must not count as passed.
fn postgres() -> Option<String> {
    let address = std::env::var("GIANO_TEST_POSTGRES").ok();
    let all_must_run = std::env::var_os("CI").is_some_and(|ci| ci != "false" && ci != "0");
    assert!(address.is_some() || !all_must_run, "GIANO_TEST_POSTGRES is not set, and CI is: PostgreSQL must be tested");
    if address.is_none() {
        eprintln!("SKIPPED: GIANO_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL");
    }
    address
}

/// Makes a database beside the one of an address.
async fn made_beside(url: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // A server that is there for longer has seen every number of a process before.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
    let name = format!("giano_{now:x}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    connection.close().await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// Drops the database of a test that has passed: one that failed stays, to be looked at.
pub async fn dropped(url: &str) {
    let (_, name) = url.rsplit_once('/').unwrap();
    let Some(server) = postgres() else { return };
    let connection = sea_orm::Database::connect(&server).await.unwrap();
    // By force, for a server of the test may still be connected.
    connection.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    connection.close().await.unwrap();
}

/// Runs each case on both databases, by default with their tables made; `on_both!(empty: …)` without, and
/// `on_both!(in path::of::function: …)` with what a function like [`fresh`] makes.
#[macro_export]
macro_rules! on_both {
    ($($case:ident),+ $(,)?) => { $crate::on_both!(fresh: $($case),+); };
    ($making:ident: $($case:ident),+ $(,)?) => { $crate::on_both!(in $crate::database::$making: $($case),+); };
    (in $making:path: $($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$case($making($crate::database::Kind::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(fresh) = $making($crate::database::Kind::Postgres).await {
                    let url = fresh.url.clone();
                    super::$case(fresh).await;
                    $crate::database::dropped(&url).await;
                }
            }
        }
    )+};
}
