//! Money that comes in: each capture is written down once, shared among the orders that the payment is for, and once all of
//! it is there the payment is captured.

use super::shares::{self, share_out};
use super::{advance, refunds};
use crate::amount::{major, minor};
use crate::connection::Command;
use crate::entities::payments::{payment, payment_capture};
use crate::error::StoreError;
use crate::orders::{self, OrderHead};
use crate::outbox::{self, Message};
use giano_commerce::Money;
use giano_commerce::order::{Lifecycle, PaymentEvent, PaymentState, RefundReason};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// What came in without a name of its own. The word is from when there was one capture of a payment.
const UNNAMED: &str = "whole";

/// Money that came in of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameIn {
    /// All that has come in of it by now, as its provider counts: what is known already comes off.
    InAll(Money),
    /// One capture by itself, by the name that whoever tells of it has for it: the same name again is the same money.
    Named {
        /// The name.
        name: String,
        /// How much.
        amount: Money,
    },
}

impl CameIn {
    const fn amount(&self) -> Money {
        match self {
            Self::InAll(amount) | Self::Named { amount, .. } => *amount,
        }
    }
}

/// The key of a capture that has a name.
pub(super) fn key_of(name: &str) -> String {
    format!("capture {name}")
}

/// What is known of a payment's money, in minor units.
#[derive(Debug, Clone, Copy)]
struct Noted {
    /// How much came in just now.
    new: i64,
    /// How much has come in by now.
    in_all: i64,
}

/// What came of money that came in.
pub(super) struct Taken {
    /// The payment's state, where it is another now.
    pub moved_to: Option<PaymentState>,
    /// The payment's orders as they are now, where anything changed.
    pub orders: Option<Vec<OrderHead>>,
}

/// Writes a capture of a payment without a name, or adds to it.
pub(super) async fn note_unnamed(
    command: &Command,
    payment: &str,
    amount_minor: i64,
    currency: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    insert(command, payment, UNNAMED, amount_minor, currency, at).await
}

async fn insert(
    command: &Command,
    payment: &str,
    key: &str,
    amount_minor: i64,
    currency: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = payment_capture::ActiveModel {
        payment_id: Set(payment.to_owned()),
        capture_key: Set(key.to_owned()),
        amount_minor: Set(amount_minor),
        currency: Set(currency.to_owned()),
        captured_at: Set(at.as_millisecond()),
        ..Default::default()
    };
    payment_capture::Entity::insert(row).exec_without_returning(&command.tx).await?;
    Ok(())
}

/// Writes how much of what came in has no name; where that is nothing, there is no row.
async fn keep_unnamed(command: &Command, row: &payment_capture::Model, amount_minor: i64) -> Result<(), StoreError> {
    if amount_minor == 0 {
        payment_capture::Entity::delete_by_id(row.id).exec(&command.tx).await?;
        return Ok(());
    }
    payment_capture::Entity::update_many()
        .col_expr(payment_capture::Column::AmountMinor, Expr::value(amount_minor))
        .filter(payment_capture::Column::Id.eq(row.id))
        .exec(&command.tx)
        .await?;
    Ok(())
}

/// Notes that money came in. The same money may be told of by its name and as a part of all that came in, in any order:
/// what has no name yet is taken to be what is named later, so that it counts once.
async fn note(command: &Command, paid: &payment::Model, came: &CameIn, at: Timestamp) -> Result<Noted, StoreError> {
    let known = payment_capture::Entity::find()
        .filter(payment_capture::Column::PaymentId.eq(&paid.id))
        .all(&command.tx)
        .await?;
    let before: i64 = known.iter().map(|row| row.amount_minor).sum();
    let unnamed = known.iter().find(|row| row.capture_key == UNNAMED);
    let amount = minor(came.amount());
    let in_all = match came {
        CameIn::InAll(_) => {
            let more = amount - before;
            match unnamed {
                _ if more <= 0 => (),
                Some(row) => keep_unnamed(command, row, row.amount_minor + more).await?,
                None => note_unnamed(command, &paid.id, more, &paid.currency, at).await?,
            }
            Ord::max(amount, before)
        }
        CameIn::Named { name, .. } => {
            let key = key_of(name);
            if amount <= 0 || known.iter().any(|row| row.capture_key == key) {
                before
            } else {
                insert(command, &paid.id, &key, amount, &paid.currency, at).await?;
                let told = unnamed.map_or(0, |row| Ord::min(row.amount_minor, amount));
                if let Some(row) = unnamed {
                    keep_unnamed(command, row, row.amount_minor - told).await?;
                }
                before + amount - told
            }
        }
    };
    Ok(Noted { new: in_all - before, in_all })
}

/// Takes in money of a payment. Less than the whole leaves the payment and its orders waiting for the rest, more captures may
/// come at any time, and what is for an order that is cancelled by now is to go back.
pub(super) async fn take_in(
    command: &Command,
    row: &payment::Model,
    state: PaymentState,
    came: Option<&CameIn>,
    orders: &[OrderHead],
    at: Timestamp,
) -> Result<Taken, StoreError> {
    let currency = orders::currency(&row.currency)?;
    let whole = CameIn::InAll(major(row.amount_minor, currency));
    let came = came.unwrap_or(&whole);
    if came.amount().currency() != currency {
        return Err(StoreError::OtherCurrency { payment: row.id.clone(), told: came.amount(), expected: currency });
    }
    let noted = note(command, row, came, at).await?;
    if noted.in_all > row.amount_minor && noted.new > 0 {
        tracing::error!(
            payment = row.id,
            in_all = noted.in_all,
            asked = row.amount_minor,
            "more came in than was asked for"
        );
    }
    let reason = if state.has_failed() { RefundReason::Late } else { RefundReason::Cancelled };
    if noted.new > 0 {
        let cancelled =
            |order: Option<i64>| orders.iter().any(|known| Some(known.id) == order && known.cancelled().is_some());
        let known = shares::of_payment(command, &row.id).await?;
        for share in share_out(command, known, noted.new, cancelled).await? {
            if let (Some(order), true) = (share.order_id, cancelled(share.order_id)) {
                refunds::request(command, row, order, share.captured_minor, reason, at).await?;
            }
        }
    }
    let next = state.apply(PaymentEvent::Capture, at).ok().filter(|_| noted.in_all >= row.amount_minor);
    let moved_to = match next {
        Some(next) if advance(command, &row.id, state, next, at).await? => Some(next),
        Some(_) | None => None,
    };
    if noted.new <= 0 && moved_to.is_none() {
        return Ok(Taken { moved_to: None, orders: None });
    }
    let mut now = Vec::with_capacity(orders.len());
    for order in orders {
        if !orders::touch(command, order).await? {
            return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
        }
        let Some(known) = orders::bring_to_change(command, order.id).await? else { continue };
        // Those that were paid without a provider were confirmed when they were placed.
        if row.provider.is_some() && known.is_paid() && !order.is_paid() {
            confirm(command, &known, at).await?;
        }
        now.push(known);
    }
    Ok(Taken { moved_to, orders: Some(now) })
}

/// Has an order that is carried out confirmed by e-mail.
pub(super) async fn confirm(command: &Command, order: &OrderHead, at: Timestamp) -> Result<(), StoreError> {
    if !matches!(order.lifecycle, Lifecycle::Placed { .. }) {
        return Ok(());
    }
    let number = order.number.parse().map_err(|_| orders::unknown("number of an order", &order.number))?;
    outbox::send(command, &Message::OrderConfirmation { order: number }, at.as_millisecond()).await?;
    Ok(())
}
