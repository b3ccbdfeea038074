//! The import commands: progress on the way, a report at the end.

use crate::cli::{Counted, Import, ImportCommon, Replace};
use crate::media;
use crate::out::Out;
use crate::replace::{Decision, decide};
use crate::settings::only_looks_at;
use anyhow::{Context, Result};
use giano_commerce::civil_time::CivilTime;
use giano_commerce::settings::ShopSettings;
use giano_import::{
    AdobeOptions, Ending, PricesOptions, Progress, Report, ShopifyOptions, Step, WeightUnit, import_adobe,
    import_prices, import_shopify, whole_adobe, whole_prices, whole_shopify,
};
use giano_server::Clock;
use giano_store::Store;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::fs::File;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Opens the database of an import, brought to this version's tables.
pub async fn open(common: &ImportCommon) -> Result<Store> {
    let store = Store::connect(&common.database.url).await?;
    store.migrate().await.context("bringing the database to this version's tables")?;
    Ok(store)
}

/// The exit status where somebody was asked and did not agree: nothing was done.
const DECLINED: u8 = 3;

/// Opens the database of an import, as far as the import may change it.
async fn open_for(common: &ImportCommon, replace: &Replace) -> Result<Store> {
    if !replace.dry_run {
        return open(common).await;
    }
    let store = Store::connect_existing(&common.database.url).await?;
    only_looks_at(&store).await?;
    Ok(store)
}

/// The file for what is not taken, opened before anything is: that it cannot be written is no news for afterwards.
fn open_report(common: &ImportCommon) -> Result<Option<File>> {
    let open = |path: &PathBuf| File::create(path).with_context(|| format!("writing {}", path.display()));
    common.report.as_ref().map(open).transpose()
}

/// Runs an import; the exit status says whether all, some or nothing was taken.
pub async fn run(import: Import) -> Result<ExitCode> {
    let now = Clock::System.now();
    let progress = Told::default();
    let (report, common, file) = match import {
        Import::Adobe { common, products, reviews, media, counted, replace } => {
            if let Some(folder) = media.as_ref().filter(|folder| !folder.is_dir()) {
                anyhow::bail!("--media: {} is no folder; nothing was done", folder.display());
            }
            let store = open_for(&common, &replace).await?;
            let files = if replace.dry_run {
                media::open(&common.place)?
            } else {
                media::open_for_writing(&common.place).await?
            };
            let ShopSettings { currency, time_zone: civil_time, .. } = store.shop_settings().await?;
            let options = AdobeOptions {
                products,
                reviews,
                media,
                files,
                currency,
                weight: WeightUnit::default(),
                now,
                counted_at: counted_at(&counted, &civil_time)?,
                civil_time,
            };
            let ending = if replace.replace { Some(whole_adobe(&store, &options).await?) } else { None };
            if !may_go_on(ending.as_ref(), &replace)? {
                return Ok(ExitCode::from(if replace.dry_run { 0 } else { DECLINED }));
            }
            let file = open_report(&common)?;
            let report = import_adobe(&store, &options, &progress).await?;
            end(ending, &report, &store, now).await?;
            (report, common, file)
        }
        Import::Shopify { common, file, counted, replace } => {
            let store = open_for(&common, &replace).await?;
            let ShopSettings { currency, time_zone: civil_time, .. } = store.shop_settings().await?;
            let counted_at = counted_at(&counted, &civil_time)?;
            let options = ShopifyOptions { file, currency, now, counted_at, civil_time };
            let ending = if replace.replace { Some(whole_shopify(&store, &options).await?) } else { None };
            if !may_go_on(ending.as_ref(), &replace)? {
                return Ok(ExitCode::from(if replace.dry_run { 0 } else { DECLINED }));
            }
            let file = open_report(&common)?;
            let report = import_shopify(&store, &options, &progress).await?;
            end(ending, &report, &store, now).await?;
            (report, common, file)
        }
        Import::Prices { common, file, replace } => {
            let store = open_for(&common, &replace).await?;
            let ShopSettings { currency, time_zone: civil_time, .. } = store.shop_settings().await?;
            let options = PricesOptions { file, currency, civil_time, now };
            let ending = if replace.replace { Some(whole_prices(&store, &options).await?) } else { None };
            if !may_go_on(ending.as_ref(), &replace)? {
                return Ok(ExitCode::from(if replace.dry_run { 0 } else { DECLINED }));
            }
            let file = open_report(&common)?;
            let report = import_prices(&store, &options, &progress).await?;
            end(ending, &report, &store, now).await?;
            (report, common, file)
        }
    };
    tell(&report, &common, file)?;
    Ok(ExitCode::from(report.exit_status()))
}

/// Asks whether what is not in the file shall end, where the file is said to be all.
fn may_go_on(ending: Option<&Ending>, replace: &Replace) -> Result<bool> {
    let Some(ending) = ending else { return Ok(true) };
    let mut stdin = std::io::stdin().lock();
    let input = stdin.is_terminal().then_some(&mut stdin as &mut dyn BufRead);
    Ok(decide(ending, replace, input, &mut Out)? == Decision::End)
}

/// Ends what is not in the file, once the file is loaded.
async fn end(ending: Option<Ending>, report: &Report, store: &Store, now: Timestamp) -> Result<()> {
    let Some(ending) = ending else { return Ok(()) };
    if report.exit_status() == NOTHING_USABLE {
        writeln!(Out, "nothing of the file was taken, so nothing was ended")?;
        return Ok(());
    }
    writeln!(Out, "ended: {}", ending.end(store, now).await?)?;
    Ok(())
}

/// The exit status of an import that took nothing.
const NOTHING_USABLE: u8 = 2;

/// The moment that somebody names for a count.
fn counted_at(counted: &Counted, civil_time: &CivilTime) -> Result<Option<Timestamp>> {
    counted.counted_at.as_deref().map(|text| moment(text, civil_time)).transpose()
}

/// A moment as people write it.
pub fn moment(text: &str, civil_time: &CivilTime) -> Result<Timestamp> {
    let at = giano_import::moment(text, civil_time);
    at.with_context(|| format!("`{text}` is no moment like 2026-12-31 18:00 or 2026-12-31T18:00:00Z"))
}

fn tell(report: &Report, common: &ImportCommon, file: Option<File>) -> Result<()> {
    writeln!(Out, "{report}")?;
    match (&common.report, file) {
        (Some(path), Some(file)) => {
            report.write_csv(file)?;
            writeln!(Out, "every line not taken is in {}", path.display())?;
        }
        (Some(_), None) | (None, _) => report.write_csv(Out)?,
    }
    Ok(())
}

/// Says how far it is, on standard error.
struct Told(ProgressBar);

impl Default for Told {
    fn default() -> Self {
        Self(ProgressBar::no_length())
    }
}

impl Progress for Told {
    fn begin(&self, step: Step, total: Option<u64>) {
        match total {
            Some(total) => self.0.set_length(total),
            None => self.0.unset_length(),
        }
        self.0.reset();
        self.0.set_message(format!("{step:?}"));
        self.0.set_style(
            ProgressStyle::with_template("{msg} {pos}/{len} {wide_bar}").unwrap_or(ProgressStyle::default_bar()),
        );
    }

    fn advance(&self, by: u64) {
        self.0.inc(by);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}
