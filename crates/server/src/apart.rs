//! Work that takes long, done on threads of its own, so that those who ask for something else do not wait for it.

use crate::problem::Failure;
use crate::state::AppState;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use giano_api::Code;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Longest time that work waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// From so many lines on, a list or a basket is worked on apart. Fewer take less time than going to another thread and back.
pub(crate) const MANY_LINES: usize = 200;

/// Works something out that takes long, on a thread of its own and in its turn.
///
/// # Errors
/// [`Code::Unavailable`] where its turn does not come.
pub(crate) async fn apart<T: Send + 'static>(
    turns: Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let turn = tokio::time::timeout(LONGEST_WAIT, turns.acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(Failure::new(Code::Unavailable)) };
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "work that was done apart");
        Failure::new(Code::Internal)
    })
}

/// Works something out about so many lines: at once where they are few, else [`apart`].
///
/// # Errors
/// As [`apart`].
pub(crate) async fn of_lines<T: Send + 'static>(
    state: &AppState,
    lines: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    if lines < MANY_LINES { Ok(work()) } else { apart(Arc::clone(&state.turns), work).await }
}

/// An answer about so many lines, as JSON: of ten thousand lines it has many megabytes.
///
/// # Errors
/// As [`apart`].
pub(crate) async fn json_of_lines<T: Serialize + Send + 'static>(
    state: &AppState,
    lines: usize,
    answer: T,
) -> Result<Response, Failure> {
    let bytes = of_lines(state, lines, move || serde_json::to_vec(&answer)).await?.map_err(|error| {
        tracing::error!(%error, "answer");
        Failure::new(Code::Internal)
    })?;
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
