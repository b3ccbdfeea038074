//! What everybody paid at home, and since when (Directive 98/6/EC, art. 6a).

use crate::amount::{major, minor};
use crate::connection::{Command, Store};
use crate::entities::prices::price_history;
use crate::error::StoreError;
use crate::given::{Holds, given};
use crate::versions::is_version;
use giano_commerce::price_history::{DAYS, PriceSince};
use giano_commerce::{Currency, Money};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, Statement, Value};
use serde_json::json;
use std::collections::HashMap;

/// Rows of one statement: it holds a limited number of values.
const ROWS: usize = 200;

/// How long prices are kept that no answer depends on.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 366);
/// How far back from the beginning of a price others count, in milliseconds.
const BEFORE_MS: i64 = DAYS * 24 * 60 * 60 * 1000;

#[derive(Debug, FromQueryResult)]
struct NotedRow {
    sku_key: String,
    since: i64,
    price_minor: i64,
}

/// A query for the prices that were noted in a currency (`$1`) of some SKUs, each with the moment from which on those of its
/// SKU are needed at a moment (`$2`): the last one that had begun so many milliseconds (`$3`) before the present price did.
///
/// The present price begins after the last one that was another, or it is none that is noted yet and begins at the moment
/// itself. What begins earlier needs more, so that answers both.
fn with_what_is_needed(of_skus: &str) -> String {
    format!(
        "SELECT sku_key, since, price_minor,
             COALESCE(MAX(CASE WHEN since <= (CASE WHEN began < $2 THEN began ELSE $2 END) - $3 THEN since END)
                 OVER (PARTITION BY sku_key), since) AS needed_from
         FROM (
             SELECT sku_key, since, price_minor,
                 MIN(CASE WHEN another IS NULL OR since > another THEN since END) OVER (PARTITION BY sku_key) AS began
             FROM (
                 SELECT sku_key, since, price_minor,
                     MAX(CASE WHEN price_minor <> present THEN since END) OVER (PARTITION BY sku_key) AS another
                 FROM (
                     SELECT sku_key, since, price_minor,
                         FIRST_VALUE(price_minor) OVER (PARTITION BY sku_key ORDER BY since DESC) AS present
                     FROM price_history WHERE currency = $1 {of_skus}
                 ) AS noted
             ) AS changed
         ) AS begun"
    )
}

/// Removes what is older than a year of the SKUs that are noted, as far as no answer depends on it.
async fn forget_old(command: &Command, now: i64, prices: &[(String, Money)]) -> Result<(), StoreError> {
    let Some((_, first)) = prices.first() else { return Ok(()) };
    let backend = command.tx.get_database_backend();
    // The statement's first value is the currency here, so the SKUs come in another place than usual.
    let skus = given(backend, &[("sku_key", Holds::Text)]).replace("$1", "$5");
    let sql = format!(
        "DELETE FROM price_history WHERE (sku_key, since) IN (
             SELECT sku_key, since FROM ({}) AS known WHERE since < needed_from AND since < $4)",
        with_what_is_needed(&format!("AND sku_key IN (SELECT given.sku_key FROM {skus})"))
    );
    let rows = prices.iter().map(|(key, _)| json!({ "sku_key": key })).collect();
    let values = [
        Value::from(first.currency().as_str()),
        Value::from(now),
        Value::from(BEFORE_MS),
        Value::from(now.saturating_sub(i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX))),
        Value::from(serde_json::Value::Array(rows).to_string()),
    ];
    command.tx.execute_raw(Statement::from_sql_and_values(backend, &sql, values)).await?;
    Ok(())
}

impl Store {
    /// The prices in a currency by which [`giano_commerce::price_history::lowest_before`] answers at a moment, by the SKU in the form that look-ups compare,
    /// each in the order of time: those of the 30 days before the present one began, and of the 30 days before the moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_price_history(
        &self,
        currency: Currency,
        now: Timestamp,
    ) -> Result<HashMap<String, Vec<PriceSince>>, StoreError> {
        let backend = self.db.get_database_backend();
        let sql = format!(
            "SELECT sku_key, since, price_minor FROM ({}) AS known WHERE since >= needed_from ORDER BY since",
            with_what_is_needed("")
        );
        let values = [Value::from(currency.as_str()), Value::from(now.as_millisecond()), Value::from(BEFORE_MS)];
        let rows = NotedRow::find_by_statement(Statement::from_sql_and_values(backend, &sql, values));
        let mut history: HashMap<String, Vec<PriceSince>> = HashMap::new();
        for row in rows.all(&self.db).await? {
            let unreadable =
                |error: jiff::Error| StoreError::Unreadable { what: "price history", reason: error.to_string() };
            let since = Timestamp::from_millisecond(row.since).map_err(unreadable)?;
            let price = major(row.price_minor, currency).amount();
            history.entry(row.sku_key).or_default().push(PriceSince { since, price });
        }
        Ok(history)
    }

    /// Notes prices (by `sku_key`) that hold from a moment on, unless the catalogue has moved on from the version that they
    /// are of: then somebody else knows better, or will. Of two servers that note the same moment the first does. What is
    /// older than a year of these SKUs, and no answer depends on any more, is removed: only what is noted makes more of it.
    /// Answers whether they were noted.
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
            forget_old(&command, since, prices).await?;
            command.commit().await?;
            Ok(true)
        })
        .await
    }
}
