//! What a provider says becomes of payment and orders, in one transaction.

use super::ending::tell_provider;
use super::{NewAttempt, PaymentRecord, advance, attempts, record, refunds, shares};
use crate::amount::minor;
use crate::connection::{Command, Store};
use crate::entities::payments::payment;
use crate::error::StoreError;
use crate::orders::{self, OrderHead};
use crate::outbox::{self, Message};
use giano_commerce::Money;
use giano_commerce::order::{AttemptKind, CancelReason, Lifecycle, PaymentEvent, PaymentState, RefundReason};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// What was heard of a payment.
#[derive(Debug, Clone)]
pub struct Heard {
    /// What happened to it.
    pub event: PaymentEvent,
    /// How much came in, with [`PaymentEvent::Capture`]; the whole where it is not said.
    pub captured: Option<Money>,
    /// The key of the ask that this answers, with the answer's code; none where nobody had asked.
    pub answers: Option<(String, &'static str)>,
    /// The provider's own reference, where it is another than what is known.
    pub reference: Option<String>,
    /// Whether the provider is asked for the money as soon as it is authorised: then that ask is written down with this.
    pub capture_next: bool,
    /// Whether a payment that is given up is one that the provider has let go; else it has to be told.
    pub provider_knows: bool,
}

impl Heard {
    /// Something that happened, and that nobody had asked for.
    pub const fn of(event: PaymentEvent) -> Self {
        Self { event, captured: None, answers: None, reference: None, capture_next: false, provider_knows: false }
    }
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

impl Store {
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
        self.hear_of_payment(id, &Heard::of(event), at).await
    }

    /// Moves a payment on as [`Self::settle_payment`] does, by what was heard of it.
    ///
    /// Money that comes after the payment had been given up is written down, and is to go back: a refund for each order, made
    /// by a job, once however often that is heard. Money that is only kept ready then is let go again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hear_of_payment(
        &self,
        id: &str,
        heard: &Heard,
        at: Timestamp,
    ) -> Result<Option<Settlement>, StoreError> {
        self.retrying(|| self.hear_once(id, heard, at)).await
    }

    async fn hear_once(&self, id: &str, heard: &Heard, at: Timestamp) -> Result<Option<Settlement>, StoreError> {
        let command = self.command().await?;
        let shares = shares::of_payment(&command, id).await?;
        let mut paid = Vec::with_capacity(shares.len());
        for order in shares.iter().filter_map(|share| share.order_id) {
            paid.extend(orders::bring_to_change(&command, order).await?);
        }
        let query = payment::Entity::find_by_id(id.to_owned()).lock_exclusive();
        let Some(row) = query.one(&command.tx).await? else { return Ok(None) };
        let mut payment = record(row.clone())?;
        if let Some((key, answer)) = &heard.answers {
            attempts::end(&command, key, Some(answer), at).await?;
        }
        let next = payment.state.apply(heard.event, at);
        let moved = match next {
            Ok(next) => advance(&command, id, payment.state, next, at).await?,
            Err(_) => false,
        };
        let (Ok(next), true) = (next, moved) else {
            let changed = came_late(&command, &row, &payment, heard, &paid, at).await?;
            let orders = if changed { read_again(&command, &paid).await? } else { paid };
            command.commit().await?;
            return Ok(Some(Settlement { payment, orders, moved: false }));
        };
        payment.state = next;
        if let Some(reference) = &heard.reference {
            payment::Entity::update_many()
                .col_expr(payment::Column::Reference, Expr::value(reference))
                .filter(payment::Column::Id.eq(id))
                .exec(&command.tx)
                .await?;
            payment.reference = Some(reference.clone());
        }
        let reason = match heard.event {
            PaymentEvent::Challenge | PaymentEvent::Pend => None,
            PaymentEvent::Authorise => {
                if heard.capture_next {
                    let attempt = NewAttempt { kind: AttemptKind::Capture, refund: None };
                    attempts::begin(&command, id, &attempt, row.amount_minor, at).await?;
                }
                None
            }
            PaymentEvent::Capture => {
                take_in(&command, &row, heard, &paid, RefundReason::Cancelled, at).await?;
                None
            }
            PaymentEvent::Decline => Some(CancelReason::PaymentDeclined),
            PaymentEvent::Expire => Some(CancelReason::PaymentExpired),
            PaymentEvent::Void => Some(CancelReason::PaymentGivenUp),
        };
        let is_given_up = matches!(heard.event, PaymentEvent::Expire | PaymentEvent::Void);
        if is_given_up && row.provider.is_some() && !heard.provider_knows {
            tell_provider(&command, id, at).await?;
        }
        for order in &paid {
            let changed = match reason {
                Some(reason) => orders::cancel(&command, order, reason, at).await?,
                None => false,
            };
            if !changed && !orders::touch(&command, order).await? {
                return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
            }
        }
        let orders = read_again(&command, &paid).await?;
        if row.provider.is_some() && has_succeeded(next, heard.capture_next) {
            confirm(&command, &orders, at).await?;
        }
        command.commit().await?;
        Ok(Some(Settlement { payment, orders, moved: true }))
    }
}

/// Whether the buyer is done with paying: the money is there, or kept ready until the shop wants it. What is asked for at
/// once can still come to nothing.
const fn has_succeeded(state: PaymentState, capture_next: bool) -> bool {
    match state {
        PaymentState::Captured { .. } => true,
        PaymentState::Authorised { .. } => !capture_next,
        PaymentState::Created { .. }
        | PaymentState::Challenge { .. }
        | PaymentState::Pending { .. }
        | PaymentState::Awaited { .. }
        | PaymentState::Owed { .. }
        | PaymentState::Declined { .. }
        | PaymentState::Expired { .. }
        | PaymentState::Voided { .. } => false,
    }
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

async fn read_again(command: &Command, orders: &[OrderHead]) -> Result<Vec<OrderHead>, StoreError> {
    let mut now = Vec::with_capacity(orders.len());
    for order in orders {
        now.extend(orders::bring_to_change(command, order.id).await?);
    }
    Ok(now)
}

/// Writes down that money came in. What is for an order that is cancelled by now is to go back. `false` where it was known.
async fn take_in(
    command: &Command,
    row: &payment::Model,
    heard: &Heard,
    orders: &[OrderHead],
    reason: RefundReason,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let captured = heard.captured.map_or(row.amount_minor, minor);
    if !shares::note_capture(command, &row.id, captured, &row.currency, at).await? {
        return Ok(false);
    }
    let known = shares::of_payment(command, &row.id).await?;
    for share in shares::share_out(command, known, captured).await? {
        let order = orders.iter().find(|order| Some(order.id) == share.order_id);
        if let Some(order) = order.filter(|order| order.cancelled().is_some()) {
            refunds::request(command, row, order.id, share.captured_minor, reason, at).await?;
        }
    }
    Ok(true)
}

/// What was heard of a payment that had come to its end without money. `false` where nothing follows from it.
async fn came_late(
    command: &Command,
    row: &payment::Model,
    payment: &PaymentRecord,
    heard: &Heard,
    orders: &[OrderHead],
    at: Timestamp,
) -> Result<bool, StoreError> {
    if !payment.state.has_failed() {
        return Ok(false);
    }
    match heard.event {
        PaymentEvent::Capture => {
            if !take_in(command, row, heard, orders, RefundReason::Late, at).await? {
                return Ok(false);
            }
            for order in orders {
                if !orders::touch(command, order).await? {
                    return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
                }
            }
            Ok(true)
        }
        PaymentEvent::Authorise => {
            tell_provider(command, &row.id, at).await?;
            Ok(false)
        }
        PaymentEvent::Challenge
        | PaymentEvent::Pend
        | PaymentEvent::Decline
        | PaymentEvent::Expire
        | PaymentEvent::Void => Ok(false),
    }
}
