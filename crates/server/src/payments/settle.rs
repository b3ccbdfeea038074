//! What a provider said becomes of payment and order. Saying it twice changes nothing.

use super::provider::{Charge, NoAnswer};
use crate::problem::Failure;
use crate::state::AppState;
use giano_api::Code;
use giano_commerce::order::{PaymentEvent, RefundState};
use giano_store::{PaymentRecord, Settlement};

/// Notes what the provider said and moves the order accordingly: paid, or cancelled with stock, coupons, credit and
/// basket given back, in one transaction with the payment.
pub(crate) async fn settle(
    state: &AppState,
    payment: &PaymentRecord,
    said: Result<Charge, NoAnswer>,
) -> Result<Settlement, Failure> {
    let event = match said {
        Ok(Charge::Succeeded) => PaymentEvent::Capture,
        Ok(Charge::Declined) => PaymentEvent::Decline,
        Ok(Charge::Challenge) => PaymentEvent::Challenge,
        Ok(Charge::Pending) | Err(NoAnswer) => PaymentEvent::Pend,
    };
    bring(state, payment, event).await
}

/// Gives up a payment that nobody finished.
pub(crate) async fn expire(state: &AppState, payment: &PaymentRecord) -> Result<Settlement, Failure> {
    bring(state, payment, PaymentEvent::Expire).await
}

async fn bring(state: &AppState, payment: &PaymentRecord, event: PaymentEvent) -> Result<Settlement, Failure> {
    let settled = state.store.settle_payment(&payment.id, event, state.clock.now()).await?;
    let settled = settled.ok_or_else(|| Failure::new(Code::NotFound))?;
    if settled.moved {
        state.stock_moved().await;
    }
    if !settled.moved && event == PaymentEvent::Capture && settled.payment.state.has_failed() {
        refund(state, &settled.payment).await?;
    }
    Ok(settled)
}

/// Money came for an order that had been given up: it goes back.
async fn refund(state: &AppState, payment: &PaymentRecord) -> Result<(), Failure> {
    for refund in state.store.refund_late_payment(&payment.id, state.clock.now()).await? {
        if !matches!(refund.state, RefundState::Requested { .. }) {
            continue;
        }
        if state.payments.refund(payment).await.is_err() {
            tracing::error!(payment = payment.id, "not refunded: do it by hand");
            continue;
        }
        state.store.finish_refund(&refund, state.clock.now()).await?;
    }
    Ok(())
}
