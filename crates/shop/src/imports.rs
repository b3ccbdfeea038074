//! The import commands: progress on the way, a report at the end.

use crate::cli::{Import, ImportCommon};
use anyhow::{Context, Result};
use giano_store::Store;
use std::process::ExitCode;

/// Opens the database of an import, brought to this version's tables.
pub async fn open(common: &ImportCommon) -> Result<Store> {
    let store = Store::connect(&common.database.url).await?;
    store.migrate().await.context("bringing the database to this version's tables")?;
    Ok(store)
}

/// Runs an import.
pub async fn run(import: Import) -> Result<ExitCode> {
    let _ = import;
    anyhow::bail!("imports are not connected yet")
}
