//! Settings of the shop, and the version of what a snapshot holds.

use crate::catalog::Upserted;
use crate::channel::Channel;
use crate::connection::{Command, Store};
use crate::entities::catalog::{product, setting, variant};
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

/// Counts every change of what a snapshot holds.
const VERSION: &str = "catalog_version";
/// The version that last changed what any price may depend on: promotions, price lists, terms, categories, settings.
const RULES_VERSION: &str = "rules_version";

/// Notes in a command that what a snapshot holds has changed, and tells all servers; gives the version. The last that a
/// command does: its row is the one that all of them need.
pub(crate) async fn bump_version(command: &Command) -> Result<i64, StoreError> {
    let first = setting::ActiveModel { key: Set(VERSION.to_owned()), value: Set("1".to_owned()) };
    let next = Expr::cust("CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)");
    let row = setting::Entity::insert(first)
        .on_conflict(OnConflict::column(setting::Column::Key).value(setting::Column::Value, next).to_owned())
        .exec_with_returning(&command.tx)
        .await?;
    let version = row.value.parse().unwrap_or_default();
    command.tell(Channel::Catalog, version).await?;
    Ok(version)
}

/// As [`bump_version`], for what the price of any product may depend on.
pub(crate) async fn bump_rules_version(command: &Command) -> Result<(), StoreError> {
    let version = bump_version(command).await?;
    let row = setting::ActiveModel { key: Set(RULES_VERSION.to_owned()), value: Set(version.to_string()) };
    setting::Entity::insert(row)
        .on_conflict(OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned())
        .exec_without_returning(&command.tx)
        .await?;
    Ok(())
}

/// Whether the catalogue is still of a version.
pub(crate) async fn is_version(command: &Command, version: u64) -> Result<bool, StoreError> {
    let found = setting::Entity::find_by_id(VERSION.to_owned()).one(&command.tx).await?;
    Ok(found.and_then(|row| row.value.parse().ok()).unwrap_or(0) == version)
}

/// Whether prices of these products (by `sku_key`) may be others than they were at a version of the catalogue. Asked inside
/// a command that sells at them.
pub(crate) async fn prices_may_have_moved(
    command: &Command,
    since: u64,
    sku_keys: impl IntoIterator<Item = String>,
) -> Result<bool, StoreError> {
    let version = async |key: &str| -> Result<u64, StoreError> {
        let found = setting::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        Ok(found.and_then(|row| row.value.parse().ok()).unwrap_or_default())
    };
    let now = version(VERSION).await?;
    if now == since {
        return Ok(false);
    }
    // A database that was set back to an earlier day knows nothing of what came later.
    if now < since || version(RULES_VERSION).await? > since {
        return Ok(true);
    }
    let keys: Vec<String> = sku_keys.into_iter().collect();
    // A statement holds a limited number of values.
    for some in keys.chunks(500) {
        let products = Query::select()
            .column(variant::Column::ProductId)
            .from(variant::Entity)
            .and_where(variant::Column::SkuKey.is_in(some))
            .to_owned();
        let changed = product::Entity::find()
            .filter(product::Column::Version.gt(i64::try_from(since).unwrap_or(i64::MAX)))
            .filter(product::Column::Id.in_subquery(products))
            .count(&command.tx)
            .await?;
        if changed > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Store {
    /// Counts every change of what a snapshot holds; 0 in an empty shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn catalog_version(&self) -> Result<u64, StoreError> {
        let found = self.setting(VERSION).await?;
        Ok(found.and_then(|value| value.parse().ok()).unwrap_or_default())
    }

    /// A setting of the shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(setting::Entity::find_by_id(key.to_owned()).one(&self.db).await?.map(|row| row.value))
    }

    /// A setting that is drawn once and then stays: of several servers that ask for it first, all are given the same.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setting_or(&self, key: &str, drawn: &str) -> Result<String, StoreError> {
        if let Some(value) = self.setting(key).await? {
            return Ok(value);
        }
        let command = self.command().await?;
        let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(drawn.to_owned()) };
        setting::Entity::insert(row)
            .on_conflict_do_nothing_on([setting::Column::Key])
            .exec_without_returning(&command.tx)
            .await?;
        command.commit().await?;
        let missing = || StoreError::Unreadable { what: "setting", reason: format!("{key} is not there") };
        self.setting(key).await?.ok_or_else(missing)
    }

    /// Sets a setting of the shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_setting(&self, key: &str, value: &str) -> Result<Upserted, StoreError> {
        let command = self.command().await?;
        let row = setting::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        let done = match row {
            Some(row) if row.value == value => return Ok(Upserted::Unchanged),
            Some(row) => {
                let mut row = row.into_active_model();
                row.value = Set(value.to_owned());
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
                setting::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
        bump_rules_version(&command).await?;
        command.commit().await?;
        Ok(done)
    }
}
