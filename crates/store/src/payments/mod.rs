//! Payments: how orders are paid, and what goes back.

use crate::amount::{major, minor};
use crate::connection::{Command, Store};
use crate::entities::payments::{payment, payment_allocation, refund};
use crate::error::StoreError;
use crate::orders::{self, OrderHead};
use crate::outbox::{self, Message};
use giano_commerce::Money;
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::order::{CancelReason, Lifecycle, PaymentEvent, PaymentState, RefundState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

/// A payment to write with the orders it pays.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// Identifier, also the key under which a provider must not charge twice.
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
    /// Identifier, also the key under which a provider must not charge twice.
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
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRecord {
    /// Identifier.
    pub id: i64,
    /// Of which payment.
    pub payment: String,
    /// Of which order.
    pub order_id: i64,
    /// How far it has come.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
    /// How often the provider was asked.
    pub attempts: u32,
}

/// What settling a payment led to.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The payment as it is now.
    pub payment: PaymentRecord,
    /// Its orders as they are now.
    pub orders: Vec<OrderHead>,
    /// Whether this call moved it; otherwise another had brought it to its end before.
    pub moved: bool,
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
        id: row.id,
        provider: row.provider,
        reference: row.reference,
    })
}

/// A stored refund.
pub(crate) fn refund_record(row: refund::Model) -> Result<RefundRecord, StoreError> {
    let at = orders::moment(row.state_at);
    Ok(RefundRecord {
        state: match row.state.as_str() {
            "requested" => RefundState::Requested { since: at },
            "succeeded" => RefundState::Succeeded { at },
            "failed" => RefundState::Failed { at },
            other => return Err(orders::unknown("state of a refund", other)),
        },
        amount: major(row.amount_minor, orders::currency(&row.currency)?),
        id: row.id,
        payment: row.payment_id,
        order_id: row.order_id,
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
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

/// Writes a payment of orders, each with the share that is for it.
pub(crate) async fn insert(
    command: &Command,
    new: &NewPayment,
    orders: &[(i64, Money)],
    now: i64,
) -> Result<(), StoreError> {
    let Some((_, first)) = orders.first() else { return Ok(()) };
    let (provider, reference) = new.provider.clone().unzip();
    let row = payment::ActiveModel {
        id: Set(new.id.clone()),
        method: Set(new.method.as_str().to_owned()),
        provider: Set(provider),
        reference: Set(reference),
        state: Set(new.state.code().to_owned()),
        state_at: Set(new.state.since().as_millisecond()),
        until: Set(until(new.state).map(Timestamp::as_millisecond)),
        amount_minor: Set(orders.iter().map(|(_, share)| minor(*share)).sum()),
        currency: Set(first.currency().as_str().to_owned()),
        attempts: Set(0),
        created_at: Set(now),
        updated_at: Set(now),
    };
    payment::Entity::insert(row).exec_without_returning(&command.tx).await?;
    let is_captured = matches!(new.state, PaymentState::Captured { .. });
    let shares = orders.iter().map(|(order, share)| payment_allocation::ActiveModel {
        payment_id: Set(new.id.clone()),
        order_id: Set(*order),
        amount_minor: Set(minor(*share)),
        captured_minor: Set(if is_captured { minor(*share) } else { 0 }),
    });
    payment_allocation::Entity::insert_many(shares).exec_without_returning(&command.tx).await?;
    Ok(())
}

/// What is not paid yet of a cancelled order is not waited for any longer. Payments of several orders stay: the others are
/// still to be paid.
pub(crate) async fn give_up(
    command: &Command,
    order: &OrderHead,
    reason: CancelReason,
    at: Timestamp,
) -> Result<(), StoreError> {
    let event = match reason {
        CancelReason::PaymentExpired | CancelReason::TransferOverdue => PaymentEvent::Expire,
        CancelReason::PaymentDeclined
        | CancelReason::ApprovalRefused
        | CancelReason::ByBuyer
        | CancelReason::ByShop => PaymentEvent::Void,
    };
    for paid in &order.parts.payments {
        let others = payment_allocation::Entity::find()
            .filter(payment_allocation::Column::PaymentId.eq(&paid.id))
            .filter(payment_allocation::Column::OrderId.ne(order.id))
            .one(&command.tx)
            .await?;
        if let (None, Ok(next)) = (others, paid.state.apply(event, at)) {
            advance(command, &paid.id, paid.state, next, at).await?;
        }
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

/// Whether the money is there, or kept ready by the bank.
const fn has_succeeded(state: PaymentState) -> bool {
    matches!(state, PaymentState::Authorised { .. } | PaymentState::Captured { .. })
}

/// Has the orders of a payment that succeeded confirmed by e-mail. Those that were paid without a provider were confirmed
/// when they were placed.
async fn confirm(command: &Command, orders: &[OrderHead], at: Timestamp) -> Result<(), StoreError> {
    for order in orders.iter().filter(|order| matches!(order.lifecycle, Lifecycle::Placed { .. })) {
        let number = order.number.parse().map_err(|_| orders::unknown("number of an order", &order.number))?;
        outbox::send(command, &Message::OrderConfirmation { order: number }, at.as_millisecond()).await?;
    }
    Ok(())
}

impl Store {
    /// A payment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment(&self, id: &str) -> Result<Option<PaymentRecord>, StoreError> {
        payment::Entity::find_by_id(id.to_owned()).one(&self.db).await?.map(record).transpose()
    }

    /// Moves a payment on, and with it its orders: paid, or cancelled with everything given back, in one transaction. Only
    /// one caller ever brings a payment to its end; the others learn what it is. None where there is no such payment.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle_payment(
        &self,
        id: &str,
        event: PaymentEvent,
        at: Timestamp,
    ) -> Result<Option<Settlement>, StoreError> {
        self.retrying(|| self.settle_payment_once(id, event, at)).await
    }

    async fn settle_payment_once(
        &self,
        id: &str,
        event: PaymentEvent,
        at: Timestamp,
    ) -> Result<Option<Settlement>, StoreError> {
        let command = self.command().await?;
        let shares = payment_allocation::Entity::find()
            .filter(payment_allocation::Column::PaymentId.eq(id))
            .order_by_asc(payment_allocation::Column::OrderId)
            .all(&command.tx)
            .await?;
        let mut paid = Vec::with_capacity(shares.len());
        for share in &shares {
            paid.extend(orders::bring_to_change(&command, share.order_id).await?);
        }
        let query = payment::Entity::find_by_id(id.to_owned()).lock_exclusive();
        let Some(row) = query.one(&command.tx).await? else { return Ok(None) };
        let mut payment = record(row)?;
        let Ok(next) = payment.state.apply(event, at) else {
            return Ok(Some(Settlement { payment, orders: paid, moved: false }));
        };
        if !advance(&command, id, payment.state, next, at).await? {
            return Ok(Some(Settlement { payment, orders: paid, moved: false }));
        }
        let before = std::mem::replace(&mut payment.state, next);
        let reason = match event {
            PaymentEvent::Challenge | PaymentEvent::Pend | PaymentEvent::Authorise => None,
            PaymentEvent::Capture => {
                payment_allocation::Entity::update_many()
                    .col_expr(
                        payment_allocation::Column::CapturedMinor,
                        Expr::col(payment_allocation::Column::AmountMinor),
                    )
                    .filter(payment_allocation::Column::PaymentId.eq(id))
                    .exec(&command.tx)
                    .await?;
                None
            }
            PaymentEvent::Decline => Some(CancelReason::PaymentDeclined),
            PaymentEvent::Expire => Some(CancelReason::PaymentExpired),
            PaymentEvent::Void => Some(CancelReason::ByBuyer),
        };
        let mut now = Vec::with_capacity(paid.len());
        for order in paid {
            let changed = match reason {
                Some(reason) => orders::cancel(&command, &order, reason, at).await?,
                None => false,
            };
            if !changed && !orders::touch(&command, &order).await? {
                return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
            }
            now.extend(orders::bring_to_change(&command, order.id).await?);
        }
        if payment.provider.is_some() && !has_succeeded(before) && has_succeeded(next) {
            confirm(&command, &now, at).await?;
        }
        command.commit().await?;
        Ok(Some(Settlement { payment, orders: now, moved: true }))
    }

    /// Identifiers of payments in a state (its code) since before a moment, oldest first, at most 100. Nothing else is read,
    /// so that one that cannot be read hides no other.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn payment_ids_in(&self, state: &str, before: i64) -> Result<Vec<String>, StoreError> {
        Ok(payment::Entity::find()
            .select_only()
            .column(payment::Column::Id)
            .filter(payment::Column::State.eq(state))
            .filter(payment::Column::UpdatedAt.lt(before))
            .order_by_asc(payment::Column::UpdatedAt)
            .limit(100)
            .into_tuple()
            .all(&self.db)
            .await?)
    }

    /// Notes that money of a payment came although it had been given up, and that it is to go back: one refund for each
    /// of its orders. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refund_late_payment(&self, id: &str, at: Timestamp) -> Result<Vec<RefundRecord>, StoreError> {
        let command = self.command().await?;
        let shares = payment_allocation::Entity::find()
            .filter(payment_allocation::Column::PaymentId.eq(id))
            .order_by_asc(payment_allocation::Column::OrderId)
            .all(&command.tx)
            .await?;
        let Some(row) = payment::Entity::find_by_id(id.to_owned()).one(&command.tx).await? else {
            return Ok(Vec::new());
        };
        for share in shares {
            let Some(order) = orders::bring_to_change(&command, share.order_id).await? else { continue };
            let new = refund::ActiveModel {
                payment_id: Set(id.to_owned()),
                order_id: Set(share.order_id),
                reason: Set(LATE.to_owned()),
                amount_minor: Set(share.amount_minor),
                currency: Set(row.currency.clone()),
                state: Set(RefundState::Requested { since: at }.code().to_owned()),
                state_at: Set(at.as_millisecond()),
                attempts: Set(0),
                next_at: Set(at.as_millisecond()),
                ..Default::default()
            };
            let written = refund::Entity::insert(new)
                .on_conflict_do_nothing_on([refund::Column::PaymentId, refund::Column::OrderId, refund::Column::Reason])
                .exec_without_returning(&command.tx)
                .await?;
            if matches!(written, sea_orm::TryInsertResult::Inserted(1)) {
                payment_allocation::Entity::update_many()
                    .col_expr(payment_allocation::Column::CapturedMinor, Expr::value(share.amount_minor))
                    .filter(payment_allocation::Column::PaymentId.eq(id))
                    .filter(payment_allocation::Column::OrderId.eq(share.order_id))
                    .exec(&command.tx)
                    .await?;
                orders::touch(&command, &order).await?;
            }
        }
        command.commit().await?;
        let rows = refund::Entity::find()
            .filter(refund::Column::PaymentId.eq(id))
            .order_by_asc(refund::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(refund_record).collect()
    }

    /// Notes that a refund went through. `false` where that was known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_refund(&self, known: &RefundRecord, at: Timestamp) -> Result<bool, StoreError> {
        let Ok(next) = known.state.succeed(at) else { return Ok(false) };
        let command = self.command().await?;
        let Some(order) = orders::bring_to_change(&command, known.order_id).await? else { return Ok(false) };
        let done = refund::Entity::update_many()
            .col_expr(refund::Column::State, Expr::value(next.code()))
            .col_expr(refund::Column::StateAt, Expr::value(next.since().as_millisecond()))
            .col_expr(refund::Column::Attempts, Expr::col(refund::Column::Attempts).add(1))
            .filter(refund::Column::Id.eq(known.id))
            .filter(refund::Column::State.eq(known.state.code()))
            .exec(&command.tx)
            .await?;
        if done.rows_affected == 0 || !orders::touch(&command, &order).await? {
            return Ok(false);
        }
        command.commit().await?;
        Ok(true)
    }
}

/// Why money goes back that came for a payment that had been given up.
const LATE: &str = "late";
