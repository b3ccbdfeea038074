//! What a provider said becomes of payment and order. Saying it twice changes nothing.

use super::provider::{Charge, NoAnswer};
use crate::orders::document::OrderDocument;
use crate::problem::Failure;
use crate::state::AppState;
use giano_api::Code;
use giano_commerce::order::{OrderEvent, OrderState};
use giano_store::{OrderRecord, PaymentRecord, PaymentState, Settlement};

/// Notes what the provider said and moves the order accordingly: paid, or cancelled with stock, coupons, credit and
/// basket given back, in one transaction with the payment.
pub(crate) async fn settle(
    state: &AppState,
    payment: &PaymentRecord,
    said: Result<Charge, NoAnswer>,
) -> Result<Settlement, Failure> {
    let to = match said {
        Ok(Charge::Succeeded) => PaymentState::Succeeded,
        Ok(Charge::Declined) => PaymentState::Declined,
        Ok(Charge::Challenge) => PaymentState::Challenge,
        Ok(Charge::Pending) | Err(NoAnswer) => PaymentState::Pending,
    };
    bring(state, payment, to).await
}

/// Gives up a payment that nobody finished.
pub(crate) async fn expire(state: &AppState, payment: &PaymentRecord) -> Result<Settlement, Failure> {
    bring(state, payment, PaymentState::Expired).await
}

async fn bring(state: &AppState, payment: &PaymentRecord, to: PaymentState) -> Result<Settlement, Failure> {
    let settled = state.store.settle_payment(&payment.id, to, state.clock.now()).await?;
    let mut settled = settled.ok_or_else(|| Failure::new(Code::NotFound))?;
    if settled.moved && matches!(settled.order.state, OrderState::Cancelled { .. }) {
        note_given_back(state, &settled.order);
    }
    let too_late = !settled.moved && to == PaymentState::Succeeded && settled.payment.state != PaymentState::Succeeded;
    if too_late {
        refund(state, &mut settled).await?;
    }
    Ok(settled)
}

/// Money came for an order that had been given up: it goes back.
async fn refund(state: &AppState, settled: &mut Settlement) -> Result<(), Failure> {
    if !matches!(settled.order.state, OrderState::Cancelled { .. }) {
        return Ok(());
    }
    if state.payments.refund(&settled.payment).await.is_err() {
        tracing::error!(payment = settled.payment.id, number = settled.order.number, "not refunded: do it by hand");
        return Ok(());
    }
    let event = OrderEvent::Refund { complete: true };
    if let Some(next) = state.store.move_order(&settled.order, event, state.clock.now()).await? {
        settled.order.state = next;
    }
    Ok(())
}

/// The snapshot learns at once what is on hand again; the database remains the truth.
pub(crate) fn note_given_back(state: &AppState, order: &OrderRecord) {
    let Ok(document) = serde_json::from_str::<OrderDocument>(&order.document) else { return };
    let snapshot = state.snapshot();
    for line in &document.priced.lines {
        snapshot.note_sold(&line.sku, -i64::from(line.quantity.get()));
    }
}
