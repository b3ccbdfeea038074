//! Moving an order on, and giving back what a cancelled one had taken.

use super::parts::{OrderHead, head_columns, one_head};
use super::place::{TakenBasket, limit_and_uses};
use super::taking::give_back_stock;
use super::write::reason_of;
use crate::audit::{Author, Subject};
use crate::carts::{self, BasketOwner};
use crate::companies::give_back_credit;
use crate::connection::{Command, Store};
use crate::entities::orders::{order_promotion, orders, shipment};
use crate::entities::people::credit_entry;
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use crate::payments;
use crate::versions::{Part, bump};
use giano_commerce::Quantity;
use giano_commerce::company::CompanyId;
use giano_commerce::order::{CancelReason, Lifecycle, ShipmentState};
use giano_commerce::promotion::PromotionId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use serde::Serialize;

/// Puts back into the basket what an unpaid order had taken out; what was added meanwhile stays. It may hold more lines then
/// than can be added: nothing that somebody has chosen is lost for it.
async fn restore_basket(command: &Command, taken: &str, owner: Option<&str>, now: i64) -> Result<(), StoreError> {
    let taken: TakenBasket = serde_json::from_str(taken).map_err(StoreError::unreadable("basket of an order"))?;
    // Who has signed in since has another basket.
    let owner = BasketOwner::of_key(owner.unwrap_or(&taken.owner));
    let mut basket = carts::claim(command, &(&owner).into(), now).await?;
    let line = |(sku, quantity): &(String, i64)| {
        Some((sku.parse().ok()?, Quantity::new(u32::try_from(*quantity).ok()?).ok()?))
    };
    carts::add(command, &mut basket, taken.lines.iter().filter_map(line).collect(), usize::MAX).await?;
    carts::add_codes(command, &mut basket, &taken.coupons).await
}

/// Whether a cancelled order's goods go back into the basket. A buyer whose card was declined is still at the till and
/// wants to try again. One who did not make a transfer for two weeks has bought elsewhere or changed their mind: goods that
/// turn up in a basket by themselves, perhaps among others chosen since, would be bought by mistake. The same holds where
/// somebody decided against the order.
const fn goes_back_to_basket(reason: CancelReason) -> bool {
    match reason {
        CancelReason::PaymentDeclined | CancelReason::PaymentExpired | CancelReason::PaymentGivenUp => true,
        CancelReason::TransferOverdue
        | CancelReason::ApprovalRefused
        | CancelReason::ByBuyer
        | CancelReason::ByShop => false,
    }
}

/// An order as it is now, for a command that is going to change it or what belongs to it: on PostgreSQL its row stays
/// locked until the command ends.
pub(crate) async fn bring_to_change(command: &Command, id: i64) -> Result<Option<OrderHead>, StoreError> {
    let query = head_columns(orders::Entity::find_by_id(id)).lock_exclusive();
    match query.into_model().one(&command.tx).await? {
        Some(row) => one_head(&command.tx, row).await.map(Some),
        None => Ok(None),
    }
}

/// Gives an order its next version, if it still has the one that was read: every command that changes an order, or what
/// belongs to it, does this once.
pub(crate) async fn touch(command: &Command, order: &OrderHead) -> Result<bool, StoreError> {
    advance(command, order, None).await
}

async fn advance(command: &Command, order: &OrderHead, to: Option<&Lifecycle>) -> Result<bool, StoreError> {
    let mut change = orders::Entity::update_many()
        .col_expr(orders::Column::Version, Expr::col(orders::Column::Version).add(1))
        .filter(orders::Column::Id.eq(order.id))
        .filter(orders::Column::Version.eq(order.version));
    if let Some(to) = to {
        change = change
            .col_expr(orders::Column::Lifecycle, Expr::value(to.code()))
            .col_expr(orders::Column::LifecycleAt, Expr::value(to.since().as_millisecond()))
            .col_expr(orders::Column::LifecycleReason, Expr::value(reason_of(to)));
    }
    Ok(change.exec(&command.tx).await?.rows_affected == 1)
}

/// What the audit log keeps of where an order stands.
#[derive(Serialize)]
struct Stands {
    lifecycle: &'static str,
    reason: Option<String>,
}

impl Stands {
    fn at(lifecycle: &Lifecycle) -> Self {
        Self { lifecycle: lifecycle.code(), reason: reason_of(lifecycle) }
    }
}

/// What the audit log calls an order, for those of the company that it is for to read.
pub(crate) async fn subject_of(command: &Command, order: &OrderHead) -> Result<Subject, StoreError> {
    let company: Option<Option<i64>> = orders::Entity::find_by_id(order.id)
        .select_only()
        .column(orders::Column::CompanyId)
        .into_tuple()
        .one(&command.tx)
        .await?;
    Ok(Subject::Order(company.flatten().map(CompanyId), order.number.clone()))
}

/// Cancels an order inside a command: stock, promotions and credit are given back, what is not paid yet is not waited for
/// any longer, what was paid is to go back, and where paying failed at the till the basket is filled again. `false` where the order changed since it was
/// read, or cannot be cancelled.
pub(crate) async fn cancel(
    command: &Command,
    by: &Author,
    order: &OrderHead,
    reason: CancelReason,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let next = match order.cancel(reason, at) {
        Ok(next) => next,
        Err(error) => {
            tracing::warn!(number = order.number, %error, "order not cancelled");
            return Ok(false);
        }
    };
    if !advance(command, order, Some(&next)).await? {
        return Ok(false);
    }
    unpack(command, order, at).await?;
    payments::give_up(command, order, reason, at).await?;
    // The basket first, as in placing, so that the two never wait for each other.
    if goes_back_to_basket(reason) {
        let taken: Option<(Option<String>, Option<String>)> = orders::Entity::find_by_id(order.id)
            .select_only()
            .columns([orders::Column::Basket, orders::Column::BasketOwner])
            .into_tuple()
            .one(&command.tx)
            .await?;
        if let Some((Some(basket), owner)) = taken {
            restore_basket(command, &basket, owner.as_deref(), at.as_millisecond()).await?;
        }
    }
    give_back(command, order, at.as_millisecond()).await?;
    let subject = subject_of(command, order).await?;
    command.audit_changed(by, subject, &Stands::at(&order.lifecycle), &Stands::at(&next)).await?;
    Ok(true)
}

/// Cancels the shipments of an order that are being packed. Those that have left keep it from being cancelled at all.
async fn unpack(command: &Command, order: &OrderHead, at: Timestamp) -> Result<(), StoreError> {
    for known in &order.parts.shipments {
        if !matches!(known.state, ShipmentState::Preparing { .. }) {
            continue;
        }
        let next = ShipmentState::Cancelled { at };
        shipment::Entity::update_many()
            .col_expr(shipment::Column::State, Expr::value(next.code()))
            .col_expr(shipment::Column::StateAt, Expr::value(next.since().as_millisecond()))
            .filter(shipment::Column::Id.eq(known.id))
            .exec(&command.tx)
            .await?;
    }
    Ok(())
}

impl Store {
    /// Cancels an order, if it is still as the caller saw it, and gives back stock, promotions and credit in the same
    /// transaction. `false` where it changed since, or cannot be cancelled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cancel_order(
        &self,
        by: &Author,
        order: &OrderHead,
        reason: CancelReason,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            let Some(now) = bring_to_change(&command, order.id).await? else { return Ok(false) };
            let done = now.version == order.version && cancel(&command, by, &now, reason, at).await?;
            if done {
                command.commit().await?;
            }
            Ok(done)
        })
        .await
    }
}

/// Gives back what a cancelled order had taken.
async fn give_back(command: &Command, order: &OrderHead, now: i64) -> Result<(), StoreError> {
    give_back_stock(command, order.id).await?;
    let mut uses =
        order_promotion::Entity::find().filter(order_promotion::Column::OrderId.eq(order.id)).all(&command.tx).await?;
    uses.sort_by_key(|used| used.promotion_id);
    let mut usable_again = false;
    for used in uses {
        promotion::Entity::update_many()
            .col_expr(promotion::Column::Used, Expr::col(promotion::Column::Used).sub(1))
            .filter(promotion::Column::Id.eq(used.promotion_id))
            .exec(&command.tx)
            .await?;
        // Read once its row is locked: somebody else may have used it up a moment ago.
        if let Some((limit, uses)) = limit_and_uses(command, PromotionId(used.promotion_id)).await? {
            usable_again |= uses < limit && uses + 1 >= limit;
        }
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
        bump(command, Part::Promotions).await?;
    }
    Ok(())
}
