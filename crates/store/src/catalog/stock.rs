//! What is on hand: counted, taken by orders, and told to servers by what has changed.

use super::load::stock_of;
use crate::connection::{Command, Store};
use crate::entities::catalog::variant;
use crate::entities::orders::{number_sequence, order_line, orders, shipment, shipment_line};
use crate::error::StoreError;
use crate::given::{Holds, given};
use giano_commerce::Sku;
use giano_commerce::catalog::{Stock, VariantId};
use giano_commerce::stock::{Claim, CountError};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, ExprTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, Statement, Value,
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// A statement holds a limited number of values.
const AT_ONCE: usize = 500;

/// When the pieces of a file were counted.
#[derive(Debug, Clone, Default)]
pub struct CountDates {
    /// All of them that have no moment of their own. None: when they are loaded, and only where they differ from what the
    /// file said before, since loading one file twice is not counting twice.
    pub all: Option<Timestamp>,
    /// Those of a SKU (by [`Sku::key`]).
    pub of_sku: HashMap<String, Timestamp>,
}

impl CountDates {
    /// When a SKU was counted; none where nobody says.
    pub(super) fn of(&self, sku_key: &str) -> Option<Timestamp> {
        self.of_sku.get(sku_key).copied().or(self.all)
    }

    /// Whether a moment is given for anything.
    pub(super) fn says_any(&self) -> bool {
        self.all.is_some() || !self.of_sku.is_empty()
    }
}

/// A count that was not taken; all else of its product was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCount {
    /// Of which SKU.
    pub sku: Sku,
    /// Why.
    pub reason: CountError,
}

/// What orders take from the shelf, by `sku_key`; and the lines among them that something is owed to, which a count makes
/// good.
pub(super) struct Claims {
    by_sku: HashMap<String, Vec<Claim>>,
    owed: HashMap<String, Vec<i64>>,
}

#[derive(Debug, FromQueryResult)]
struct ClaimRow {
    id: i64,
    sku_key: String,
    taken: i64,
    backordered: i64,
    is_open: bool,
}

#[derive(Debug, FromQueryResult)]
struct LeftRow {
    order_line_id: i64,
    quantity: i64,
    sent_at: i64,
}

impl Claims {
    /// Reads what orders take of some SKUs. The rows of these variants are locked by the command: whoever takes stock
    /// either has its order written by now, or waits until the count is entered.
    ///
    /// `since` is the earliest moment of the counts: lines of which everything had left by then cannot matter.
    pub(super) async fn read(command: &Command, sku_keys: &[String], since: Timestamp) -> Result<Self, StoreError> {
        let mut claims = Self { by_sku: HashMap::new(), owed: HashMap::new() };
        for some in sku_keys.chunks(AT_ONCE) {
            claims.read_some(command, some, since).await?;
        }
        Ok(claims)
    }

    async fn read_some(&mut self, command: &Command, sku_keys: &[String], since: Timestamp) -> Result<(), StoreError> {
        let is_open = || Expr::col((orders::Entity, orders::Column::Lifecycle)).is_in(["awaiting_approval", "placed"]);
        let column = |column: order_line::Column| Expr::col((order_line::Entity, column));
        let promised = || column(order_line::Column::Taken).add(column(order_line::Column::Backordered));
        let left_since = Query::select()
            .column(shipment_line::Column::OrderLineId)
            .from(shipment_line::Entity)
            .inner_join(
                shipment::Entity,
                Expr::col((shipment::Entity, shipment::Column::Id))
                    .equals((shipment_line::Entity, shipment_line::Column::ShipmentId)),
            )
            .and_where(shipment::Column::SentAt.gt(since.as_millisecond()))
            .to_owned();
        let waits = is_open().and(column(order_line::Column::Shipped).lt(promised()));
        let rows = order_line::Entity::find()
            .select_only()
            .columns([
                order_line::Column::Id,
                order_line::Column::SkuKey,
                order_line::Column::Taken,
                order_line::Column::Backordered,
            ])
            .expr_as(is_open(), "is_open")
            .join(JoinType::InnerJoin, order_line_of_order())
            .filter(order_line::Column::SkuKey.is_in(sku_keys))
            .filter(promised().gt(0))
            .filter(waits.or(column(order_line::Column::Id).in_subquery(left_since)))
            .into_model::<ClaimRow>()
            .all(&command.tx)
            .await?;
        let mut left = left_of(command, rows.iter().map(|row| row.id).collect()).await?;
        for row in rows {
            let promised = u64::try_from(row.taken + row.backordered).unwrap_or_default();
            if row.is_open && row.backordered > 0 {
                self.owed.entry(row.sku_key.clone()).or_default().push(row.id);
            }
            self.by_sku.entry(row.sku_key).or_default().push(Claim {
                promised: if row.is_open { promised } else { 0 },
                left: left.remove(&row.id).unwrap_or_default(),
            });
        }
        Ok(())
    }

    /// What is taken of a SKU.
    pub(super) fn of(&self, sku_key: &str) -> &[Claim] {
        self.by_sku.get(sku_key).map_or(&[], Vec::as_slice)
    }

    /// What was owed of counted SKUs came off the count, so it is taken from stock now: an order that is cancelled gives it
    /// back.
    pub(super) async fn make_good(&self, command: &Command, counted: &[String]) -> Result<(), StoreError> {
        let mut lines: Vec<i64> = counted.iter().filter_map(|key| self.owed.get(key)).flatten().copied().collect();
        lines.sort_unstable();
        for some in lines.chunks(AT_ONCE) {
            order_line::Entity::update_many()
                .col_expr(
                    order_line::Column::Taken,
                    Expr::col(order_line::Column::Taken).add(Expr::col(order_line::Column::Backordered)),
                )
                .col_expr(order_line::Column::Backordered, Expr::value(0))
                .filter(order_line::Column::Id.is_in(some.to_vec()))
                .exec(&command.tx)
                .await?;
        }
        Ok(())
    }
}

fn order_line_of_order() -> sea_orm::RelationDef {
    order_line::Entity::belongs_to(orders::Entity).from(order_line::Column::OrderId).to(orders::Column::Id).into()
}

/// What has left of some lines, by their identifiers.
async fn left_of(command: &Command, lines: Vec<i64>) -> Result<HashMap<i64, Vec<(Timestamp, u64)>>, StoreError> {
    let mut left: HashMap<i64, Vec<(Timestamp, u64)>> = HashMap::new();
    for some in lines.chunks(AT_ONCE) {
        let rows = shipment_line::Entity::find()
            .select_only()
            .columns([shipment_line::Column::OrderLineId, shipment_line::Column::Quantity])
            .column(shipment::Column::SentAt)
            .join(
                JoinType::InnerJoin,
                shipment_line::Entity::belongs_to(shipment::Entity)
                    .from(shipment_line::Column::ShipmentId)
                    .to(shipment::Column::Id)
                    .into(),
            )
            .filter(shipment_line::Column::OrderLineId.is_in(some.to_vec()))
            .filter(shipment::Column::SentAt.is_not_null())
            .into_model::<LeftRow>()
            .all(&command.tx)
            .await?;
        for row in rows {
            let at = crate::orders::moment(row.sent_at);
            left.entry(row.order_line_id).or_default().push((at, u64::try_from(row.quantity).unwrap_or_default()));
        }
    }
    Ok(left)
}

/// Some SKUs as rows that are given to a statement.
fn rows_of(sku_keys: &BTreeSet<String>) -> Value {
    let rows = sku_keys.iter().map(|key| json!({ "sku_key": key })).collect();
    Value::from(serde_json::Value::Array(rows).to_string())
}

/// Locks what is on hand of some SKUs, in the order in which everybody does, and gives their rows.
pub(crate) async fn lock_stock(
    command: &Command,
    sku_keys: &BTreeSet<String>,
) -> Result<Vec<variant::Model>, StoreError> {
    if sku_keys.is_empty() {
        return Ok(Vec::new());
    }
    let backend = command.tx.get_database_backend();
    // PostgreSQL locks rows as they come out of the sorting. By bytes, since languages sort in different ways, and the order
    // has to be the same for everybody.
    let in_order = match backend {
        DbBackend::Postgres => "ORDER BY variant.sku_key COLLATE \"C\" FOR UPDATE OF variant",
        _ => "ORDER BY variant.sku_key",
    };
    let keys = given(backend, &[("sku_key", Holds::Text)]);
    let sql = format!("SELECT variant.* FROM variant WHERE sku_key IN (SELECT given.sku_key FROM {keys}) {in_order}");
    let locked = Statement::from_sql_and_values(backend, &sql, [rows_of(sku_keys)]);
    Ok(variant::Entity::find().from_raw_sql(locked).all(&command.tx).await?)
}

/// Name of the sequence that counts changes of stock.
const SEQUENCE: &str = "stock";

/// Gives the next version of the stock to what has changed of it, so that servers read it. The very last that a command does
/// ([`Command::commit`] does it): the sequence's row stays locked until then. That is also why whoever has read up to a
/// version has missed nothing below it.
pub(crate) async fn write_version(tx: &DatabaseTransaction, sku_keys: &BTreeSet<String>) -> Result<(), StoreError> {
    if sku_keys.is_empty() {
        return Ok(());
    }
    number_sequence::Entity::update_many()
        .col_expr(number_sequence::Column::Next, Expr::col(number_sequence::Column::Next).add(1))
        .filter(number_sequence::Column::Name.eq(SEQUENCE))
        .exec(tx)
        .await?;
    let version = version(tx).await?;
    // The command has locked these rows already, so their order does not matter any more.
    let backend = tx.get_database_backend();
    let keys = given(backend, &[("sku_key", Holds::Text)]);
    let sql = format!("UPDATE variant SET stock_version = $2 WHERE sku_key IN (SELECT given.sku_key FROM {keys})");
    let values = [rows_of(sku_keys), Value::from(version)];
    tx.execute_raw(Statement::from_sql_and_values(backend, &sql, values)).await?;
    Ok(())
}

async fn version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = number_sequence::Entity::find_by_id(SEQUENCE.to_owned()).one(db).await?;
    let lost = || StoreError::Unreadable { what: "sequence of stock", reason: "it is not there".to_owned() };
    row.map(|row| row.next).ok_or_else(lost)
}

/// What has changed of the stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockChanges {
    /// The version of the stock that this leads to.
    pub version: i64,
    /// What is on hand of the variants that have changed.
    pub changed: Vec<(VariantId, Stock)>,
}

impl Store {
    /// Counts every change of what is on hand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stock_version(&self) -> Result<i64, StoreError> {
        version(&self.db).await
    }

    /// What has changed of the stock since a version: nothing, most of the time, and then it costs one row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stock_since(&self, known: i64) -> Result<StockChanges, StoreError> {
        // Read before the rows: what is committed in between is read now and once more later.
        let version = version(&self.db).await?;
        if version == known {
            return Ok(StockChanges { version, changed: Vec::new() });
        }
        // A database that was set back to an earlier day counts from there again: everything is read anew.
        let since = if version < known { i64::MIN } else { known };
        let rows = variant::Entity::find().filter(variant::Column::StockVersion.gt(since)).all(&self.db).await?;
        Ok(StockChanges { version, changed: rows.iter().map(|row| (VariantId(row.id), stock_of(row))).collect() })
    }
}
