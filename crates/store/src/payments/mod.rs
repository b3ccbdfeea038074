//! Payments: how orders are paid, and what goes back.
//!
//! A payment has attempts ([`attempts`]: what its provider was asked, each stored before it is asked), captures
//! ([`captures`]: what came in, each once), shares for orders ([`shares`]: what an order has been paid is the sum of what came in of its shares) and refunds
//! ([`refunds`]; those that people make, [`by_hand`]).

mod attempts;
mod by_hand;
mod captures;
mod ending;
mod refunds;
mod settle;
mod shares;
mod transfer;

pub use attempts::{AttemptRecord, NewAttempt};
pub use by_hand::RefundNoted;
pub use captures::CameIn;
pub(crate) use ending::give_up;
pub(crate) use refunds::refund_record;
pub use refunds::{RefundRecord, RefundToSeeTo};
pub use settle::{Heard, Settlement};
pub use transfer::{Transfer, TransferNoted};

use crate::amount::{major, minor};
use crate::connection::{Command, Store};
use crate::entities::payments::{payment, payment_allocation};
use crate::error::StoreError;
use crate::jobs::without_job;
use crate::orders;
use giano_commerce::Money;
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::order::{AttemptKind, PaymentState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A payment to write with the orders it pays.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// Identifier, also the beginning of the keys under which a provider does each thing once.
    pub id: String,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The provider and its own reference, where there is one.
    pub provider: Option<(String, String)>,
    /// How far it has come.
    pub state: PaymentState,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRecord {
    /// Identifier, also the beginning of the keys under which a provider does each thing once.
    pub id: String,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Name of the provider.
    pub provider: Option<String>,
    /// How far it has come.
    pub state: PaymentState,
    /// How much.
    pub amount: Money,
    /// The provider's own reference.
    pub reference: Option<String>,
    /// Since when it is there.
    pub created_at: Timestamp,
}

/// The state of a stored payment.
pub(crate) fn state_of_payment(row: &payment::Model) -> Result<PaymentState, StoreError> {
    let at = orders::moment(row.state_at);
    match row.state.as_str() {
        "created" => Ok(PaymentState::Created { since: at }),
        "challenge" => Ok(PaymentState::Challenge { since: at }),
        "pending" => Ok(PaymentState::Pending { since: at }),
        "awaited" => Ok(PaymentState::Awaited { since: at, until: row.until.map(orders::moment) }),
        "owed" => Ok(PaymentState::Owed { since: at }),
        "authorised" => Ok(PaymentState::Authorised { at }),
        "captured" => Ok(PaymentState::Captured { at }),
        "declined" => Ok(PaymentState::Declined { at }),
        "expired" => Ok(PaymentState::Expired { at }),
        "voided" => Ok(PaymentState::Voided { at }),
        other => Err(orders::unknown("state of a payment", other)),
    }
}

fn record(row: payment::Model) -> Result<PaymentRecord, StoreError> {
    let method = PaymentMethod::of_code(&row.method);
    Ok(PaymentRecord {
        state: state_of_payment(&row)?,
        method: method.ok_or_else(|| orders::unknown("method of a payment", &row.method))?,
        amount: major(row.amount_minor, orders::currency(&row.currency)?),
        created_at: orders::moment(row.created_at),
        id: row.id,
        provider: row.provider,
        reference: row.reference,
    })
}

/// Until when a payment is waited for.
const fn until(state: PaymentState) -> Option<Timestamp> {
    match state {
        PaymentState::Awaited { until, .. } => until,
        PaymentState::Created { .. }
        | PaymentState::Challenge { .. }
        | PaymentState::Pending { .. }
        | PaymentState::Owed { .. }
        | PaymentState::Authorised { .. }
        | PaymentState::Captured { .. }
        | PaymentState::Declined { .. }
        | PaymentState::Expired { .. }
        | PaymentState::Voided { .. } => None,
    }
}

/// Writes a payment of orders, each with the share that is for it. Where a provider is about to be asked for it, that ask is
/// written as well.
pub(crate) async fn insert(
    command: &Command,
    new: &NewPayment,
    orders: &[(i64, Money)],
    now: i64,
) -> Result<(), StoreError> {
    let Some((_, first)) = orders.first() else { return Ok(()) };
    let (provider, reference) = new.provider.clone().unzip();
    let is_asked = provider.is_some() && matches!(new.state, PaymentState::Created { .. });
    let whole: i64 = orders.iter().map(|(_, share)| minor(*share)).sum();
    let row = payment::ActiveModel {
        id: Set(new.id.clone()),
        method: Set(new.method.as_str().to_owned()),
        provider: Set(provider),
        reference: Set(reference),
        state: Set(new.state.code().to_owned()),
        state_at: Set(new.state.since().as_millisecond()),
        until: Set(until(new.state).map(Timestamp::as_millisecond)),
        amount_minor: Set(whole),
        currency: Set(first.currency().as_str().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    payment::Entity::insert(row).exec_without_returning(&command.tx).await?;
    let is_captured = matches!(new.state, PaymentState::Captured { .. });
    let shares = orders.iter().map(|(order, share)| payment_allocation::ActiveModel {
        payment_id: Set(new.id.clone()),
        order_id: Set(Some(*order)),
        amount_minor: Set(minor(*share)),
        captured_minor: Set(if is_captured { minor(*share) } else { 0 }),
        ..Default::default()
    });
    payment_allocation::Entity::insert_many(shares).exec_without_returning(&command.tx).await?;
    if is_captured {
        captures::note_unnamed(command, &new.id, whole, first.currency().as_str(), new.state.since()).await?;
    }
    if is_asked {
        let attempt = NewAttempt::of(AttemptKind::Authorise);
        attempts::begin(command, &new.id, &attempt, whole, orders::moment(now)).await?;
    }
    Ok(())
}

/// Brings a payment to a state, if it still is in the one that was read.
async fn advance(
    command: &Command,
    id: &str,
    from: PaymentState,
    to: PaymentState,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done = payment::Entity::update_many()
        .col_expr(payment::Column::State, Expr::value(to.code()))
        .col_expr(payment::Column::StateAt, Expr::value(to.since().as_millisecond()))
        .col_expr(payment::Column::Until, Expr::value(until(to).map(Timestamp::as_millisecond)))
        .col_expr(payment::Column::UpdatedAt, Expr::value(at.as_millisecond()))
        .filter(payment::Column::Id.eq(id))
        .filter(payment::Column::State.eq(from.code()))
        .exec(&command.tx)
        .await?;
    Ok(done.rows_affected == 1)
}

impl Store {
    /// A payment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment(&self, id: &str) -> Result<Option<PaymentRecord>, StoreError> {
        payment::Entity::find_by_id(id.to_owned()).one(&self.db).await?.map(record).transpose()
    }

    /// Identifiers of payments in a state (its code) since before a moment that have no job to settle them, oldest first, at
    /// most 100. Nothing else is read, so that one that cannot be read hides no other; and those whose job waits, runs or was
    /// given up keep no place here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment_ids_in(&self, state: &str, before: i64) -> Result<Vec<String>, StoreError> {
        Ok(payment::Entity::find()
            .select_only()
            .column(payment::Column::Id)
            .filter(payment::Column::State.eq(state))
            .filter(payment::Column::UpdatedAt.lt(before))
            .filter(without_job("settle_payment", "payment.id"))
            .order_by_asc(payment::Column::UpdatedAt)
            .limit(100)
            .into_tuple()
            .all(&self.db)
            .await?)
    }
}
