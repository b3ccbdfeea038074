//! Orders of the past: brought along with a shop's history instead of placed at its till.

use super::priced::columns;
use super::write::{self, Named, NewOrder, insert, insert_lines, order_snapshot};
use crate::amount::minor;
use crate::catalog::Upserted;
use crate::companies::{Owed, settle_credit};
use crate::connection::{Command, Store};
use crate::entities::orders::{order_line, order_vat, orders, shipment, shipment_line};
use crate::entities::payments::{payment, payment_allocation, refund};
use crate::error::StoreError;
use crate::payments;
use giano_commerce::order::{Lifecycle, OrderNumber, ShipmentState};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

/// An order of the past.
#[derive(Debug, Clone)]
pub struct PastOrder {
    /// The number it has had since.
    pub number: OrderNumber,
    /// Hash of the key that opens it without signing in.
    pub key_hash: String,
    /// The order as it stands by now.
    pub order: NewOrder,
    /// How far the one shipment of all of it has come.
    pub shipment: Option<ShipmentState>,
    /// Whether it takes its company's credit until it is paid.
    pub owed: bool,
}

impl Store {
    /// Writes an order of the past, told apart by its number. It takes nothing from stock and uses no promotion: what was
    /// sold then is not on hand now. One that was cancelled or given back since stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_past_order(&self, past: &PastOrder) -> Result<Upserted, StoreError> {
        let order = &past.order;
        let command = self.command().await?;
        let found =
            orders::Entity::find().filter(orders::Column::Number.eq(past.number.as_str())).one(&command.tx).await?;
        let done = match found {
            Some(row) if row.lifecycle == CANCELLED || has_refunds(&command, row.id).await? => {
                return Ok(Upserted::Unchanged);
            }
            Some(row) if is_the_same(&command, &row, past).await? => return Ok(Upserted::Unchanged),
            Some(row) => {
                let id = row.id;
                clear(&command, id).await?;
                let (totals, _, _) = columns(&order.priced);
                let version = row.version + 1;
                let mut row = row.into_active_model();
                row.version = Set(version);
                row.key_hash = Set(past.key_hash.clone());
                row.lifecycle = Set(order.lifecycle.code().to_owned());
                row.lifecycle_at = Set(order.lifecycle.since().as_millisecond());
                row.lifecycle_reason = Set(write::reason_of(&order.lifecycle));
                row.placed_at = Set(order.placed_at);
                row.subtotal_minor = Set(minor(totals.subtotal));
                row.discount_minor = Set(minor(totals.discount));
                row.shipping_minor = Set(minor(totals.shipping));
                row.shipping_vat_minor = Set(minor(totals.shipping_vat));
                row.vat_minor = Set(minor(totals.vat));
                row.total_minor = Set(minor(totals.total));
                row.pieces = Set(order.pieces().map(|(_, pieces)| i64::from(pieces)).sum());
                row.snapshot_version = Set(super::snapshot::VERSION);
                row.snapshot = Set(order_snapshot(order)?);
                row.update(&command.tx).await?;
                insert_lines(&command, id, order, &[]).await?;
                payments::insert(&command, &order.payment, &[(id, totals.total)], order.placed_at).await?;
                ship(&command, id, past.shipment).await?;
                Upserted::Updated
            }
            None => {
                let named = Named { number: past.number.to_string(), key_hash: past.key_hash.clone() };
                let id = insert(&command, order, &named, &[], None).await?;
                ship(&command, id, past.shipment).await?;
                Upserted::Created
            }
        };
        if let Some(company) = order.company {
            let owed = if past.owed { minor(order.priced.total) } else { 0 };
            settle_credit(&command, company, Owed::InAll(owed), past.number.as_str(), order.placed_at).await?;
        }
        command.commit().await?;
        Ok(done)
    }
}

/// Code of [`Lifecycle::Cancelled`].
const CANCELLED: &str = "cancelled";

async fn has_refunds(command: &Command, order: i64) -> Result<bool, StoreError> {
    Ok(refund::Entity::find().filter(refund::Column::OrderId.eq(order)).count(&command.tx).await? > 0)
}

/// Whether the order stands as it is to be written.
async fn is_the_same(command: &Command, row: &orders::Model, past: &PastOrder) -> Result<bool, StoreError> {
    let order = &past.order;
    let at = |lifecycle: &Lifecycle| lifecycle.since().as_millisecond();
    let itself = row.lifecycle == order.lifecycle.code()
        && row.lifecycle_at == at(&order.lifecycle)
        && row.placed_at == order.placed_at
        && row.total_minor == minor(order.priced.total)
        && row.snapshot == order_snapshot(order)?;
    if !itself {
        return Ok(false);
    }
    let paid = payment::Entity::find_by_id(order.payment.id.clone()).one(&command.tx).await?;
    let wanted = order.payment.state;
    let is_paid_so =
        paid.is_some_and(|paid| paid.state == wanted.code() && paid.state_at == wanted.since().as_millisecond());
    let shipments = shipment::Entity::find().filter(shipment::Column::OrderId.eq(row.id)).all(&command.tx).await?;
    let is_shipped_so = shipments.len() == usize::from(past.shipment.is_some())
        && shipments
            .iter()
            .zip(past.shipment)
            .all(|(known, wanted)| known.state == wanted.code() && known.state_at == wanted.since().as_millisecond());
    Ok(is_paid_so && is_shipped_so)
}

/// Takes away what is written anew.
async fn clear(command: &Command, order: i64) -> Result<(), StoreError> {
    let tx = &command.tx;
    // Lines of shipments, and shares of payments, go with what they belong to.
    shipment::Entity::delete_many().filter(shipment::Column::OrderId.eq(order)).exec(tx).await?;
    order_line::Entity::delete_many().filter(order_line::Column::OrderId.eq(order)).exec(tx).await?;
    order_vat::Entity::delete_many().filter(order_vat::Column::OrderId.eq(order)).exec(tx).await?;
    let mut of_order = Query::select();
    of_order
        .column(payment_allocation::Column::PaymentId)
        .from(payment_allocation::Entity)
        .and_where(payment_allocation::Column::OrderId.eq(order));
    payment::Entity::delete_many().filter(payment::Column::Id.in_subquery(of_order)).exec(tx).await?;
    Ok(())
}

/// Writes the shipment of all of an order.
async fn ship(command: &Command, order: i64, state: Option<ShipmentState>) -> Result<(), StoreError> {
    let Some(state) = state else { return Ok(()) };
    let row = shipment::ActiveModel {
        order_id: Set(order),
        state: Set(state.code().to_owned()),
        state_at: Set(state.since().as_millisecond()),
        sent_at: Set(state.has_left().then(|| state.since().as_millisecond())),
        ..Default::default()
    };
    let id = row.insert(&command.tx).await?.id;
    let lines = order_line::Entity::find().filter(order_line::Column::OrderId.eq(order)).all(&command.tx).await?;
    let rows: Vec<_> = lines
        .iter()
        .map(|line| shipment_line::ActiveModel {
            shipment_id: Set(id),
            order_line_id: Set(line.id),
            quantity: Set(line.quantity),
        })
        .collect();
    for some in rows.chunks(500) {
        shipment_line::Entity::insert_many(some.to_vec()).exec_without_returning(&command.tx).await?;
    }
    if state.has_left() {
        order_line::Entity::update_many()
            .col_expr(order_line::Column::Shipped, Expr::col(order_line::Column::Quantity))
            .filter(order_line::Column::OrderId.eq(order))
            .exec(&command.tx)
            .await?;
    }
    Ok(())
}
