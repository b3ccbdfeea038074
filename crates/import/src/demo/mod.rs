//! The demonstration shop: its own files (`demo/` in the repository), checked and loaded.
//!
//! ```text
//! demo/shop.toml         categories, terms, price lists, companies, people, promotions, the demonstrated machine
//! demo/catalogue/*.toml  a product each, in the order of their file names
//! demo/reviews.toml      what customers say
//! demo/content/<kind>/<slug>.<language>.md
//! demo/media/*.svg       drawings; a product says how its variants are painted
//! ```

mod check;
mod content;
mod drawing;
mod files;
mod load;
mod product;

pub use check::{Finding, check};
pub use load::load;

use giano_store::StoreError;
use std::path::PathBuf;

/// Why the demonstration shop cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file says what it should not.
    #[error("{}: {reason}", file.display())]
    Wrong {
        /// Which.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
