//! Baskets: of guests under the hash of their token, of people under their identifier.

use super::rows::{self, Fresh};
use super::{CartKey, CartKind, CartRecord, CartRow, DraftSnapshot, claim, find, merge, read};
use crate::connection::{Command, Store};
use crate::entities::carts::{cart, cart_line};
use crate::error::StoreError;
use giano_commerce::basket::MAX_SAVED;
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};

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
        CartKey::from(self).owner.key()
    }

    pub(super) const fn is_guest(&self) -> bool {
        matches!(self, Self::Guest(_))
    }
}

/// Why a line was not changed; nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRefusal {
    /// The owner has no such line.
    NotThere,
    /// The basket has no room for it.
    BasketFull,
    /// As much is saved for later as may be.
    SavedFull,
}

/// Adds lines to a claimed basket of at most so many lines; a SKU that is there gains the quantity. Gives back what does not
/// fit.
pub(crate) async fn add(
    command: &Command,
    basket: &mut CartRecord,
    lines: Vec<(Sku, Quantity)>,
    most: usize,
) -> Result<Vec<(Sku, Quantity)>, StoreError> {
    let sum = merge::sum_up(&mut basket.rows, lines, false, most);
    rows::update(command, basket.id, sum.raised.iter().map(|place| &basket.rows[*place])).await?;
    if !sum.fresh.is_empty() {
        let fresh = sum.fresh.into_iter().map(|(sku, quantity)| Fresh::at_list(sku, quantity, false));
        rows::insert(command, basket.id, &fresh.collect::<Vec<_>>()).await?;
        basket.rows = rows::of(&command.tx, basket.id).await?;
    }
    Ok(sum.left_over)
}

/// All lines of an owner's basket.
fn lines_of(owner: &BasketOwner) -> Select<cart_line::Entity> {
    let basket = Query::select()
        .column(cart::Column::Id)
        .from(cart::Entity)
        .and_where(cart::Column::Kind.eq(CartKind::Basket.as_str()))
        .and_where(cart::Column::Owner.eq(owner.key()))
        .to_owned();
    cart_line::Entity::find().filter(cart_line::Column::CartId.in_subquery(basket))
}

/// What a change of one line makes of a basket: the line as it is then, and the one that it swallows.
fn changed(
    basket: &CartRecord,
    line: i64,
    quantity: Option<Quantity>,
    saved: Option<bool>,
    most: usize,
) -> Result<(CartRow, Option<i64>), LineRefusal> {
    let row = basket.rows.iter().find(|row| row.id == line).ok_or(LineRefusal::NotThere)?;
    let mut row = CartRow { quantity: quantity.unwrap_or(row.quantity), ..row.clone() };
    let before = row.saved;
    row.saved = saved.unwrap_or(before);
    let key = row.sku.key();
    let twin = basket.rows.iter().find(|other| {
        other.id != line && other.saved == row.saved && other.address == row.address && other.sku.key() == key
    });
    if let Some(twin) = twin {
        row.quantity = row.quantity.saturating_add(twin.quantity);
    } else if row.saved != before {
        let there = basket.rows.iter().filter(|other| other.saved == row.saved).count();
        match row.saved {
            true if there >= MAX_SAVED => return Err(LineRefusal::SavedFull),
            false if there >= most => return Err(LineRefusal::BasketFull),
            true | false => (),
        }
    }
    Ok((row, twin.map(|twin| twin.id)))
}

impl Store {
    /// An owner's basket; none where there is none yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket(&self, owner: &BasketOwner) -> Result<Option<CartRecord>, StoreError> {
        read(&self.db, &owner.into()).await
    }

    /// Whether an owner has a basket.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_basket(&self, owner: &BasketOwner) -> Result<bool, StoreError> {
        Ok(find(&self.db, &owner.into()).await?.is_some())
    }

    /// Lines in all carts together.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket_lines(&self) -> Result<u64, StoreError> {
        Ok(cart_line::Entity::find().count(&self.db).await?)
    }

    /// Lines in an owner's basket, with those saved for later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lines_in_basket(&self, owner: &BasketOwner) -> Result<u64, StoreError> {
        Ok(lines_of(owner).count(&self.db).await?)
    }

    /// Lines and pieces in an owner's basket, without those saved for later.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn basket_count(&self, owner: &BasketOwner) -> Result<(u32, u64), StoreError> {
        let counted: Option<(i64, i64)> = lines_of(owner)
            .select_only()
            .expr_as(Expr::cust("COUNT(*)"), "lines")
            .expr_as(Expr::cust("CAST(COALESCE(SUM(quantity), 0) AS BIGINT)"), "pieces")
            .filter(cart_line::Column::Saved.eq(false))
            .into_tuple()
            .one(&self.db)
            .await?;
        let (lines, pieces) = counted.unwrap_or_default();
        Ok((u32::try_from(lines).unwrap_or(u32::MAX), u64::try_from(pieces).unwrap_or_default()))
    }

    /// Adds lines that `choose` picks, seeing the basket as it is; a SKU that is there gains the quantity. Gives back the
    /// basket (none where nothing was chosen: then nothing changed) and what did not fit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_to_basket(
        &self,
        owner: &BasketOwner,
        choose: impl FnOnce(&CartRecord) -> Vec<(Sku, Quantity)> + Send,
        now: i64,
    ) -> Result<Option<(CartRecord, Vec<(Sku, Quantity)>)>, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, &owner.into(), now).await?;
        let lines = choose(&basket);
        if lines.is_empty() {
            return Ok(None);
        }
        let left_over = add(&command, &mut basket, lines, merge::most_lines(owner)).await?;
        command.commit().await?;
        Ok(Some((basket, left_over)))
    }

    /// Sets a line's quantity, or whether it is saved for later. A line of the same SKU where it comes to is added to it.
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
    ) -> Result<Result<CartRecord, LineRefusal>, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, &owner.into(), now).await?;
        let (row, swallowed) = match changed(&basket, line, quantity, saved, merge::most_lines(owner)) {
            Ok(changed) => changed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        rows::delete(&command, basket.id, swallowed.as_slice()).await?;
        rows::update(&command, basket.id, std::iter::once(&row)).await?;
        command.commit().await?;
        basket.rows.retain(|other| Some(other.id) != swallowed);
        if let Some(place) = basket.rows.iter_mut().find(|other| other.id == line) {
            *place = row;
        }
        Ok(Ok(basket))
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
    ) -> Result<Option<CartRecord>, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, &owner.into(), now).await?;
        if rows::delete(&command, basket.id, &[line]).await? == 0 {
            return Ok(None);
        }
        command.commit().await?;
        basket.rows.retain(|row| row.id != line);
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
    ) -> Result<CartRecord, StoreError> {
        let command = self.command().await?;
        let mut basket = claim(&command, &owner.into(), now).await?;
        rows::delete(&command, basket.id, lines).await?;
        command.commit().await?;
        let gone: std::collections::HashSet<&i64> = lines.iter().collect();
        basket.rows.retain(|row| !gone.contains(&row.id));
        Ok(basket)
    }

    /// Keeps what was typed in the checkout, the term, or both; what is absent stays. Makes the basket of a person who has
    /// none yet; a guest's is made by the first line alone, so that nobody fills the database with empty ones.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_basket(
        &self,
        owner: &BasketOwner,
        term: Option<String>,
        draft: Option<DraftSnapshot>,
        now: i64,
    ) -> Result<CartRecord, StoreError> {
        let (command, key) = (self.command().await?, CartKey::from(owner));
        // A draft changes no price by itself: other tabs need not read the basket again.
        let found = if term.is_some() { None } else { read(&command.tx, &key).await? };
        let mut basket = match found {
            Some(found) => found,
            None if owner.is_guest() && find(&command.tx, &key).await?.is_none() => return Ok(CartRecord::default()),
            None => claim(&command, &key, now).await?,
        };
        let mut change = cart::Entity::update_many()
            .col_expr(cart::Column::UpdatedAt, Expr::value(now))
            .filter(cart::Column::Id.eq(basket.id));
        if let Some(term) = term {
            change = change.col_expr(cart::Column::Term, Expr::value(term.clone()));
            basket.term = Some(term);
        }
        if let Some(draft) = draft {
            change = change.col_expr(cart::Column::Draft, Expr::value(draft.write()?));
            basket.draft = Some(draft);
        }
        change.exec(&command.tx).await?;
        command.commit().await?;
        Ok(basket)
    }

    /// Forgets guests' baskets that nobody touched since a moment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_guest_baskets(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = cart::Entity::delete_many()
            .filter(cart::Column::UpdatedAt.lt(before))
            .filter(cart::Column::Kind.eq(CartKind::Basket.as_str()))
            .filter(cart::Column::Owner.not_like("person:%"))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::carts::PriceSource;

    fn basket(lines: usize, saved: usize) -> CartRecord {
        let row = |(id, number)| CartRow {
            id,
            sku: format!("S{number}").parse().unwrap(),
            quantity: Quantity::ONE,
            saved: number >= lines,
            price: PriceSource::List,
            address: None,
        };
        CartRecord { rows: (1..).zip(0..lines + saved).map(row).collect(), ..CartRecord::default() }
    }

    #[test]
    fn a_line_moves_only_where_there_is_room_or_its_twin_is() {
        let change = |basket: &CartRecord, line, saved| changed(basket, line, None, Some(saved), 3);
        let full = basket(3, MAX_SAVED);
        assert_eq!(change(&full, 1, true), Err(LineRefusal::SavedFull));
        assert_eq!(change(&full, 4, false), Err(LineRefusal::BasketFull));
        assert_eq!(change(&full, 9999, false), Err(LineRefusal::NotThere));
        // What stays where it is needs no room.
        assert_eq!(change(&full, 1, false).unwrap().1, None);
        assert_eq!(changed(&full, 4, Quantity::new(5).ok(), None, 3).unwrap().0.quantity.get(), 5);
        let mut twins = full;
        twins.rows[3].sku = "s0".parse().unwrap();
        let (row, swallowed) = change(&twins, 4, false).unwrap();
        assert_eq!((row.quantity.get(), row.saved, swallowed), (2, false, Some(1)));
        assert_eq!(change(&basket(3, MAX_SAVED - 1), 1, true).unwrap().1, None);
        assert_eq!(change(&basket(2, 1), 3, false).unwrap().1, None);
    }
}
