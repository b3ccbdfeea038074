//! Sending an order: what of it has not left yet leaves in one shipment.

use super::moving::{bring_to_change, subject_of, touch};
use super::parts::OrderHead;
use crate::audit::Author;
use crate::connection::{Command, Store};
use crate::entities::orders::{order_line, orders, shipment, shipment_line};
use crate::error::StoreError;
use giano_commerce::order::{Headline, Lifecycle, OrderNumber, ShipmentState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use serde::Serialize;
use std::collections::HashMap;

/// What came of sending an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// It left.
    Sent,
    /// There is no such order.
    Unknown,
    /// It is not paid, and was not said to be sent all the same.
    Unpaid,
    /// Nothing of it is to be sent: it waits for approval, was cancelled or closed, or has left already. How it stands.
    NothingToSend(Headline),
}

/// What the audit log keeps of an order that is sent.
#[derive(Serialize)]
struct Stands {
    state: &'static str,
    sent_at: Option<Timestamp>,
    /// Whether it was said to be sent although its money had not come.
    sent_unpaid: bool,
}

impl Store {
    /// Notes that all of an order that had not left yet left the shop at a moment; for the shop's own work. Stock that is
    /// counted later does not hold it any more. An order whose money has to come first, or whose bank has not said a word, is
    /// sent only where `unpaid` says so: a number that was mistyped sends nothing to somebody who has not paid.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn send_order(
        &self,
        by: &Author,
        number: &OrderNumber,
        at: Timestamp,
        unpaid: bool,
    ) -> Result<Sending, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            let id: Option<i64> = orders::Entity::find()
                .select_only()
                .column(orders::Column::Id)
                .filter(orders::Column::Number.eq(number.as_str()))
                .into_tuple()
                .one(&command.tx)
                .await?;
            let Some(id) = id else { return Ok(Sending::Unknown) };
            let Some(order) = bring_to_change(&command, id).await? else { return Ok(Sending::Unknown) };
            let is_carried_out = match &order.lifecycle {
                Lifecycle::Placed { .. } => true,
                Lifecycle::AwaitingApproval { .. } | Lifecycle::Cancelled { .. } | Lifecycle::Closed { .. } => false,
            };
            if is_carried_out && order.awaits_payment() && !unpaid {
                return Ok(Sending::Unpaid);
            }
            if !is_carried_out || !send_rest(&command, &order, at).await? || !touch(&command, &order).await? {
                return Ok(Sending::NothingToSend(order.standing().headline));
            }
            let Some(now) = bring_to_change(&command, id).await? else { return Ok(Sending::Unknown) };
            let before = Stands { state: order.standing().headline.code(), sent_at: None, sent_unpaid: false };
            let sent_unpaid = order.awaits_payment();
            let after = Stands { state: now.standing().headline.code(), sent_at: Some(at), sent_unpaid };
            command.audit_changed(by, subject_of(&command, &order).await?, &before, &after).await?;
            command.commit().await?;
            Ok(Sending::Sent)
        })
        .await
    }
}

/// Sends what is being packed, and all that is not, in a shipment of its own. `false` where nothing was left to send.
async fn send_rest(command: &Command, order: &OrderHead, at: Timestamp) -> Result<bool, StoreError> {
    let tx = &command.tx;
    let sent = ShipmentState::Sent { at };
    let mut any = false;
    // What is being packed, by line.
    let mut packed: HashMap<i64, i64> = HashMap::new();
    for known in order.parts.shipments.iter().filter(|known| matches!(known.state, ShipmentState::Preparing { .. })) {
        let lines =
            shipment_line::Entity::find().filter(shipment_line::Column::ShipmentId.eq(known.id)).all(tx).await?;
        for line in lines {
            *packed.entry(line.order_line_id).or_default() += line.quantity;
        }
        shipment::Entity::update_many()
            .col_expr(shipment::Column::State, Expr::value(sent.code()))
            .col_expr(shipment::Column::StateAt, Expr::value(at.as_millisecond()))
            .col_expr(shipment::Column::SentAt, Expr::value(at.as_millisecond()))
            .filter(shipment::Column::Id.eq(known.id))
            .exec(tx)
            .await?;
        any = true;
    }
    let lines = order_line::Entity::find().filter(order_line::Column::OrderId.eq(order.id)).all(tx).await?;
    let mut rest = Vec::new();
    for line in &lines {
        let wanted = line.quantity - line.cancelled;
        let left = line.shipped + packed.get(&line.id).copied().unwrap_or_default();
        if left < wanted {
            rest.push((line.id, wanted - left));
        }
    }
    if !rest.is_empty() {
        let row = shipment::ActiveModel {
            order_id: Set(order.id),
            state: Set(sent.code().to_owned()),
            state_at: Set(at.as_millisecond()),
            sent_at: Set(Some(at.as_millisecond())),
            ..Default::default()
        };
        let id = row.insert(tx).await?.id;
        let rows = rest.iter().map(|(line, pieces)| shipment_line::ActiveModel {
            shipment_id: Set(id),
            order_line_id: Set(*line),
            quantity: Set(*pieces),
        });
        let rows: Vec<_> = rows.collect();
        for some in rows.chunks(500) {
            shipment_line::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        any = true;
    }
    if any {
        order_line::Entity::update_many()
            .col_expr(
                order_line::Column::Shipped,
                Expr::col(order_line::Column::Quantity).sub(Expr::col(order_line::Column::Cancelled)),
            )
            .filter(order_line::Column::OrderId.eq(order.id))
            .exec(tx)
            .await?;
    }
    Ok(any)
}
