//! Orders: placing one in a single transaction, and reading them by their owner.

use crate::baskets::{self, BasketOwner};
use crate::companies::{give_back_credit, take_credit};
use crate::connection::{Command, Store};
use crate::entities::baskets::{basket, basket_line};
use crate::entities::catalog::variant;
use crate::entities::orders::{idempotency, order_line, order_promotion, orders, payment};
use crate::entities::people::credit_entry;
use crate::entities::promotions::{promotion, promotion_use};
use crate::error::StoreError;
use giano_commerce::company::{CompanyId, PersonId};
use giano_commerce::order::{CancelReason, OrderEvent, OrderNumber, OrderState};
use giano_commerce::promotion::PromotionId;
use giano_commerce::{Money, Quantity, Sku};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};

/// An order to place.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Its number.
    pub number: OrderNumber,
    /// Hash of the key that opens it without signing in.
    pub key_hash: String,
    /// Who ordered, where signed in.
    pub person: Option<PersonId>,
    /// For which company.
    pub company: Option<CompanyId>,
    /// The e-mail in the form that look-ups compare.
    pub email_key: String,
    /// Its first state.
    pub state: OrderState,
    /// When (milliseconds since 1970).
    pub placed_at: i64,
    /// What is to be paid.
    pub total: Money,
    /// Everything as it was shown and priced, as JSON.
    pub document: String,
    /// What is taken from stock.
    pub lines: Vec<NewOrderLine>,
    /// Promotions used.
    pub promotions: Vec<PromotionUse>,
    /// Whose credit is taken, where it is on account.
    pub credit: Option<CompanyId>,
    /// The basket it comes from, with the version that was shown; emptied with the order.
    pub basket: (BasketOwner, i64),
    /// Coupons of that basket, given back with it.
    pub coupons: Vec<String>,
    /// What stays of the checkout's draft for the next order, as JSON.
    pub next_draft: Option<String>,
    /// The payment to make with a provider.
    pub payment: Option<NewPayment>,
    /// The idempotency key held by the request: whoever comes with it again finds the order.
    pub idempotency: Option<String>,
}

/// A payment to make with a provider.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// Identifier.
    pub id: String,
    /// Name of the provider.
    pub provider: String,
    /// The provider's own reference.
    pub reference: String,
}

/// A line of an order to place.
#[derive(Debug, Clone)]
pub struct NewOrderLine {
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: u32,
    /// Whether it is a gift: one that is not on hand does not hold up the order.
    pub gift: bool,
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
    /// A promotion's limit is reached.
    PromotionUsedUp(PromotionId),
    /// The credit does not suffice.
    CreditExceeded,
    /// The basket is not the one that was shown.
    BasketChanged,
}

/// Who may read an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderOwner {
    /// Whoever has the key (its hash).
    Key(String),
    /// The person who ordered.
    Person(PersonId),
    /// People of the company.
    Company(CompanyId),
    /// Whoever knows the e-mail (its key).
    Email(String),
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRecord {
    /// Identifier.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub state: OrderState,
    /// When (milliseconds since 1970).
    pub placed_at: i64,
    /// What is to be paid, as decimal text.
    pub total: String,
    /// Its currency.
    pub currency: String,
    /// Pieces.
    pub pieces: i64,
    /// Everything as it was shown and priced, as JSON.
    pub document: String,
    /// What it took out of the basket, as JSON.
    pub(crate) basket: Option<String>,
}

/// What is known of an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idempotency {
    /// Not seen before: now held by this request.
    Fresh,
    /// Answered before: say the same again.
    Replay {
        /// HTTP status.
        status: u16,
        /// JSON.
        answer: String,
    },
    /// Another request with the key is at work, or was when its server stopped.
    InProgress {
        /// The order's number, once it is placed.
        order: Option<String>,
        /// Since when (milliseconds since 1970).
        since: i64,
    },
    /// The key came with another content.
    Mismatch,
}

pub(crate) fn record(row: orders::Model) -> Result<OrderRecord, StoreError> {
    Ok(OrderRecord {
        id: row.id,
        number: row.number,
        state: serde_json::from_str(&row.state).map_err(StoreError::unreadable("order state"))?,
        placed_at: row.placed_at,
        total: row.total,
        currency: row.currency,
        pieces: row.pieces,
        document: row.document,
        basket: row.basket,
    })
}

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

/// What an order took out of a basket.
#[derive(Debug, Serialize, Deserialize)]
struct TakenBasket {
    owner: String,
    coupons: Vec<String>,
    lines: Vec<(String, i64)>,
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

/// Moves an order on inside a command. Cancelling gives back stock, promotions and credit, and, where it was never paid,
/// the basket. None where the order is elsewhere by now or the event is not possible.
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
        give_back(command, order, at.as_millisecond()).await?;
        let unpaid = matches!(reason, CancelReason::PaymentDeclined | CancelReason::PaymentExpired);
        if let (true, Some(basket)) = (unpaid, &order.basket) {
            restore_basket(command, basket, at.as_millisecond()).await?;
        }
    }
    Ok(Some(next))
}

impl Store {
    /// Places an order: basket, stock, promotions, credit, order and payment in one transaction. Either all of it
    /// happens, or nothing and the reason is given.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was changed then either.
    pub async fn place_order(&self, order: &NewOrder) -> Result<Result<i64, Refusal>, StoreError> {
        let command = self.command().await?;
        let now = order.placed_at;
        let Some(basket) = empty_basket(&command, order).await? else {
            return Ok(Err(Refusal::BasketChanged));
        };
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
        for used in &promotions {
            if !use_promotion(&command, used).await? {
                return Ok(Err(Refusal::PromotionUsedUp(used.promotion)));
            }
        }
        if let Some(company) = order.credit
            && !take_credit(&command, company, order.total, order.number.as_str(), now).await?
        {
            return Ok(Err(Refusal::CreditExceeded));
        }
        let id = write_order(&command, order, &basket, &taken, &promotions).await?;
        if let Some(key) = &order.idempotency {
            idempotency::Entity::update_many()
                .col_expr(idempotency::Column::Answer, Expr::value(order.number.as_str()))
                .filter(idempotency::Column::Key.eq(key))
                .exec(&command.tx)
                .await?;
        }
        command.commit().await?;
        Ok(Ok(id))
    }

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
        let command = self.command().await?;
        let next = transition(&command, order, event, at).await?;
        if next.is_some() {
            command.commit().await?;
        }
        Ok(next)
    }

    /// An order, for an owner.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn order(&self, number: &OrderNumber, owner: &OrderOwner) -> Result<Option<OrderRecord>, StoreError> {
        let query = orders::Entity::find().filter(orders::Column::Number.eq(number.as_str()));
        let query = match owner {
            OrderOwner::Key(hash) => query.filter(orders::Column::KeyHash.eq(hash)),
            OrderOwner::Person(person) => query.filter(orders::Column::PersonId.eq(person.0)),
            OrderOwner::Company(company) => query.filter(orders::Column::CompanyId.eq(company.0)),
            OrderOwner::Email(key) => query.filter(orders::Column::EmailKey.eq(key)),
        };
        query.one(&self.db).await?.map(record).transpose()
    }

    /// The order of a payment, for the shop's own work.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn order_of_payment(&self, payment: &str) -> Result<Option<OrderRecord>, StoreError> {
        let Some(payment) = payment::Entity::find_by_id(payment.to_owned()).one(&self.db).await? else {
            return Ok(None);
        };
        orders::Entity::find_by_id(payment.order_id).one(&self.db).await?.map(record).transpose()
    }

    /// The newest orders of a person or company, at most 100.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn orders_of(&self, owner: &OrderOwner) -> Result<Vec<OrderRecord>, StoreError> {
        let query = orders::Entity::find().order_by_desc(orders::Column::Id).limit(100);
        let query = match owner {
            OrderOwner::Person(person) => query.filter(orders::Column::PersonId.eq(person.0)),
            OrderOwner::Company(company) => query.filter(orders::Column::CompanyId.eq(company.0)),
            // A key or an e-mail opens one order, never a list.
            OrderOwner::Key(_) | OrderOwner::Email(_) => return Ok(Vec::new()),
        };
        query.all(&self.db).await?.into_iter().map(record).collect()
    }

    /// Asks for an idempotency key: holds it where it is new.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_idempotent(&self, key: &str, body_hash: &str, now: i64) -> Result<Idempotency, StoreError> {
        let command = self.command().await?;
        let row = idempotency::ActiveModel {
            key: Set(key.to_owned()),
            body_hash: Set(body_hash.to_owned()),
            status: Set(0),
            answer: Set(None),
            created_at: Set(now),
        };
        let inserted = idempotency::Entity::insert(row)
            .on_conflict_do_nothing_on([idempotency::Column::Key])
            .exec_without_returning(&command.tx)
            .await?;
        let known = idempotency::Entity::find_by_id(key.to_owned()).one(&command.tx).await?;
        command.commit().await?;
        if matches!(inserted, sea_orm::TryInsertResult::Inserted(1)) {
            return Ok(Idempotency::Fresh);
        }
        Ok(match known {
            None => Idempotency::InProgress { order: None, since: now },
            Some(known) if known.body_hash != body_hash => Idempotency::Mismatch,
            Some(idempotency::Model { status: 0, answer, created_at, .. }) => {
                Idempotency::InProgress { order: answer, since: created_at }
            }
            Some(idempotency::Model { status, answer, .. }) => {
                Idempotency::Replay { status: u16::try_from(status).unwrap_or(500), answer: answer.unwrap_or_default() }
            }
        })
    }

    /// Takes over a key whose request has led to nothing since a moment: `true` for one only.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_over_idempotent(&self, key: &str, since: i64, now: i64) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let done = idempotency::Entity::update_many()
            .col_expr(idempotency::Column::CreatedAt, Expr::value(now))
            .filter(idempotency::Column::Key.eq(key))
            .filter(idempotency::Column::CreatedAt.eq(since))
            .filter(idempotency::Column::Status.eq(0))
            .filter(idempotency::Column::Answer.is_null())
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Keeps the answer of a key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_idempotent(&self, key: &str, status: u16, answer: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        idempotency::Entity::update_many()
            .col_expr(idempotency::Column::Status, Expr::value(i32::from(status)))
            .col_expr(idempotency::Column::Answer, Expr::value(answer))
            .filter(idempotency::Column::Key.eq(key))
            .exec(&command.tx)
            .await?;
        command.commit().await
    }

    /// Lets a key go that led to nothing, so that it can be tried again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn abandon_idempotent(&self, key: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        idempotency::Entity::delete_by_id(key.to_owned()).exec(&command.tx).await?;
        command.commit().await
    }

    /// Forgets keys older than a moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_idempotent(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = idempotency::Entity::delete_many()
            .filter(idempotency::Column::CreatedAt.lt(before))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
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
    let uses =
        order_promotion::Entity::find().filter(order_promotion::Column::OrderId.eq(order.id)).all(&command.tx).await?;
    for used in uses {
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
    Ok(())
}
