//! What a provider said becomes of payment and order. Saying it twice changes nothing.

use super::provider::{Answer, Charge};
use crate::problem::Failure;
use crate::state::AppState;
use giano_api::Code;
use giano_commerce::order::PaymentEvent;
use giano_store::{Author, CameIn, PaymentHeard, PaymentRecord, Settlement, ShopPart};

/// What a provider's answers mean, which hangs on what it was asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meaning {
    /// That it has let the money go.
    pub voided: PaymentEvent,
    /// That the bank asks the buyer.
    pub challenge: PaymentEvent,
}

impl Meaning {
    /// Where it was not asked, and speaks by itself.
    pub const UNASKED: Self = Self { voided: PaymentEvent::Expire, challenge: PaymentEvent::Challenge };
}

/// Notes what the provider said and moves the order accordingly: paid, or cancelled with stock, coupons, credit and basket
/// given back, in one transaction with the payment. Money that comes too late is to go back; a job sees to that. Money in
/// another currency is an error, which people find in the log and, where it was asked for, among the jobs. `by` is who had the
/// provider asked, where it is they who have the order cancelled.
pub(crate) async fn hear(
    state: &AppState,
    payment: &str,
    answer: &Answer,
    key: Option<String>,
    meaning: Meaning,
    by: Option<&Author>,
) -> Result<Settlement, Failure> {
    let (event, came_in) = match answer.charge {
        Charge::Captured { amount } => {
            let came_in = match answer.capture.clone() {
                Some(name) => CameIn::Named { name, amount },
                None => CameIn::InAll(amount),
            };
            (PaymentEvent::Capture, Some(came_in))
        }
        Charge::Authorised => (PaymentEvent::Authorise, None),
        Charge::Declined => (PaymentEvent::Decline, None),
        Charge::Challenge => (meaning.challenge, None),
        Charge::Pending => (PaymentEvent::Pend, None),
        Charge::Voided => (meaning.voided, None),
    };
    let heard = PaymentHeard {
        event,
        came_in,
        answers: key.map(|key| (key, answer.charge.code())),
        reference: answer.reference.clone(),
        capture_next: true,
        by: by.cloned(),
        provider_knows: answer.charge == Charge::Voided,
    };
    bring(state, payment, &heard).await
}

/// Notes that the provider has not answered: the payment waits.
pub(crate) async fn pend(state: &AppState, payment: &PaymentRecord) -> Result<Settlement, Failure> {
    bring(state, &payment.id, &PaymentHeard::of(PaymentEvent::Pend)).await
}

/// Gives up a payment that nobody finished.
pub(crate) async fn expire(state: &AppState, payment: &PaymentRecord) -> Result<Settlement, Failure> {
    let by = Author::shop(ShopPart::Work, state.clock.millis());
    bring(state, &payment.id, &PaymentHeard { by: Some(by), ..PaymentHeard::of(PaymentEvent::Expire) }).await
}

/// Gives up a payment that its buyer does not want to finish.
pub(crate) async fn give_up(state: &AppState, payment: &PaymentRecord, by: &Author) -> Result<Settlement, Failure> {
    let heard = PaymentHeard { by: Some(by.clone()), ..PaymentHeard::of(PaymentEvent::Void) };
    bring(state, &payment.id, &heard).await
}

/// Moves a payment on by what was heard.
pub(crate) async fn bring(state: &AppState, payment: &str, heard: &PaymentHeard) -> Result<Settlement, Failure> {
    let settled = state.store.hear_of_payment(payment, heard, state.clock.now()).await?;
    let settled = settled.ok_or_else(|| Failure::new(Code::NotFound))?;
    if settled.moved {
        state.stock_moved().await;
    }
    Ok(settled)
}
