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

/// How far the demonstration shop is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loaded {
    /// Not at all: nothing is sold yet.
    Nothing,
    /// It was begun. Products come first, and a shop with products and without people, prices and promotions would look like one that
    /// is whole.
    InPart,
    /// All but its pictures as AVIF.
    WithoutAvif,
    /// All of it.
    Whole,
    /// It is not: a merchant sells something.
    NotWanted,
}

impl Loaded {
    async fn of(store: &Store) -> Result<Self> {
        Ok(match store.setting(LOADED).await?.as_deref() {
            Some("whole") => Self::Whole,
            Some("without_avif") => Self::WithoutAvif,
            Some(_) => Self::InPart,
            None if store.is_empty().await? => Self::Nothing,
            None => Self::NotWanted,
        })
    }

    /// Whether it is to be loaded before the shop opens.
    fn is_wanted(self) -> bool {
        matches!(self, Self::Nothing | Self::InPart)
    }
}

/// Loads the demonstration shop where it is wanted, all but what [`complete`] does. Of several servers that start at once on one
/// database one does it, and the others wait until it is done. `false` where `stop` came first.
pub async fn seed(options: &Serve, store: &Store, stop: impl Future<Output = ()>) -> Result<bool> {
    if !Loaded::of(store).await?.is_wanted() {
        return Ok(true);
    }
    apart(options, &["demo", "load", "--without-avif", "--unless-loaded"], stop).await
}

/// Makes what the demonstration shop was opened without, while it is open, unless `stop` comes first: the next start goes on. What
/// goes wrong is told in the log, for the shop does without.
pub async fn complete(options: &Serve, store: &Store, stop: impl Future<Output = ()>) {
    if !options.seed_demo {
        return;
    }
    let completed = async {
        match Loaded::of(store).await? {
            Loaded::WithoutAvif => apart(options, &["demo", "add-avif"], stop).await.map(drop),
            _ => Ok(()),
        }
    };
    if let Err(error) = completed.await {
        let error = format!("{error:#}");
        tracing::warn!(error, "the demonstration's pictures stay as JPEG and WebP until the next start");
    }
}

/// Does something for the demonstration shop in a process of its own, whose memory goes with it: coding pictures takes hundreds of
/// megabytes, and a server would keep them for as long as it runs. `false` where `stop` came first.
async fn apart(options: &Serve, command: &[&str], stop: impl Future<Output = ()>) -> Result<bool> {
    let doing = || format!("giano {}", command.join(" "));
    let program = std::env::current_exe().context("finding the server's own program")?;
    let mut loading = tokio::process::Command::new(program);
    // By the environment, where the password of a database is not to be read by everybody on the machine.
    loading.args(command).env("GIANO_DATABASE", &options.database.url);
    loading.env("GIANO_VAR", &options.place.folder).env("GIANO_DEMO", &options.demo).kill_on_drop(true);
    if let Some(files) = &options.place.files {
        loading.env("GIANO_FILES", &files.0);
    }
    // What a terminal tells the server it would otherwise tell this process too, which then seems to have failed.
    #[cfg(unix)]
    loading.process_group(0);
    let mut loading = loading.spawn().with_context(doing)?;
    tokio::select! {
        ended = loading.wait() => {
            let status = ended.with_context(doing)?;
            anyhow::ensure!(status.success(), "{}: it ended without success ({status}); the reason is above", doing());
            Ok(true)
        }
        () = stop => {
            loading.kill().await.with_context(doing)?;
            Ok(false)
        }
    }
}

/// Loads the demonstration shop, and what its people bought in the last twelve months: all but what [`add_avif`] does. With
/// `unless_loaded` it does so only where the shop wants it. Whoever works on the demonstration keeps all others from it, for as long
/// as its own process lives.
pub async fn load(store: &Store, folder: &Path, files: &Files, unless_loaded: bool) -> Result<()> {
    let alone = store.alone(Task::FillShop).await?;
    if unless_loaded && !Loaded::of(store).await?.is_wanted() {
        return Ok(());
    }
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
    store.put_setting(LOADED, "without_avif").await?;
    drop(alone);
    Ok(())
}

/// Adds the loaded demonstration's pictures as AVIF and in their largest sizes, where that was not done yet.
pub async fn add_avif(store: &Store, folder: &Path, files: &Files) -> Result<()> {
    let alone = store.alone(Task::FillShop).await?;
    match Loaded::of(store).await? {
        Loaded::Whole => {}
        Loaded::WithoutAvif => {
            giano_import::demo::add_avif(store, folder, files, Clock::System.now()).await?;
            store.put_setting(LOADED, "whole").await?;
        }
        Loaded::Nothing | Loaded::InPart | Loaded::NotWanted => {
            anyhow::bail!("the demonstration shop is not loaded: load it with `giano demo load`")
        }
    }
    drop(alone);
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
        let loaded = async || Loaded::of(&store).await.unwrap();
        assert_eq!(loaded().await, Loaded::Nothing);
        assert!(loaded().await.is_wanted(), "nothing is sold yet");
        let file = folder.path().join("products.csv");
        std::fs::write(&file, "Handle,Title,Variant SKU,Variant Price\ncup,Cup,CUP-1,5\n").unwrap();
        let (now, civil_time) = (Clock::System.now(), CivilTime::named("Europe/Rome").unwrap());
        let options = ShopifyOptions { file, currency: Currency::Eur, now, counted_at: None, civil_time };
        import_shopify(&store, &options, &Silent).await.unwrap();
        assert_eq!(loaded().await, Loaded::NotWanted);
        assert!(!loaded().await.is_wanted(), "a merchant sells something");
        let demo = folder.path().join("demo");
        let files = Files::open(&giano_files::FilesAddress::Folder(folder.path().to_owned()), []).unwrap();
        let refused = add_avif(&store, &demo, &files).await.unwrap_err();
        assert!(refused.to_string().contains("giano demo load"), "{refused}");
        store.put_setting(LOADED, "begun").await.unwrap();
        assert!(loaded().await.is_wanted(), "products alone are no demonstration");
        for (state, expected) in [("without_avif", Loaded::WithoutAvif), ("whole", Loaded::Whole)] {
            store.put_setting(LOADED, state).await.unwrap();
            assert_eq!(loaded().await, expected);
            assert!(!expected.is_wanted(), "the shop can open");
        }
    }
}
