//! Loading the demonstration shop.

use anyhow::Result;
use giano_store::Store;
use std::path::Path;

/// Loads the demonstration shop into an empty database.
pub async fn load(store: &Store, folder: &Path, media: &Path) -> Result<()> {
    let hash = giano_server::hash_password(giano_server::DEMO_PASSWORD)
        .map_err(|error| anyhow::anyhow!("hashing the demonstration's password: {error}"))?;
    giano_import::demo::load(store, folder, media, giano_server::Clock::System.now(), &hash).await?;
    Ok(())
}
