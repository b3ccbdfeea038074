//! What one server does for all of them, while the others wait.

use crate::connection::{Store, sqlite_file};
use crate::error::StoreError;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// What one server does for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum Task {
    /// Fills a new shop.
    FillShop = 0x4749_414e_4f02,
}

impl Task {
    /// What is added to the name of a database's file for the name of the file whose lock stands for the task.
    const fn lock_ending(self) -> &'static str {
        match self {
            Self::FillShop => ".fill-shop.lock",
        }
    }
}

/// That no other server does a task.
#[must_use]
pub struct Alone(#[allow(dead_code, reason = "the lock ends with what holds it")] Lock);

/// What holds a lock, and ends it when it is closed, also because its process died.
#[allow(dead_code, reason = "the lock ends with what holds it")]
enum Lock {
    Connection(DatabaseConnection),
    File(File),
}

/// How often a server looks whether another one has ended its task. A lock that is waited for inside the system could not be
/// given up when the server is told to stop.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

impl Store {
    /// Waits until no other server of the shop does a task, and keeps them from it until what this gives is dropped, or the process
    /// ends in whatever way. On PostgreSQL that is a lock of the database. SQLite has no lock that outlives a transaction, so there it
    /// is one of the system, on a file beside the database's; the file stays, since whoever removed it could remove it under another
    /// server that has just opened it.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Lock`] where the file cannot be made or locked.
    pub async fn alone(&self, task: Task) -> Result<Alone, StoreError> {
        if let Some(database) = sqlite_file(&self.address) {
            let file = lock_file(&database, task).map_err(StoreError::Lock)?;
            return loop {
                match file.try_lock() {
                    Ok(()) => break Ok(Alone(Lock::File(file))),
                    Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK_AGAIN).await,
                    Err(TryLockError::Error(error)) => break Err(StoreError::Lock(error)),
                }
            };
        }
        // The lock belongs to the connection.
        let db = self.connect_for_migrating().await?;
        let lock = "SELECT pg_advisory_lock($1)";
        db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, [(task as i64).into()])).await?;
        Ok(Alone(Lock::Connection(db)))
    }
}

/// Opens the file whose lock stands for a task, beside the database's own file, wherever links lead to that.
fn lock_file(database: &str, task: Task) -> std::io::Result<File> {
    let mut path = Path::new(database).canonicalize()?.into_os_string();
    path.push(task.lock_ending());
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}
