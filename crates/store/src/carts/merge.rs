//! Lines that come to others: quantities of a SKU add up. One way for adding, for signing in, and for an order that goes back
//! into the basket.

use super::rows::{self, Fresh};
use super::{BasketOwner, CartKey, CartRecord, CartRow, add_codes, basket, claim, find};
use crate::connection::Store;
use crate::entities::carts::cart;
use crate::error::StoreError;
use crate::orders;
use giano_commerce::basket::{MAX_GUEST_LINES, MAX_LINES, MAX_SAVED, merge};
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashSet;

/// How many lines a basket holds.
pub(super) const fn most_lines(owner: &BasketOwner) -> usize {
    match owner {
        BasketOwner::Guest(_) => MAX_GUEST_LINES,
        BasketOwner::Person(_) => MAX_LINES,
    }
}

/// What comes of adding lines to those that are there.
pub(super) struct Sum {
    /// Places of lines whose quantity is another now.
    pub raised: Vec<usize>,
    /// Lines of SKUs that were not there, each once.
    pub fresh: Vec<(Sku, Quantity)>,
    /// What does not fit.
    pub left_over: Vec<(Sku, Quantity)>,
}

/// Adds lines to those of a cart, to the saved ones or to the others, of which there may be so many. Lines that go to another
/// address than the order's are left alone.
pub(super) fn sum_up(there: &mut [CartRow], lines: Vec<(Sku, Quantity)>, saved: bool, most: usize) -> Sum {
    let of_kind = there.iter().enumerate().filter(|(_, row)| row.saved == saved);
    let (elsewhere, places): (Vec<usize>, Vec<usize>) = of_kind
        .map(|(place, row)| (place, row.address.is_some()))
        .fold(Default::default(), |(mut elsewhere, mut places), (place, away)| {
            if away { &mut elsewhere } else { &mut places }.push(place);
            (elsewhere, places)
        });
    let mut sum: Vec<(Sku, Quantity)> =
        places.iter().map(|place| (there[*place].sku.clone(), there[*place].quantity)).collect();
    let left_over = merge(&mut sum, lines, most.saturating_sub(elsewhere.len()));
    let fresh = sum.split_off(places.len());
    let mut raised = Vec::new();
    for (place, (_, quantity)) in places.into_iter().zip(sum) {
        if there[place].quantity != quantity {
            there[place].quantity = quantity;
            raised.push(place);
        }
    }
    Sum { raised, fresh, left_over }
}

fn lines_of(rows: &[CartRow], saved: bool) -> Vec<(Sku, Quantity)> {
    rows.iter().filter(|row| row.saved == saved).map(|row| (row.sku.clone(), row.quantity)).collect()
}

impl Store {
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
        let (command, owner) = (self.command().await?, BasketOwner::Person(person));
        // What was ordered from it and waits at the bank is the person's to answer or to give up.
        orders::hand_over(&command, guest, &owner).await?;
        if find(&command.tx, &guest.into()).await?.is_none() {
            command.commit().await?;
            return Ok(Vec::new());
        }
        let from = claim(&command, &guest.into(), now).await?;
        let mut into: CartRecord = claim(&command, &CartKey::from(&owner), now).await?;
        let saved = sum_up(&mut into.rows, lines_of(&from.rows, true), true, MAX_SAVED);
        rows::update(&command, into.id, saved.raised.iter().map(|place| &into.rows[*place])).await?;
        let fresh = saved.fresh.into_iter().map(|(sku, quantity)| Fresh::at_list(sku, quantity, true));
        rows::insert(&command, into.id, &fresh.collect::<Vec<_>>()).await?;
        let left_over = basket::add(&command, &mut into, lines_of(&from.rows, false), most_lines(&owner)).await?;
        add_codes(&command, &mut into, &from.coupons).await?;
        if let (None, Some(draft)) = (&into.draft, &from.draft) {
            cart::Entity::update_many()
                .col_expr(cart::Column::Draft, Expr::value(draft.write()?))
                .filter(cart::Column::Id.eq(into.id))
                .exec(&command.tx)
                .await?;
        }
        let key = |saved| move |(sku, _): &(Sku, Quantity)| (sku.key(), saved);
        let stays: HashSet<(String, bool)> =
            left_over.iter().map(key(false)).chain(saved.left_over.iter().map(key(true))).collect();
        if stays.is_empty() {
            cart::Entity::delete_by_id(from.id).exec(&command.tx).await?;
        } else {
            let moved = from.rows.iter().filter(|row| !stays.contains(&(row.sku.key(), row.saved)));
            rows::delete(&command, from.id, &moved.map(|row| row.id).collect::<Vec<_>>()).await?;
        }
        command.commit().await?;
        Ok(left_over.into_iter().chain(saved.left_over).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::carts::PriceSource;
    use giano_commerce::company::AddressId;

    fn row(id: i64, sku: &str, saved: bool, address: Option<i64>) -> CartRow {
        CartRow {
            id,
            sku: sku.parse().unwrap(),
            quantity: Quantity::ONE,
            saved,
            price: PriceSource::List,
            address: address.map(AddressId),
        }
    }

    #[test]
    fn only_lines_of_the_same_place_add_up_and_all_count() {
        let mut there = [row(1, "A", false, Some(7)), row(2, "A", true, None), row(3, "A", false, None)];
        let more = |skus: &[&str]| skus.iter().map(|sku| (sku.parse().unwrap(), Quantity::ONE)).collect();
        let sum = sum_up(&mut there, more(&["a", "B", "C", "b"]), false, 3);
        assert_eq!((sum.raised, there[2].quantity.get()), (vec![2], 2));
        assert_eq!(sum.fresh, [("B".parse().unwrap(), Quantity::new(2).unwrap())]);
        assert_eq!(sum.left_over, more(&["C"]));
        assert_eq!([there[0].quantity, there[1].quantity], [Quantity::ONE; 2]);
    }
}
