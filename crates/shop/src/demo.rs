//! Loading the demonstration shop.

use crate::cli::Serve;
use anyhow::{Context, Result};
use giano_api::checkout::PaymentMethod;
use giano_files::Files;
use giano_import::demo::{PaidBy, PlannedOrder};
use giano_server::{AppState, Clock, Purchase, Settings};
use giano_store::{Store, Task};
use std::path::Path;

/// The setting that says how far the demonstration shop was loaded.
const LOADED: &str = "demonstration_loaded";

/// Whether the demonstration is to be loaded into a shop: where nothing is sold yet, and where loading it was broken off. Products come
/// first, and a shop with products and without people, prices and promotions would look like one that is whole.
async fn is_wanted(store: &Store) -> Result<bool> {
    Ok(match store.setting(LOADED).await?.as_deref() {
        Some(state) => state != "whole",
        None => store.is_empty().await?,
    })
}

/// Loads the demonstration shop where it is wanted. Of several servers that start at once on one database one does it, and the others
/// wait until it is done. `false` where `stop` came first.
pub async fn seed(options: &Serve, store: &Store, stop: impl Future<Output = ()> + Clone) -> Result<bool> {
    if !is_wanted(store).await? {
        return Ok(true);
    }
    let alone = tokio::select! {
        alone = store.alone(Task::FillShop) => alone?,
        () = stop.clone() => return Ok(false),
    };
    let done = if is_wanted(store).await? { load_apart(options, stop).await? } else { true };
    drop(alone);
    Ok(done)
}

/// Loads the demonstration shop in a process of its own, whose memory goes with it: coding pictures takes hundreds of megabytes,
/// and a server would keep them for as long as it runs. `false` where `stop` came first.
async fn load_apart(options: &Serve, stop: impl Future<Output = ()>) -> Result<bool> {
    let program = std::env::current_exe().context("finding the server's own program")?;
    let mut loading = tokio::process::Command::new(program);
    // By the environment, where the password of a database is not to be read by everybody on the machine.
    loading.args(["demo", "load"]).env("GIANO_DATABASE", &options.database.url);
    loading.env("GIANO_VAR", &options.place.folder).env("GIANO_DEMO", &options.demo).kill_on_drop(true);
    if let Some(files) = &options.place.files {
        loading.env("GIANO_FILES", &files.0);
    }
    let mut loading = loading.spawn().context("loading the demonstration shop")?;
    tokio::select! {
        ended = loading.wait() => {
            let status = ended.context("loading the demonstration shop")?;
            anyhow::ensure!(status.success(), "the demonstration shop was not loaded ({status}); the reason is above");
            Ok(true)
        }
        () = stop => {
            loading.kill().await.context("ending what loads the demonstration shop")?;
            Ok(false)
        }
    }
}

/// Loads the demonstration shop, and what its people bought in the last twelve months.
pub async fn load(store: &Store, folder: &Path, files: &Files) -> Result<()> {
    let hash = giano_server::hash_password(giano_server::DEMO_PASSWORD)
        .map_err(|error| anyhow::anyhow!("hashing the demonstration's password: {error}"))?;
    let now = Clock::System.now();
    if store.is_empty().await? {
        store.put_setting(LOADED, "begun").await?;
    }
    giano_import::demo::load(store, folder, files, now, &hash).await?;
    let planned = giano_import::demo::orders(folder, now)?;
    let state = AppState::load(Settings::default(), store.clone(), Clock::fixed(now.as_millisecond())).await?;
    let purchases: Vec<Purchase> = planned.into_iter().map(purchase).collect();
    giano_server::write_purchases(&state, &purchases).await.context("what people bought in the demonstration")?;
    store.put_setting(LOADED, "whole").await?;
    Ok(())
}

fn purchase(order: PlannedOrder) -> Purchase {
    let PlannedOrder { key, person, at, address, lines, payment, term } = order;
    let payment = match payment {
        PaidBy::Card => PaymentMethod::Card,
        PaidBy::Transfer => PaymentMethod::Transfer,
        PaidBy::Account => PaymentMethod::Account,
    };
    Purchase { key, person, at, address, lines, payment, term }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use giano_commerce::Currency;
    use giano_commerce::civil_time::CivilTime;
    use giano_import::{ShopifyOptions, Silent, import_shopify};

    #[tokio::test]
    async fn a_filling_that_was_broken_off_is_taken_up_and_a_merchant_s_shop_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        assert!(is_wanted(&store).await.unwrap(), "nothing is sold yet");
        let file = folder.path().join("products.csv");
        std::fs::write(&file, "Handle,Title,Variant SKU,Variant Price\ncup,Cup,CUP-1,5\n").unwrap();
        let (now, civil_time) = (Clock::System.now(), CivilTime::named("Europe/Rome").unwrap());
        let options = ShopifyOptions { file, currency: Currency::Eur, now, counted_at: None, civil_time };
        import_shopify(&store, &options, &Silent).await.unwrap();
        assert!(!is_wanted(&store).await.unwrap(), "a merchant sells something");
        store.put_setting(LOADED, "begun").await.unwrap();
        assert!(is_wanted(&store).await.unwrap(), "products alone are no demonstration");
        store.put_setting(LOADED, "whole").await.unwrap();
        assert!(!is_wanted(&store).await.unwrap());
    }
}
