//! What a merchant decides for the shop as a whole ([`ShopSettings`]): a row for each setting, with a version that counts
//! its changes.
//!
//! This is the one place that reads and writes them. Servers read them into their snapshot; since a change counts as one of
//! all prices' rules, every server takes it over at once, and none places an order at what was before.

mod read;

use crate::audit::{Author, Subject};
use crate::connection::{Command, Store};
use crate::entities::shop_settings::shop_setting;
use crate::error::StoreError;
use crate::versions::{Part, bump};
use giano_commerce::settings::{Fault, SETTINGS, ShopSettings};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect,
};
use serde_json::{Map, Value};

/// A setting as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRecord {
    /// Its name, one of [`SETTINGS`].
    pub name: String,
    /// What it is.
    pub value: Value,
    /// Counts its changes; 1 is what the shop began with.
    pub version: i64,
    /// When it was changed last (milliseconds since 1970); none where it never was.
    pub changed_at: Option<i64>,
}

/// What a setting is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingDraft {
    /// Its name.
    pub name: String,
    /// What it is to be.
    pub value: Value,
    /// Only where it still has this version, so that nobody else's change is undone unseen.
    pub if_version: Option<i64>,
}

/// A setting that is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// Its name.
    pub name: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
    /// Its version since.
    pub version: i64,
}

/// Whether a change is made, or only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It is made.
    No,
    /// Nothing is changed; the answer is what it would be.
    Yes,
}

/// Why settings were not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsRefusal {
    /// There is no setting of that name.
    Unknown(String),
    /// The shop could not sell by them.
    Faults(Vec<Fault>),
    /// Somebody else has changed it meanwhile: it has this version now.
    Changed(String, i64),
}

/// All rows in the order of [`SETTINGS`]; where they are to be changed, nobody else changes any meanwhile.
async fn rows(db: &impl ConnectionTrait, lock: bool) -> Result<Vec<shop_setting::Model>, StoreError> {
    let query = shop_setting::Entity::find().order_by_asc(shop_setting::Column::Name);
    let query = if lock { query.lock_exclusive() } else { query };
    let mut rows = query.all(db).await?;
    rows.sort_by_key(|row| SETTINGS.iter().position(|(name, _)| *name == row.name));
    Ok(rows)
}

fn value(row: &shop_setting::Model) -> Result<Value, StoreError> {
    serde_json::from_str(&row.value).map_err(StoreError::unreadable("setting"))
}

fn documents(rows: &[shop_setting::Model]) -> Result<Map<String, Value>, StoreError> {
    rows.iter().map(|row| Ok((row.name.clone(), value(row)?))).collect()
}

impl Store {
    /// What the merchant has decided for the shop as a whole.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where a newer version of the shop has written it.
    pub async fn shop_settings(&self) -> Result<ShopSettings, StoreError> {
        let documents = documents(&rows(&self.db, false).await?)?;
        read::settings(&documents)
            .map_err(|fault| StoreError::Unreadable { what: "setting", reason: fault.to_string() })
    }

    /// All settings as they are kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn shop_setting_records(&self) -> Result<Vec<SettingRecord>, StoreError> {
        let record = |row: shop_setting::Model| {
            let value = value(&row)?;
            Ok(SettingRecord { name: row.name, value, version: row.version, changed_at: row.changed_at })
        };
        rows(&self.db, false).await?.into_iter().map(record).collect()
    }

    /// Changes settings, all of them or none: they are held against each other and all that stay as they are. Answers with
    /// those that are others than before. Every change has an entry in the audit log, and all servers are told.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn change_shop_settings(
        &self,
        by: &Author,
        drafts: &[SettingDraft],
        trial: Trial,
    ) -> Result<Result<Vec<SettingChange>, SettingsRefusal>, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            let changes = change(&command, by, drafts).await?;
            if trial == Trial::No && changes.as_ref().is_ok_and(|changes| !changes.is_empty()) {
                bump(&command, Part::Shop).await?;
                command.commit().await?;
            }
            Ok(changes)
        })
        .await
    }
}

async fn change(
    command: &Command,
    by: &Author,
    drafts: &[SettingDraft],
) -> Result<Result<Vec<SettingChange>, SettingsRefusal>, StoreError> {
    let rows = rows(&command.tx, true).await?;
    let now = documents(&rows)?;
    let mut wanted = now.clone();
    for draft in drafts {
        let Some(row) = rows.iter().find(|row| row.name == draft.name) else {
            return Ok(Err(SettingsRefusal::Unknown(draft.name.clone())));
        };
        if draft.if_version.is_some_and(|version| version != row.version) {
            return Ok(Err(SettingsRefusal::Changed(row.name.clone(), row.version)));
        }
        wanted.insert(draft.name.clone(), draft.value.clone());
    }
    let after = match read::checked(&wanted, &now) {
        Ok(settings) => settings,
        Err(faults) => return Ok(Err(SettingsRefusal::Faults(faults))),
    };
    let mut changes = Vec::new();
    for row in rows.into_iter().filter(|row| drafts.iter().any(|draft| draft.name == row.name)) {
        let (before, Some(after)) = (value(&row)?, after.get(&row.name)) else { continue };
        if before == *after {
            continue;
        }
        let (name, version) = (row.name.clone(), row.version + 1);
        let mut row = row.into_active_model();
        row.value = Set(after.to_string());
        row.version = Set(version);
        row.changed_at = Set(Some(by.at));
        row.update(&command.tx).await?;
        command.audit_changed(by, Subject::Setting(name.clone()), &before, after).await?;
        changes.push(SettingChange { name, before, after: after.clone(), version });
    }
    Ok(Ok(changes))
}
