//! Payments with a provider.

use crate::connection::Store;
use crate::entities::orders::payment;
use crate::error::StoreError;
use giano_commerce::Money;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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

    /// Moves a payment on, unless it is final or another was quicker: then `false`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn move_payment(
        &self,
        payment: &PaymentRecord,
        to: PaymentState,
        reference: Option<&str>,
        now: i64,
    ) -> Result<bool, StoreError> {
        if payment.state.is_final() {
            return Ok(false);
        }
        let command = self.command().await?;
        let mut change = payment::Entity::update_many()
            .col_expr(payment::Column::State, Expr::value(to.as_str()))
            .col_expr(payment::Column::UpdatedAt, Expr::value(now))
            .filter(payment::Column::Id.eq(&payment.id))
            .filter(payment::Column::State.eq(payment.state.as_str()));
        if let Some(reference) = reference {
            change = change.col_expr(payment::Column::Reference, Expr::value(reference));
        }
        let done = change.exec(&command.tx).await?;
        command.commit().await?;
        Ok(done.rows_affected == 1)
    }

    /// Payments that have not come to an end since a moment, at most 100.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stale_payments(&self, before: i64) -> Result<Vec<PaymentRecord>, StoreError> {
        let open = [PaymentState::Created, PaymentState::Challenge, PaymentState::Pending];
        payment::Entity::find()
            .filter(payment::Column::State.is_in(open.map(PaymentState::as_str)))
            .filter(payment::Column::UpdatedAt.lt(before))
            .limit(100)
            .all(&self.db)
            .await?
            .into_iter()
            .map(record)
            .collect()
    }
}
