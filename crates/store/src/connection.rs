//! Connecting, migrating, and the transaction of a command.

use crate::error::StoreError;
use crate::migrations::Migrator;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    /// On SQLite, commands wait for one another here, in turn, instead of polling the file's lock.
    writer: Arc<Mutex<()>>,
}

/// The transaction of a command; rolled back where it is dropped without [`Command::commit`].
pub(crate) struct Command {
    pub tx: DatabaseTransaction,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Command {
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

impl Store {
    /// Connects to `sqlite://path` (made where missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Folder`], [`StoreError::Unavailable`].
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let mut options;
        if let Some(path) = url.strip_prefix("sqlite://") {
            let file = path.split('?').next().unwrap_or_default();
            if let Some(folder) = Path::new(file).parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
            }
            options = ConnectOptions::new(format!("sqlite://{file}?mode=rwc"));
            options.max_connections(8).map_sqlx_sqlite_opts(|options| {
                options
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10))
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "NORMAL")
                    .pragma("cache_size", "-16000")
            });
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            options = ConnectOptions::new(url);
            options.max_connections(16);
        } else {
            return Err(StoreError::Address(url.to_owned()));
        }
        options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10));
        let db = Database::connect(options).await.map_err(StoreError::Unavailable)?;
        Ok(Self { db, writer: Arc::default() })
    }

    /// Brings the database to this version's tables.
    ///
    /// # Errors
    /// [`StoreError`] where a step fails; steps that succeeded stay.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Ok(Migrator::up(&self.db, None).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.db.ping().await?)
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
        Ok(Command { tx: self.db.begin_with_options(options).await?, _turn: turn })
    }
}
