//! Baskets: of guests under the hash of their token, of people under their identifier.

use crate::connection::{Command, Store};
use crate::entities::baskets::{basket, basket_line};
use crate::error::StoreError;
use giano_commerce::basket::MAX_LINES;
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use std::collections::HashMap;

/// Whose basket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BasketOwner {
    /// A guest, by the hash of the token in the cookie.
    Guest(String),
    /// A signed-in person.
    Person(PersonId),
}

impl BasketOwner {
    fn key(&self) -> String {
        match self {
            Self::Guest(hash) => hash.clone(),
            Self::Person(id) => format!("person:{}", id.0),
        }
    }
}

/// A basket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BasketRecord {
    /// Identifier; 0 for the empty basket of somebody who has none yet.
    pub id: i64,
    /// Counts every change.
    pub version: i64,
    /// Coupon codes given, upper case.
    pub coupons: Vec<String>,
    /// Code of the chosen term.
    pub term: Option<String>,
    /// What was typed in the checkout so far, as JSON.
    pub draft: Option<String>,
    /// Lines in the order they were added, saved ones too.
    pub rows: Vec<BasketRow>,
}

/// A line of a basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketRow {
    /// Identifier.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
    /// Saved for later.
    pub saved: bool,
}

fn row_of(row: basket_line::Model) -> Option<BasketRow> {
    Some(BasketRow {
        id: row.id,
        sku: row.sku.parse().ok()?,
        quantity: Quantity::new(u32::try_from(row.quantity).ok()?).ok()?,
        saved: row.saved,
    })
}

async fn read(db: &impl ConnectionTrait, owner: &BasketOwner) -> Result<Option<BasketRecord>, StoreError> {
    let found = basket::Entity::find().filter(basket::Column::Owner.eq(owner.key())).one(db).await?;
    let Some(found) = found else { return Ok(None) };
    let rows = basket_line::Entity::find()
        .filter(basket_line::Column::BasketId.eq(found.id))
        .order_by_asc(basket_line::Column::Id)
        .all(db)
        .await?;
    Ok(Some(BasketRecord {
        id: found.id,
        version: found.version,
        coupons: found.coupons.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        term: found.term,
        draft: found.draft,
        rows: rows.into_iter().filter_map(row_of).collect(),
    }))
}

/// The basket of an owner, made where there is none.
async fn ensure(command: &Command, owner: &BasketOwner, now: i64) -> Result<BasketRecord, StoreError> {
    if let Some(found) = read(&command.tx, owner).await? {
        return Ok(found);
    }
    let row = basket::ActiveModel {
        owner: Set(owner.key()),
        version: Set(0),
        coupons: Set(String::new()),
        updated_at: Set(now),
        ..Default::default()
    };
    let made = row.insert(&command.tx).await?;
    Ok(BasketRecord { id: made.id, ..BasketRecord::default() })
}

async fn touch(command: &Command, basket: &mut BasketRecord, now: i64) -> Result<(), StoreError> {
    basket::Entity::update_many()
        .col_expr(basket::Column::Version, Expr::col(basket::Column::Version).add(1))
        .col_expr(basket::Column::UpdatedAt, Expr::value(now))
        .filter(basket::Column::Id.eq(basket.id))
        .exec(&command.tx)
        .await?;
    basket.version += 1;
    Ok(())
}

async fn add(
    command: &Command,
    basket: &mut BasketRecord,
    lines: Vec<(Sku, Quantity)>,
) -> Result<Vec<(Sku, Quantity)>, StoreError> {
    let mut places: HashMap<String, usize> = basket
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.saved)
        .map(|(place, row)| (row.sku.key(), place))
        .collect();
    let mut fresh: Vec<(Sku, Quantity)> = Vec::new();
    let mut fresh_places: HashMap<String, usize> = HashMap::new();
    let mut left_over = Vec::new();
    let mut raised: Vec<usize> = Vec::new();
    for (sku, quantity) in lines {
        let key = sku.key();
        if let Some(place) = places.get(&key) {
            basket.rows[*place].quantity = basket.rows[*place].quantity.saturating_add(quantity);
            raised.push(*place);
        } else if let Some(place) = fresh_places.get(&key) {
            fresh[*place].1 = fresh[*place].1.saturating_add(quantity);
        } else if places.len() + fresh.len() < MAX_LINES {
            fresh_places.insert(key, fresh.len());
            fresh.push((sku, quantity));
        } else {
            left_over.push((sku, quantity));
        }
    }
    raised.sort_unstable();
    raised.dedup();
    for place in raised {
        let row = &basket.rows[place];
        basket_line::Entity::update_many()
            .col_expr(basket_line::Column::Quantity, Expr::value(i64::from(row.quantity.get())))
            .filter(basket_line::Column::Id.eq(row.id))
            .exec(&command.tx)
            .await?;
    }
    for (sku, quantity) in fresh {
        let row = basket_line::ActiveModel {
            basket_id: Set(basket.id),
            sku_key: Set(sku.key()),
            sku: Set(sku.to_string()),
            quantity: Set(i64::from(quantity.get())),
            saved: Set(false),
            ..Default::default()
        };
        let made = row.insert(&command.tx).await?;
        places.insert(sku.key(), basket.rows.len());
        basket.rows.push(BasketRow { id: made.id, sku, quantity, saved: false });
    }
    Ok(left_over)
}

impl Store {
    /// An owner's basket; none where there is none yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket(&self, owner: &BasketOwner) -> Result<Option<BasketRecord>, StoreError> {
        read(&self.db, owner).await
    }

    /// Adds lines; a SKU that is there gains the quantity. Gives back what did not fit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_to_basket(
        &self,
        owner: &BasketOwner,
        lines: Vec<(Sku, Quantity)>,
        now: i64,
    ) -> Result<(BasketRecord, Vec<(Sku, Quantity)>), StoreError> {
        let command = self.command().await?;
        let mut basket = ensure(&command, owner, now).await?;
        let left_over = add(&command, &mut basket, lines).await?;
        touch(&command, &mut basket, now).await?;
        command.commit().await?;
        Ok((basket, left_over))
    }

    /// Sets a line's quantity, or whether it is saved for later; none where the owner has no such line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn change_basket_line(
        &self,
        owner: &BasketOwner,
        line: i64,
        quantity: Option<Quantity>,
        saved: Option<bool>,
        now: i64,
    ) -> Result<Option<BasketRecord>, StoreError> {
        let command = self.command().await?;
        let Some(mut basket) = read(&command.tx, owner).await? else { return Ok(None) };
        let Some(row) = basket.rows.iter().find(|row| row.id == line).cloned() else { return Ok(None) };
        let saved = saved.unwrap_or(row.saved);
        let mut quantity = quantity.unwrap_or(row.quantity);
        let twin = basket
            .rows
            .iter()
            .find(|other| other.id != line && other.saved == saved && other.sku.key() == row.sku.key());
        if let Some(twin) = twin {
            quantity = quantity.saturating_add(twin.quantity);
            basket_line::Entity::delete_by_id(twin.id).exec(&command.tx).await?;
        }
        basket_line::Entity::update_many()
            .col_expr(basket_line::Column::Quantity, Expr::value(i64::from(quantity.get())))
            .col_expr(basket_line::Column::Saved, Expr::value(saved))
            .filter(basket_line::Column::Id.eq(line))
            .exec(&command.tx)
            .await?;
        touch(&command, &mut basket, now).await?;
        let basket = read(&command.tx, owner).await?;
        command.commit().await?;
        Ok(basket)
    }

    /// Takes a line out; none where the owner has no such line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_basket_line(
        &self,
        owner: &BasketOwner,
        line: i64,
        now: i64,
    ) -> Result<Option<BasketRecord>, StoreError> {
        let command = self.command().await?;
        let Some(mut basket) = read(&command.tx, owner).await? else { return Ok(None) };
        let Some(place) = basket.rows.iter().position(|row| row.id == line) else { return Ok(None) };
        basket_line::Entity::delete_by_id(line).exec(&command.tx).await?;
        basket.rows.remove(place);
        touch(&command, &mut basket, now).await?;
        command.commit().await?;
        Ok(Some(basket))
    }

    /// Takes lines of SKUs out that are no longer sold.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drop_basket_lines(&self, owner: &BasketOwner, lines: &[i64], now: i64) -> Result<(), StoreError> {
        let command = self.command().await?;
        let Some(mut basket) = read(&command.tx, owner).await? else { return Ok(()) };
        basket_line::Entity::delete_many()
            .filter(basket_line::Column::BasketId.eq(basket.id))
            .filter(basket_line::Column::Id.is_in(lines.iter().copied()))
            .exec(&command.tx)
            .await?;
        touch(&command, &mut basket, now).await?;
        command.commit().await
    }

    /// Sets the coupons, the term or the checkout's draft; what is absent stays. Makes the basket where there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_basket(
        &self,
        owner: &BasketOwner,
        coupons: Option<Vec<String>>,
        term: Option<String>,
        draft: Option<String>,
        now: i64,
    ) -> Result<BasketRecord, StoreError> {
        let command = self.command().await?;
        let mut basket = ensure(&command, owner, now).await?;
        // A draft changes no price by itself: other tabs need not read the basket again.
        let priced = coupons.is_some() || term.is_some();
        let Some(row) = basket::Entity::find_by_id(basket.id).one(&command.tx).await? else { return Ok(basket) };
        let mut row = row.into_active_model();
        if let Some(coupons) = coupons {
            row.coupons = Set(coupons.join(","));
            basket.coupons = coupons;
        }
        if let Some(term) = term {
            row.term = Set(Some(term.clone()));
            basket.term = Some(term);
        }
        if let Some(draft) = draft {
            row.draft = Set(Some(draft.clone()));
            basket.draft = Some(draft);
        }
        row.updated_at = Set(now);
        row.update(&command.tx).await?;
        if priced {
            touch(&command, &mut basket, now).await?;
        }
        command.commit().await?;
        Ok(basket)
    }

    /// Moves a guest's basket into a person's: quantities add up, coupons and draft are kept where the person has none.
    /// Gives back what did not fit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn merge_baskets(
        &self,
        guest: &BasketOwner,
        person: PersonId,
        now: i64,
    ) -> Result<Vec<(Sku, Quantity)>, StoreError> {
        let command = self.command().await?;
        let Some(from) = read(&command.tx, guest).await? else { return Ok(Vec::new()) };
        let mut into = ensure(&command, &BasketOwner::Person(person), now).await?;
        let lines = from.rows.iter().filter(|row| !row.saved).map(|row| (row.sku.clone(), row.quantity)).collect();
        let left_over = add(&command, &mut into, lines).await?;
        let kept: Vec<String> = into.rows.iter().filter(|row| row.saved).map(|row| row.sku.key()).collect();
        for row in from.rows.iter().filter(|row| row.saved && !kept.contains(&row.sku.key())) {
            let saved = basket_line::ActiveModel {
                basket_id: Set(into.id),
                sku_key: Set(row.sku.key()),
                sku: Set(row.sku.to_string()),
                quantity: Set(i64::from(row.quantity.get())),
                saved: Set(true),
                ..Default::default()
            };
            basket_line::Entity::insert(saved).exec_without_returning(&command.tx).await?;
        }
        if let Some(row) = basket::Entity::find_by_id(into.id).one(&command.tx).await? {
            let mut coupons = into.coupons.clone();
            coupons.extend(from.coupons.iter().filter(|code| !into.coupons.contains(code)).cloned());
            let draft = into.draft.clone().or(from.draft.clone());
            let mut row = row.into_active_model();
            row.coupons = Set(coupons.join(","));
            row.draft = Set(draft);
            row.update(&command.tx).await?;
        }
        touch(&command, &mut into, now).await?;
        basket::Entity::delete_by_id(from.id).exec(&command.tx).await?;
        command.commit().await?;
        Ok(left_over)
    }
}
