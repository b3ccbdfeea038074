//! How much of an article orders may hold that wait for a bank transfer of somebody whom the shop does not know: else one
//! visitor with invented addresses takes all there is for as long as transfers are waited for.

use super::place::StockTaking;
use super::write::NewLine;
use crate::connection::Command;
use crate::entities::catalog::variant;
use crate::entities::orders::{order_line, orders};
use crate::entities::payments::{payment, payment_allocation};
use crate::error::StoreError;
use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// The lines that would hold more than their share, with how many pieces may be taken. The pieces are taken already, in this
/// command, beside those on backorder, which hold nothing: on PostgreSQL others who take of the same articles wait until it
/// ends, and see what it holds.
pub(super) async fn beyond_share(
    command: &Command,
    percent: u8,
    lines: &[NewLine<'_>],
    taken: &[(i64, i64)],
) -> Result<Vec<StockTaking>, StoreError> {
    let mut wanted: BTreeMap<String, (&NewLine<'_>, i64)> = BTreeMap::new();
    for (line, (pieces, _)) in lines.iter().zip(taken).filter(|(_, (pieces, _))| *pieces > 0) {
        wanted.entry(line.sku.key()).or_insert((line, 0)).1 += pieces;
    }
    let mut beyond = Vec::new();
    for (sku, (line, pieces)) in wanted {
        let Some(row) = variant::Entity::find().filter(variant::Column::SkuKey.eq(&sku)).one(&command.tx).await? else {
            continue;
        };
        let held = held(command, &sku).await?;
        // What there would be without any such order.
        let all = row.on_hand.saturating_add(held).saturating_add(pieces);
        let share = Ord::max(1, all.saturating_mul(percent.into()) / 100);
        if held + pieces > share {
            let available = u32::try_from(Ord::max(0, share - held)).unwrap_or(u32::MAX);
            beyond.push(StockTaking { sku: line.sku.clone(), available });
        }
    }
    Ok(beyond)
}

/// Pieces of an article that such orders hold.
async fn held(command: &Command, sku: &str) -> Result<i64, StoreError> {
    let paid_by = payment_allocation::Entity::belongs_to(payment::Entity)
        .from(payment_allocation::Column::PaymentId)
        .to(payment::Column::Id)
        .into();
    let share_of = order_line::Entity::belongs_to(payment_allocation::Entity)
        .from(order_line::Column::OrderId)
        .to(payment_allocation::Column::OrderId)
        .into();
    let of_order =
        order_line::Entity::belongs_to(orders::Entity).from(order_line::Column::OrderId).to(orders::Column::Id).into();
    let held: Option<Option<i64>> = order_line::Entity::find()
        .select_only()
        .expr(Expr::col((order_line::Entity, order_line::Column::Taken)).sum().cast_as(Alias::new("BIGINT")))
        .join(JoinType::InnerJoin, of_order)
        .join(JoinType::InnerJoin, share_of)
        .join(JoinType::InnerJoin, paid_by)
        .filter(order_line::Column::SkuKey.eq(sku))
        .filter(payment::Column::State.eq("awaited"))
        .filter(orders::Column::PersonId.is_null())
        .into_tuple()
        .one(&command.tx)
        .await?;
    Ok(held.flatten().unwrap_or_default())
}
