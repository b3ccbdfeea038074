//! What happens without a visitor: the catalogue is reloaded, stock is taken over, payments are settled, orders
//! nobody paid are cancelled, old keys forgotten.

use crate::payments::settle::{expire, note_given_back, settle};
use crate::problem::Failure;
use crate::state::AppState;
use giano_commerce::order::{CancelReason, OrderEvent};
use giano_store::{PaymentState, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// How often the catalogue's version is looked at.
const TICK: Duration = Duration::from_secs(2);
/// Payments are asked for after this time, in milliseconds.
const ASK_AFTER: i64 = 3000;
/// Payments of which nothing was heard after placing are asked for after this time, in milliseconds.
const ORPHANED_AFTER: i64 = 60_000;
/// Guests' baskets are kept for this time after the last change, in milliseconds: 180 days.
const KEEP_BASKETS: i64 = 180 * 24 * 60 * 60 * 1000;
/// Payments that wait for the buyer are given up after this time, in milliseconds.
const EXPIRE_AFTER: i64 = 30 * 60 * 1000;
/// Idempotency keys are kept for this time, in milliseconds: 48 hours, twice what is promised.
const KEEP_KEYS: i64 = 48 * 60 * 60 * 1000;

/// Runs until the future is dropped.
pub async fn run(state: Arc<AppState>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for tick in 0_u64.. {
        ticks.tick().await;
        if let Err(error) = state.refresh_catalog().await {
            tracing::warn!(%error, "the catalogue was not reloaded");
        }
        if let Err(failure) = settle_open_payments(&state).await {
            tracing::warn!(problem = ?failure.problem().code, "open payments were not settled");
        }
        if tick % 15 == 0 {
            if let Err(error) = cancel_overdue_orders(&state).await {
                tracing::warn!(%error, "orders nobody paid were not cancelled");
            }
            if let Err(error) = state.refresh_stock().await {
                tracing::warn!(%error, "stock was not taken over");
            }
        }
        if tick % 1800 == 0
            && let Err(error) = forget(&state).await
        {
            tracing::warn!(%error, "old keys, sessions and baskets were not forgotten");
        }
    }
}

/// Asks the provider for payments it has not spoken of, and gives up those whose buyer went away.
///
/// # Errors
/// [`Failure`] where the database does not answer; what is settled by then stays.
pub async fn settle_open_payments(state: &AppState) -> Result<(), Failure> {
    let now = state.clock.millis();
    // A payment still only created is one whose server stopped while it asked: its reference is known.
    for (open, after) in [(PaymentState::Pending, ASK_AFTER), (PaymentState::Created, ORPHANED_AFTER)] {
        for payment in state.store.payments_in(open, now - after).await? {
            let said = state.payments.status(&payment).await;
            settle(state, &payment, said).await?;
        }
    }
    for payment in state.store.payments_in(PaymentState::Challenge, now - EXPIRE_AFTER).await? {
        expire(state, &payment).await?;
    }
    Ok(())
}

/// Cancels orders whose bank transfer did not come in time: what they held can be sold again. Returns how many.
///
/// # Errors
/// [`StoreError`]; what is cancelled by then stays so.
pub async fn cancel_overdue_orders(state: &AppState) -> Result<usize, StoreError> {
    let now = state.clock.now();
    let mut cancelled = 0;
    for order in state.store.overdue_orders(now.as_millisecond()).await? {
        let event = OrderEvent::Cancel { reason: CancelReason::TransferOverdue };
        // Another server may have been here before, or the transfer may have come at this very moment.
        if state.store.move_order(&order, event, now).await?.is_some() {
            note_given_back(state, &order);
            tracing::info!(number = order.number, "cancelled: no transfer came");
            cancelled += 1;
        }
    }
    Ok(cancelled)
}

/// Forgets what nobody comes back for.
async fn forget(state: &AppState) -> Result<(), StoreError> {
    state.throttles.forget();
    let now = state.clock.millis();
    state.store.forget_idempotent(now - KEEP_KEYS).await?;
    state.store.forget_expired_sessions(now).await?;
    state.store.forget_expired_devices(now).await?;
    state.store.forget_guest_baskets(now - KEEP_BASKETS).await?;
    Ok(())
}
