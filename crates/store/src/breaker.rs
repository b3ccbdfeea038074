//! The way to the database, which says at once that it is closed.
//!
//! A pool of connections waits for a server that was stopped, and so would everybody who asks. Here whoever waits longer than
//! usual has it found out, beside the pool, whether the server still takes connections. If it does not, all who wait are told,
//! and all who come are refused without waiting, until it answers again; that is tried several times a second. SQLite is a
//! file and needs none of this.

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    SqlxError, Statement, TransactionOptions, TransactionTrait,
};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Whoever waits longer has it found out whether the database is there.
const LONGER_THAN_USUAL: Duration = Duration::from_millis(300);
/// How long the database may take to greet.
const LONGEST_GREETING: Duration = Duration::from_secs(1);
/// How often a database that was away is tried.
const TRY_EVERY: Duration = Duration::from_millis(250);

/// A pool of connections behind a breaker.
#[derive(Clone)]
pub(crate) struct Guarded {
    pool: DatabaseConnection,
    /// None for a database that is a file.
    breaker: Option<Arc<Breaker>>,
}

struct Breaker {
    address: Arc<PgConnectOptions>,
    /// Whether the database was found to be away.
    away: watch::Sender<bool>,
    /// Whether somebody is finding out.
    trying: AtomicBool,
}

impl Breaker {
    /// Finds out in the background whether the database is there; while it is away, again and again.
    fn find_out(self: &Arc<Self>) {
        if self.trying.swap(true, Ordering::AcqRel) {
            return;
        }
        // Whoever drops the pool does not have it tried any more.
        let breaker = Arc::downgrade(self);
        tokio::spawn(async move {
            while let Some(breaker) = breaker.upgrade() {
                let there = breaker.greets().await;
                let changed = breaker.away.send_if_modified(|away| std::mem::replace(away, !there) == there);
                match (changed, there) {
                    (true, false) => tracing::error!("the database is away"),
                    (true, true) => tracing::info!("the database is back"),
                    (false, _) => {}
                }
                if there {
                    breaker.trying.store(false, Ordering::Release);
                    return;
                }
                drop(breaker);
                tokio::time::sleep(TRY_EVERY).await;
            }
        });
    }

    async fn greets(&self) -> bool {
        let greeting = async {
            let mut connection: PgConnection = self.address.connect().await?;
            connection.ping().await?;
            connection.close().await
        };
        match tokio::time::timeout(LONGEST_GREETING, greeting).await {
            Ok(Ok(())) => true,
            // It starts or stops (SQLSTATE class 57P). Whatever else it says, even that it has too many guests, it is there.
            Ok(Err(SqlxError::Database(said))) => !said.code().is_some_and(|code| code.starts_with("57P")),
            Ok(Err(_)) | Err(_) => false,
        }
    }

    /// Waits for something from the database, unless the database is away.
    async fn wait<T>(self: &Arc<Self>, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let mut away = self.away.subscribe();
        if *away.borrow() {
            return Err(is_away());
        }
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => {
                    if done.as_ref().is_err_and(crate::error::is_broken) {
                        self.find_out();
                    }
                    return done;
                }
                // The sender is in `self`, so this ends with a word only.
                _ = away.wait_for(|away| *away) => return Err(is_away()),
                () = tokio::time::sleep(LONGER_THAN_USUAL) => self.find_out(),
            }
        }
    }
}

fn is_away() -> DbErr {
    let error = std::io::Error::new(std::io::ErrorKind::NotConnected, "the database is away");
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(SqlxError::Io(error))))
}

impl Guarded {
    /// Puts a breaker before a pool, where it is one of PostgreSQL.
    pub fn new(pool: DatabaseConnection) -> Self {
        let breaker = (pool.get_database_backend() == DbBackend::Postgres).then(|| {
            let address = pool.get_postgres_connection_pool().connect_options();
            Arc::new(Breaker { address, away: watch::Sender::new(false), trying: AtomicBool::new(false) })
        });
        Self { pool, breaker }
    }

    /// The pool itself, for those who wait for as long as it takes.
    pub const fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Ends as soon as the database was away for a time, without a break.
    pub async fn away_for(&self, time: Duration) {
        let Some(breaker) = &self.breaker else { return std::future::pending().await };
        let mut away = breaker.away.subscribe();
        loop {
            // An error is a sender that is gone, and it is in the breaker.
            let _ = away.wait_for(|away| *away).await;
            if tokio::time::timeout(time, away.wait_for(|away| !away)).await.is_err() {
                return;
            }
        }
    }

    async fn wait<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        match &self.breaker {
            Some(breaker) => breaker.wait(work).await,
            None => work.await,
        }
    }

    pub async fn ping(&self) -> Result<(), DbErr> {
        self.wait(self.pool.ping()).await
    }

    pub async fn close(self) -> Result<(), DbErr> {
        self.pool.close().await
    }

    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.wait(self.pool.begin()).await
    }

    pub async fn begin_with_options(&self, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
        self.wait(self.pool.begin_with_options(options)).await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Guarded {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.wait(self.pool.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.wait(self.pool.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.wait(self.pool.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.wait(self.pool.query_all_raw(statement)).await
    }
}
