//! Baskets: of guests under the hash of their token, of people under their identifier.

use crate::connection::{Command, Store};
use crate::entities::baskets::{basket, basket_line};
use crate::error::StoreError;
use crate::orders;
use giano_commerce::basket::MAX_LINES;
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
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
    /// The owner of a stored key.
    pub(crate) fn of_key(key: &str) -> Self {
        let person = key.strip_prefix("person:").and_then(|id| id.parse().ok());
        person.map_or_else(|| Self::Guest(key.to_owned()), |id| Self::Person(PersonId(id)))
    }

    /// The owner as stored.
    pub(crate) fn key(&self) -> String {
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

async fn exists(db: &impl ConnectionTrait, owner: &BasketOwner) -> Result<bool, StoreError> {
    Ok(basket::Entity::find().filter(basket::Column::Owner.eq(owner.key())).count(db).await? > 0)
}

/// The basket of an owner, made where there is none, with its next version: the row stays locked until the command ends,
/// so that two commands on one basket follow each other.
pub(crate) async fn claim(command: &Command, owner: &BasketOwner, now: i64) -> Result<BasketRecord, StoreError> {
    if !touch(command, owner, now).await? {
        let row = basket::ActiveModel {
            owner: Set(owner.key()),
            version: Set(0),
            coupons: Set(String::new()),
            updated_at: Set(now),
            ..Default::default()
        };
        basket::Entity::insert(row)
            .on_conflict_do_nothing_on([basket::Column::Owner])
            .exec_without_returning(&command.tx)
            .await?;
        touch(command, owner, now).await?;
    }
    Ok(read(&command.tx, owner).await?.unwrap_or_default())
}

/// Gives a basket its next version; `false` where there is none.
async fn touch(command: &Command, owner: &BasketOwner, now: i64) -> Result<bool, StoreError> {
    let done = basket::Entity::update_many()
        .col_expr(basket::Column::Version, Expr::col(basket::Column::Version).add(1))
        .col_expr(basket::Column::UpdatedAt, Expr::value(now))
        .filter(basket::Column::Owner.eq(owner.key()))
        .exec(&command.tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds lines to a claimed basket; a SKU that is there gains the quantity. Gives back what does not fit.
pub(crate) async fn add(
    command: &Command,
    basket: &mut BasketRecord,
    lines: Vec<(Sku, Quantity)>,
) -> Result<Vec<(Sku, Quantity)>, StoreError> {
    let places: HashMap<String, usize> = basket
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
    for some in fresh.chunks(100) {
        let rows = some.iter().map(|(sku, quantity)| basket_line::ActiveModel {
            basket_id: Set(basket.id),
            sku_key: Set(sku.key()),
            sku: Set(sku.to_string()),
            quantity: Set(i64::from(quantity.get())),
            saved: Set(false),
            ..Default::default()
        });
        let mut made = basket_line::Entity::insert_many(rows).exec_with_returning(&command.tx).await?;
        made.sort_by_key(|row| row.id);
        basket.rows.extend(made.into_iter().filter_map(row_of));
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

    /// Whether an owner has a basket.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_basket(&self, owner: &BasketOwner) -> Result<bool, StoreError> {
        exists(&self.db, owner).await
    }

    /// Lines in all baskets together.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket_lines(&self) -> Result<u64, StoreError> {
        Ok(basket_line::Entity::find().count(&self.db).await?)
    }

    /// Lines and pieces in an owner's basket, without those saved for later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket_count(&self, owner: &BasketOwner) -> Result<(u32, u64), StoreError> {
        let rows: Vec<i64> = basket_line::Entity::find()
            .select_only()
            .column(basket_line::Column::Quantity)
            .filter(basket_line::Column::Saved.eq(false))
            .filter(
                basket_line::Column::BasketId.in_subquery(
                    Query::select()
                        .column(basket::Column::Id)
                        .from(basket::Entity)
                        .and_where(basket::Column::Owner.eq(owner.key()))
                        .to_owned(),
                ),
            )
            .into_tuple()
            .all(&self.db)
            .await?;
        let pieces = rows.iter().map(|pieces| u64::try_from(*pieces).unwrap_or_default()).sum();
        Ok((u32::try_from(rows.len()).unwrap_or(u32::MAX), pieces))
    }

    /// Adds lines that `choose` picks, seeing the basket as it is; a SKU that is there gains the quantity. Gives back the
    /// basket (none where nothing was chosen: then nothing changed) and what did not fit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_to_basket(
        &self,
        owner: &BasketOwner,
        choose: impl FnOnce(&BasketRecord) -> Vec<(Sku, Quantity)> + Send,
        now: i64,
    ) -> Result<Option<(BasketRecord, Vec<(Sku, Quantity)>)>, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, owner, now).await?;
        let lines = choose(&basket);
        if lines.is_empty() {
            return Ok(None);
        }
        let left_over = add(&command, &mut basket, lines).await?;
        command.commit().await?;
        Ok(Some((basket, left_over)))
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
        let basket = claim(&command, owner, now).await?;
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
        let mut basket = claim(&command, owner, now).await?;
        let Some(place) = basket.rows.iter().position(|row| row.id == line) else { return Ok(None) };
        basket_line::Entity::delete_by_id(line).exec(&command.tx).await?;
        basket.rows.remove(place);
        command.commit().await?;
        Ok(Some(basket))
    }

    /// Takes lines of SKUs out that are no longer sold; gives back the basket as it is then.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drop_basket_lines(
        &self,
        owner: &BasketOwner,
        lines: &[i64],
        now: i64,
    ) -> Result<BasketRecord, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, owner, now).await?;
        basket_line::Entity::delete_many()
            .filter(basket_line::Column::BasketId.eq(basket.id))
            .filter(basket_line::Column::Id.is_in(lines.iter().copied()))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        basket.rows.retain(|row| !lines.contains(&row.id));
        Ok(basket)
    }

    /// Sets the coupons, the term or the checkout's draft; what is absent stays. Makes the basket of a person who has none
    /// yet; a guest's is made by the first line alone, so that nobody fills the database with empty ones.
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
        // A draft changes no price by itself: other tabs need not read the basket again.
        let priced = coupons.is_some() || term.is_some();
        let found = if priced { None } else { read(&command.tx, owner).await? };
        let mut basket = match (found, owner) {
            (Some(found), _) => found,
            (None, BasketOwner::Guest(_)) if !exists(&command.tx, owner).await? => return Ok(BasketRecord::default()),
            (None, _) => claim(&command, owner, now).await?,
        };
        let mut change = basket::Entity::update_many()
            .col_expr(basket::Column::UpdatedAt, Expr::value(now))
            .filter(basket::Column::Id.eq(basket.id));
        if let Some(coupons) = coupons {
            change = change.col_expr(basket::Column::Coupons, Expr::value(coupons.join(",")));
            basket.coupons = coupons;
        }
        if let Some(term) = term {
            change = change.col_expr(basket::Column::Term, Expr::value(term.clone()));
            basket.term = Some(term);
        }
        if let Some(draft) = draft {
            change = change.col_expr(basket::Column::Draft, Expr::value(draft.clone()));
            basket.draft = Some(draft);
        }
        change.exec(&command.tx).await?;
        command.commit().await?;
        Ok(basket)
    }

    /// Moves a guest's basket into a person's: quantities add up, coupons and draft are kept where the person has none.
    /// What does not fit stays in the guest's basket and is given back.
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
        // What was ordered from it and waits at the bank is the person's to answer or to give up.
        orders::hand_over(&command, guest, &BasketOwner::Person(person)).await?;
        if read(&command.tx, guest).await?.is_none() {
            command.commit().await?;
            return Ok(Vec::new());
        }
        let from = claim(&command, guest, now).await?;
        let mut into = claim(&command, &BasketOwner::Person(person), now).await?;
        let lines = from.rows.iter().filter(|row| !row.saved).map(|row| (row.sku.clone(), row.quantity)).collect();
        let left_over = add(&command, &mut into, lines).await?;
        let kept: Vec<String> = into.rows.iter().filter(|row| row.saved).map(|row| row.sku.key()).collect();
        let saved = from.rows.iter().filter(|row| row.saved && !kept.contains(&row.sku.key())).map(|row| {
            basket_line::ActiveModel {
                basket_id: Set(into.id),
                sku_key: Set(row.sku.key()),
                sku: Set(row.sku.to_string()),
                quantity: Set(i64::from(row.quantity.get())),
                saved: Set(true),
                ..Default::default()
            }
        });
        let saved: Vec<_> = saved.collect();
        if !saved.is_empty() {
            basket_line::Entity::insert_many(saved).exec_without_returning(&command.tx).await?;
        }
        let mut coupons = into.coupons.clone();
        coupons.extend(from.coupons.iter().filter(|code| !into.coupons.contains(code)).cloned());
        basket::Entity::update_many()
            .col_expr(basket::Column::Coupons, Expr::value(coupons.join(",")))
            .col_expr(basket::Column::Draft, Expr::value(into.draft.clone().or(from.draft.clone())))
            .filter(basket::Column::Id.eq(into.id))
            .exec(&command.tx)
            .await?;
        if left_over.is_empty() {
            basket::Entity::delete_by_id(from.id).exec(&command.tx).await?;
        } else {
            let stays: Vec<String> = left_over.iter().map(|(sku, _)| sku.key()).collect();
            basket_line::Entity::delete_many()
                .filter(basket_line::Column::BasketId.eq(from.id))
                .filter(basket_line::Column::SkuKey.is_not_in(stays))
                .exec(&command.tx)
                .await?;
        }
        command.commit().await?;
        Ok(left_over)
    }

    /// Forgets guests' baskets that nobody touched since a moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_guest_baskets(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = basket::Entity::delete_many()
            .filter(basket::Column::UpdatedAt.lt(before))
            .filter(basket::Column::Owner.not_like("person:%"))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
