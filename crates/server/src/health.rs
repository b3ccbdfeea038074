//! Whether the server lives, is ready, and what it has done.

use crate::problem::Failure;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use giano_api::Code;
use std::sync::{Arc, OnceLock};
use subtle::ConstantTimeEq;

static METRICS: OnceLock<metrics_exporter_prometheus::PrometheusHandle> = OnceLock::new();

/// Installs the recorder of metrics, once for the process.
pub(crate) fn install_metrics() {
    METRICS.get_or_init(|| {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new()
            .set_buckets(&[0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
        let recorder = recorder.unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("metrics were installed already");
        }
        handle
    });
}

/// Adds up what was measured of each request. Until then it is kept request by request, which fills the memory of a server whose
/// metrics nobody asks for.
pub(crate) fn condense_metrics() {
    if let Some(metrics) = METRICS.get() {
        metrics.run_upkeep();
    }
}

/// The process lives.
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// The database answers.
pub(crate) async fn readyz(State(state): State<Arc<AppState>>) -> impl IntoResponse {
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

/// Metrics in Prometheus' text format, for those who may read them: what a shop sells is not for everybody. Others are not
/// told that they are there.
pub(crate) async fn metrics(State(state): State<Arc<AppState>>, request: Request) -> Result<String, Failure> {
    let settings = &state.settings;
    let may = match &settings.metrics_token {
        Some(token) => bearer(request.headers()).is_some_and(|given| given.ct_eq(token.as_bytes()).into()),
        None => settings.proxies.is_from_this_machine(request.headers(), request.extensions()),
    };
    if !may {
        return Err(Failure::new(Code::NotFound));
    }
    Ok(METRICS.get().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default())
}

/// The token that a request brings (RFC 6750, section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().as_bytes())
}
