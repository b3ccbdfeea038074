//! How what came in is shared among the orders that a payment is for.

use crate::connection::Command;
use crate::entities::payments::payment_allocation;
use crate::error::StoreError;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// The shares of a payment, in the order in which they were made.
pub(super) async fn of_payment(command: &Command, id: &str) -> Result<Vec<payment_allocation::Model>, StoreError> {
    Ok(payment_allocation::Entity::find()
        .filter(payment_allocation::Column::PaymentId.eq(id))
        .order_by_asc(payment_allocation::Column::OrderId)
        .order_by_asc(payment_allocation::Column::Id)
        .all(&command.tx)
        .await?)
}

/// Shares what came in just now among what is open of the shares of a payment, in their order, those of cancelled orders
/// last; and tells what each has got by now. More than all of them together stays with the last, less leaves some open. What
/// a share has got before it keeps.
pub(super) async fn share_out(
    command: &Command,
    mut shares: Vec<payment_allocation::Model>,
    new_minor: i64,
    cancelled: impl Fn(Option<i64>) -> bool,
) -> Result<Vec<payment_allocation::Model>, StoreError> {
    let before: Vec<i64> = shares.iter().map(|share| share.captured_minor).collect();
    let mut left = new_minor;
    for turn in [false, true] {
        for share in shares.iter_mut().filter(|share| cancelled(share.order_id) == turn) {
            let part = Ord::min(left, Ord::max(share.amount_minor - share.captured_minor, 0));
            share.captured_minor += part;
            left -= part;
        }
    }
    if let Some(last) = shares.last_mut() {
        last.captured_minor += left;
    }
    for (share, before) in shares.iter().zip(before) {
        if share.captured_minor == before {
            continue;
        }
        payment_allocation::Entity::update_many()
            .col_expr(payment_allocation::Column::CapturedMinor, Expr::value(share.captured_minor))
            .filter(payment_allocation::Column::Id.eq(share.id))
            .exec(&command.tx)
            .await?;
    }
    Ok(shares)
}
