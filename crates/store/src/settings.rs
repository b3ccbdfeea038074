//! What is kept whole under a key: the secret, and content that is only ever read whole. What a merchant decides for the shop
//! as a whole is in [`crate::shop_settings`].

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::entities::catalog::setting;
use crate::error::StoreError;
use crate::upsert::{finish, upsert};
use crate::versions::Part;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait};

impl Store {
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
        let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
        let written = upsert::<setting::Entity>(&command, setting::Column::Key.eq(key), row, |_| ()).await?;
        finish(command, written.done(), Part::Shop).await
    }
}
