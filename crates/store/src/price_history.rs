//! What everybody paid at home, and since when (Directive 98/6/EC, art. 6a).

use crate::amount::{major, minor};
use crate::connection::Store;
use crate::entities::prices::price_history;
use crate::error::StoreError;
use crate::versions::is_version;
use giano_commerce::price_history::PriceSince;
use giano_commerce::{Currency, Money};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// Rows of one statement: it holds a limited number of values.
const ROWS: usize = 200;

impl Store {
    /// The prices in a currency that were noted, by the SKU in the form that look-ups compare, each in the order of time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_price_history(&self, currency: Currency) -> Result<HashMap<String, Vec<PriceSince>>, StoreError> {
        let rows = price_history::Entity::find()
            .filter(price_history::Column::Currency.eq(currency.as_str()))
            .order_by_asc(price_history::Column::Since)
            .all(&self.db)
            .await?;
        let mut history: HashMap<String, Vec<PriceSince>> = HashMap::new();
        for row in rows {
            let unreadable =
                |error: jiff::Error| StoreError::Unreadable { what: "price history", reason: error.to_string() };
            let since = Timestamp::from_millisecond(row.since).map_err(unreadable)?;
            let price = major(row.price_minor, currency).amount();
            history.entry(row.sku_key).or_default().push(PriceSince { since, price });
        }
        Ok(history)
    }

    /// Notes prices (by `sku_key`) that hold from a moment on, unless the catalogue has moved on from the version that they
    /// are of: then somebody else knows better, or will. Of two servers that note the same moment the first does. Answers
    /// whether they were noted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_prices(&self, version: u64, since: i64, prices: &[(String, Money)]) -> Result<bool, StoreError> {
        if prices.is_empty() {
            return Ok(true);
        }
        self.retrying(|| async {
            let command = self.command().await?;
            if !is_version(&command, version).await? {
                return Ok(false);
            }
            for some in prices.chunks(ROWS) {
                let rows = some.iter().map(|(sku_key, price)| price_history::ActiveModel {
                    sku_key: Set(sku_key.clone()),
                    since: Set(since),
                    currency: Set(price.currency().as_str().to_owned()),
                    price_minor: Set(minor(*price)),
                });
                price_history::Entity::insert_many(rows)
                    .on_conflict_do_nothing_on([price_history::Column::SkuKey, price_history::Column::Since])
                    .exec_without_returning(&command.tx)
                    .await?;
            }
            command.commit().await?;
            Ok(true)
        })
        .await
    }
}
