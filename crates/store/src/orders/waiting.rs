//! Orders that wait at the bank, for the visitor who placed them.

use super::parts::{OrderHead, head_columns, heads};
use super::read::{OrderOwner, owned};
use crate::carts::BasketOwner;
use crate::connection::{Command, Store};
use crate::entities::orders::orders;
use crate::entities::payments::{payment, payment_allocation};
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// Codes of payments that wait for the buyer at the bank, or for the provider's word.
const WAITING: [&str; 4] = ["created", "challenge", "pending", "authorised"];
/// The most that are told.
const MOST: u64 = 10;

/// What was ordered from one basket belongs to another from now on.
pub(crate) async fn hand_over(command: &Command, from: &BasketOwner, to: &BasketOwner) -> Result<(), StoreError> {
    orders::Entity::update_many()
        .col_expr(orders::Column::BasketOwner, Expr::value(to.key()))
        .filter(orders::Column::BasketOwner.eq(from.key()))
        .exec(&command.tx)
        .await?;
    Ok(())
}

impl Store {
    /// Orders that came from somebody's basket and wait for their payment at the bank, newest first, at most 10. Of people
    /// who are signed in only those that they may see: `seen` says which.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waiting_orders(
        &self,
        basket: &BasketOwner,
        seen: Option<&OrderOwner>,
    ) -> Result<Vec<OrderHead>, StoreError> {
        let mut waits = Query::select();
        waits
            .column((payment_allocation::Entity, payment_allocation::Column::OrderId))
            .from(payment_allocation::Entity)
            .inner_join(
                payment::Entity,
                Expr::col((payment::Entity, payment::Column::Id))
                    .equals((payment_allocation::Entity, payment_allocation::Column::PaymentId)),
            )
            .and_where(payment::Column::State.is_in(WAITING))
            .and_where(payment::Column::Provider.is_not_null())
            .and_where(payment_allocation::Column::OrderId.is_not_null());
        let mut query = orders::Entity::find()
            .filter(orders::Column::BasketOwner.eq(basket.key()))
            .filter(orders::Column::Lifecycle.eq("placed"))
            .filter(orders::Column::Id.in_subquery(waits))
            .order_by_desc(orders::Column::Id)
            .limit(MOST);
        if let (BasketOwner::Person(_), Some(seen)) = (basket, seen) {
            // Who signed in after ordering ordered without a name.
            let by_name = owned(orders::Entity::find(), seen);
            let ids = by_name.select_only().column(orders::Column::Id);
            let seen = orders::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(ids));
            query = query.filter(orders::Column::PersonId.is_null().or(seen));
        }
        heads(&self.db, head_columns(query).into_model().all(&self.db).await?).await
    }
}
