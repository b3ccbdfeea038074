//! What becomes of the payments of an order that is cancelled.

use super::{advance, refunds};
use crate::amount::minor;
use crate::connection::Command;
use crate::entities::orders::orders;
use crate::entities::payments::{payment, payment_allocation};
use crate::error::StoreError;
use crate::jobs::{Job, enqueue};
use crate::orders::OrderHead;
use giano_commerce::order::{CancelReason, PaymentEvent, RefundReason};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

/// Has the provider told that a payment is not wanted any more. Until it says that it knows, money may come all the same: it
/// goes back then.
pub(super) async fn tell_provider(command: &Command, payment: &str, at: Timestamp) -> Result<(), StoreError> {
    let job = Job::VoidPayment { payment: payment.to_owned() };
    let now = at.as_millisecond();
    enqueue(command, &job, job.key().as_deref(), now, now).await.map(drop)
}

/// What is not paid yet of a cancelled order is not waited for any longer, and what was paid and not given back yet is to go
/// back. Payments of several orders stay open for the others that
/// are not cancelled: of what came in, this order's share goes back.
pub(crate) async fn give_up(
    command: &Command,
    order: &OrderHead,
    reason: CancelReason,
    at: Timestamp,
) -> Result<(), StoreError> {
    let event = match reason {
        CancelReason::PaymentExpired | CancelReason::TransferOverdue => PaymentEvent::Expire,
        CancelReason::PaymentDeclined
        | CancelReason::PaymentGivenUp
        | CancelReason::ApprovalRefused
        | CancelReason::ByBuyer
        | CancelReason::ByShop => PaymentEvent::Void,
    };
    for paid in &order.parts.payments {
        let Some(row) = payment::Entity::find_by_id(paid.id.clone()).one(&command.tx).await? else { continue };
        let captured = minor(paid.captured);
        if captured > 0 {
            refunds::request(command, &row, order.id, captured, RefundReason::Cancelled, at).await?;
        }
        let others = payment_allocation::Entity::find()
            .join(
                JoinType::InnerJoin,
                payment_allocation::Entity::belongs_to(orders::Entity)
                    .from(payment_allocation::Column::OrderId)
                    .to(orders::Column::Id)
                    .into(),
            )
            .filter(payment_allocation::Column::PaymentId.eq(&paid.id))
            .filter(payment_allocation::Column::OrderId.ne(order.id))
            .filter(orders::Column::Lifecycle.ne("cancelled"))
            .one(&command.tx)
            .await?;
        if let (None, Ok(next)) = (others, paid.state.apply(event, at))
            && advance(command, &paid.id, paid.state, next, at).await?
            && row.provider.is_some()
        {
            tell_provider(command, &paid.id, at).await?;
        }
    }
    Ok(())
}
