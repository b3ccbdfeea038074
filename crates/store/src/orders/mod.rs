//! Orders: placing one in a single transaction, moving it on, and reading it by its owner.

mod back;
mod past;
mod place;

pub(crate) use back::transition;
pub use past::PastOrder;

use crate::baskets::BasketOwner;
use crate::connection::Store;
use crate::entities::orders::{orders, payment};
use crate::error::StoreError;
use crate::idempotency::KeyHold;
use giano_commerce::company::{CompanyId, PersonId};
use giano_commerce::order::{OrderNumber, OrderState};
use giano_commerce::promotion::PromotionId;
use giano_commerce::{Money, Sku};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// Code of [`OrderState::AwaitingPayment`].
const AWAITING_PAYMENT: &str = "awaiting_payment";

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
    /// The catalogue's version at which it was priced.
    pub catalog_version: u64,
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
    /// When it is given up if no transfer came (milliseconds since 1970); never where none.
    pub expires_at: Option<i64>,
    /// The idempotency key held by the request: whoever comes with it again finds the order.
    pub idempotency: Option<KeyHold>,
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
    /// Another request has taken the idempotency key over: it places the order, or has placed it.
    KeyTaken,
    /// What its prices depend on has changed since it was priced: price it again.
    CatalogMoved,
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

/// Orders still waiting for a transfer that should have come by a moment.
fn overdue(now: i64) -> Select<orders::Entity> {
    orders::Entity::find()
        .filter(orders::Column::StateCode.eq(AWAITING_PAYMENT))
        .filter(orders::Column::ExpiresAt.lte(now))
}

impl Store {
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

    /// Identifiers of orders still waiting for a transfer that should have come by a moment (milliseconds since 1970), the
    /// longest overdue first, at most 100; for the shop's own work. Nothing else is read, so that one that cannot be read
    /// hides no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overdue_order_ids(&self, now: i64) -> Result<Vec<i64>, StoreError> {
        let query = overdue(now).select_only().column(orders::Column::Id).order_by_asc(orders::Column::ExpiresAt);
        Ok(query.limit(100).into_tuple().all(&self.db).await?)
    }

    /// An order that is still waiting for a transfer that should have come by a moment; for the shop's own work.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overdue_order(&self, id: i64, now: i64) -> Result<Option<OrderRecord>, StoreError> {
        overdue(now).filter(orders::Column::Id.eq(id)).one(&self.db).await?.map(record).transpose()
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
}
