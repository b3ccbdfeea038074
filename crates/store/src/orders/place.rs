//! Placing an order: basket, stock, promotions, credit, order and payment in one transaction.

use super::number::draw;
use super::taking::take_stock;
use super::write::{Named, NewOrder, insert, name};
use crate::audit::{Author, Subject};
use crate::carts::{BasketOwner, CartKind, DraftSnapshot};
use crate::companies::{enter_purchase, take_credit};
use crate::connection::{Command, Store};
use crate::entities::carts::{cart, cart_coupon, cart_line};
use crate::entities::orders::order_promotion;
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use crate::idempotency::{self, KeyHold};
use crate::outbox::{self, Message};
use crate::versions::{Part, PricedAt, bump, prices_may_have_moved};
use giano_commerce::company::CompanyId;
use giano_commerce::order::{Lifecycle, OrderNumber};
use giano_commerce::promotion::{Promotion, PromotionId};
use giano_commerce::{Money, Sku};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

/// What placing an order takes, and from whom.
#[derive(Debug, Clone)]
pub struct Taking {
    /// What the order's prices were worked out of.
    pub priced_at: PricedAt,
    /// Promotions used.
    pub promotions: Vec<PromotionUse>,
    /// Whose credit is taken, where it is on account.
    pub credit: Option<CompanyId>,
    /// The basket it comes from, with the version that was shown; emptied with the order.
    pub basket: (BasketOwner, i64),
    /// Coupons of that basket, given back with it.
    pub coupons: Vec<String>,
    /// What stays of the checkout's draft for the next order.
    pub next_draft: Option<DraftSnapshot>,
    /// The idempotency key held by the request: whoever comes with it again finds the order.
    pub idempotency: Option<KeyHold>,
    /// Per cent of what there is of an article that orders like this one may hold together, at least one piece: those of
    /// people whom the shop does not know, and who pay by bank transfer. All of it where none.
    pub stock_share: Option<u8>,
}

/// A promotion an order uses.
#[derive(Debug, Clone)]
pub struct PromotionUse {
    /// Which.
    pub promotion: PromotionId,
    /// Who: the e-mail's key or the company.
    pub customer: String,
    /// How often in all.
    pub limit_total: Option<u32>,
    /// How often for one customer.
    pub limit_per_customer: Option<u32>,
}

/// A SKU of which there is not enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockTaking {
    /// Which.
    pub sku: Sku,
    /// How many there are.
    pub available: u32,
}

/// Why an order was not placed; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Not enough on hand, for every such line.
    OutOfStock(Vec<StockTaking>),
    /// More than may be held for transfers of people whom the shop does not know, for every such line with how many may be.
    TransferShare(Vec<StockTaking>),
    /// A promotion's limit is reached.
    PromotionUsedUp(PromotionId),
    /// The credit does not suffice.
    CreditExceeded,
    /// The basket is not the one that was shown.
    BasketChanged,
    /// Another request has taken the idempotency key over: it places the order, or has placed it.
    KeyTaken,
    /// What its prices depend on has changed since it was priced: price it again.
    CatalogMoved,
}

/// An order that was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Identifier.
    pub id: i64,
    /// The number it was given.
    pub number: OrderNumber,
}

/// What an order took out of a basket.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TakenBasket {
    pub owner: String,
    pub coupons: Vec<String>,
    pub lines: Vec<(String, i64)>,
}

/// What the audit log keeps of an order that was placed.
#[derive(Serialize)]
struct OnRecord<'a> {
    number: &'a str,
    total: Money,
}

/// How often placing is tried anew where another command took the very number that was drawn.
const TRIES: u32 = 5;

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

/// How often a promotion may be used in all, and how often it was; none where there is no limit, or no such promotion.
pub(super) async fn limit_and_uses(command: &Command, id: PromotionId) -> Result<Option<(i64, i64)>, StoreError> {
    let Some(row) = promotion::Entity::find_by_id(id.0).one(&command.tx).await? else { return Ok(None) };
    let promotion: Promotion = serde_json::from_str(&row.document).map_err(StoreError::unreadable("promotion"))?;
    Ok(promotion.limit_total.map(|limit| (i64::from(limit), row.used)))
}

/// Empties the basket if it still has the version that was shown; gives back what was in it.
async fn empty_basket(command: &Command, taking: &Taking, now: i64) -> Result<Option<TakenBasket>, StoreError> {
    let (owner, version) = &taking.basket;
    let of_owner = || {
        Condition::all().add(cart::Column::Kind.eq(CartKind::Basket.as_str())).add(cart::Column::Owner.eq(owner.key()))
    };
    let mut change = cart::Entity::update_many()
        .col_expr(cart::Column::Version, Expr::col(cart::Column::Version).add(1))
        .col_expr(cart::Column::UpdatedAt, Expr::value(now))
        .filter(of_owner())
        .filter(cart::Column::Version.eq(*version));
    if let Some(draft) = &taking.next_draft {
        change = change.col_expr(cart::Column::Draft, Expr::value(draft.write()?));
    }
    if change.exec(&command.tx).await?.rows_affected == 0 {
        return Ok(None);
    }
    let Some(row) = cart::Entity::find().filter(of_owner()).one(&command.tx).await? else {
        return Ok(None);
    };
    let lines = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(row.id))
        .filter(cart_line::Column::Saved.eq(false))
        .order_by_asc(cart_line::Column::Id)
        .all(&command.tx)
        .await?;
    cart_line::Entity::delete_many()
        .filter(cart_line::Column::CartId.eq(row.id))
        .filter(cart_line::Column::Saved.eq(false))
        .exec(&command.tx)
        .await?;
    cart_coupon::Entity::delete_many().filter(cart_coupon::Column::CartId.eq(row.id)).exec(&command.tx).await?;
    Ok(Some(TakenBasket {
        owner: owner.key(),
        coupons: taking.coupons.clone(),
        lines: lines.into_iter().map(|line| (line.sku, line.quantity)).collect(),
    }))
}

impl Store {
    /// Places an order: basket, stock, promotions, credit, order and payment in one transaction. Either all of it
    /// happens, or nothing and the reason is given. The order's number is drawn here; `key_hash` gives the hash of the key
    /// that opens an order of a number. Whose the order is stands in the order; who placed it, perhaps for somebody else, stands
    /// in the audit log.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was changed then either.
    pub async fn place_order(
        &self,
        by: &Author,
        order: &NewOrder,
        taking: &Taking,
        key_hash: impl Fn(&OrderNumber) -> String + Send + Sync,
    ) -> Result<Result<Placed, Refusal>, StoreError> {
        let mut tries = 1;
        loop {
            match self.retrying(|| self.place_order_once(by, order, taking, &key_hash)).await {
                // An order was brought along under this number since it was drawn.
                Err(StoreError::Conflict(what)) if what.contains("number") && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    async fn place_order_once(
        &self,
        by: &Author,
        order: &NewOrder,
        taking: &Taking,
        key_hash: &(impl Fn(&OrderNumber) -> String + Send + Sync),
    ) -> Result<Result<Placed, Refusal>, StoreError> {
        let command = self.command().await?;
        let now = order.placed_at;
        if let Some(hold) = &taking.idempotency
            && !idempotency::lock(&command, hold).await?
        {
            return Ok(Err(Refusal::KeyTaken));
        }
        let Some(basket) = empty_basket(&command, taking, now).await? else {
            return Ok(Err(Refusal::BasketChanged));
        };
        let lines = order.lines();
        let skus = lines.iter().map(|line| line.sku.key());
        if prices_may_have_moved(&command, &taking.priced_at, skus).await? {
            return Ok(Err(Refusal::CatalogMoved));
        }
        let taken = match take_stock(&command, &lines).await? {
            Ok(taken) => taken,
            Err(short) => return Ok(Err(Refusal::OutOfStock(short))),
        };
        if let Some(percent) = taking.stock_share {
            let beyond = super::share::beyond_share(&command, percent, &lines, &taken).await?;
            if !beyond.is_empty() {
                return Ok(Err(Refusal::TransferShare(beyond)));
            }
        }
        let mut promotions: Vec<&PromotionUse> = taking.promotions.iter().collect();
        promotions.sort_by_key(|used| used.promotion);
        let mut used_up = false;
        for used in &promotions {
            if !use_promotion(&command, used).await? {
                return Ok(Err(Refusal::PromotionUsedUp(used.promotion)));
            }
            used_up |= limit_and_uses(&command, used.promotion).await?.is_some_and(|(limit, uses)| uses >= limit);
        }
        if let Some(company) = taking.credit
            && !take_credit(&command, company, order.priced.total).await?
        {
            return Ok(Err(Refusal::CreditExceeded));
        }
        // From here on nothing refuses it any more. All of it is written before its number is drawn, since all other orders
        // wait for the number from then on.
        let named = Named::not_yet();
        let id = insert(&command, order, &named, &taken.lines, Some(&basket)).await?;
        for used in promotions {
            let row = order_promotion::ActiveModel {
                order_id: Set(id),
                promotion_id: Set(used.promotion.0),
                customer: Set(used.customer.clone()),
                ..Default::default()
            };
            order_promotion::Entity::insert(row).exec_without_returning(&command.tx).await?;
        }
        let number = draw(&command).await?;
        name(&command, id, &Named { number: number.to_string(), key_hash: key_hash(&number) }).await?;
        if let Some(company) = taking.credit {
            enter_purchase(&command, company, order.priced.total, number.as_str(), now).await?;
        }
        if let Some(hold) = &taking.idempotency
            && !idempotency::bind(&command, hold, number.as_str()).await?
        {
            return Ok(Err(Refusal::KeyTaken));
        }
        let subject = Subject::Order(order.company, number.to_string());
        let on_record = OnRecord { number: number.as_str(), total: order.priced.total };
        command.audit_created(by, subject, &on_record).await?;
        let stands = matches!(order.lifecycle, Lifecycle::Placed { .. });
        if stands && order.payment.provider.is_none() {
            // One that a provider is asked for is confirmed as soon as it is paid.
            outbox::send(&command, &Message::OrderConfirmation { order: number.clone() }, now).await?;
        }
        if used_up {
            // Snapshots leave it out from now on.
            bump(&command, Part::Promotions).await?;
        }
        command.commit().await?;
        Ok(Ok(Placed { id, number }))
    }
}
