//! How much of an article orders may hold that wait for a bank transfer of somebody whom the shop does not know: else one
//! visitor with invented addresses takes all there is for as long as transfers are waited for.

use super::place::StockTaking;
use super::taking::TakenStock;
use super::write::NewLine;
use crate::connection::Command;
use crate::error::StoreError;
use crate::given::{Holds, given};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// The lines that would hold more than their share, with how many pieces may be taken. The pieces are taken already, in this
/// command, beside those on backorder, which hold nothing: on PostgreSQL others who take of the same articles wait until it
/// ends, and see what it holds.
pub(super) async fn beyond_share(
    command: &Command,
    percent: u8,
    lines: &[NewLine<'_>],
    taken: &TakenStock,
) -> Result<Vec<StockTaking>, StoreError> {
    let mut wanted: BTreeMap<String, (&NewLine<'_>, i64)> = BTreeMap::new();
    for (line, (pieces, _)) in lines.iter().zip(&taken.lines).filter(|(_, (pieces, _))| *pieces > 0) {
        wanted.entry(line.sku.key()).or_insert((line, 0)).1 += pieces;
    }
    let held = held(command, wanted.keys()).await?;
    let mut beyond = Vec::new();
    for (sku, (line, pieces)) in wanted {
        let Some(left) = taken.left.get(&sku) else { continue };
        let held = held.get(&sku).copied().unwrap_or_default();
        // What there would be without any such order.
        let all = left.saturating_add(held).saturating_add(pieces);
        let share = Ord::max(1, all.saturating_mul(percent.into()) / 100);
        if held + pieces > share {
            let available = u32::try_from(Ord::max(0, share - held)).unwrap_or(u32::MAX);
            beyond.push(StockTaking { sku: line.sku.clone(), available });
        }
    }
    Ok(beyond)
}

/// Pieces of articles that such orders hold, by SKU.
async fn held(command: &Command, sku_keys: impl Iterator<Item = &String>) -> Result<HashMap<String, i64>, StoreError> {
    let backend = command.tx.get_database_backend();
    // From the payments that are waited for to the lines of their orders: there are few of them, while an article's lines
    // only become more. SQLite goes through tables that are joined in this way in the order in which they stand.
    let sql = format!(
        "SELECT order_line.sku_key, CAST(SUM(order_line.taken) AS BIGINT) AS held
         FROM payment CROSS JOIN payment_allocation CROSS JOIN orders CROSS JOIN order_line
         WHERE payment.state = 'awaited' AND payment_allocation.payment_id = payment.id
             AND orders.id = payment_allocation.order_id AND orders.person_id IS NULL
             AND order_line.order_id = orders.id
             AND order_line.sku_key IN (SELECT given.sku_key FROM {})
         GROUP BY order_line.sku_key",
        given(backend, &[("sku_key", Holds::Text)])
    );
    let rows = sku_keys.map(|key| json!({ "sku_key": key })).collect();
    let rows = Value::from(serde_json::Value::Array(rows).to_string());
    let held = HeldRow::find_by_statement(Statement::from_sql_and_values(backend, &sql, [rows]));
    Ok(held.all(&command.tx).await?.into_iter().map(|row| (row.sku_key, row.held)).collect())
}

#[derive(Debug, FromQueryResult)]
struct HeldRow {
    sku_key: String,
    held: i64,
}
