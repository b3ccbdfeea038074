//! Loading the demonstration shop.

use anyhow::{Context, Result};
use giano_api::checkout::PaymentMethod;
use giano_import::demo::{PaidBy, PlannedOrder};
use giano_server::{AppState, Clock, Purchase, Settings};
use giano_store::Store;
use std::path::Path;

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
