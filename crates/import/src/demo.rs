//! The demonstration shop: files that a person can edit, loaded through the same store functions as everything else.
//!
//! Dates in the files are days from the day of loading, so that the shop is never stale.

mod files;
mod load;

pub use files::{DemoError, Finding, check};
pub use load::load;
