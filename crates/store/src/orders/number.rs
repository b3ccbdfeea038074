//! The numbers of orders: counted, in a table.

use crate::connection::Command;
use crate::entities::orders::{number_sequence, orders};
use crate::error::StoreError;
use giano_commerce::order::OrderNumber;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};

/// Name of the sequence.
const ORDERS: &str = "orders";
/// How many taken numbers in a row are passed over before something must be wrong.
const PASSED_OVER: u32 = 1000;

/// Draws the next number for an order.
///
/// On PostgreSQL the sequence's row stays locked until the command ends, so this comes when nothing can refuse the order any
/// more and all of it is written: other servers wait for the few statements that are left, and neither for the taking of
/// stock nor for the writing of ten thousand lines. In return the count has no gaps: what a command draws and does not commit is drawn again. Numbers are
/// only passed over where an order from before they were counted has the very same.
pub(super) async fn draw(command: &Command) -> Result<OrderNumber, StoreError> {
    for _ in 0..PASSED_OVER {
        number_sequence::Entity::update_many()
            .col_expr(number_sequence::Column::Next, Expr::col(number_sequence::Column::Next).add(1))
            .filter(number_sequence::Column::Name.eq(ORDERS))
            .exec(&command.tx)
            .await?;
        let row = number_sequence::Entity::find_by_id(ORDERS.to_owned()).one(&command.tx).await?;
        let next = row.and_then(|row| u64::try_from(row.next - 1).ok());
        let number = OrderNumber::from_count(next.ok_or_else(|| lost("the table has no count for orders"))?);
        let taken =
            orders::Entity::find().filter(orders::Column::Number.eq(number.as_str())).count(&command.tx).await?;
        if taken == 0 {
            return Ok(number);
        }
    }
    Err(lost("too many numbers in a row are taken"))
}

fn lost(reason: &str) -> StoreError {
    StoreError::Unreadable { what: "sequence of order numbers", reason: reason.to_owned() }
}
