//! What an order and its lines looked like when they were bought: documents that are written once and read for years.
//!
//! They are types of the store alone. What the shop says on the wire, and how it prices, changes from release to release;
//! an order does not. A change of these types is a new version: its types stand in a module of their own, the former ones
//! stay, and what is read of them is turned into the newest.

pub(crate) mod v1;

pub use v1::line::{PictureSnapshot, PromiseSnapshot, QuantitySnapshot, ShownSnapshot};
pub use v1::{AboutSnapshot, AddressSnapshot};

use crate::error::StoreError;
use serde::{Deserialize, Serialize};
pub(crate) use v1::OrderSnapshot;
pub(crate) use v1::line::LineSnapshot;

/// The version that is written, as in the column `snapshot_version`.
pub(crate) const VERSION: i32 = 1;
/// The version of a document that could not be understood when orders were carried over to snapshots: it is kept as it
/// was.
pub(crate) const NOT_UNDERSTOOD: i32 = 0;

#[derive(Serialize)]
#[serde(tag = "version")]
enum Written<'a, T> {
    #[serde(rename = "1")]
    One(&'a T),
}

#[derive(Deserialize)]
#[serde(tag = "version")]
enum Read<T> {
    #[serde(rename = "1")]
    One(T),
}

/// A snapshot as stored.
pub(crate) fn write<T: Serialize>(what: &'static str, snapshot: &T) -> Result<String, StoreError> {
    serde_json::to_string(&Written::One(snapshot)).map_err(StoreError::unreadable(what))
}

/// A stored snapshot of any version.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(what: &'static str, json: &str) -> Result<T, StoreError> {
    let Read::One(snapshot) = serde_json::from_str(json).map_err(StoreError::unreadable(what))?;
    Ok(snapshot)
}

#[cfg(test)]
mod tests;
