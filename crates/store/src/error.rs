//! What can go wrong with a database.

use giano_commerce::{Currency, Money};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or does not answer.
    #[error("the database does not answer: {0}")]
    Unavailable(#[source] DbErr),
    /// Another command stood in the way, and this one was undone as a whole: it may be tried again.
    #[error("undone for another command: {0}")]
    Contended(#[source] DbErr),
    /// A unique value is there already.
    #[error("already there: {0}")]
    Conflict(String),
    /// Money in another currency than the payment's is told of: somebody has to see to it.
    #[error("{} {} came in of payment {payment}, which is in {}: see to it at the provider", told.amount(), told.currency().as_str(), expected.as_str())]
    OtherCurrency {
        /// The payment.
        payment: String,
        /// What is told to have come in.
        told: Money,
        /// The payment's currency.
        expected: Currency,
    },
    /// What is stored cannot be read: written by a newer version or damaged.
    #[error("stored {what} cannot be read: {reason}")]
    Unreadable {
        /// What was to be read.
        what: &'static str,
        /// Why it cannot be.
        reason: String,
    },
    /// The address of the database is not understood. All that is kept of it is how it begins, since there may be a password in it.
    #[error(
        "the address of the database begins with `{0}`: use sqlite://path/to/file.db or postgres://user:password@host/name"
    )]
    Address(String),
    /// There is no database file where one is looked for, and none is to be made.
    #[error("there is no shop at {0}: is it the right place? `giano migrate` makes an empty one")]
    NoShop(String),
    /// The folder of the database file cannot be made.
    #[error("cannot make the folder of the database: {0}")]
    Folder(#[source] std::io::Error),
    /// The file by whose lock servers keep out of each other's way cannot be made or locked.
    #[error("cannot lock a file beside the database, so that one server at a time fills the shop: {0}")]
    Lock(#[source] std::io::Error),
    /// Anything else the database says.
    #[error("the database refused: {0}")]
    Database(#[source] DbErr),
}

/// What the databases say of a transaction that was undone for another: PostgreSQL's serialization failure, deadlock, and lock
/// that was waited for too long, SQLite's busy file.
const UNDONE_FOR_ANOTHER: [&str; 4] = ["40001", "40P01", "55P03", "5"];

fn was_undone(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| UNDONE_FOR_ANOTHER.contains(&code.as_ref()))
}

/// Whether the connection itself broke: the server stopped, or is stopping (SQLSTATE class 57P).
pub(crate) fn is_broken(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_));
    };
    match error.as_ref() {
        sea_orm::SqlxError::Io(_)
        | sea_orm::SqlxError::PoolTimedOut
        | sea_orm::SqlxError::PoolClosed
        | sea_orm::SqlxError::WorkerCrashed => true,
        error => {
            let code = error.as_database_error().and_then(|error| error.code());
            code.is_some_and(|code| code.starts_with("57P"))
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(what)) = error.sql_err() {
            return Self::Conflict(what);
        }
        if was_undone(&error) {
            Self::Contended(error)
        } else if is_broken(&error) {
            Self::Unavailable(error)
        } else {
            Self::Database(error)
        }
    }
}

impl StoreError {
    /// Something stored that cannot be read.
    pub(crate) fn unreadable(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |error| Self::Unreadable { what, reason: error.to_string() }
    }
}
