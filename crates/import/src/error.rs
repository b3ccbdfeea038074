//! Why an import stops.

use crate::table::Delimiter;
use giano_commerce::stock::CountError;
use giano_files::FilesError;
use giano_store::StoreError;
use std::path::PathBuf;

/// Nothing usable, or nothing to write to: the import stops. What was written before stays, each product whole.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("{}: {source}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds nothing.
    #[error("{}: the file is empty", file.display())]
    Empty {
        /// Which.
        file: PathBuf,
    },
    /// The file is no text.
    #[error("{}: this is no CSV file: it holds bytes that no text has", file.display())]
    Binary {
        /// Which.
        file: PathBuf,
    },
    /// The text is in two bytes a character.
    #[error("{}: the text is in UTF-16; save it as \"CSV UTF-8\" and try again", file.display())]
    Utf16 {
        /// Which.
        file: PathBuf,
    },
    /// The first line does not name the columns that are needed.
    #[error(
        "{}: the first line names {found} columns, separated by {delimiter}, and lacks {}: is it another export?",
        file.display(),
        missing.join(", ")
    )]
    Header {
        /// Which.
        file: PathBuf,
        /// Columns that are needed and not there.
        missing: Vec<String>,
        /// How many columns there are.
        found: usize,
        /// What separates them.
        delimiter: Delimiter,
    },
    /// The first line is longer than any record may be.
    #[error("{}: the first line is longer than 4 MiB", file.display())]
    HeaderTooLong {
        /// Which.
        file: PathBuf,
    },
    /// The shop's files cannot be had.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The moment given for the stock cannot be.
    #[error("the stock cannot have been {0}")]
    Count(CountError),
    /// A file that is said to be the whole holds nothing.
    #[error("{}: there is nothing in it, so it cannot be the whole: nothing was ended", file.display())]
    NothingInIt {
        /// Which.
        file: PathBuf,
    },
    /// A file that is said to be the whole cannot be read in part, so that nobody knows what is in it.
    #[error(
        "{}: {unreadable} of its lines cannot be read, so it is not known what is in it, and nothing was ended; \
         load it without `--replace` to have them named, mend them and try again",
        file.display()
    )]
    NotWhole {
        /// Which.
        file: PathBuf,
        /// How many records cannot be read.
        unreadable: u64,
    },
    /// Somebody stopped it.
    #[error("stopped; what was loaded stays")]
    Cancelled,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
