//! What orders take from the shelf and give back to it: for any number of lines in the same few statements, so that a long
//! order does not keep the articles of all others locked while it goes through its lines one by one.

use super::place::StockTaking;
use super::write::NewLine;
use crate::catalog::{lock_stock, stock_of};
use crate::connection::Command;
use crate::entities::catalog::variant;
use crate::entities::orders::order_line;
use crate::error::StoreError;
use crate::given::{Holds, given};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement, Value};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an order has taken.
pub(super) struct TakenStock {
    /// Of each of its lines, how many pieces came from stock, and how many are on backorder.
    pub lines: Vec<(i64, i64)>,
    /// What is left on hand of each SKU, by its key.
    pub left: HashMap<String, i64>,
}

/// Takes the pieces of an order's lines: all of them, or each SKU of which there is not enough.
pub(super) async fn take_stock(
    command: &Command,
    lines: &[NewLine<'_>],
) -> Result<Result<TakenStock, Vec<StockTaking>>, StoreError> {
    // Locked also where nothing is taken of it: a count that is entered meanwhile has to see what is owed to this order.
    let keys: BTreeSet<String> = lines.iter().map(|line| line.sku.key()).collect();
    let rows = lock_stock(command, &keys).await?;
    let shelf = rows.into_iter().map(|row| (row.sku_key.clone(), row)).collect();
    let chosen = match choose(lines, shelf) {
        Ok(chosen) => chosen,
        Err(short) => return Ok(Err(short)),
    };
    take(command, &chosen.pieces).await?;
    Ok(Ok(chosen.taken))
}

/// What an order is to take.
struct Chosen {
    /// By its lines.
    taken: TakenStock,
    /// How many pieces of each SKU that is, by its key.
    pieces: BTreeMap<String, i64>,
}

/// What each line takes of what is there; or what is short.
fn choose(lines: &[NewLine<'_>], mut shelf: HashMap<String, variant::Model>) -> Result<Chosen, Vec<StockTaking>> {
    let mut places: Vec<usize> = (0..lines.len()).collect();
    // What is short is told in this order, whatever the order of the lines.
    places.sort_by_cached_key(|place| lines[*place].sku.key());
    let mut taken = vec![(0, 0); lines.len()];
    let mut pieces: BTreeMap<String, i64> = BTreeMap::new();
    let mut short = Vec::new();
    for place in places {
        let line = &lines[place];
        let Some(row) = shelf.get_mut(&line.sku.key()) else {
            if !line.gift {
                short.push(StockTaking { sku: line.sku.clone(), available: 0 });
            }
            continue;
        };
        let wanted = i64::from(line.quantity);
        let here = Ord::clamp(row.on_hand, 0, wanted);
        if here < wanted {
            if line.gift {
                continue;
            }
            if let Some(available) = stock_of(row).short_of(line.quantity) {
                short.push(StockTaking { sku: line.sku.clone(), available });
                continue;
            }
        }
        row.on_hand -= here;
        taken[place] = (here, wanted - here);
        if here > 0 {
            *pieces.entry(row.sku_key.clone()).or_default() += here;
        }
    }
    if !short.is_empty() {
        return Err(short);
    }
    let left = shelf.into_iter().map(|(key, row)| (key, row.on_hand)).collect();
    Ok(Chosen { taken: TakenStock { lines: taken, left }, pieces })
}

/// Takes so many pieces of each SKU, all of which must be there.
async fn take(command: &Command, pieces: &BTreeMap<String, i64>) -> Result<(), StoreError> {
    if pieces.is_empty() {
        return Ok(());
    }
    let backend = command.tx.get_database_backend();
    let sql = format!(
        "UPDATE variant SET on_hand = on_hand - given.pieces FROM {}
         WHERE variant.sku_key = given.sku_key AND variant.on_hand >= given.pieces",
        given(backend, &[("sku_key", Holds::Text), ("pieces", Holds::Integer)])
    );
    let rows: Vec<_> = pieces.iter().map(|(key, pieces)| json!({ "sku_key": key, "pieces": pieces })).collect();
    let rows = Value::from(serde_json::Value::Array(rows).to_string());
    let done = command.tx.execute_raw(Statement::from_sql_and_values(backend, &sql, [rows])).await?;
    if usize::try_from(done.rows_affected()).ok() != Some(pieces.len()) {
        // Their rows are locked, so nobody else can have taken any. Nothing is sold that is not there all the same.
        return Err(StoreError::Conflict("what is on hand changed while it was locked".to_owned()));
    }
    pieces.keys().for_each(|key| command.stock_moved(key.clone()));
    Ok(())
}

/// Gives back what an order had taken.
pub(super) async fn give_back_stock(command: &Command, order: i64) -> Result<(), StoreError> {
    let keys = || {
        order_line::Entity::find()
            .select_only()
            .column(order_line::Column::SkuKey)
            .distinct()
            .filter(order_line::Column::OrderId.eq(order))
    };
    // A count that is entered at this moment may change what the lines took: their stock is locked before they are read.
    let all: Vec<String> = keys().into_tuple().all(&command.tx).await?;
    lock_stock(command, &all.into_iter().collect()).await?;
    let taken: Vec<String> = keys().filter(order_line::Column::Taken.gt(0)).into_tuple().all(&command.tx).await?;
    let backend = command.tx.get_database_backend();
    let sql = "UPDATE variant SET on_hand = on_hand + back.pieces
               FROM (SELECT sku_key, CAST(SUM(taken) AS BIGINT) AS pieces FROM order_line
                     WHERE order_id = $1 AND taken > 0 GROUP BY sku_key) AS back
               WHERE variant.sku_key = back.sku_key";
    command.tx.execute_raw(Statement::from_sql_and_values(backend, sql, [Value::from(order)])).await?;
    taken.into_iter().for_each(|key| command.stock_moved(key));
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::Sku;

    fn row(key: &str, on_hand: i64, backorder: bool) -> (String, variant::Model) {
        let model = variant::Model {
            id: 1,
            product_id: 1,
            sku_key: key.to_owned(),
            sku: key.to_uppercase(),
            position: 0,
            on_hand,
            backorder,
            lead_days: None,
            counted_at: None,
            stock_version: 0,
        };
        (key.to_owned(), model)
    }

    /// What lines of (SKU, pieces, gift) take where there are three cups, and two jugs with more to come.
    fn chosen(lines: &[(&str, u32, bool)]) -> Result<Vec<(i64, i64)>, Vec<(String, u32)>> {
        let skus: Vec<Sku> = lines.iter().map(|(sku, ..)| sku.parse().unwrap()).collect();
        let lines: Vec<NewLine<'_>> = lines
            .iter()
            .zip(&skus)
            .map(|((_, quantity, gift), sku)| NewLine { sku, quantity: *quantity, gift: *gift })
            .collect();
        let shelf = HashMap::from([row("cup", 3, false), row("jug", 2, true), row("owed", -4, true)]);
        match choose(&lines, shelf) {
            Ok(chosen) => Ok(chosen.taken.lines),
            Err(short) => Err(short.into_iter().map(|short| (short.sku.to_string(), short.available)).collect()),
        }
    }

    #[test]
    fn lines_of_one_article_share_what_is_there() {
        assert_eq!(
            chosen(&[("CUP", 2, false), ("JUG", 1, false), ("cup", 1, false)]),
            Ok(vec![(2, 0), (1, 0), (1, 0)])
        );
        assert_eq!(chosen(&[("CUP", 2, false), ("CUP", 2, false)]), Err(vec![("CUP".to_owned(), 1)]));
        assert_eq!(chosen(&[("JUG", 1, false), ("JUG", 5, false)]), Ok(vec![(1, 0), (1, 4)]));
    }

    #[test]
    fn what_is_short_is_named_all_of_it() {
        let lines = [("NONE", 1, false), ("JUG", 9, false), ("CUP", 4, false)];
        assert_eq!(chosen(&lines), Err(vec![("CUP".to_owned(), 3), ("NONE".to_owned(), 0)]));
    }

    #[test]
    fn a_gift_takes_what_lines_leave_or_nothing() {
        assert_eq!(chosen(&[("CUP", 3, false), ("CUP", 1, true)]), Ok(vec![(3, 0), (0, 0)]));
        assert_eq!(chosen(&[("CUP", 1, false), ("CUP", 2, true), ("GONE", 1, true)]), Ok(vec![(1, 0), (2, 0), (0, 0)]));
    }

    #[test]
    fn what_is_owed_already_leaves_nothing_to_take() {
        assert_eq!(chosen(&[("OWED", 2, false)]), Ok(vec![(0, 2)]));
    }
}
