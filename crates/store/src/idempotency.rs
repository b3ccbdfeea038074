//! Keys under which a request is carried out once.

use crate::connection::Store;
use crate::entities::orders::idempotency;
use crate::error::StoreError;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// What is known of an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idempotency {
    /// Not seen before: now held by this request.
    Fresh,
    /// Answered before: say the same again.
    Replay {
        /// HTTP status.
        status: u16,
        /// JSON.
        answer: String,
    },
    /// Another request with the key is at work, or was when its server stopped.
    InProgress {
        /// The order's number, once it is placed.
        order: Option<String>,
        /// Since when (milliseconds since 1970).
        since: i64,
    },
    /// The key came with another content.
    Mismatch,
}

impl Store {
    /// Asks for an idempotency key: holds it where it is new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_idempotent(&self, key: &str, body_hash: &str, now: i64) -> Result<Idempotency, StoreError> {
        let command = self.command().await?;
        let row = idempotency::ActiveModel {
            key: Set(key.to_owned()),
            body_hash: Set(body_hash.to_owned()),
            status: Set(0),
            answer: Set(None),
            created_at: Set(now),
        };
        let inserted = idempotency::Entity::insert(row)
            .on_conflict_do_nothing_on([idempotency::Column::Key])
            .exec_without_returning(&command.tx)
            .await?;
        let known = idempotency::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        command.commit().await?;
        if matches!(inserted, sea_orm::TryInsertResult::Inserted(1)) {
            return Ok(Idempotency::Fresh);
        }
        Ok(match known {
            None => Idempotency::InProgress { order: None, since: now },
            Some(known) if known.body_hash != body_hash => Idempotency::Mismatch,
            Some(idempotency::Model { status: 0, answer, created_at, .. }) => {
                Idempotency::InProgress { order: answer, since: created_at }
            }
            Some(idempotency::Model { status, answer, .. }) => {
                Idempotency::Replay { status: u16::try_from(status).unwrap_or(500), answer: answer.unwrap_or_default() }
            }
        })
    }

    /// Takes over a key whose request has led to nothing since a moment: `true` for one only.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_over_idempotent(&self, key: &str, since: i64, now: i64) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let done = idempotency::Entity::update_many()
            .col_expr(idempotency::Column::CreatedAt, Expr::value(now))
            .filter(idempotency::Column::Key.eq(key))
            .filter(idempotency::Column::CreatedAt.eq(since))
            .filter(idempotency::Column::Status.eq(0))
            .filter(idempotency::Column::Answer.is_null())
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Keeps the answer of a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_idempotent(&self, key: &str, status: u16, answer: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        idempotency::Entity::update_many()
            .col_expr(idempotency::Column::Status, Expr::value(i32::from(status)))
            .col_expr(idempotency::Column::Answer, Expr::value(answer))
            .filter(idempotency::Column::Key.eq(key))
            .exec(&command.tx)
            .await?;
        command.commit().await
    }

    /// Lets a key go that led to nothing, so that it can be tried again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn abandon_idempotent(&self, key: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        idempotency::Entity::delete_by_id(key.to_owned()).exec(&command.tx).await?;
        command.commit().await
    }

    /// Forgets keys older than a moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_idempotent(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = idempotency::Entity::delete_many()
            .filter(idempotency::Column::CreatedAt.lt(before))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
