//! Placing an order: basket, stock, promotions, credit, order and payment in one transaction.

use super::back::TakenBasket;
use super::{NewOrder, NewOrderLine, NewPayment, PromotionUse, Refusal, StockTaking};
use crate::companies::take_credit;
use crate::connection::{Command, Store};
use crate::entities::baskets::{basket, basket_line};
use crate::entities::catalog::variant;
use crate::entities::orders::{order_line, order_promotion, orders, payment};
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use crate::idempotency::bind;
use crate::settings::{bump_version, prices_may_have_moved};
use giano_commerce::promotion::{Promotion, PromotionId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

/// Takes pieces of a SKU: what was taken, or how many there are where that is not enough.
async fn take_stock(command: &Command, line: &NewOrderLine) -> Result<Result<i64, u32>, StoreError> {
    let wanted = i64::from(line.quantity);
    loop {
        let taken = take_exactly(command, line, wanted).await?;
        if taken {
            return Ok(Ok(wanted));
        }
        let row = variant::Entity::find().filter(variant::Column::SkuKey.eq(line.sku.key())).one(&command.tx).await?;
        let Some(row) = row else { return Ok(if line.gift { Ok(0) } else { Err(0) }) };
        let here = Ord::max(row.on_hand, 0);
        if line.gift {
            return Ok(Ok(0));
        }
        if !row.backorder {
            return Ok(Err(u32::try_from(here).unwrap_or(u32::MAX)));
        }
        // The rest is on backorder. Where another took some between the two statements, look again.
        if here == 0 || take_exactly(command, line, here).await? {
            return Ok(Ok(here));
        }
    }
}

async fn take_exactly(command: &Command, line: &NewOrderLine, pieces: i64) -> Result<bool, StoreError> {
    let done = variant::Entity::update_many()
        .col_expr(variant::Column::OnHand, Expr::col(variant::Column::OnHand).sub(pieces))
        .filter(variant::Column::SkuKey.eq(line.sku.key()))
        .filter(variant::Column::OnHand.gte(pieces))
        .exec(&command.tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts a use of a promotion, unless a limit is reached.
async fn use_promotion(command: &Command, used: &PromotionUse) -> Result<bool, StoreError> {
    let mut total = promotion::Entity::update_many()
        .col_expr(promotion::Column::Used, Expr::col(promotion::Column::Used).add(1))
        .filter(promotion::Column::Id.eq(used.promotion.0));
    if let Some(limit) = used.limit_total {
        total = total.filter(promotion::Column::Used.lt(i64::from(limit)));
    }
    if total.exec(&command.tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    let first = promotion_use::ActiveModel {
        promotion_id: Set(used.promotion.0),
        customer: Set(used.customer.clone()),
        used: Set(0),
    };
    promotion_use::Entity::insert(first)
        .on_conflict_do_nothing_on([promotion_use::Column::PromotionId, promotion_use::Column::Customer])
        .exec_without_returning(&command.tx)
        .await?;
    let mut own = promotion_use::Entity::update_many()
        .col_expr(promotion_use::Column::Used, Expr::col(promotion_use::Column::Used).add(1))
        .filter(promotion_use::Column::PromotionId.eq(used.promotion.0))
        .filter(promotion_use::Column::Customer.eq(&used.customer));
    if let Some(limit) = used.limit_per_customer {
        own = own.filter(promotion_use::Column::Used.lt(i64::from(limit)));
    }
    Ok(own.exec(&command.tx).await?.rows_affected == 1)
}

/// Whether a promotion was used as often as it may be in all.
pub(super) async fn reached_limit(command: &Command, id: PromotionId) -> Result<bool, StoreError> {
    let Some(row) = promotion::Entity::find_by_id(id.0).one(&command.tx).await? else { return Ok(false) };
    let promotion: Promotion = serde_json::from_str(&row.document).map_err(StoreError::unreadable("promotion"))?;
    Ok(promotion.limit_total.is_some_and(|limit| row.used >= i64::from(limit)))
}

/// Empties the basket if it still has the version that was shown; gives back what was in it.
async fn empty_basket(command: &Command, order: &NewOrder) -> Result<Option<TakenBasket>, StoreError> {
    let (owner, version) = &order.basket;
    let mut change = basket::Entity::update_many()
        .col_expr(basket::Column::Version, Expr::col(basket::Column::Version).add(1))
        .col_expr(basket::Column::Coupons, Expr::value(""))
        .col_expr(basket::Column::UpdatedAt, Expr::value(order.placed_at))
        .filter(basket::Column::Owner.eq(owner.key()))
        .filter(basket::Column::Version.eq(*version));
    if let Some(draft) = &order.next_draft {
        change = change.col_expr(basket::Column::Draft, Expr::value(draft));
    }
    if change.exec(&command.tx).await?.rows_affected == 0 {
        return Ok(None);
    }
    let Some(row) = basket::Entity::find().filter(basket::Column::Owner.eq(owner.key())).one(&command.tx).await? else {
        return Ok(None);
    };
    let lines = basket_line::Entity::find()
        .filter(basket_line::Column::BasketId.eq(row.id))
        .filter(basket_line::Column::Saved.eq(false))
        .order_by_asc(basket_line::Column::Id)
        .all(&command.tx)
        .await?;
    basket_line::Entity::delete_many()
        .filter(basket_line::Column::BasketId.eq(row.id))
        .filter(basket_line::Column::Saved.eq(false))
        .exec(&command.tx)
        .await?;
    Ok(Some(TakenBasket {
        owner: owner.key(),
        coupons: order.coupons.clone(),
        lines: lines.into_iter().map(|line| (line.sku, line.quantity)).collect(),
    }))
}

impl Store {
    /// Places an order: basket, stock, promotions, credit, order and payment in one transaction. Either all of it
    /// happens, or nothing and the reason is given.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was changed then either.
    pub async fn place_order(&self, order: &NewOrder) -> Result<Result<i64, Refusal>, StoreError> {
        self.retrying(|| self.place_order_once(order)).await
    }

    async fn place_order_once(&self, order: &NewOrder) -> Result<Result<i64, Refusal>, StoreError> {
        let command = self.command().await?;
        let now = order.placed_at;
        if let Some(hold) = &order.idempotency
            && !bind(&command, hold, order.number.as_str()).await?
        {
            return Ok(Err(Refusal::KeyTaken));
        }
        let Some(basket) = empty_basket(&command, order).await? else {
            return Ok(Err(Refusal::BasketChanged));
        };
        let skus = order.lines.iter().map(|line| line.sku.key());
        if prices_may_have_moved(&command, order.catalog_version, skus).await? {
            return Ok(Err(Refusal::CatalogMoved));
        }
        let mut lines: Vec<&NewOrderLine> = order.lines.iter().collect();
        // Always in the same order, so that two orders never wait for each other.
        lines.sort_by_key(|line| line.sku.key());
        let mut taken = Vec::with_capacity(lines.len());
        let mut short = Vec::new();
        for line in lines {
            match take_stock(&command, line).await? {
                Ok(pieces) => taken.push((line, pieces)),
                Err(available) => short.push(StockTaking { sku: line.sku.clone(), available }),
            }
        }
        if !short.is_empty() {
            return Ok(Err(Refusal::OutOfStock(short)));
        }
        let mut promotions: Vec<&PromotionUse> = order.promotions.iter().collect();
        promotions.sort_by_key(|used| used.promotion);
        let mut used_up = false;
        for used in &promotions {
            if !use_promotion(&command, used).await? {
                return Ok(Err(Refusal::PromotionUsedUp(used.promotion)));
            }
            used_up |= reached_limit(&command, used.promotion).await?;
        }
        if let Some(company) = order.credit
            && !take_credit(&command, company, order.total, order.number.as_str(), now).await?
        {
            return Ok(Err(Refusal::CreditExceeded));
        }
        let id = write_order(&command, order, &basket, &taken, &promotions).await?;
        if used_up {
            // Snapshots leave it out from now on.
            bump_version(&command).await?;
        }
        command.commit().await?;
        Ok(Ok(id))
    }
}

async fn write_order(
    command: &Command,
    order: &NewOrder,
    basket: &TakenBasket,
    taken: &[(&NewOrderLine, i64)],
    promotions: &[&PromotionUse],
) -> Result<i64, StoreError> {
    let state = serde_json::to_string(&order.state).map_err(StoreError::unreadable("order state"))?;
    let row = orders::ActiveModel {
        number: Set(order.number.to_string()),
        key_hash: Set(order.key_hash.clone()),
        person_id: Set(order.person.map(|person| person.0)),
        company_id: Set(order.company.map(|company| company.0)),
        email_key: Set(order.email_key.clone()),
        state_code: Set(order.state.code().to_owned()),
        state: Set(state),
        placed_at: Set(order.placed_at),
        total: Set(order.total.amount().to_string()),
        currency: Set(order.total.currency().as_str().to_owned()),
        pieces: Set(order.lines.iter().map(|line| i64::from(line.quantity)).sum()),
        document: Set(order.document.clone()),
        basket: Set(Some(serde_json::to_string(basket).map_err(StoreError::unreadable("basket of an order"))?)),
        expires_at: Set(order.expires_at),
        ..Default::default()
    };
    let id = row.insert(&command.tx).await?.id;
    for some in taken.chunks(500) {
        let rows = some.iter().map(|(line, taken)| order_line::ActiveModel {
            order_id: Set(id),
            sku_key: Set(line.sku.key()),
            sku: Set(line.sku.to_string()),
            quantity: Set(i64::from(line.quantity)),
            taken: Set(*taken),
            ..Default::default()
        });
        order_line::Entity::insert_many(rows).exec_without_returning(&command.tx).await?;
    }
    for used in promotions {
        let row = order_promotion::ActiveModel {
            order_id: Set(id),
            promotion_id: Set(used.promotion.0),
            customer: Set(used.customer.clone()),
            ..Default::default()
        };
        order_promotion::Entity::insert(row).exec_without_returning(&command.tx).await?;
    }
    if let Some(NewPayment { id: payment, provider, reference }) = &order.payment {
        let row = payment::ActiveModel {
            id: Set(payment.clone()),
            order_id: Set(id),
            provider: Set(provider.clone()),
            state: Set(crate::payments::PaymentState::Created.as_str().to_owned()),
            amount: Set(order.total.amount().to_string()),
            currency: Set(order.total.currency().as_str().to_owned()),
            reference: Set(Some(reference.clone())),
            attempts: Set(0),
            updated_at: Set(order.placed_at),
        };
        payment::Entity::insert(row).exec_without_returning(&command.tx).await?;
    }
    Ok(id)
}
