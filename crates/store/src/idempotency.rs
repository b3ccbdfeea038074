//! Keys under which a request is carried out once.
//!
//! A key is held by one request until its order is placed, which binds the key to the order in the same transaction. From
//! then on nothing lets it go: whatever fails later, whoever comes with the key finds the order.

use crate::connection::{Command, Store};
use crate::entities::orders::idempotency;
use crate::error::StoreError;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// The right to place the order of a key. Only what holds the key at that moment can bind it or let it go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHold {
    key: String,
    holder: String,
}

/// What is known of an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idempotency {
    /// Not seen before, or let go: held by this request now.
    Held(KeyHold),
    /// Its order is placed.
    Placed {
        /// The order's number.
        order: String,
    },
    /// Another request with the key is at work, or was when its server stopped.
    InProgress {
        /// Since when (milliseconds since 1970).
        since: i64,
    },
    /// The key came with another content.
    Mismatch,
}

impl Store {
    /// Asks for an idempotency key: holds it where it is new. `holder` is a random token, another for every request.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_idempotent(
        &self,
        key: &str,
        body_hash: &str,
        holder: &str,
        now: i64,
    ) -> Result<Idempotency, StoreError> {
        let command = self.command().await?;
        let row = idempotency::ActiveModel {
            key: Set(key.to_owned()),
            body_hash: Set(body_hash.to_owned()),
            holder: Set(Some(holder.to_owned())),
            order_number: Set(None),
            created_at: Set(now),
        };
        let inserted = idempotency::Entity::insert(row)
            .on_conflict_do_nothing_on([idempotency::Column::Key])
            .exec_without_returning(&command.tx)
            .await?;
        let known = idempotency::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        command.commit().await?;
        if matches!(inserted, sea_orm::TryInsertResult::Inserted(1)) {
            return Ok(Idempotency::Held(KeyHold { key: key.to_owned(), holder: holder.to_owned() }));
        }
        Ok(match known {
            // Let go between the two statements.
            None => Idempotency::InProgress { since: now },
            Some(known) if known.body_hash != body_hash => Idempotency::Mismatch,
            Some(idempotency::Model { order_number: Some(order), .. }) => Idempotency::Placed { order },
            Some(idempotency::Model { created_at, .. }) => Idempotency::InProgress { since: created_at },
        })
    }

    /// Takes over a key whose request has led to nothing since a moment: for one only. Whoever held it before can neither
    /// bind it nor let it go any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_over_idempotent(
        &self,
        key: &str,
        since: i64,
        holder: &str,
        now: i64,
    ) -> Result<Option<KeyHold>, StoreError> {
        let command = self.command().await?;
        let done = idempotency::Entity::update_many()
            .col_expr(idempotency::Column::CreatedAt, Expr::value(now))
            .col_expr(idempotency::Column::Holder, Expr::value(holder))
            .filter(idempotency::Column::Key.eq(key))
            .filter(idempotency::Column::CreatedAt.eq(since))
            .filter(idempotency::Column::OrderNumber.is_null())
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        let hold = KeyHold { key: key.to_owned(), holder: holder.to_owned() };
        Ok((done.rows_affected == 1).then_some(hold))
    }

    /// Lets a key go that led to nothing, so that it can be tried again. Says whether it was there to be let go: a key that
    /// has its order, or is held by another request, stays.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn release_idempotent(&self, hold: &KeyHold) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let gone = idempotency::Entity::delete_many()
            .filter(idempotency::Column::Key.eq(&hold.key))
            .filter(idempotency::Column::Holder.eq(&hold.holder))
            .filter(idempotency::Column::OrderNumber.is_null())
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected == 1)
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

/// Keeps a key from being taken over while its order is being placed; `false` where it is not held any more.
pub(crate) async fn lock(command: &Command, hold: &KeyHold) -> Result<bool, StoreError> {
    let locked = idempotency::Entity::update_many()
        .col_expr(idempotency::Column::Holder, Expr::value(&hold.holder))
        .filter(idempotency::Column::Key.eq(&hold.key))
        .filter(idempotency::Column::Holder.eq(&hold.holder))
        .filter(idempotency::Column::OrderNumber.is_null())
        .exec(&command.tx)
        .await?;
    Ok(locked.rows_affected == 1)
}

/// Binds a key to the order that is being placed; `false` where it is not held any more.
pub(crate) async fn bind(command: &Command, hold: &KeyHold, order: &str) -> Result<bool, StoreError> {
    let bound = idempotency::Entity::update_many()
        .col_expr(idempotency::Column::OrderNumber, Expr::value(order))
        .filter(idempotency::Column::Key.eq(&hold.key))
        .filter(idempotency::Column::Holder.eq(&hold.holder))
        .filter(idempotency::Column::OrderNumber.is_null())
        .exec(&command.tx)
        .await?;
    Ok(bound.rows_affected == 1)
}
