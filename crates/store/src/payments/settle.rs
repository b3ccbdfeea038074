//! What a provider says becomes of payment and orders, in one transaction.

use super::captures::{CameIn, confirm, take_in};
use super::ending::tell_provider;
use super::{NewAttempt, PaymentRecord, advance, attempts, record, shares};
use crate::audit::{Author, ShopPart};
use crate::connection::{Command, Store};
use crate::entities::payments::payment;
use crate::error::StoreError;
use crate::orders::{self, OrderHead};
use giano_commerce::order::{AttemptKind, CancelReason, PaymentEvent, PaymentState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// What was heard of a payment.
#[derive(Debug, Clone)]
pub struct Heard {
    /// What happened to it.
    pub event: PaymentEvent,
    /// What came in, with [`PaymentEvent::Capture`]; the whole where it is not said.
    pub came_in: Option<CameIn>,
    /// The key of the ask that this answers, with the answer's code; none where nobody had asked.
    pub answers: Option<(String, &'static str)>,
    /// The provider's own reference, where it is another than what is known.
    pub reference: Option<String>,
    /// Whether the provider is asked for the money as soon as it is authorised: then that ask is written down with this.
    pub capture_next: bool,
    /// Who has an order cancelled by this, for the audit log; none where it is the word of the provider.
    pub by: Option<Author>,
    /// Whether a payment that is given up is one that the provider has let go; else it has to be told.
    pub provider_knows: bool,
}

impl Heard {
    /// Something that happened, and that nobody had asked for.
    pub const fn of(event: PaymentEvent) -> Self {
        Self {
            event,
            came_in: None,
            answers: None,
            reference: None,
            capture_next: false,
            by: None,
            provider_knows: false,
        }
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
        let Some((row, paid)) = bring_to_change(&command, id).await? else { return Ok(None) };
        let mut payment = record(row.clone())?;
        let is_first = match &heard.answers {
            Some((key, answer)) => attempts::end(&command, key, Some(answer), at).await?,
            None => true,
        };
        let event = match heard.event {
            PaymentEvent::Capture => {
                let taken = take_in(&command, &row, payment.state, heard.came_in.as_ref(), &paid, at).await?;
                if let Some(next) = taken.moved_to {
                    payment.state = next;
                    note_reference(&command, &mut payment, heard).await?;
                }
                command.commit().await?;
                let (orders, moved) = (taken.orders.unwrap_or(paid), taken.moved_to.is_some());
                return Ok(Some(Settlement { payment, orders, moved }));
            }
            // Two who asked the same hear of one next question.
            PaymentEvent::ChallengeAgain if !is_first => PaymentEvent::Challenge,
            other => other,
        };
        let next = payment.state.apply(event, at);
        let moved = match next {
            // Nothing is new: what the provider was asked has its answer, and nothing else is touched.
            Ok(next) if next == payment.state => {
                note_reference(&command, &mut payment, heard).await?;
                false
            }
            Ok(next) => advance(&command, id, payment.state, next, at).await?,
            Err(_) => false,
        };
        let (Ok(next), true) = (next, moved) else {
            if payment.state.has_failed() && matches!(event, PaymentEvent::Authorise) {
                tell_provider(&command, id, at).await?;
            }
            command.commit().await?;
            return Ok(Some(Settlement { payment, orders: paid, moved: false }));
        };
        payment.state = next;
        note_reference(&command, &mut payment, heard).await?;
        let reason = match event {
            PaymentEvent::Challenge | PaymentEvent::ChallengeAgain | PaymentEvent::Pend | PaymentEvent::Capture => None,
            PaymentEvent::Authorise => {
                if heard.capture_next {
                    let attempt = NewAttempt::of(AttemptKind::Capture);
                    attempts::begin(&command, id, &attempt, row.amount_minor, at).await?;
                }
                None
            }
            PaymentEvent::Decline => Some(CancelReason::PaymentDeclined),
            PaymentEvent::Expire => Some(CancelReason::PaymentExpired),
            PaymentEvent::Void => Some(CancelReason::PaymentGivenUp),
        };
        let is_given_up = matches!(event, PaymentEvent::Expire | PaymentEvent::Void);
        if is_given_up && row.provider.is_some() && !heard.provider_knows {
            tell_provider(&command, id, at).await?;
        }
        let by = heard.by.clone().unwrap_or_else(|| Author::shop(ShopPart::Payments, at.as_millisecond()));
        let mut orders = Vec::with_capacity(paid.len());
        for order in &paid {
            let changed = match reason {
                Some(reason) => orders::cancel(&command, &by, order, reason, at).await?,
                None => false,
            };
            if !changed && !orders::touch(&command, order).await? {
                return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
            }
            orders.extend(orders::bring_to_change(&command, order.id).await?);
        }
        // What is asked for at once can still come to nothing. Orders that were paid without a provider were confirmed when
        // they were placed.
        if row.provider.is_some() && matches!(next, PaymentState::Authorised { .. }) && !heard.capture_next {
            for order in &orders {
                confirm(&command, order, at).await?;
            }
        }
        command.commit().await?;
        Ok(Some(Settlement { payment, orders, moved: true }))
    }
}

/// A payment and the orders it is for, for a command that is going to change them; the orders are locked first.
pub(super) async fn bring_to_change(
    command: &Command,
    id: &str,
) -> Result<Option<(payment::Model, Vec<OrderHead>)>, StoreError> {
    let shares = shares::of_payment(command, id).await?;
    let mut paid = Vec::with_capacity(shares.len());
    for order in shares.iter().filter_map(|share| share.order_id) {
        paid.extend(orders::bring_to_change(command, order).await?);
    }
    let row = payment::Entity::find_by_id(id.to_owned()).lock_exclusive().one(&command.tx).await?;
    Ok(row.map(|row| (row, paid)))
}

/// Notes the provider's own reference, where it is another than what is known.
async fn note_reference(command: &Command, payment: &mut PaymentRecord, heard: &Heard) -> Result<(), StoreError> {
    let Some(reference) = heard.reference.as_ref().filter(|told| payment.reference.as_ref() != Some(*told)) else {
        return Ok(());
    };
    payment::Entity::update_many()
        .col_expr(payment::Column::Reference, Expr::value(reference))
        .filter(payment::Column::Id.eq(&payment.id))
        .exec(&command.tx)
        .await?;
    payment.reference = Some(reference.clone());
    Ok(())
}
