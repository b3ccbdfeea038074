//! A fresh database for every test: SQLite in a temporary file always, PostgreSQL where `GIANO_TEST_POSTGRES` is set.

use giano_store::Store;
use sea_orm::ConnectionTrait;
use std::sync::atomic::{AtomicU32, Ordering};

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
    let (url, folder) = match kind {
        Kind::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            (format!("sqlite://{}", folder.path().join("shop.db").display()), Some(folder))
        }
        Kind::Postgres => (made_beside(&std::env::var("GIANO_TEST_POSTGRES").ok()?).await, None),
    };
    let store = Store::connect(&url).await.unwrap();
    store.migrate().await.unwrap();
    Some(Fresh { store, url, _folder: folder })
}

/// Makes a database beside the one of an address.
async fn made_beside(url: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("giano_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let connection = sea_orm::Database::connect(url).await.unwrap();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    connection.close().await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// Runs each case on both databases.
#[macro_export]
macro_rules! on_both {
    ($($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$case($crate::database::fresh($crate::database::Kind::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                match $crate::database::fresh($crate::database::Kind::Postgres).await {
                    Some(fresh) => super::$case(fresh).await,
                    None => eprintln!("skipped: GIANO_TEST_POSTGRES is not set"),
                }
            }
        }
    )+};
}
