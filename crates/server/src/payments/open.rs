//! Payments that are not settled: the provider is asked for those it has not spoken of, those whose time is up are brought to
//! their end, and money that goes back goes back. Each by itself, so that one that cannot be settled does not stop the others.

use super::ask::{Asked, Question, ask, ask_for_refund, take_what_is_ready};
use super::provider::{Charge, Refunding};
use super::settle::{expire, pend};
use crate::jobs::{JobError, Next};
use crate::state::AppState;
use giano_commerce::order::{CHALLENGE_MAY_TAKE, Deadline, PaymentState};
use giano_store::{Job, PaymentRecord};
use std::time::Duration;

/// How often it is looked for them.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Payments are asked for after this time, in milliseconds.
const ASK_AFTER: i64 = 3000;
/// Payments of which nothing was heard after placing, or whose money was not taken after it was authorised, are asked for
/// after this time, in milliseconds.
const ORPHANED_AFTER: i64 = 60_000;
/// How long it waits at first until the provider is asked once more for a payment it could not say anything of.
const ASK_AGAIN: Duration = Duration::from_secs(3);
/// The same while the provider does not answer at all.
const ASK_AGAIN_UNANSWERED: Duration = Duration::from_secs(30);
/// The longest that it waits.
const ASK_AGAIN_AT_LAST: Duration = Duration::from_secs(600);
/// The longer a payment waits, the longer are the pauses: such a part of the time.
const PART_OF_THE_WAIT: u32 = 20;
/// How long a job waits for its turn while others ask the same provider.
const NEXT_TURN: Duration = Duration::from_secs(1);

/// Finds payments to settle and adds a job for each.
pub(crate) async fn find(state: &AppState) -> Result<Next, JobError> {
    let now = state.clock.millis();
    let challenge = i64::try_from(CHALLENGE_MAY_TAKE.as_millis()).unwrap_or(i64::MAX);
    // One still only created, or authorised, is one whose server stopped while it asked.
    let open =
        [("pending", ASK_AFTER), ("created", ORPHANED_AFTER), ("authorised", ORPHANED_AFTER), ("challenge", challenge)];
    for (open, after) in open {
        for payment in state.store.payment_ids_in(open, now - after).await? {
            let job = Job::SettlePayment { payment };
            state.store.enqueue_job(&job, job.key().as_deref(), now, now).await?;
        }
    }
    state.store.enqueue_refunds(now).await?;
    Ok(Next::Again(LOOK_EVERY))
}

/// Settles a payment, or finds that it cannot be settled yet.
pub(crate) async fn settle_one(state: &AppState, payment: &str) -> Result<Next, JobError> {
    let Some(payment) = state.store.payment(payment).await? else { return Ok(Next::Done) };
    if payment.provider.is_none() || !payment.state.waits_for_provider() {
        return Ok(Next::Done);
    }
    let Some(_turn) = state.payments.turn(&payment) else {
        return Ok(match state.payments.of(&payment) {
            Some(_) => Next::Again(NEXT_TURN),
            None => end_without_provider(state, &payment).await?,
        });
    };
    let deadline = payment.state.deadline(payment.created_at);
    let due = deadline.filter(|deadline| state.clock.now() >= deadline.due);
    match due {
        Some(deadline) => end(state, &payment, deadline).await,
        None => follow_up(state, &payment).await,
    }
}

/// Asks how a payment stands, and for the money that is kept ready.
async fn follow_up(state: &AppState, payment: &PaymentRecord) -> Result<Next, JobError> {
    let question =
        if matches!(payment.state, PaymentState::Authorised { .. }) { Question::Capture } else { Question::Status };
    let settled = match ask(state, payment, question).await? {
        Asked::Answered { settled, .. } => take_what_is_ready(state, *settled).await?,
        Asked::Unanswered => {
            if matches!(payment.state, PaymentState::Created { .. }) {
                pend(state, payment).await?;
            }
            return Ok(Next::Again(pause(state, payment, ASK_AGAIN_UNANSWERED)));
        }
    };
    Ok(match settled.payment.state {
        PaymentState::Created { .. } | PaymentState::Pending { .. } | PaymentState::Authorised { .. } => {
            Next::Again(pause(state, &settled.payment, ASK_AGAIN))
        }
        // It is found again when the buyer's time is up.
        PaymentState::Challenge { .. }
        | PaymentState::Awaited { .. }
        | PaymentState::Owed { .. }
        | PaymentState::Captured { .. }
        | PaymentState::Declined { .. }
        | PaymentState::Expired { .. }
        | PaymentState::Voided { .. } => Next::Done,
    })
}

/// How long it waits until the provider is asked once more: the longer, the longer the payment has waited already.
fn pause(state: &AppState, payment: &PaymentRecord, first: Duration) -> Duration {
    let since = if let PaymentState::Authorised { at } = payment.state { at } else { payment.created_at };
    let waited = Duration::try_from(state.clock.now().duration_since(since)).unwrap_or_default();
    (waited / PART_OF_THE_WAIT).clamp(first, ASK_AGAIN_AT_LAST)
}

/// Brings a payment to its end whose time is up: the provider has the last word as long as it answers at all.
async fn end(state: &AppState, payment: &PaymentRecord, deadline: Deadline) -> Result<Next, JobError> {
    // It may have been paid meanwhile; else the bank is to let it go, and only then the goods are sold to others.
    let is_ready = matches!(payment.state, PaymentState::Authorised { .. });
    let last = if is_ready { Question::Capture } else { Question::Status };
    if let Asked::Answered { settled, .. } = ask(state, payment, last).await? {
        let settled = take_what_is_ready(state, *settled).await?;
        if settled.payment.state.is_final() {
            return Ok(Next::Done);
        }
        if matches!(settled.payment.state, PaymentState::Authorised { .. }) && !is_ready {
            return Ok(Next::Again(ASK_AGAIN));
        }
        refuse_to_let_go_what_has_left(state, payment).await?;
        if let Asked::Answered { settled, .. } = ask(state, &settled.payment, Question::Void).await? {
            let settled = take_what_is_ready(state, *settled).await?;
            if settled.payment.state.is_final() {
                return Ok(Next::Done);
            }
        }
    }
    if state.clock.now() < deadline.latest {
        return Ok(Next::Again(ASK_AGAIN_UNANSWERED));
    }
    refuse_to_let_go_what_has_left(state, payment).await?;
    expire(state, payment).await?;
    Ok(Next::Done)
}

/// A payment of a provider that the shop does not work with any more ends when its time is up.
async fn end_without_provider(state: &AppState, payment: &PaymentRecord) -> Result<Next, JobError> {
    let deadline = payment.state.deadline(payment.created_at);
    if deadline.is_some_and(|deadline| state.clock.now() >= deadline.latest) {
        refuse_to_let_go_what_has_left(state, payment).await?;
        expire(state, payment).await?;
        return Ok(Next::Done);
    }
    Ok(Next::Again(pause(state, payment, ASK_AGAIN_UNANSWERED)))
}

/// Where the goods have left, their money is not let go: people see the job among those that were given up, and whatever they
/// find out at the provider, repeating it asks for the money once more.
async fn refuse_to_let_go_what_has_left(state: &AppState, payment: &PaymentRecord) -> Result<(), JobError> {
    let order = state.store.order_of_payment(&payment.id).await?;
    match order.filter(|order| order.head.parts.shipments.iter().any(|shipment| shipment.state.has_left())) {
        Some(order) => Err(JobError::Refused(format!(
            "order {} has left, and its money did not come in time: see to it at the payment provider",
            order.head.number
        ))),
        None => Ok(()),
    }
}

/// Tells the provider that a payment is not wanted any more, until it says that it knows. What it says of money is heard.
pub(crate) async fn void_one(state: &AppState, payment: &str) -> Result<Next, JobError> {
    let Some(payment) = state.store.payment(payment).await? else { return Ok(Next::Done) };
    if !payment.state.has_failed() || state.payments.of(&payment).is_none() {
        return Ok(Next::Done);
    }
    let Some(_turn) = state.payments.turn(&payment) else { return Ok(Next::Again(NEXT_TURN)) };
    match ask(state, &payment, Question::Void).await? {
        Asked::Answered { charge: Charge::Voided | Charge::Declined | Charge::Captured { .. }, .. } => Ok(Next::Done),
        Asked::Answered { charge: Charge::Challenge | Charge::Pending | Charge::Authorised, .. } => {
            Err(JobError::Failed("the provider has not let it go".to_owned()))
        }
        Asked::Unanswered => Err(JobError::Failed("the provider was not told: it does not answer".to_owned())),
    }
}

/// Has the provider give money back, until it has, or says that it will not.
pub(crate) async fn refund_one(state: &AppState, refund: i64) -> Result<Next, JobError> {
    let Some(known) = state.store.refund(refund).await? else { return Ok(Next::Done) };
    // Of one that had been given up, somebody has had the job done again.
    let Some(refund) = state.store.take_refund_up(&known, state.clock.now()).await? else { return Ok(Next::Done) };
    let Some(payment) = state.store.payment(&refund.payment).await? else { return Ok(Next::Done) };
    let Some(_turn) = state.payments.turn(&payment) else {
        return match state.payments.of(&payment) {
            Some(_) => Ok(Next::Again(NEXT_TURN)),
            None => Err(JobError::Refused("the shop does not work with its provider any more".to_owned())),
        };
    };
    match ask_for_refund(state, &payment, &refund).await? {
        Ok(Refunding::Done) => {
            state.store.finish_refund(&refund, state.clock.now()).await?;
            Ok(Next::Done)
        }
        Ok(Refunding::Pending) => Ok(Next::Again(ASK_AGAIN_UNANSWERED)),
        Ok(Refunding::Refused) => Err(JobError::Refused("the provider refuses to give it back".to_owned())),
        Err(error) => Err(JobError::Failed(error.to_string())),
    }
}

/// The job that sees to a refund was given up: the refund waits for the shop's people.
pub(crate) async fn give_refund_up(state: &AppState, refund: i64, why: &str) -> Result<(), JobError> {
    if let Some(refund) = state.store.refund(refund).await? {
        state.store.fail_refund(&refund, why, state.clock.now()).await?;
    }
    Ok(())
}
