//! Devices that people have signed in with. Only hashes of their tokens are kept; they give no right but to try a password.

use crate::connection::Store;
use crate::entities::people::device;
use crate::error::StoreError;
use giano_commerce::company::PersonId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Devices kept of a person: of more, those that were used longest ago are forgotten.
const MOST: u64 = 20;

impl Store {
    /// Notes that a person signed in with a device.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remember_device(
        &self,
        token_hash: &str,
        person: PersonId,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let row = device::ActiveModel {
            token_hash: Set(token_hash.to_owned()),
            person_id: Set(person.0),
            used_at: Set(now),
            expires_at: Set(expires_at),
        };
        let known = OnConflict::columns([device::Column::TokenHash, device::Column::PersonId])
            .update_columns([device::Column::UsedAt, device::Column::ExpiresAt])
            .to_owned();
        let command = self.command().await?;
        device::Entity::insert(row).on_conflict(known).exec_without_returning(&command.tx).await?;
        let of_person = device::Column::PersonId.eq(person.0);
        let last_kept = device::Entity::find()
            .filter(of_person.clone())
            .order_by_desc(device::Column::UsedAt)
            .offset(MOST - 1)
            .one(&command.tx)
            .await?;
        if let Some(last_kept) = last_kept {
            device::Entity::delete_many()
                .filter(of_person)
                .filter(device::Column::UsedAt.lt(last_kept.used_at))
                .exec(&command.tx)
                .await?;
        }
        command.commit().await
    }

    /// Who has signed in with a device.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn people_of_device(&self, token_hash: &str, now: i64) -> Result<Vec<PersonId>, StoreError> {
        let rows = device::Entity::find()
            .filter(device::Column::TokenHash.eq(token_hash))
            .filter(device::Column::ExpiresAt.gt(now))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| PersonId(row.person_id)).collect())
    }

    /// Forgets devices that nobody signed in with for long.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_expired_devices(&self, now: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = device::Entity::delete_many().filter(device::Column::ExpiresAt.lte(now)).exec(&command.tx).await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
