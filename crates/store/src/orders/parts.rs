//! What belongs to an order and moves by itself: payments, shipments, refunds, returns. Read for many orders with one
//! query a table.

use crate::amount::major;
use crate::entities::orders::{order_line, order_return, orders, shipment};
use crate::entities::payments::{payment, payment_allocation, refund};
use crate::error::StoreError;
use crate::payments::{RefundRecord, refund_record, state_of_payment};
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::order::{
    self, CancelReason, Headline, Lifecycle, PaymentPart, PaymentState, Pieces, RefundPart, ReturnState, ShipmentState,
    Standing, TransitionError,
};
use giano_commerce::{Currency, Face, Money};
use jiff::Timestamp;
use sea_orm::sea_query::{Alias, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;

/// An order in short, with everything that what people see of it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderHead {
    /// Identifier.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Counts every change.
    pub version: i64,
    /// Whether it is carried out.
    pub lifecycle: Lifecycle,
    /// When (milliseconds since 1970).
    pub placed_at: i64,
    /// In which face.
    pub face: Face,
    /// What is to be paid.
    pub total: Money,
    /// Pieces, gifts too.
    pub pieces: i64,
    /// What belongs to it.
    pub parts: OrderParts,
}

/// What belongs to an order and moves by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderParts {
    /// How it is paid, oldest first.
    pub payments: Vec<OrderPayment>,
    /// What left, or is about to.
    pub shipments: Vec<ShipmentRecord>,
    /// Money that goes back.
    pub refunds: Vec<RefundRecord>,
    /// Goods that come back.
    pub returns: Vec<ReturnState>,
    /// Pieces over all lines.
    pub pieces: Pieces,
}

/// The share of a payment that is for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPayment {
    /// The payment.
    pub id: String,
    /// How it is paid.
    pub method: PaymentMethod,
    /// How far it has come.
    pub state: PaymentState,
    /// How much of it is for this order.
    pub amount: Money,
    /// How much of that came in.
    pub captured: Money,
}

/// A shipment of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShipmentRecord {
    /// Identifier.
    pub id: i64,
    /// How far it has come.
    pub state: ShipmentState,
}

/// The columns of a head.
#[derive(Debug, FromQueryResult)]
pub(super) struct HeadRow {
    id: i64,
    number: String,
    version: i64,
    lifecycle: String,
    lifecycle_at: i64,
    lifecycle_reason: Option<String>,
    placed_at: i64,
    face: String,
    currency: String,
    total_minor: i64,
    pieces: i64,
}

/// The columns of heads, of a query for orders.
pub(super) fn head_columns(query: Select<orders::Entity>) -> Select<orders::Entity> {
    query.select_only().columns([
        orders::Column::Id,
        orders::Column::Number,
        orders::Column::Version,
        orders::Column::Lifecycle,
        orders::Column::LifecycleAt,
        orders::Column::LifecycleReason,
        orders::Column::PlacedAt,
        orders::Column::Face,
        orders::Column::Currency,
        orders::Column::TotalMinor,
        orders::Column::Pieces,
    ])
}

impl From<&orders::Model> for HeadRow {
    fn from(row: &orders::Model) -> Self {
        Self {
            id: row.id,
            number: row.number.clone(),
            version: row.version,
            lifecycle: row.lifecycle.clone(),
            lifecycle_at: row.lifecycle_at,
            lifecycle_reason: row.lifecycle_reason.clone(),
            placed_at: row.placed_at,
            face: row.face.clone(),
            currency: row.currency.clone(),
            total_minor: row.total_minor,
            pieces: row.pieces,
        }
    }
}

/// Heads with all that belongs to them, in the order of the rows. One that cannot be read is logged and left out: it must
/// not keep the others from being seen or worked on.
pub(super) async fn heads(db: &impl ConnectionTrait, rows: Vec<HeadRow>) -> Result<Vec<OrderHead>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut parts = load(db, &ids).await?;
    let mut heads = Vec::with_capacity(rows.len());
    for row in rows {
        let number = row.number.clone();
        match parts.remove(&row.id).unwrap_or_else(|| Ok(OrderParts::default())).and_then(|parts| head(row, parts)) {
            Ok(head) => heads.push(head),
            Err(error) => tracing::error!(%error, number, "an order that cannot be read"),
        }
    }
    Ok(heads)
}

/// A head with all that belongs to it.
pub(super) async fn one_head(db: &impl ConnectionTrait, row: HeadRow) -> Result<OrderHead, StoreError> {
    let parts = load(db, &[row.id]).await?.remove(&row.id).unwrap_or_else(|| Ok(OrderParts::default()))?;
    head(row, parts)
}

fn head(row: HeadRow, parts: OrderParts) -> Result<OrderHead, StoreError> {
    Ok(OrderHead {
        lifecycle: lifecycle(&row.lifecycle, row.lifecycle_at, row.lifecycle_reason)?,
        face: row.face.parse().map_err(|_| unknown("face of an order", &row.face))?,
        total: major(row.total_minor, currency(&row.currency)?),
        id: row.id,
        number: row.number,
        version: row.version,
        placed_at: row.placed_at,
        pieces: row.pieces,
        parts,
    })
}

fn lifecycle(code: &str, at: i64, reason: Option<String>) -> Result<Lifecycle, StoreError> {
    let at = moment(at);
    match code {
        "awaiting_approval" => Ok(Lifecycle::AwaitingApproval { since: at, reason: reason.unwrap_or_default() }),
        "placed" => Ok(Lifecycle::Placed { at }),
        "cancelled" => {
            let reason = reason.unwrap_or_default();
            let reason =
                CancelReason::of_code(&reason).ok_or_else(|| unknown("reason of a cancelled order", &reason))?;
            Ok(Lifecycle::Cancelled { at, reason })
        }
        "closed" => Ok(Lifecycle::Closed { at }),
        other => Err(unknown("lifecycle of an order", other)),
    }
}

/// Something stored whose code this version does not know.
pub(crate) fn unknown(what: &'static str, code: &str) -> StoreError {
    StoreError::Unreadable { what, reason: format!("`{code}` is not known") }
}

/// A stored moment.
pub(crate) fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A stored currency.
pub(crate) fn currency(code: &str) -> Result<Currency, StoreError> {
    code.parse().map_err(|_| unknown("currency", code))
}

#[derive(Debug, FromQueryResult)]
struct PieceRow {
    order_id: i64,
    ordered: i64,
    cancelled: i64,
    shipped: i64,
    returned: i64,
}

/// All that belongs to some orders, by their identifiers.
type Loaded = HashMap<i64, Result<OrderParts, StoreError>>;

/// Adds something that was read to what belongs to an order; what could not be read makes the whole order unreadable, but
/// no other.
fn add<T>(all: &mut Loaded, order: i64, read: Result<T, StoreError>, to: impl FnOnce(&mut OrderParts, T)) {
    let parts = all.entry(order).or_insert_with(|| Ok(OrderParts::default()));
    match (parts.as_mut(), read) {
        (Ok(known), Ok(read)) => to(known, read),
        (Ok(_), Err(error)) => *parts = Err(error),
        (Err(_), _) => (),
    }
}

async fn load(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Loaded, StoreError> {
    let mut all = Loaded::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(all);
    }
    let of = |ids: &[i64]| ids.to_vec();
    let paid =
        payment_allocation::Entity::find().filter(payment_allocation::Column::OrderId.is_in(of(ids))).all(db).await?;
    let payments = payment::Entity::find()
        .filter(payment::Column::Id.is_in(paid.iter().map(|part| part.payment_id.clone())))
        .order_by_asc(payment::Column::CreatedAt)
        .order_by_asc(payment::Column::Id)
        .all(db)
        .await?;
    for payment in payments {
        for part in paid.iter().filter(|part| part.payment_id == payment.id) {
            let Some(order) = part.order_id else { continue };
            add(&mut all, order, order_payment(&payment, part), |parts, read| parts.payments.push(read));
        }
    }
    let shipments = shipment::Entity::find()
        .filter(shipment::Column::OrderId.is_in(of(ids)))
        .order_by_asc(shipment::Column::Id)
        .all(db)
        .await?;
    for row in shipments {
        let read = shipment_state(&row.state, row.state_at).map(|state| ShipmentRecord { id: row.id, state });
        add(&mut all, row.order_id, read, |parts, read| parts.shipments.push(read));
    }
    let refunds = refund::Entity::find()
        .filter(refund::Column::OrderId.is_in(of(ids)))
        .order_by_asc(refund::Column::Id)
        .all(db)
        .await?;
    for row in refunds {
        add(&mut all, row.order_id, refund_record(row), |parts, read| parts.refunds.push(read));
    }
    let returns = order_return::Entity::find()
        .filter(order_return::Column::OrderId.is_in(of(ids)))
        .order_by_asc(order_return::Column::Id)
        .all(db)
        .await?;
    for row in returns {
        add(&mut all, row.order_id, return_state(&row.state, row.state_at), |parts, read| parts.returns.push(read));
    }
    // PostgreSQL sums whole numbers to decimals.
    let sum = |column: order_line::Column| Expr::col(column).sum().cast_as(Alias::new("BIGINT"));
    let pieces = order_line::Entity::find()
        .select_only()
        .column(order_line::Column::OrderId)
        .column_as(sum(order_line::Column::Quantity), "ordered")
        .column_as(sum(order_line::Column::Cancelled), "cancelled")
        .column_as(sum(order_line::Column::Shipped), "shipped")
        .column_as(sum(order_line::Column::Returned), "returned")
        .filter(order_line::Column::OrderId.is_in(of(ids)))
        .group_by(order_line::Column::OrderId)
        .into_model::<PieceRow>()
        .all(db)
        .await?;
    for row in pieces {
        let count = |pieces: i64| u64::try_from(pieces).unwrap_or_default();
        let read = Pieces {
            ordered: count(row.ordered),
            cancelled: count(row.cancelled),
            shipped: count(row.shipped),
            returned: count(row.returned),
        };
        add(&mut all, row.order_id, Ok(read), |parts, read| parts.pieces = read);
    }
    Ok(all)
}

fn order_payment(payment: &payment::Model, part: &payment_allocation::Model) -> Result<OrderPayment, StoreError> {
    let currency = currency(&payment.currency)?;
    let method = PaymentMethod::of_code(&payment.method);
    Ok(OrderPayment {
        id: payment.id.clone(),
        method: method.ok_or_else(|| unknown("method of a payment", &payment.method))?,
        state: state_of_payment(payment)?,
        amount: major(part.amount_minor, currency),
        captured: major(part.captured_minor, currency),
    })
}

fn shipment_state(code: &str, at: i64) -> Result<ShipmentState, StoreError> {
    let at = moment(at);
    match code {
        "preparing" => Ok(ShipmentState::Preparing { since: at }),
        "sent" => Ok(ShipmentState::Sent { at }),
        "delivered" => Ok(ShipmentState::Delivered { at }),
        "cancelled" => Ok(ShipmentState::Cancelled { at }),
        other => Err(unknown("state of a shipment", other)),
    }
}

fn return_state(code: &str, at: i64) -> Result<ReturnState, StoreError> {
    let at = moment(at);
    match code {
        "requested" => Ok(ReturnState::Requested { at }),
        "authorised" => Ok(ReturnState::Authorised { at, in_part: false }),
        "authorised_in_part" => Ok(ReturnState::Authorised { at, in_part: true }),
        "denied" => Ok(ReturnState::Denied { at }),
        "received" => Ok(ReturnState::Received { at }),
        "inspected" => Ok(ReturnState::Inspected { at }),
        "approved" => Ok(ReturnState::Approved { at }),
        "refunded" => Ok(ReturnState::Refunded { at }),
        "exchanged" => Ok(ReturnState::Exchanged { at }),
        "closed" => Ok(ReturnState::Closed { at }),
        other => Err(unknown("state of a return", other)),
    }
}

impl OrderHead {
    /// What people see of it.
    pub fn standing(&self) -> Standing {
        self.with_parts(order::standing)
    }

    /// Why it was cancelled; none where it was not.
    pub fn cancelled(&self) -> Option<CancelReason> {
        match &self.lifecycle {
            Lifecycle::Cancelled { reason, .. } => Some(*reason),
            Lifecycle::AwaitingApproval { .. } | Lifecycle::Placed { .. } | Lifecycle::Closed { .. } => None,
        }
    }

    /// Whether it never came to anything in the buyer's eyes, because paying failed at the till.
    pub fn has_failed(&self) -> bool {
        let reason = matches!(
            self.cancelled(),
            Some(CancelReason::PaymentDeclined | CancelReason::PaymentExpired | CancelReason::PaymentGivenUp)
        );
        // Money that came after all, and went back, is a thing that happened.
        reason && self.standing().headline == Headline::Cancelled && self.parts.refunds.is_empty()
    }

    /// Whether all the money is there.
    pub fn is_paid(&self) -> bool {
        self.with_parts(|parts| parts.is_paid())
    }

    /// Whether money has to come, or a word on it, before its goods may leave.
    pub fn awaits_payment(&self) -> bool {
        self.with_parts(|parts| parts.awaits_payment())
    }

    /// Its lifecycle once it is cancelled.
    ///
    /// # Errors
    /// [`TransitionError`] where it cannot be.
    pub(super) fn cancel(&self, reason: CancelReason, at: Timestamp) -> Result<Lifecycle, TransitionError> {
        self.with_parts(|parts| parts.cancel(reason, at))
    }

    fn with_parts<T>(&self, of: impl FnOnce(&order::OrderParts<'_>) -> T) -> T {
        let payments: Vec<PaymentPart> = self
            .parts
            .payments
            .iter()
            .map(|payment| PaymentPart { state: payment.state, captured: payment.captured })
            .collect();
        let shipments: Vec<ShipmentState> = self.parts.shipments.iter().map(|shipment| shipment.state).collect();
        let refunds: Vec<RefundPart> =
            self.parts.refunds.iter().map(|refund| RefundPart { state: refund.state, amount: refund.amount }).collect();
        of(&order::OrderParts {
            lifecycle: &self.lifecycle,
            total: self.total,
            payments: &payments,
            shipments: &shipments,
            pieces: self.parts.pieces,
            refunds: &refunds,
            returns: &self.parts.returns,
        })
    }
}
