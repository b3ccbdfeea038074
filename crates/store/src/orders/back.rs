//! Moving an order on, and giving back what a cancelled one had taken.

use super::OrderRecord;
use super::place::reached_limit;
use crate::baskets::{self, BasketOwner};
use crate::companies::give_back_credit;
use crate::connection::{Command, Store};
use crate::entities::baskets::basket;
use crate::entities::catalog::variant;
use crate::entities::orders::{order_line, order_promotion, orders};
use crate::entities::people::credit_entry;
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use crate::settings::bump_version;
use giano_commerce::Quantity;
use giano_commerce::company::CompanyId;
use giano_commerce::order::{CancelReason, OrderEvent, OrderState};
use giano_commerce::promotion::PromotionId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// What an order took out of a basket.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TakenBasket {
    pub owner: String,
    pub coupons: Vec<String>,
    pub lines: Vec<(String, i64)>,
}

/// Puts back into the basket what an unpaid order had taken out; what was added meanwhile stays.
async fn restore_basket(command: &Command, taken: &str, now: i64) -> Result<(), StoreError> {
    let taken: TakenBasket = serde_json::from_str(taken).map_err(StoreError::unreadable("basket of an order"))?;
    let owner = BasketOwner::of_key(&taken.owner);
    let mut basket = baskets::claim(command, &owner, now).await?;
    let line = |(sku, quantity): &(String, i64)| {
        Some((sku.parse().ok()?, Quantity::new(u32::try_from(*quantity).ok()?).ok()?))
    };
    baskets::add(command, &mut basket, taken.lines.iter().filter_map(line).collect()).await?;
    let mut coupons = basket.coupons.clone();
    coupons.extend(taken.coupons.into_iter().filter(|code| !basket.coupons.contains(code)));
    basket::Entity::update_many()
        .col_expr(basket::Column::Coupons, Expr::value(coupons.join(",")))
        .filter(basket::Column::Id.eq(basket.id))
        .exec(&command.tx)
        .await?;
    Ok(())
}

/// Whether a cancelled order's goods go back into the basket. A buyer whose card was declined is still at the till and
/// wants to try again. One who did not make a transfer for two weeks has bought elsewhere or changed their mind: goods that
/// turn up in a basket by themselves, perhaps among others chosen since, would be bought by mistake. The same holds where
/// somebody decided against the order.
const fn goes_back_to_basket(reason: CancelReason) -> bool {
    match reason {
        CancelReason::PaymentDeclined | CancelReason::PaymentExpired => true,
        CancelReason::TransferOverdue
        | CancelReason::ApprovalRefused
        | CancelReason::ByBuyer
        | CancelReason::ByShop => false,
    }
}

/// Moves an order on inside a command. Cancelling gives back stock, promotions and credit, and, where paying failed at the
/// till, the basket. None where the order is elsewhere by now or the event is not possible.
pub(crate) async fn transition(
    command: &Command,
    order: &OrderRecord,
    event: OrderEvent,
    at: Timestamp,
) -> Result<Option<OrderState>, StoreError> {
    let from = order.state.code();
    let next = match order.state.clone().apply(event, at) {
        Ok(next) => next,
        Err(error) => {
            tracing::warn!(number = order.number, %error, "order not moved");
            return Ok(None);
        }
    };
    let state = serde_json::to_string(&next).map_err(StoreError::unreadable("order state"))?;
    let done = orders::Entity::update_many()
        .col_expr(orders::Column::State, Expr::value(state))
        .col_expr(orders::Column::StateCode, Expr::value(next.code()))
        .filter(orders::Column::Id.eq(order.id))
        .filter(orders::Column::StateCode.eq(from))
        .exec(&command.tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    if let OrderState::Cancelled { reason, .. } = &next {
        // The basket first, as in placing, so that the two never wait for each other.
        if let (true, Some(basket)) = (goes_back_to_basket(*reason), &order.basket) {
            restore_basket(command, basket, at.as_millisecond()).await?;
        }
        give_back(command, order, at.as_millisecond()).await?;
    }
    Ok(Some(next))
}

impl Store {
    /// Moves an order from one state to the next, if it still is where the caller saw it. Cancelling gives back stock,
    /// promotions and credit in the same transaction.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn move_order(
        &self,
        order: &OrderRecord,
        event: OrderEvent,
        at: Timestamp,
    ) -> Result<Option<OrderState>, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            let next = transition(&command, order, event.clone(), at).await?;
            if next.is_some() {
                command.commit().await?;
            }
            Ok(next)
        })
        .await
    }
}

/// Gives back what a cancelled order had taken.
async fn give_back(command: &Command, order: &OrderRecord, now: i64) -> Result<(), StoreError> {
    let mut lines =
        order_line::Entity::find().filter(order_line::Column::OrderId.eq(order.id)).all(&command.tx).await?;
    lines.sort_by(|a, b| a.sku_key.cmp(&b.sku_key));
    for line in lines {
        variant::Entity::update_many()
            .col_expr(variant::Column::OnHand, Expr::col(variant::Column::OnHand).add(line.taken))
            .filter(variant::Column::SkuKey.eq(line.sku_key))
            .exec(&command.tx)
            .await?;
    }
    let mut uses =
        order_promotion::Entity::find().filter(order_promotion::Column::OrderId.eq(order.id)).all(&command.tx).await?;
    uses.sort_by_key(|used| used.promotion_id);
    let mut usable_again = false;
    for used in uses {
        usable_again |= reached_limit(command, PromotionId(used.promotion_id)).await?;
        promotion::Entity::update_many()
            .col_expr(promotion::Column::Used, Expr::col(promotion::Column::Used).sub(1))
            .filter(promotion::Column::Id.eq(used.promotion_id))
            .exec(&command.tx)
            .await?;
        promotion_use::Entity::update_many()
            .col_expr(promotion_use::Column::Used, Expr::col(promotion_use::Column::Used).sub(1))
            .filter(promotion_use::Column::PromotionId.eq(used.promotion_id))
            .filter(promotion_use::Column::Customer.eq(used.customer))
            .exec(&command.tx)
            .await?;
    }
    let credit = credit_entry::Entity::find()
        .filter(credit_entry::Column::OrderNumber.eq(&order.number))
        .all(&command.tx)
        .await?;
    let owed: i64 = credit.iter().map(|entry| -entry.amount_minor).sum();
    if let (Some(entry), true) = (credit.first(), owed > 0) {
        give_back_credit(command, CompanyId(entry.company_id), owed, &order.number, now).await?;
    }
    if usable_again {
        // Snapshots have left it out; now it can be used again.
        bump_version(command).await?;
    }
    Ok(())
}
