//! Bank transfers that came: noted by the shop's people, since no provider tells of them.

use super::captures::{CameIn, key_of, take_in};
use super::settle::bring_to_change;
use super::state_of_payment;
use crate::amount::{major, minor};
use crate::audit::{Author, Subject};
use crate::companies::{Owed, settle_credit};
use crate::connection::Store;
use crate::entities::orders::orders;
use crate::entities::payments::{payment_allocation, payment_capture};
use crate::error::StoreError;
use crate::orders as all_orders;
use giano_commerce::Money;
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::company::CompanyId;
use giano_commerce::order::{OrderNumber, PaymentState};
use jiff::Timestamp;
use rust_decimal::Decimal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// A bank transfer that came for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transfer {
    /// All that was still open.
    Rest,
    /// A part, by the bank's reference: the same reference again is the same money.
    Part {
        /// How much, in the order's currency.
        amount: Decimal,
        /// The bank's reference.
        reference: String,
    },
    /// All that was still open, by the bank's reference.
    RestBy {
        /// The bank's reference.
        reference: String,
    },
}

impl Transfer {
    fn reference(&self) -> Option<&str> {
        match self {
            Self::Rest => None,
            Self::Part { reference, .. } | Self::RestBy { reference } => Some(reference),
        }
    }
}

/// What came of noting a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferNoted {
    /// It is noted.
    Noted {
        /// How much came.
        amount: Money,
        /// How much is still open; the order is paid where nothing is.
        open: Money,
    },
    /// A transfer with this reference was noted before.
    Known,
    /// There is no such order.
    Unknown,
    /// The order was cancelled.
    Cancelled,
    /// It is paid already.
    Paid,
    /// It is paid by card: its provider tells of its money.
    ByCard,
    /// The amount is nothing, has more digits than the currency, or is more than is open.
    NotOpen {
        /// How much is open.
        open: Money,
    },
}

/// What the audit log keeps of an order's money.
#[derive(Serialize)]
struct Came {
    payment: &'static str,
    captured: Money,
    reference: Option<String>,
}

impl Store {
    /// Notes that a bank transfer came for an order, which is paid once all of it is there. The order's confirmation went out
    /// when it was placed. Of an order on account the company's credit is free again by what came.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_transfer(
        &self,
        by: &Author,
        number: &OrderNumber,
        transfer: &Transfer,
        at: Timestamp,
    ) -> Result<TransferNoted, StoreError> {
        self.retrying(|| self.note_transfer_once(by, number, transfer, at)).await
    }

    async fn note_transfer_once(
        &self,
        by: &Author,
        number: &OrderNumber,
        transfer: &Transfer,
        at: Timestamp,
    ) -> Result<TransferNoted, StoreError> {
        let command = self.command().await?;
        let found: Option<(i64, Option<i64>)> = orders::Entity::find()
            .select_only()
            .columns([orders::Column::Id, orders::Column::CompanyId])
            .filter(orders::Column::Number.eq(number.as_str()))
            .into_tuple()
            .one(&command.tx)
            .await?;
        let Some((order_id, company)) = found else { return Ok(TransferNoted::Unknown) };
        // The newest is how the order is paid now.
        let share = payment_allocation::Entity::find()
            .filter(payment_allocation::Column::OrderId.eq(order_id))
            .order_by_desc(payment_allocation::Column::Id)
            .one(&command.tx)
            .await?;
        let Some(share) = share else { return Ok(TransferNoted::Unknown) };
        let Some((row, paid)) = bring_to_change(&command, &share.payment_id).await? else {
            return Ok(TransferNoted::Unknown);
        };
        let Some(order) = paid.iter().find(|order| order.id == order_id) else { return Ok(TransferNoted::Unknown) };
        let (state, currency) = (state_of_payment(&row)?, all_orders::currency(&row.currency)?);
        let method = PaymentMethod::of_code(&row.method)
            .ok_or_else(|| all_orders::unknown("method of a payment", &row.method))?;
        let known = payment_capture::Entity::find()
            .filter(payment_capture::Column::PaymentId.eq(&row.id))
            .all(&command.tx)
            .await?;
        let came = known.iter().map(|capture| capture.amount_minor).sum::<i64>();
        let name = transfer.reference().map(|reference| format!("transfer {reference}"));
        let key = name.as_deref().map(key_of);
        if known.iter().any(|capture| Some(&capture.capture_key) == key.as_ref()) {
            return Ok(TransferNoted::Known);
        }
        if order.cancelled().is_some() {
            return Ok(TransferNoted::Cancelled);
        }
        if order.is_paid() {
            return Ok(TransferNoted::Paid);
        }
        match method {
            PaymentMethod::Transfer | PaymentMethod::Account => (),
            PaymentMethod::Card => return Ok(TransferNoted::ByCard),
        }
        let open = major(Ord::max(row.amount_minor - came, 0), currency);
        let amount = match transfer {
            Transfer::Rest | Transfer::RestBy { .. } => open,
            Transfer::Part { amount, .. } => Money::new(*amount, currency),
        };
        let is_exact = amount.rounded().amount() == amount.amount();
        if !is_exact || minor(amount) <= 0 || minor(amount) > minor(open) {
            return Ok(TransferNoted::NotOpen { open });
        }
        let came_in = match &name {
            Some(name) => CameIn::Named { name: name.clone(), amount },
            None => CameIn::InAll(major(row.amount_minor, currency)),
        };
        let taken = take_in(&command, &row, state, Some(&came_in), &paid, at).await?;
        if let (PaymentMethod::Account, Some(company)) = (method, company) {
            let (less, now) = (Owed::Less(minor(amount)), at.as_millisecond());
            settle_credit(&command, CompanyId(company), less, &order.number, now).await?;
        }
        let (was, is) = (came, came + minor(amount));
        let money = |state: PaymentState, captured: i64, reference: Option<String>| Came {
            payment: state.code(),
            captured: major(captured, currency),
            reference,
        };
        let subject = Subject::Order(company.map(CompanyId), order.number.clone());
        let reference = transfer.reference().map(str::to_owned);
        let (before, after) = (money(state, was, None), money(taken.moved_to.unwrap_or(state), is, reference));
        command.audit_changed(by, subject, &before, &after).await?;
        command.commit().await?;
        Ok(TransferNoted::Noted { amount, open: major(row.amount_minor - is, currency) })
    }
}
