//! The demonstration shop: its own files (`demo/` in the repository), checked and loaded.
//!
//! ```text
//! demo/shop.toml         categories, terms, price lists, companies, people, promotions, the demonstrated machine
//! demo/catalogue/*.toml  a product each, in the order of their file names
//! demo/reviews.toml      what customers say
//! demo/faq.toml          what is often asked
//! demo/orders.toml       what people ordered in the last twelve months
//! demo/content/<kind>/<slug>.<language>.md
//! demo/media/products/<slug>/…, demo/media/site/…
//!                        pictures, a picture for every step of a turn, videos with captions
//! ```
//!
//! Days are reckoned from the day of loading.

mod check;
mod content;
mod faq;
mod files;
mod links;
mod load;
mod measure;
mod media;
mod orders;
mod product;
mod product_file;
mod promotion;
mod shop_file;
mod turntable;
mod video;
mod webvtt;

pub use check::{Checked, Counts, Finding, check};
pub use load::{add_avif, load};
pub use orders::{PaidBy, PlannedOrder, orders};

use giano_commerce::civil_time::CivilTime;
use giano_files::FilesError;
use giano_store::StoreError;
use std::path::PathBuf;

/// The demonstration's civil time: its shop is in Italy.
pub(crate) fn civil_time() -> CivilTime {
    CivilTime::named("Europe/Rome").unwrap_or_else(|_| CivilTime::utc())
}

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
    /// The shop's files cannot be had.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
