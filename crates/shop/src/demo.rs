//! Loading the demonstration shop.

use crate::cli::Serve;
use anyhow::{Context, Result};
use giano_api::checkout::PaymentMethod;
use giano_import::demo::{PaidBy, PlannedOrder};
use giano_server::{AppState, Clock, Purchase, Settings};
use giano_store::Store;
use std::path::Path;

/// Loads the demonstration shop in a process of its own, whose memory goes with it: coding pictures takes hundreds of megabytes,
/// and a server would keep them for as long as it runs. `false` where `stop` came first.
pub async fn load_apart(options: &Serve, stop: impl Future<Output = ()>) -> Result<bool> {
    let program = std::env::current_exe().context("finding the server's own program")?;
    let mut loading = tokio::process::Command::new(program);
    // By the environment, where the password of a database is not to be read by everybody on the machine.
    loading.args(["demo", "load"]).env("GIANO_DATABASE", &options.database.url);
    loading.env("GIANO_VAR", &options.folder).env("GIANO_DEMO", &options.demo).kill_on_drop(true);
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
pub async fn load(store: &Store, folder: &Path, media: &Path) -> Result<()> {
    let hash = giano_server::hash_password(giano_server::DEMO_PASSWORD)
        .map_err(|error| anyhow::anyhow!("hashing the demonstration's password: {error}"))?;
    let now = Clock::System.now();
    giano_import::demo::load(store, folder, media, now, &hash).await?;
    let planned = giano_import::demo::orders(folder, now)?;
    let state = AppState::load(Settings::default(), store.clone(), Clock::fixed(now.as_millisecond())).await?;
    let purchases: Vec<Purchase> = planned.into_iter().map(purchase).collect();
    giano_server::write_purchases(&state, &purchases).await.context("what people bought in the demonstration")?;
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
