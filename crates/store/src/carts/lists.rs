//! Carts that have a name: quotes, requisition lists, orders of sales representatives, recurring orders.

use super::rows::{self, Fresh};
use super::{CartKey, CartKind, CartOwner, CartRecord, PriceSource, claim, claim_existing, read};
use crate::connection::Store;
use crate::entities::carts::{cart, cart_line};
use crate::error::StoreError;
use giano_commerce::basket::MAX_LINES;
use giano_commerce::company::AddressId;
use giano_commerce::{Quantity, Sku};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Most lines of a requisition list, and most of them that somebody has.
const MAX_LISTED: usize = 999;

impl CartKind {
    /// How many lines a cart of this kind holds; a guest's basket holds fewer.
    pub const fn most_lines(self) -> usize {
        match self {
            Self::RequisitionList => MAX_LISTED,
            Self::Basket | Self::Quote | Self::RepresentativeOrder | Self::RecurringOrder => MAX_LINES,
        }
    }
}

/// A cart in a list of carts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartSummary {
    /// Its name.
    pub name: String,
    /// Counts every change.
    pub version: i64,
    /// How many lines it has.
    pub lines: u64,
    /// When it was changed last (milliseconds since 1970).
    pub updated_at: i64,
}

/// A line to put into a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCartRow {
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
    /// Where its price comes from.
    pub price: PriceSource,
    /// Where it goes, where that is another of the company's addresses than the order's.
    pub address: Option<AddressId>,
}

/// A change of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// Which line.
    pub line: i64,
    /// How many.
    pub quantity: Quantity,
    /// Where its price comes from.
    pub price: PriceSource,
    /// Where it goes.
    pub address: Option<AddressId>,
}

impl Store {
    /// A cart; none where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cart(&self, key: &CartKey) -> Result<Option<CartRecord>, StoreError> {
        read(&self.db, key).await
    }

    /// An owner's carts of a kind, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn carts(&self, kind: CartKind, owner: &CartOwner) -> Result<Vec<CartSummary>, StoreError> {
        let carts = cart::Entity::find()
            .filter(cart::Column::Kind.eq(kind.as_str()))
            .filter(cart::Column::Owner.eq(owner.key()))
            .order_by_asc(cart::Column::Name)
            .all(&self.db)
            .await?;
        let counted: Vec<(i64, i64)> = cart_line::Entity::find()
            .select_only()
            .column(cart_line::Column::CartId)
            .column_as(cart_line::Column::Id.count(), "lines")
            .filter(cart_line::Column::CartId.is_in(carts.iter().map(|cart| cart.id)))
            .group_by(cart_line::Column::CartId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let lines: HashMap<i64, i64> = counted.into_iter().collect();
        let summary = |cart: cart::Model| CartSummary {
            name: cart.name,
            version: cart.version,
            lines: lines.get(&cart.id).and_then(|lines| u64::try_from(*lines).ok()).unwrap_or_default(),
            updated_at: cart.updated_at,
        };
        Ok(carts.into_iter().map(summary).collect())
    }

    /// Puts lines into a cart, after those that are there, and makes it where there is none. Nothing adds up here: a quote
    /// may have the same SKU twice, at two prices. None, and nothing is written, where there is no room for all of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_cart_lines(
        &self,
        key: &CartKey,
        lines: Vec<NewCartRow>,
        now: i64,
    ) -> Result<Option<CartRecord>, StoreError> {
        let command = self.command().await?;
        let mut cart = claim(&command, key, now).await?;
        if cart.rows.len() + lines.len() > key.kind.most_lines() {
            return Ok(None);
        }
        let fresh =
            |NewCartRow { sku, quantity, price, address }| Fresh { sku, quantity, saved: false, price, address };
        rows::insert(&command, cart.id, &lines.into_iter().map(fresh).collect::<Vec<_>>()).await?;
        cart.rows = rows::of(&command.tx, cart.id).await?;
        command.commit().await?;
        Ok(Some(cart))
    }

    /// Changes lines of a cart; those that it does not have are passed over. None where there is no such cart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn change_cart_lines(
        &self,
        key: &CartKey,
        changes: &[LineChange],
        now: i64,
    ) -> Result<Option<CartRecord>, StoreError> {
        let command = self.command().await?;
        let Some(mut cart) = claim_existing(&command, key, now).await? else { return Ok(None) };
        let places: HashMap<i64, usize> = cart.rows.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let mut changed = Vec::with_capacity(changes.len());
        for LineChange { line, quantity, price, address } in changes {
            if let Some(place) = places.get(line) {
                let row = &mut cart.rows[*place];
                (row.quantity, row.price, row.address) = (*quantity, *price, *address);
                changed.push(*place);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        rows::update(&command, cart.id, changed.iter().map(|place| &cart.rows[*place])).await?;
        command.commit().await?;
        Ok(Some(cart))
    }

    /// Takes lines out of a cart. None where there is no such cart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_cart_lines(
        &self,
        key: &CartKey,
        lines: &[i64],
        now: i64,
    ) -> Result<Option<CartRecord>, StoreError> {
        let command = self.command().await?;
        let Some(mut cart) = claim_existing(&command, key, now).await? else { return Ok(None) };
        rows::delete(&command, cart.id, lines).await?;
        cart.rows = rows::of(&command.tx, cart.id).await?;
        command.commit().await?;
        Ok(Some(cart))
    }

    /// Takes a cart away with all its lines; `false` where there was none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_cart(&self, key: &CartKey) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let gone = cart::Entity::delete_many()
            .filter(cart::Column::Kind.eq(key.kind.as_str()))
            .filter(cart::Column::Owner.eq(key.owner.key()))
            .filter(cart::Column::Name.eq(&key.name))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected > 0)
    }
}
