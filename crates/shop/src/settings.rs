//! The commands that show and change what a merchant decides for the shop as a whole.

use crate::cli::{SetSetting, Settings};
use crate::out::{Aside, Out};
use anyhow::{Context, Result, bail};
use giano_commerce::settings::SETTINGS;
use giano_server::Clock;
use giano_store::{Author, SettingChange, SettingDraft, SettingRecord, SettingsRefusal, ShopPart, Store, Trial};
use jiff::Timestamp;
use serde_json::Value;
use similar::TextDiff;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// Runs one of them; the exit status says whether it was done.
pub async fn run(database: &str, command: Option<Settings>) -> Result<ExitCode> {
    let store = Store::connect_existing(database).await?;
    let command = command.unwrap_or(Settings::List);
    match &command {
        Settings::Set(SetSetting { dry_run: false, .. }) => {
            store.migrate().await.context("bringing the database to this version's tables")?;
        }
        Settings::Set(_) | Settings::List | Settings::Show { .. } => only_looks_at(&store).await?,
    }
    let (said, status) = answer(&store, command).await?;
    // What somebody's script reads is no place for a refusal.
    if status == ExitCode::SUCCESS {
        Out.write_all(said.as_bytes())?;
    } else {
        Aside.write_all(said.as_bytes())?;
    }
    Ok(status)
}

/// Refuses to look at a shop whose tables are those of another version: they would have to be changed, under servers that use them.
///
/// # Errors
/// What to do.
pub async fn only_looks_at(store: &Store) -> Result<()> {
    anyhow::ensure!(
        store.is_migrated().await?,
        "the tables of this shop are not of this version, and looking changes none: `giano migrate` brings them there"
    );
    Ok(())
}

async fn answer(store: &Store, command: Settings) -> Result<(String, ExitCode)> {
    match command {
        Settings::List => Ok((list(&store.shop_setting_records().await?), ExitCode::SUCCESS)),
        Settings::Show { name } => {
            let name = plain(&name);
            let records = store.shop_setting_records().await?;
            match records.iter().find(|record| record.name == name) {
                Some(record) => Ok((pretty(&record.value), ExitCode::SUCCESS)),
                None => Ok((unknown(&name), ExitCode::FAILURE)),
            }
        }
        Settings::Set(set) => change(store, set).await,
    }
}

/// Names are written with underscores, and found with hyphens too.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace('-', "_")
}

fn pretty(value: &Value) -> String {
    // With the alternate flag a value writes itself over several lines; it has nothing in it that could fail.
    format!("{value:#}\n")
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = SETTINGS.iter().map(|(name, _)| *name).collect();
    format!("there is no setting `{name}`: use one of {}\n", known.join(", "))
}

/// Each setting with its version, its value where that is short, and what it says.
fn list(records: &[SettingRecord]) -> String {
    let mut said = String::new();
    for record in records {
        let says = SETTINGS.iter().find(|(name, _)| *name == record.name).map_or("", |(_, says)| says);
        let value = match &record.value {
            Value::Array(entries) => format!("{} entries", entries.len()),
            Value::Object(fields) if fields.is_empty() => "nothing".to_owned(),
            Value::Object(_) => match amount(&record.value) {
                Some(amount) => amount,
                None => "see `show`".to_owned(),
            },
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        let since = match record.changed_at.map(Timestamp::from_millisecond) {
            Some(Ok(at)) => format!("version {}, changed {}", record.version, at.strftime("%Y-%m-%d %H:%M UTC")),
            Some(Err(_)) | None => "as the shop began".to_owned(),
        };
        // Writing into a string cannot fail.
        let _ = writeln!(said, "{:<22} {value}\n{:<22} {says}; {since}", record.name, "");
    }
    said
}

fn amount(value: &Value) -> Option<String> {
    Some(format!("{} {}", value.get("amount")?.as_str()?, value.get("currency")?.as_str()?))
}

async fn change(store: &Store, set: SetSetting) -> Result<(String, ExitCode)> {
    let trial = if set.dry_run { Trial::Yes } else { Trial::No };
    let drafts = drafts(set)?;
    let by = Author::shop(ShopPart::CommandLine, Clock::System.millis());
    Ok(match store.change_shop_settings(&by, &drafts, trial).await? {
        Ok(changes) => (told(&changes, trial), ExitCode::SUCCESS),
        Err(refusal) => (refused(&refusal), ExitCode::FAILURE),
    })
}

/// What is to be set: a value or a file for one setting, or a file with several under their names.
fn drafts(set: SetSetting) -> Result<Vec<SettingDraft>> {
    let SetSetting { name, value, file, if_version, .. } = set;
    let value = match (value, file) {
        // A word needs no quotes.
        (Some(text), None) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?
        }
        (None, None) => bail!("say what it is to be: a value, or `--file FILE`"),
        (Some(_), Some(_)) => bail!("say it once: either a value or `--file FILE`"),
    };
    match (name, value) {
        (Some(name), value) => Ok(vec![SettingDraft { name: plain(&name), value, if_version }]),
        (None, Value::Object(several)) if if_version.is_none() => Ok(several
            .into_iter()
            .map(|(name, value)| SettingDraft { name: plain(&name), value, if_version: None })
            .collect()),
        (None, Value::Object(_)) => bail!("`--if-version` is about one setting: name it"),
        (None, _) => bail!("a file with several settings is an object with a field for each"),
    }
}

fn refused(refusal: &SettingsRefusal) -> String {
    match refusal {
        SettingsRefusal::Unknown(name) => unknown(name),
        SettingsRefusal::Faults(faults) => {
            let lines: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
            format!("{lines}nothing was changed\n")
        }
        SettingsRefusal::Changed(name, version) => {
            format!("`{name}` was changed meanwhile and has version {version}: look at it again. Nothing was changed\n")
        }
    }
}

/// The difference, setting by setting.
fn told(changes: &[SettingChange], trial: Trial) -> String {
    let mut said = String::new();
    for change in changes {
        let (before, after) = (pretty(&change.before), pretty(&change.after));
        let diff = TextDiff::from_lines(&before, &after);
        let names = (format!("{} before", change.name), format!("{} version {}", change.name, change.version));
        said += &diff.unified_diff().header(&names.0, &names.1).to_string();
    }
    said += match (changes.is_empty(), trial) {
        (true, _) => "it is so already: nothing was changed\n",
        (false, Trial::Yes) => "only looked at: nothing was changed\n",
        (false, Trial::No) => "changed; servers that run sell by it from now on\n",
    };
    said
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;
    use giano_store::{AuditPage, Subject, Who};

    struct Desk {
        store: Store,
        folder: tempfile::TempDir,
    }

    impl Desk {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
            store.migrate().await.unwrap();
            Self { store, folder }
        }

        /// What a command says, and whether it was done.
        async fn types(&self, words: &[&str]) -> (String, bool) {
            let cli = Cli::parse_from(["giano", "settings"].iter().chain(words));
            let Command::Settings { command, .. } = cli.command else { unreachable!() };
            let (said, status) = answer(&self.store, command.unwrap_or(Settings::List)).await.unwrap();
            (said, status == ExitCode::SUCCESS)
        }

        fn file(&self, text: &str) -> String {
            let path = self.folder.path().join("file.json");
            std::fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        }
    }

    #[tokio::test]
    async fn every_setting_is_listed_and_shown() {
        let desk = Desk::new().await;
        let (said, done) = desk.types(&[]).await;
        assert!(done);
        for (name, says) in SETTINGS {
            assert!(said.contains(name) && said.contains(says), "{name}: {said}");
            assert!(desk.types(&["show", name]).await.1, "{name}");
        }
        assert_eq!(desk.types(&["show", "time-zone"]).await, ("\"Europe/Rome\"\n".to_owned(), true));
        let (said, done) = desk.types(&["show", "timezone"]).await;
        assert!(!done && said.contains("time_zone"), "{said}");
    }

    #[tokio::test]
    async fn a_change_is_shown_before_it_is_made_and_noted_when_it_is() {
        let desk = Desk::new().await;
        let (said, done) = desk.types(&["set", "time_zone", "europe/vienna", "--dry-run"]).await;
        assert!(done && said.contains("-\"Europe/Rome\"\n+\"Europe/Vienna\"\n"), "{said}");
        assert!(said.ends_with("nothing was changed\n"), "{said}");
        assert_eq!(desk.store.shop_settings().await.unwrap().time_zone.name(), "Europe/Rome");
        let (said, done) = desk.types(&["set", "time-zone", "europe/vienna"]).await;
        assert!(done && said.contains("version 2"), "{said}");
        assert_eq!(desk.store.shop_settings().await.unwrap().time_zone.name(), "Europe/Vienna");
        let subject = Subject::Setting("time_zone".to_owned());
        let entries = desk.store.audit_of(&subject, AuditPage { before: None, most: 9 }).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].author.who, Who::Shop(ShopPart::CommandLine));
        assert_eq!(
            (&entries[0].before, &entries[0].after),
            (&Some("Europe/Rome".into()), &Some("Europe/Vienna".into()))
        );
        let (said, done) = desk.types(&["set", "time_zone", "Europe/Rome", "--if-version", "1"]).await;
        assert!(!done && said.contains("has version 2"), "{said}");
    }

    #[tokio::test]
    async fn looking_makes_no_shop_and_changes_no_tables() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mistyped.db");
        let url = format!("sqlite://{}", file.display());
        let refused = run(&url, None).await.unwrap_err().to_string();
        assert!(refused.contains("there is no shop at") && !file.exists(), "{refused}");
        drop(Store::connect(&url).await.unwrap());
        let refused = run(&url, None).await.unwrap_err().to_string();
        assert!(refused.contains("`giano migrate`"), "{refused}");
        assert!(!Store::connect(&url).await.unwrap().is_migrated().await.unwrap());
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_with_its_cure() {
        let desk = Desk::new().await;
        for (name, value, field, cure) in [
            ("time_zone", "Roma", "time_zone", "like Europe/Rome"),
            ("return_days", "7", "return_days", "use 14 or more"),
            ("home_country", "CH", "home_country", "member state"),
            ("countries", r#"["IT", "XX"]"#, "countries[1]", "unknown country"),
            (
                "unverified_vat_limit",
                r#"{"amount": "1.005", "currency": "EUR"}"#,
                "unverified_vat_limit.amount",
                "round it",
            ),
            ("bank_transfer", r#"{"days": 3, "grace": 1}"#, "bank_transfer", "grace_working_days"),
            ("currency", "USD", "deliveries[0].shipping.price.price.currency", "use USD"),
        ] {
            let (said, done) = desk.types(&["set", name, value]).await;
            assert!(!done && said.contains(&format!("{field}: ")) && said.contains(cure), "{name} {value}: {said}");
        }
        assert!(desk.store.shop_setting_records().await.unwrap().iter().all(|record| record.version == 1));
    }

    #[tokio::test]
    async fn what_is_of_another_kind_is_told_in_words_and_with_an_example() {
        let desk = Desk::new().await;
        for (name, value, field, expected, example) in [
            ("return_days", "seven", "return_days", "a whole number from 0 to 4294967295", "for example 30"),
            ("return_days", "-1", "return_days", "a whole number from 0 to 4294967295", "for example 30"),
            ("low_stock", "1.5", "low_stock", "a whole number from 0 to 4294967295", "for example"),
            ("low_stock", "null", "low_stock", "a whole number from 0 to 4294967295", "for example"),
            ("countries", "IT", "countries", "a list in square brackets", "for example [\"AT\""),
            ("deliveries", "{}", "deliveries", "a list in square brackets", "for example [{"),
            ("bank_transfer", "7", "bank_transfer", "an object in braces", "for example {\"days\":"),
            (
                "bank_transfer",
                r#"{"days": "3", "grace_working_days": 1}"#,
                "bank_transfer.days",
                "from 0 to 65535",
                "example 14",
            ),
            ("guest_baskets", "[]", "guest_baskets", "an object in braces", "\"keep_days\":"),
            ("time_zone", "2", "time_zone", "Europe/Rome", "for example \"Europe/Rome\""),
        ] {
            let (said, done) = desk.types(&["set", name, value]).await;
            assert!(!done && said.contains(&format!("{field}: ")), "{name} {value}: {said}");
            assert!(said.contains(expected) && said.contains(example), "{name} {value}: {said}");
            for word in ["u32", "u16", "u8", "u64", "struct ", "sequence", " map", "integer `"] {
                assert!(!said.contains(word), "{name} {value} is answered in words of the program: {said}");
            }
        }
    }

    #[tokio::test]
    async fn several_are_set_at_once_out_of_a_file() {
        let desk = Desk::new().await;
        let file = desk.file(r#"{"return_days": 60, "low-stock": 3}"#);
        let (said, done) = desk.types(&["set", "--file", &file]).await;
        assert!(done && said.contains("+60") && said.contains("+3"), "{said}");
        let file = desk.file(r#"{"return_days": 90, "low_stock": 99999}"#);
        let (said, done) = desk.types(&["set", "--file", &file]).await;
        assert!(!done && said.contains("low_stock: "), "{said}");
        let settings = desk.store.shop_settings().await.unwrap();
        assert_eq!((settings.return_days, settings.low_stock), (60, 3), "all of them or none");
    }
}
