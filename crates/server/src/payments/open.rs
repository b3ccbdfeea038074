//! Payments that are not settled: the provider is asked for those it has not spoken of, and those whose buyer went away
//! are given up. Each by itself, so that one that cannot be settled does not stop the others.

use super::provider::NoAnswer;
use super::settle::{expire, settle};
use crate::jobs::{JobError, Next};
use crate::state::AppState;
use giano_commerce::order::PaymentState;
use giano_store::Job;
use std::time::Duration;

/// How often it is looked for them.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Payments are asked for after this time, in milliseconds.
const ASK_AFTER: i64 = 3000;
/// Payments of which nothing was heard after placing are asked for after this time, in milliseconds.
const ORPHANED_AFTER: i64 = 60_000;
/// Payments that wait for the buyer are given up after this time, in milliseconds.
const EXPIRE_AFTER: i64 = 30 * 60 * 1000;
/// How long the provider may take to answer.
const PROVIDER_MAY_TAKE: Duration = Duration::from_secs(12);
/// How long it waits until it is asked once more for a payment it could not say anything of.
const ASK_AGAIN: Duration = Duration::from_secs(3);

/// Finds payments to settle and adds a job for each.
pub(crate) async fn find(state: &AppState) -> Result<Next, JobError> {
    let now = state.clock.millis();
    // A payment still only created is one whose server stopped while it asked: its reference is known.
    let open = [("pending", ASK_AFTER), ("created", ORPHANED_AFTER), ("challenge", EXPIRE_AFTER)];
    for (open, after) in open {
        for payment in state.store.payment_ids_in(open, now - after).await? {
            let key = format!("settle_payment {payment}");
            state.store.enqueue_job(&Job::SettlePayment { payment }, Some(&key), now, now).await?;
        }
    }
    Ok(Next::Again(LOOK_EVERY))
}

/// Settles a payment, or finds that it cannot be settled yet.
pub(crate) async fn settle_one(state: &AppState, payment: &str) -> Result<Next, JobError> {
    let Some(payment) = state.store.payment(payment).await? else { return Ok(Next::Done) };
    let settled = match payment.state {
        PaymentState::Awaited { .. }
        | PaymentState::Owed { .. }
        | PaymentState::Authorised { .. }
        | PaymentState::Captured { .. }
        | PaymentState::Declined { .. }
        | PaymentState::Expired { .. }
        | PaymentState::Voided { .. } => return Ok(Next::Done),
        PaymentState::Challenge { .. } => expire(state, &payment).await?,
        PaymentState::Created { .. } | PaymentState::Pending { .. } => {
            let asked = tokio::time::timeout(PROVIDER_MAY_TAKE, state.payments.status(&payment)).await;
            settle(state, &payment, asked.unwrap_or(Err(NoAnswer))).await?
        }
    };
    Ok(if settled.payment.state.is_final() { Next::Done } else { Next::Again(ASK_AGAIN) })
}
