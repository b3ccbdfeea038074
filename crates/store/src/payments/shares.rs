//! What came in, and how it is shared among the orders that a payment is for.

use crate::connection::Command;
use crate::entities::payments::{payment_allocation, payment_capture};
use crate::error::StoreError;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, TryInsertResult};

/// The one capture of a payment, as long as nothing is captured in parts.
const WHOLE: &str = "whole";

/// The shares of a payment, in the order in which they were made.
pub(super) async fn of_payment(command: &Command, id: &str) -> Result<Vec<payment_allocation::Model>, StoreError> {
    Ok(payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(id))
        .order_by_asc(payment_allocation::Column::OrderId)
        .order_by_asc(payment_allocation::Column::Id)
        .all(&command.tx)
        .await?)
}

/// Notes that money came in. `false` where that was known.
pub(super) async fn note_capture(
    command: &Command,
    payment: &str,
    amount_minor: i64,
    currency: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let row = payment_capture::ActiveModel {
        payment_id: Set(payment.to_owned()),
        capture_key: Set(WHOLE.to_owned()),
        amount_minor: Set(amount_minor),
        currency: Set(currency.to_owned()),
        captured_at: Set(at.as_millisecond()),
        ..Default::default()
    };
    let written = payment_capture::Entity::insert(row)
        .on_conflict_do_nothing_on([payment_capture::Column::PaymentId, payment_capture::Column::CaptureKey])
        .exec_without_returning(&command.tx)
        .await?;
    Ok(matches!(written, TryInsertResult::Inserted(1)))
}

/// Shares what came in among the shares of a payment, in their order, and tells what each has got. More than all of them
/// together stays with the last, less leaves the last ones open.
pub(super) async fn share_out(
    command: &Command,
    shares: Vec<payment_allocation::Model>,
    captured_minor: i64,
) -> Result<Vec<payment_allocation::Model>, StoreError> {
    let mut left = captured_minor;
    let last = shares.len().saturating_sub(1);
    let mut done = Vec::with_capacity(shares.len());
    for (place, mut share) in shares.into_iter().enumerate() {
        share.captured_minor = if place == last { left } else { Ord::min(share.amount_minor, left) };
        left -= share.captured_minor;
        payment_allocation::Entity::update_many()
            .col_expr(payment_allocation::Column::CapturedMinor, Expr::value(share.captured_minor))
            .filter(payment_allocation::Column::Id.eq(share.id))
            .exec(&command.tx)
            .await?;
        done.push(share);
    }
    Ok(done)
}
