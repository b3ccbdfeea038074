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
/// command: on PostgreSQL others who take of the same articles wait until it ends, and see what it holds. Pieces on backorder count
/// as well: they hold what comes in next.
pub(super) async fn beyond_share(
    command: &Command,
    percent: u8,
    lines: &[NewLine<'_>],
    taken: &TakenStock,
) -> Result<Vec<StockTaking>, StoreError> {
    let mut wanted: BTreeMap<String, (&NewLine<'_>, Held)> = BTreeMap::new();
    for (line, (taken, backordered)) in lines.iter().zip(&taken.lines) {
        let (_, sum) = wanted.entry(line.sku.key()).or_insert((line, Held::default()));
        sum.taken += taken;
        sum.promised += taken + backordered;
    }
    wanted.retain(|_, (_, sum)| sum.promised > 0);
    let held = held(command, wanted.keys()).await?;
    let mut beyond = Vec::new();
    for (sku, (line, here)) in wanted {
        let Some(left) = taken.left.get(&sku) else { continue };
        let held = held.get(&sku).copied().unwrap_or_default();
        // What there would be without any such order.
        let all = Ord::max(0, *left).saturating_add(held.taken).saturating_add(here.taken);
        let share = Ord::max(1, all.saturating_mul(percent.into()) / 100);
        if held.promised + here.promised > share {
            let available = u32::try_from(Ord::max(0, share - held.promised)).unwrap_or(u32::MAX);
            beyond.push(StockTaking { sku: line.sku.clone(), available });
        }
    }
    Ok(beyond)
}

/// Pieces that such orders hold.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// Of what is there.
    taken: i64,
    /// Of what is there and of what is to come.
    promised: i64,
}

/// Pieces of articles that such orders hold, by SKU.
async fn held(command: &Command, sku_keys: impl Iterator<Item = &String>) -> Result<HashMap<String, Held>, StoreError> {
    let backend = command.tx.get_database_backend();
    // From the payments that are waited for to the lines of their orders: there are few of them, while an article's lines
    // only become more. SQLite goes through tables that are joined in this way in the order in which they stand.
    let sql = format!(
        "SELECT order_line.sku_key, CAST(SUM(order_line.taken) AS BIGINT) AS taken,
             CAST(SUM(order_line.taken + order_line.backordered) AS BIGINT) AS promised
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
    let of = |HeldRow { sku_key, taken, promised }| (sku_key, Held { taken, promised });
    Ok(held.all(&command.tx).await?.into_iter().map(of).collect())
}

#[derive(Debug, FromQueryResult)]
struct HeldRow {
    sku_key: String,
    taken: i64,
    promised: i64,
}
