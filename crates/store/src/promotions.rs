//! Promotions and how often they were used.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use crate::upsert::{finish, upsert};
use crate::versions::Part;
use giano_commerce::promotion::{Promotion, PromotionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// A promotion with its use so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromotionRecord {
    /// The promotion.
    pub promotion: Promotion,
    /// How often it was used in all.
    pub used: u64,
}

impl Store {
    /// Writes a promotion, told apart by `key`; its `id` is given by the store.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_promotion(&self, key: &str, promotion: &Promotion) -> Result<Upserted, StoreError> {
        let promotion = Promotion { id: PromotionId(0), ..promotion.clone() };
        let document = serde_json::to_string(&promotion).map_err(StoreError::unreadable("promotion"))?;
        let command = self.command().await?;
        let row = promotion::ActiveModel { document: Set(document), ..Default::default() };
        let written = upsert::<promotion::Entity>(&command, promotion::Column::Key.eq(key), row, |row| {
            row.key = Set(key.to_owned());
            row.used = Set(0);
        });
        let done = written.await?.done();
        finish(command, done, Part::Promotions).await
    }

    /// All promotions with their use.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_promotions(&self) -> Result<Vec<PromotionRecord>, StoreError> {
        let rows = promotion::Entity::find().order_by_asc(promotion::Column::Id).all(&self.db).await?;
        rows.into_iter()
            .map(|row| {
                let read: Promotion =
                    serde_json::from_str(&row.document).map_err(StoreError::unreadable("promotion"))?;
                let promotion = Promotion { id: PromotionId(row.id), ..read };
                Ok(PromotionRecord { promotion, used: u64::try_from(row.used).unwrap_or_default() })
            })
            .collect()
    }

    /// Which of these promotions, each with its limit in all, are used up.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn used_up_promotions(&self, limits: &[(PromotionId, u32)]) -> Result<HashSet<PromotionId>, StoreError> {
        if limits.is_empty() {
            return Ok(HashSet::new());
        }
        let rows: Vec<(i64, i64)> = promotion::Entity::find()
            .select_only()
            .columns([promotion::Column::Id, promotion::Column::Used])
            .filter(promotion::Column::Id.is_in(limits.iter().map(|(id, _)| id.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let used: HashMap<i64, i64> = rows.into_iter().collect();
        let used_up =
            |(id, limit): &&(PromotionId, u32)| used.get(&id.0).is_some_and(|used| *used >= i64::from(*limit));
        Ok(limits.iter().filter(used_up).map(|(id, _)| *id).collect())
    }

    /// How often a customer used each promotion.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn promotion_uses(&self, customer: &str) -> Result<HashMap<PromotionId, u64>, StoreError> {
        let rows =
            promotion_use::Entity::find().filter(promotion_use::Column::Customer.eq(customer)).all(&self.db).await?;
        let uses = rows.iter().map(|row| (PromotionId(row.promotion_id), u64::try_from(row.used).unwrap_or_default()));
        Ok(uses.collect())
    }
}
