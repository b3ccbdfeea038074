//! Payments with a provider.

use crate::connection::Store;
use crate::entities::orders::{orders, payment};
use crate::error::StoreError;
use crate::orders::OrderRecord;
use giano_commerce::Money;
use giano_commerce::order::{CancelReason, OrderEvent};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider has not been asked yet.
    Created,
    /// The buyer has to answer the bank's question.
    Challenge,
    /// The provider has not said yet.
    Pending,
    /// Paid.
    Succeeded,
    /// Refused.
    Declined,
    /// Given up because nobody answered in time.
    Expired,
}

impl PaymentState {
    /// The word stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Challenge => "challenge",
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "created" => Self::Created,
            "challenge" => Self::Challenge,
            "succeeded" => Self::Succeeded,
            "declined" => Self::Declined,
            "expired" => Self::Expired,
            // What is not understood waits for somebody who does.
            _ => Self::Pending,
        }
    }

    /// Whether nothing more comes of it.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Succeeded | Self::Declined | Self::Expired => true,
            Self::Created | Self::Challenge | Self::Pending => false,
        }
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// Identifier, also the key under which the provider must not charge twice.
    pub id: String,
    /// Its order.
    pub order_id: i64,
    /// Name of the provider.
    pub provider: String,
    /// Where it stands.
    pub state: PaymentState,
    /// How much.
    pub amount: Money,
    /// The provider's own reference.
    pub reference: Option<String>,
}

/// What settling a payment led to.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The payment as it is now.
    pub payment: PaymentRecord,
    /// Its order as it is now.
    pub order: OrderRecord,
    /// Whether this call moved it; otherwise another had brought it to its end before.
    pub moved: bool,
}

fn record(row: payment::Model) -> Result<PaymentRecord, StoreError> {
    let unreadable = |error: giano_commerce::money::MoneyError| StoreError::Unreadable {
        what: "payment",
        reason: error.to_string(),
    };
    let currency = row.currency.parse().map_err(unreadable)?;
    Ok(PaymentRecord {
        amount: Money::parse(&row.amount, currency).map_err(unreadable)?,
        id: row.id,
        order_id: row.order_id,
        provider: row.provider,
        state: PaymentState::of(&row.state),
        reference: row.reference,
    })
}

impl Store {
    /// A payment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment(&self, id: &str) -> Result<Option<PaymentRecord>, StoreError> {
        payment::Entity::find_by_id(id.to_owned()).one(&self.db).await?.map(record).transpose()
    }

    /// Moves a payment on, and with it its order: paid, or cancelled with everything given back, in one transaction. Only
    /// one caller ever brings a payment to its end; the others learn what it is. None where there is no such payment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle_payment(
        &self,
        id: &str,
        to: PaymentState,
        at: Timestamp,
    ) -> Result<Option<Settlement>, StoreError> {
        self.retrying(|| self.settle_payment_once(id, to, at)).await
    }

    async fn settle_payment_once(
        &self,
        id: &str,
        to: PaymentState,
        at: Timestamp,
    ) -> Result<Option<Settlement>, StoreError> {
        let open = [PaymentState::Created, PaymentState::Challenge, PaymentState::Pending];
        let command = self.command().await?;
        let done = payment::Entity::update_many()
            .col_expr(payment::Column::State, Expr::value(to.as_str()))
            .col_expr(payment::Column::UpdatedAt, Expr::value(at.as_millisecond()))
            .filter(payment::Column::Id.eq(id))
            .filter(payment::Column::State.is_in(open.map(PaymentState::as_str)))
            .exec(&command.tx)
            .await?;
        let Some(row) = payment::Entity::find_by_id(id.to_owned()).one(&command.tx).await? else { return Ok(None) };
        let payment = record(row)?;
        let Some(order) = orders::Entity::find_by_id(payment.order_id).one(&command.tx).await? else {
            return Ok(None);
        };
        let mut order = crate::orders::record(order)?;
        let moved = done.rows_affected == 1;
        let event = match to {
            PaymentState::Created | PaymentState::Challenge | PaymentState::Pending => None,
            PaymentState::Succeeded => Some(OrderEvent::ConfirmPayment),
            PaymentState::Declined => Some(OrderEvent::Cancel { reason: CancelReason::PaymentDeclined }),
            PaymentState::Expired => Some(OrderEvent::Cancel { reason: CancelReason::PaymentExpired }),
        };
        if let (true, Some(event)) = (moved, event)
            && let Some(next) = crate::orders::transition(&command, &order, event, at).await?
        {
            order.state = next;
        }
        command.commit().await?;
        Ok(Some(Settlement { payment, order, moved }))
    }

    /// The payment of an order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment_of_order(&self, order: &OrderRecord) -> Result<Option<PaymentRecord>, StoreError> {
        let row = payment::Entity::find().filter(payment::Column::OrderId.eq(order.id)).one(&self.db).await?;
        row.map(record).transpose()
    }

    /// Identifiers of payments in a state since before a moment, oldest first, at most 100. Nothing else is read, so that
    /// one that cannot be read hides no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment_ids_in(&self, state: PaymentState, before: i64) -> Result<Vec<String>, StoreError> {
        Ok(payment::Entity::find()
            .select_only()
            .column(payment::Column::Id)
            .filter(payment::Column::State.eq(state.as_str()))
            .filter(payment::Column::UpdatedAt.lt(before))
            .order_by_asc(payment::Column::UpdatedAt)
            .limit(100)
            .into_tuple()
            .all(&self.db)
            .await?)
    }

    /// Payments in a state since before a moment, oldest first, at most 100.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payments_in(&self, state: PaymentState, before: i64) -> Result<Vec<PaymentRecord>, StoreError> {
        payment::Entity::find()
            .filter(payment::Column::State.eq(state.as_str()))
            .filter(payment::Column::UpdatedAt.lt(before))
            .order_by_asc(payment::Column::UpdatedAt)
            .limit(100)
            .all(&self.db)
            .await?
            .into_iter()
            .map(record)
            .collect()
    }
}
