//! All routes with the limits that hold for all of them.

use crate::problem::Failure;
use crate::state::AppState;
use crate::{
    basket, caching, catalog, checkout, content, cross_site, health, home, openapi, orders, payments, price,
    problem_codes, product, request_id, session,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use giano_api::Code;
use giano_api::problem::PROBLEMS;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;

/// Largest body, in bytes: 10 000 lines to price fit well.
const LARGEST_BODY: usize = 2 << 20;
/// Longest time for an answer.
const LONGEST: Duration = Duration::from_secs(30);

/// Longest time for an answer while the database is away: those that need none take less.
const LONGEST_WITHOUT_DATABASE: Duration = Duration::from_secs(1);

/// The endpoints with their description.
pub(crate) fn endpoints() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new()
        .merge(home::routes())
        .merge(catalog::routes())
        .merge(product::routes())
        .merge(content::routes())
        .merge(price::routes())
        .merge(session::routes())
        .merge(basket::routes())
        .merge(checkout::routes())
        .merge(orders::routes())
        .merge(payments::routes())
}

/// The JSON API with health and metrics; everything else is not found.
pub fn router(state: Arc<AppState>) -> Router {
    health::install_metrics();
    let (api, _) = endpoints().split_for_parts();
    api.route("/api/openapi.json", get(openapi::openapi_json))
        .route(PROBLEMS, get(problem_codes::problem_codes))
        .route("/api/{*rest}", axum::routing::any(|| async { Failure::new(Code::NotFound) }))
        .method_not_allowed_fallback(|| async { Failure::new(Code::MethodNotAllowed) })
        .layer(middleware::from_fn_with_state(Arc::clone(&state), cross_site::refuse))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), time_limit))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a handler panicked");
            Failure::new(Code::Internal).into_response()
        }))
        .route_layer(middleware::from_fn(measure))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .layer(middleware::from_fn(caching::decide))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request| request_id::span(request))
                .on_request(())
                .on_response(())
                .on_failure(()),
        )
        .layer(SetRequestIdLayer::x_request_id(request_id::Drawn))
        .with_state(state)
}

async fn time_limit(State(state): State<Arc<AppState>>, request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(LONGEST, next.run(request));
    let answered = tokio::select! {
        biased;
        answered = answer => answered,
        // Whoever was in the middle of something when the database went away would wait for it in vain.
        () = state.store.away_for(LONGEST_WITHOUT_DATABASE) => return Failure::new(Code::Unavailable).into_response(),
    };
    match answered {
        Ok(mut response) => {
            if response.status() == StatusCode::PAYLOAD_TOO_LARGE
                && !response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json")
            {
                response = Failure::new(Code::TooLarge).into_response();
            }
            response
        }
        Err(_) => Failure::new(Code::TimedOut).into_response(),
    }
}

/// Counts requests and times them, by route and not by address, so that the number of series stays small.
async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", |path| path.as_str()).to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(started.elapsed().as_secs_f64());
    response
}
