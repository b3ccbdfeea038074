//! Connecting, and the transaction of a command.
//!
//! # The order of locks
//!
//! On PostgreSQL two commands that lock the same rows in different orders wait for each other until one is undone. Every
//! command locks, of what it needs, in this order, and within a table by the column named:
//!
//! 1. `orders` (by identifier), then `payment` with what belongs to it, and `refund`
//! 2. `idempotency` (by key), then `cart` (a guest's before a person's), then its lines and coupons
//! 3. `shop_setting` (all rows, by name), `category`, `price_list` and what else an import writes, one row and then what belongs to it
//! 4. `product` (by identifier)
//! 5. `variant` (by `sku_key`), then lines of orders that something is owed to
//! 6. `promotion` (by identifier), each with its `promotion_use`
//! 7. `session` and `device`, then `person`, then `staff`
//! 8. `company` (by identifier), then its `credit_entry`, `membership`, `role`, `team`, `company_address`, `cost_centre`
//! 9. `number_sequence`, then rows that the command makes anew, `audit_entry`, `job`, `outbox`
//! 10. `setting`, and last of all the `version` of the part of the catalogue that is changed, by [`crate::versions::bump`]:
//!     whoever holds that row holds up everybody else who changes the same part
//! 11. the version of the stock, which [`Command::commit`] counts up
//!
//! Where the order is broken all the same, for instance by somebody else's statement on the same database, the command is
//! undone and tried again: see [`Store::retrying`].

use crate::breaker::Guarded;
use crate::catalog::write_version;
use crate::channel::{Channel, Told, tell};
use crate::error::StoreError;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, broadcast};

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Guarded,
    /// Where it is.
    pub(crate) address: Arc<str>,
    /// On SQLite, commands wait for one another here, in turn, instead of polling the file's lock.
    writer: Arc<Mutex<()>>,
    /// What was told on a channel, on its way to those who listen.
    pub(crate) told: broadcast::Sender<Told>,
    /// Wakes who runs jobs in this process.
    pub(crate) jobs_added: Arc<Notify>,
    /// How often the database undid a command for another one.
    pub(crate) contended: Arc<AtomicU64>,
}

/// The transaction of a command; rolled back where it is dropped without [`Command::commit`].
pub(crate) struct Command {
    pub tx: DatabaseTransaction,
    /// What is told once it is committed, where the database does not do that itself.
    to_tell: std::sync::Mutex<Vec<Told>>,
    told: broadcast::Sender<Told>,
    /// SKUs (by their keys) of which there is more or less in stock.
    stock_moved: std::sync::Mutex<BTreeSet<String>>,
    adds_jobs: AtomicBool,
    jobs_added: Arc<Notify>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Command {
    /// Makes everything so, and tells those who wait for it.
    pub async fn commit(self) -> Result<(), StoreError> {
        write_version(&self.tx, &self.stock_moved.into_inner().unwrap_or_default()).await?;
        self.tx.commit().await?;
        for told in self.to_tell.into_inner().unwrap_or_default() {
            // Nobody listening is nobody to tell.
            let _ = self.told.send(told);
        }
        if self.adds_jobs.into_inner() {
            self.jobs_added.notify_one();
        }
        Ok(())
    }

    /// Tells all servers a number once the command is committed.
    pub async fn tell(&self, channel: Channel, number: i64) -> Result<(), StoreError> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            return tell(&self.tx, channel.name(), number).await;
        }
        if let Ok(mut to_tell) = self.to_tell.lock() {
            to_tell.push(Told::Number(channel, number));
        }
        Ok(())
    }

    /// Notes that of a SKU, by its key, there is more or less in stock, so that servers read it.
    pub fn stock_moved(&self, sku_key: String) {
        if let Ok(mut moved) = self.stock_moved.lock() {
            moved.insert(sku_key);
        }
    }

    /// Wakes who runs jobs in this process once the command is committed. Other servers look by themselves before long: a
    /// `NOTIFY` with every order would make all orders wait for one another.
    pub fn wake_workers(&self) {
        self.adds_jobs.store(true, Ordering::Relaxed);
    }
}

/// How long a command waits for a connection. Who waits longer for a database that does not answer would rather be told.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// What PostgreSQL does of itself where a server has lost its power or its network in the middle of a command: it ends the
/// command after a while. Otherwise what the command has locked, such as the counter of order numbers, would hold up all other
/// servers until the connection is given up, two hours later by default.
const SERVING: [(&str, &str); 6] = [
    ("idle_in_transaction_session_timeout", "30s"),
    ("lock_timeout", "20s"),
    ("statement_timeout", "120s"),
    KEEPING_ALIVE[0],
    KEEPING_ALIVE[1],
    KEEPING_ALIVE[2],
];

/// As far as a server may take as long as it needs, such as for changing tables, and is missed once it has lost its power.
const KEEPING_ALIVE: [(&str, &str); 3] =
    [("tcp_keepalives_idle", "30"), ("tcp_keepalives_interval", "10"), ("tcp_keepalives_count", "3")];

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Serving,
    /// On SQLite tables are made anew and renamed, which must not take the rows with it that refer to theirs; and another process
    /// that does the same may take minutes.
    Migrating,
}

/// The path of a database of SQLite as its address has it; none, where the address is another database's.
fn sqlite_path(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or_default())
}

/// The file of a database of SQLite; none, where the address is another database's. As in any address, `%20` is a blank.
pub(crate) fn sqlite_file(url: &str) -> Option<String> {
    sqlite_path(url).map(|path| percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned())
}

fn options(url: &str, use_for: Use) -> Result<ConnectOptions, StoreError> {
    if let Some((path, file)) = sqlite_path(url).zip(sqlite_file(url)) {
        if let Some(folder) = Path::new(&file).parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=rwc"));
        let patience = Duration::from_secs(if use_for == Use::Serving { 10 } else { 600 });
        options.max_connections(8).map_sqlx_sqlite_opts(move |options| {
            options
                .foreign_keys(use_for == Use::Serving)
                .busy_timeout(patience)
                .pragma("journal_mode", "WAL")
                // An order that was acknowledged is on the disk: without this the last ones are lost with the power.
                .pragma("synchronous", "FULL")
                .pragma("cache_size", "-16000")
        });
        Ok(options)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let mut options = ConnectOptions::new(url);
        options.max_connections(16).map_sqlx_postgres_opts(move |options| match use_for {
            Use::Serving => options.options(SERVING),
            Use::Migrating => options.options(KEEPING_ALIVE),
        });
        Ok(options)
    } else {
        let scheme = url.split_once("://").map(|(scheme, _)| format!("{scheme}://"));
        Err(StoreError::Address(scheme.filter(|scheme| scheme.len() < 20).unwrap_or_default()))
    }
}

impl Store {
    /// Connects to `sqlite://path` (made where missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Folder`], [`StoreError::Unavailable`].
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let mut options = options(url, Use::Serving)?;
        options.sqlx_logging(false).acquire_timeout(LONGEST_WAIT);
        let db = Database::connect(options).await.map_err(StoreError::Unavailable)?;
        Ok(Self {
            db: Guarded::new(db),
            address: url.into(),
            writer: Arc::default(),
            told: broadcast::channel(256).0,
            jobs_added: Arc::default(),
            contended: Arc::default(),
        })
    }

    /// As [`Self::connect`], for what only makes sense with a shop that is there: a file of SQLite is not made.
    ///
    /// # Errors
    /// [`StoreError::NoShop`] besides.
    pub async fn connect_existing(url: &str) -> Result<Self, StoreError> {
        if let Some(file) = sqlite_file(url).filter(|file| !Path::new(file).exists()) {
            return Err(StoreError::NoShop(file));
        }
        Self::connect(url).await
    }

    /// A second, single connection for changing the tables.
    pub(crate) async fn connect_for_migrating(&self) -> Result<DatabaseConnection, StoreError> {
        let mut options = options(&self.address, Use::Migrating)?;
        // A lock that the connection holds lasts as long as its owner wants, and not until nobody has used it for a while.
        options.sqlx_logging(false).max_connections(1).idle_timeout(None).max_lifetime(None);
        Database::connect(options).await.map_err(StoreError::Unavailable)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
    }

    /// How often the database undid a command of this process for another one, whether it was tried again or not. Commands
    /// that keep the order of locks never undo each other, so on PostgreSQL this counts where it was broken.
    pub fn times_contended(&self) -> u64 {
        self.contended.load(Ordering::Relaxed)
    }

    /// Ends as soon as the database was away for a time, without a break. Never, where it is a file.
    pub async fn away_for(&self, time: Duration) {
        self.db.away_for(time).await;
    }

    /// Closes all connections.
    pub async fn close(self) {
        if let Err(error) = self.db.close().await {
            tracing::warn!(%error, "closing the database");
        }
    }

    /// Begins the transaction of a command that writes.
    pub(crate) async fn command(&self) -> Result<Command, StoreError> {
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        let turn = if sqlite { Some(Arc::clone(&self.writer).lock_owned().await) } else { None };
        let options = TransactionOptions {
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Command {
            tx: self.db.begin_with_options(options).await?,
            to_tell: std::sync::Mutex::default(),
            told: self.told.clone(),
            stock_moved: std::sync::Mutex::default(),
            adds_jobs: AtomicBool::new(false),
            jobs_added: Arc::clone(&self.jobs_added),
            _turn: turn,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sea_orm::Statement;

    #[tokio::test]
    async fn what_is_committed_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("shop.db").display());
        let store = Store::connect(&url).await.unwrap();
        // 2 is FULL: the log is written through at every commit, also on connections that are made later.
        let ask = Statement::from_string(DbBackend::Sqlite, "PRAGMA synchronous");
        let transactions = [store.db.begin().await.unwrap(), store.db.begin().await.unwrap()];
        for transaction in &transactions {
            let row = transaction.query_one_raw(ask.clone()).await.unwrap().unwrap();
            assert_eq!(row.try_get::<i32>("", "synchronous").unwrap(), 2);
        }
    }
}
