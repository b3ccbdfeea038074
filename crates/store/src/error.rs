//! What can go wrong with a database.

use sea_orm::{DbErr, SqlErr};

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or does not answer.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] DbErr),
    /// A unique value is there already.
    #[error("already there: {0}")]
    Conflict(String),
    /// What is stored cannot be read: written by a newer version or damaged.
    #[error("stored {what} cannot be read: {reason}")]
    Unreadable {
        /// What was to be read.
        what: &'static str,
        /// Why it cannot be.
        reason: String,
    },
    /// The address of the database is not understood.
    #[error("`{0}` is no database: use sqlite://path/to/file.db or postgres://user:password@host/name")]
    Address(String),
    /// The folder of the database file cannot be made.
    #[error("cannot make the folder of the database: {0}")]
    Folder(#[source] std::io::Error),
    /// Anything else the database says.
    #[error("the database refused: {0}")]
    Database(#[source] DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match (&error, error.sql_err()) {
            (_, Some(SqlErr::UniqueConstraintViolation(what))) => Self::Conflict(what),
            (DbErr::Conn(_) | DbErr::ConnectionAcquire(_), _) => Self::Unavailable(error),
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Something stored that cannot be read.
    pub(crate) fn unreadable(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |error| Self::Unreadable { what, reason: error.to_string() }
    }
}
