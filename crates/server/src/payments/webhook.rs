//! A provider's word, sent later. The same twice changes nothing, whatever order it comes in.

use super::provider::{Answer, WebhookRefused};
use super::settle::{Meaning, hear};
use crate::problem::{Failure, Path};
use crate::state::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use giano_api::Code;
use giano_commerce::order::PaymentState;
use giano_store::Job;
use std::sync::Arc;

/// Whether a path is where a provider sends its word.
pub(crate) fn is_webhook(path: &str) -> bool {
    let provider = path.strip_prefix("/api/payments/").and_then(|path| path.strip_suffix("/webhook"));
    provider.is_some_and(|provider| !provider.is_empty() && !provider.contains('/'))
}

/// A provider's word on a payment, at the address with the provider's name. Each signs in its own way, and nothing is read of
/// what is not signed. What follows is the test provider's.
///
/// The header `Giano-Signature` is `t=SECONDS,v1=HEX`: the moment (seconds since 1970), and the HMAC-SHA-256 of that moment, a
/// full stop and the body as it was sent, under the shop's secret. It is believed for five minutes. There may be several
/// `v1`. Nothing is asked or given back before this is answered: jobs do that.
#[utoipa::path(post, path = "/api/payments/{provider}/webhook", params(("provider" = String, Path)), request_body = super::test_provider::WebhookBody,
    responses((status = 204), (status = 403, description = "No signature fits, or it is too old", body = giano_api::Problem),
        (status = 404, description = "No such provider, or no such payment of it", body = giano_api::Problem)))]
pub(crate) async fn webhook(
    State(state): State<Arc<AppState>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    let missing = || Failure::new(Code::NotFound);
    let provider = state.payments.named(&name).ok_or_else(missing)?;
    let notice = provider.verify_webhook(&headers, &body, state.clock.now()).map_err(refused)?;
    let payment = state.store.payment(&notice.payment).await?;
    let payment = payment.filter(|payment| payment.provider.as_deref() == Some(provider.name())).ok_or_else(missing)?;
    let told = Answer { charge: notice.charge, reference: None, capture: notice.capture };
    let settled = hear(&state, &payment.id, &told, None, Meaning::UNASKED, None).await?;
    if settled.moved && matches!(settled.payment.state, PaymentState::Authorised { .. }) {
        let (now, job) = (state.clock.millis(), Job::SettlePayment { payment: payment.id });
        let key = job.key().unwrap_or_default();
        // One that waits may wait for minutes.
        if !state.store.enqueue_job(&job, Some(&key), now, now).await? {
            state.store.hasten_job(&key, now).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

fn refused(why: WebhookRefused) -> Failure {
    let code = match why {
        WebhookRefused::NotSigned | WebhookRefused::NotNow => Code::Forbidden,
        WebhookRefused::Unreadable => Code::MalformedRequest,
    };
    Failure::new(code).detail(why.to_string())
}
