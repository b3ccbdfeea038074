//! What a provider said becomes of payment and order. Saying it twice changes nothing.

use super::provider::{Charge, NoAnswer};
use crate::problem::Failure;
use crate::state::AppState;
use giano_api::Code;
use giano_store::{OrderRecord, PaymentRecord, PaymentState};

/// Where a payment stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Paid, and the order with it.
    Paid,
    /// The buyer has to answer the bank's question.
    Challenge,
    /// The provider has not said yet.
    Waiting,
    /// Declined: the order is cancelled, everything it had taken is given back.
    Declined,
}

/// Notes what the provider said and moves the order accordingly. Without an answer the payment waits.
pub(crate) async fn settle(
    state: &AppState,
    payment: &PaymentRecord,
    said: Result<Charge, NoAnswer>,
) -> Result<Settlement, Failure> {
    let to = match said {
        Ok(Charge::Succeeded) => PaymentState::Succeeded,
        Ok(Charge::Challenge) => PaymentState::Challenge,
        Ok(Charge::Pending) | Err(NoAnswer) => PaymentState::Pending,
        Ok(Charge::Declined) => PaymentState::Declined,
    };
    move_to(state, payment, to).await
}

/// Gives up a payment that nobody finished.
pub(crate) async fn expire(state: &AppState, payment: &PaymentRecord) -> Result<(), Failure> {
    move_to(state, payment, PaymentState::Expired).await.map(|_| ())
}

async fn move_to(state: &AppState, payment: &PaymentRecord, to: PaymentState) -> Result<Settlement, Failure> {
    let settled = state.store.settle_payment(&payment.id, to, state.clock.now()).await?;
    let settled = settled.ok_or_else(|| Failure::new(Code::NotFound))?;
    if settled.moved && matches!(to, PaymentState::Declined | PaymentState::Expired) {
        note_given_back(state, &settled.order);
    }
    Ok(match settled.payment.state {
        PaymentState::Succeeded => Settlement::Paid,
        PaymentState::Declined | PaymentState::Expired => Settlement::Declined,
        PaymentState::Challenge => Settlement::Challenge,
        PaymentState::Created | PaymentState::Pending => Settlement::Waiting,
    })
}

fn note_given_back(state: &AppState, order: &OrderRecord) {
    let Ok(document) = serde_json::from_str::<crate::orders::document::OrderDocument>(&order.document) else { return };
    let snapshot = state.snapshot();
    for line in &document.priced.lines {
        snapshot.note_sold(&line.sku, -i64::from(line.quantity.get()));
    }
}
