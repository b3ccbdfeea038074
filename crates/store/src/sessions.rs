//! Sessions of signed-in people. Only hashes of tokens are kept.

use crate::connection::Store;
use crate::entities::people::{person, session};
use crate::error::StoreError;
use crate::people::PersonRecord;
use giano_commerce::company::PersonId;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// A session that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Who is signed in.
    pub person: PersonRecord,
    /// When it ends (milliseconds since 1970).
    pub expires_at: i64,
}

impl Store {
    /// Opens a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_session(
        &self,
        token_hash: &str,
        person: PersonId,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let row = session::ActiveModel {
            token_hash: Set(token_hash.to_owned()),
            person_id: Set(person.0),
            created_at: Set(now),
            expires_at: Set(expires_at),
        };
        let command = self.command().await?;
        session::Entity::insert(row).exec_without_returning(&command.tx).await?;
        command.commit().await
    }

    /// The session of a token, unless it has expired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, token_hash: &str, now: i64) -> Result<Option<SessionRecord>, StoreError> {
        let row = session::Entity::find_by_id(token_hash.to_owned())
            .filter(session::Column::ExpiresAt.gt(now))
            .one(&self.db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let person = person::Entity::find_by_id(row.person_id).one(&self.db).await?;
        Ok(person.map(|person| SessionRecord { person: person.into(), expires_at: row.expires_at }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        session::Entity::delete_by_id(token_hash.to_owned()).exec(&command.tx).await?;
        command.commit().await
    }

    /// Forgets sessions that have expired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_expired_sessions(&self, now: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(&command.tx).await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
