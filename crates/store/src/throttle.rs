//! How often somebody tried what can be guessed, counted for all servers together.

use crate::connection::Store;
use crate::entities::work::throttle;
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, TryInsertResult};

/// How often something may be tried: so many times at once, then once more after each pause. (This is the generic cell rate
/// algorithm of ITU-T I.371: a single moment says how many tries are left.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryLimit {
    /// How many at once, at least 1.
    pub burst: u32,
    /// After how many milliseconds there is one more.
    pub each: i64,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It was counted.
    Counted,
    /// None is left, and this one was not counted.
    NoneLeft {
        /// After how many milliseconds there is one.
        wait: i64,
    },
}

impl TryLimit {
    /// How long before all tries are there again the last of them may be made.
    fn slack(self) -> i64 {
        self.each.saturating_mul(i64::from(self.burst.saturating_sub(1)))
    }
}

impl Store {
    /// Counts a try under a key, unless none is left. Of any number of servers that count at once, no more are counted
    /// than the limit allows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn count_try(&self, key: &str, limit: TryLimit, now: i64) -> Result<Tried, StoreError> {
        self.retrying(|| async {
            let latest = now.saturating_add(limit.slack());
            let command = self.command().await?;
            let first = throttle::ActiveModel {
                throttle_key: Set(key.to_owned()),
                free_at: Set(now.saturating_add(limit.each)),
            };
            let free_at = || Expr::col((throttle::Entity, throttle::Column::FreeAt));
            let next = Expr::case(free_at().lt(now), now).finally(free_at()).add(limit.each);
            let counted = throttle::Entity::insert(first)
                .on_conflict(
                    OnConflict::column(throttle::Column::ThrottleKey)
                        .value(throttle::Column::FreeAt, next)
                        .action_and_where(free_at().lte(latest))
                        .to_owned(),
                )
                .try_insert()
                .exec_without_returning(&command.tx)
                .await?;
            if matches!(counted, TryInsertResult::Inserted(rows) if rows > 0) {
                command.commit().await?;
                return Ok(Tried::Counted);
            }
            let row = throttle::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
            let wait = row.map_or(0, |row| row.free_at.saturating_sub(latest));
            Ok(Tried::NoneLeft { wait: Ord::max(wait, 1) })
        })
        .await
    }

    /// After how many milliseconds there is a try under a key again; none where one is left now. Counts nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn wait_for_try(&self, key: &str, limit: TryLimit, now: i64) -> Result<Option<i64>, StoreError> {
        let latest = now.saturating_add(limit.slack());
        let row = throttle::Entity::find_by_id(key.to_owned()).one(&self.db).await?;
        Ok(row.map(|row| row.free_at.saturating_sub(latest)).filter(|wait| *wait > 0))
    }

    /// Forgets the tries under a key: whoever it was has shown to be the right one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_tries(&self, key: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        throttle::Entity::delete_by_id(key.to_owned()).exec(&command.tx).await?;
        command.commit().await
    }

    /// Forgets keys under which all tries are there again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_old_tries(&self, now: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = throttle::Entity::delete_many().filter(throttle::Column::FreeAt.lte(now)).exec(&command.tx).await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
