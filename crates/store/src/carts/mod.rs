//! Carts: everything that somebody puts lines into before there is an order. A basket, a quote, a requisition list, the order
//! that a sales representative makes up, and a recurring order are kinds of one thing.
//!
//! A cart has its lines as rows and is changed by its owner alone. Every command that changes one claims it first: the row of
//! the cart stays locked until the command ends, so that two commands on one cart follow each other, and what is worked out of
//! its lines in between holds.

mod basket;
mod coupons;
mod draft;
mod lists;
mod merge;
mod rows;

pub use basket::{BasketOwner, LineRefusal};
pub use draft::DraftSnapshot;
pub use lists::{CartSummary, LineChange, NewCartRow};
pub(crate) use {basket::add, coupons::add_codes};

use crate::connection::Command;
use crate::entities::carts::cart;
use crate::error::StoreError;
use giano_commerce::company::{AddressId, CompanyId, PersonId};
use giano_commerce::{Money, Quantity, Sku};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter};

/// What a cart is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CartKind {
    /// What somebody is about to order.
    Basket,
    /// What a price is asked for.
    Quote,
    /// What a company orders again and again.
    RequisitionList,
    /// What a sales representative puts together for a customer.
    RepresentativeOrder,
    /// What is ordered by itself from time to time.
    RecurringOrder,
}

impl CartKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Basket, Self::Quote, Self::RequisitionList, Self::RepresentativeOrder, Self::RecurringOrder];

    /// The word that is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basket => "basket",
            Self::Quote => "quote",
            Self::RequisitionList => "requisition_list",
            Self::RepresentativeOrder => "representative_order",
            Self::RecurringOrder => "recurring_order",
        }
    }
}

/// Whose cart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CartOwner {
    /// A guest, by the hash of the token in the cookie. Guests have baskets only.
    Guest(String),
    /// A person.
    Person(PersonId),
    /// A company: all its people who may order use it.
    Company(CompanyId),
}

impl CartOwner {
    /// The owner as stored.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Guest(hash) => hash.clone(),
            Self::Person(id) => format!("person:{}", id.0),
            Self::Company(id) => format!("company:{}", id.0),
        }
    }
}

/// What tells one cart from all others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CartKey {
    /// What it is for.
    pub kind: CartKind,
    /// Whose it is.
    pub owner: CartOwner,
    /// Tells the owner's carts of a kind apart. A basket has none, so everybody has one.
    pub name: String,
}

impl From<&BasketOwner> for CartKey {
    fn from(owner: &BasketOwner) -> Self {
        let owner = match owner {
            BasketOwner::Guest(hash) => CartOwner::Guest(hash.clone()),
            BasketOwner::Person(id) => CartOwner::Person(*id),
        };
        Self { kind: CartKind::Basket, owner, name: String::new() }
    }
}

/// A cart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CartRecord {
    /// Identifier; 0 for the empty basket of somebody who has none yet.
    pub id: i64,
    /// Counts every change.
    pub version: i64,
    /// Coupon codes given, upper case, in the order they were given.
    pub coupons: Vec<String>,
    /// Code of the chosen term.
    pub term: Option<String>,
    /// What was typed in the checkout so far.
    pub draft: Option<DraftSnapshot>,
    /// Lines in the order they were added, saved ones too.
    pub rows: Vec<CartRow>,
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartRow {
    /// Identifier.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
    /// Saved for later.
    pub saved: bool,
    /// Where its price comes from.
    pub price: PriceSource,
    /// Where it goes, where that is another of the company's addresses than the order's.
    pub address: Option<AddressId>,
}

/// Where the price of a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceSource {
    /// The shop's prices on the day it is ordered: the lowest of what everybody pays and what the company has agreed on.
    List,
    /// The company's contract, also where everybody pays less by now.
    Contract,
    /// What was offered in an accepted quote, per piece.
    Quoted {
        /// Price of a piece.
        unit: Money,
    },
    /// What a sales representative has entered, per piece.
    ByHand {
        /// Price of a piece.
        unit: Money,
    },
}

/// Reads a cart with its lines and coupons.
async fn read(db: &impl ConnectionTrait, key: &CartKey) -> Result<Option<CartRecord>, StoreError> {
    let Some(found) = find(db, key).await? else { return Ok(None) };
    Ok(Some(CartRecord {
        id: found.id,
        version: found.version,
        coupons: coupons::of(db, found.id).await?,
        term: found.term,
        // A basket is no less a basket because what was typed beside it cannot be read any more.
        draft: found.draft.as_deref().and_then(DraftSnapshot::read),
        rows: rows::of(db, found.id).await?,
    }))
}

async fn find(db: &impl ConnectionTrait, key: &CartKey) -> Result<Option<cart::Model>, StoreError> {
    Ok(cart::Entity::find()
        .filter(cart::Column::Kind.eq(key.kind.as_str()))
        .filter(cart::Column::Owner.eq(key.owner.key()))
        .filter(cart::Column::Name.eq(&key.name))
        .one(db)
        .await?)
}

/// A cart, made where there is none, with its next version: its row stays locked until the command ends.
pub(crate) async fn claim(command: &Command, key: &CartKey, now: i64) -> Result<CartRecord, StoreError> {
    if !touch(command, key, now).await? {
        let row = cart::ActiveModel {
            kind: Set(key.kind.as_str().to_owned()),
            owner: Set(key.owner.key()),
            name: Set(key.name.clone()),
            version: Set(0),
            updated_at: Set(now),
            ..Default::default()
        };
        cart::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([cart::Column::Kind, cart::Column::Owner, cart::Column::Name])
                    .do_nothing_on([cart::Column::Id])
                    .to_owned(),
            )
            .exec_without_returning(&command.tx)
            .await?;
        touch(command, key, now).await?;
    }
    Ok(read(&command.tx, key).await?.unwrap_or_default())
}

/// A cart to change, at its next version; none, and nothing is made, where there is none.
async fn claim_existing(command: &Command, key: &CartKey, now: i64) -> Result<Option<CartRecord>, StoreError> {
    if touch(command, key, now).await? { read(&command.tx, key).await } else { Ok(None) }
}

/// Gives a cart its next version; `false` where there is none.
async fn touch(command: &Command, key: &CartKey, now: i64) -> Result<bool, StoreError> {
    let done = cart::Entity::update_many()
        .col_expr(cart::Column::Version, Expr::col(cart::Column::Version).add(1))
        .col_expr(cart::Column::UpdatedAt, Expr::value(now))
        .filter(cart::Column::Kind.eq(key.kind.as_str()))
        .filter(cart::Column::Owner.eq(key.owner.key()))
        .filter(cart::Column::Name.eq(&key.name))
        .exec(&command.tx)
        .await?;
    Ok(done.rows_affected == 1)
}
