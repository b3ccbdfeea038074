//! Coupon codes that were given with a cart: a row each, so that one that is added never undoes another.

use super::{BasketOwner, CartKey, CartRecord, claim, find, read};
use crate::connection::{Command, Store};
use crate::entities::carts::cart_coupon;
use crate::error::StoreError;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The codes of a cart, in the order they were given.
pub(super) async fn of(db: &impl ConnectionTrait, cart: i64) -> Result<Vec<String>, StoreError> {
    Ok(cart_coupon::Entity::find()
        .select_only()
        .column(cart_coupon::Column::Code)
        .filter(cart_coupon::Column::CartId.eq(cart))
        .order_by_asc(cart_coupon::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// Adds codes to a claimed cart, after those that are there.
pub(crate) async fn add_codes(command: &Command, cart: &mut CartRecord, codes: &[String]) -> Result<(), StoreError> {
    let mut fresh: Vec<String> = Vec::new();
    for code in codes {
        if !cart.coupons.contains(code) && !fresh.contains(code) {
            fresh.push(code.clone());
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let row = |code: &String| cart_coupon::ActiveModel {
        cart_id: Set(cart.id),
        code: Set(code.clone()),
        ..Default::default()
    };
    cart_coupon::Entity::insert_many(fresh.iter().map(row)).exec_without_returning(&command.tx).await?;
    cart.coupons.append(&mut fresh);
    Ok(())
}

impl Store {
    /// Gives a coupon code with a basket that has less than `most`; none where it has as many. Makes the basket of a person
    /// who has none yet, but not a guest's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_coupon(
        &self,
        owner: &BasketOwner,
        code: &str,
        most: usize,
        now: i64,
    ) -> Result<Option<CartRecord>, StoreError> {
        let (command, key) = (self.command().await?, CartKey::from(owner));
        if owner.is_guest() && find(&command.tx, &key).await?.is_none() {
            return Ok(Some(CartRecord::default()));
        }
        let mut basket = claim(&command, &key, now).await?;
        let code = code.to_owned();
        if !basket.coupons.contains(&code) && basket.coupons.len() >= most {
            return Ok(None);
        }
        add_codes(&command, &mut basket, &[code]).await?;
        command.commit().await?;
        Ok(Some(basket))
    }

    /// Takes a coupon code back, whichever its case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_coupon(&self, owner: &BasketOwner, code: &str, now: i64) -> Result<CartRecord, StoreError> {
        let (command, key) = (self.command().await?, CartKey::from(owner));
        let Some(before) = read(&command.tx, &key).await? else { return Ok(CartRecord::default()) };
        if !before.coupons.iter().any(|known| known.eq_ignore_ascii_case(code)) {
            return Ok(before);
        }
        let mut basket = claim(&command, &key, now).await?;
        let (gone, stay): (Vec<String>, Vec<String>) =
            basket.coupons.drain(..).partition(|known| known.eq_ignore_ascii_case(code));
        cart_coupon::Entity::delete_many()
            .filter(cart_coupon::Column::CartId.eq(basket.id))
            .filter(cart_coupon::Column::Code.is_in(gone))
            .exec(&command.tx)
            .await?;
        basket.coupons = stay;
        command.commit().await?;
        Ok(basket)
    }
}
