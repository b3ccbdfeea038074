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
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Longest time that work waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// From so many lines on, a list or a basket is worked on apart. Fewer take less time than going to another thread and back.
pub(crate) const MANY_LINES: usize = 200;

/// A request's turn to work out what takes long, one for all that it works out.
///
/// A request that changes something takes its turn before it does: whoever is told to try again must find everything as it
/// was. The turn is given back when the request is answered or broken off and no thread works in it any more. A request never
/// waits for a second turn while it holds one, else all could wait for each other.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Arc<Semaphore>,
    /// None where few lines were expected.
    taken: Option<Arc<OwnedSemaphorePermit>>,
}

impl Turn {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Code::Unavailable`] where it does not come.
    pub async fn take(state: &AppState) -> Result<Self, Failure> {
        let turns = Arc::clone(&state.turns);
        match tokio::time::timeout(LONGEST_WAIT, Arc::clone(&turns).acquire_owned()).await {
            Ok(Ok(taken)) => Ok(Self { turns, taken: Some(Arc::new(taken)) }),
            Ok(Err(_)) | Err(_) => Err(Failure::new(Code::Unavailable)),
        }
    }

    /// Waits for a turn where there are many lines; few need none.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub async fn for_lines(state: &AppState, lines: usize) -> Result<Self, Failure> {
        if lines < MANY_LINES { Ok(Self::not_yet(state)) } else { Self::take(state).await }
    }

    /// No turn yet. One is waited for where there turn out to be many lines, for as long as it takes: something may have been
    /// changed by then, and has to be told.
    pub fn not_yet(state: &AppState) -> Self {
        Self { turns: Arc::clone(&state.turns), taken: None }
    }

    /// Works something out about so many lines: in this turn on a thread of its own, or at once where there is no turn and
    /// they are few.
    ///
    /// # Errors
    /// [`Code::Internal`] where the work panics.
    pub async fn work<T: Send + 'static>(
        &self,
        lines: usize,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let taken = match &self.taken {
            Some(taken) => Some(Arc::clone(taken)),
            None if lines < MANY_LINES => return Ok(work()),
            // Where turns have ended altogether, what was begun is done all the same.
            None => Arc::clone(&self.turns).acquire_owned().await.ok().map(Arc::new),
        };
        let work = move || {
            // The thread is at work even where nobody waits for it any more.
            let _taken = taken;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| {
            tracing::error!(%error, "work that was done apart");
            Failure::new(Code::Internal)
        })
    }

    /// An answer about so many lines, as JSON: of ten thousand lines it has many megabytes.
    ///
    /// # Errors
    /// As [`Self::work`].
    pub async fn json<T: Serialize + Send + 'static>(&self, lines: usize, answer: T) -> Result<Response, Failure> {
        let bytes = self.work(lines, move || serde_json::to_vec(&answer)).await?.map_err(|error| {
            tracing::error!(%error, "answer");
            Failure::new(Code::Internal)
        })?;
        let mut response = Response::new(Body::from(bytes));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(response)
    }
}

/// Works something out that takes long, on a thread of its own and in its turn.
///
/// # Errors
/// As [`Turn::take`] and [`Turn::work`].
pub(crate) async fn apart<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    Turn::take(state).await?.work(MANY_LINES, work).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::Clock;
    use crate::database::Fresh;
    use crate::settings::Settings;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    on_both!(a_turn_is_one_for_a_whole_request, what_was_changed_waits_for_as_long_as_it_takes);

    async fn with_turns(fresh: &Fresh) -> (Arc<AppState>, usize) {
        let state = AppState::load(Settings::default(), fresh.store.clone(), Clock::fixed(0)).await.unwrap();
        let all = state.turns.available_permits();
        (state, all)
    }

    async fn a_turn_is_one_for_a_whole_request(fresh: Fresh) {
        let (state, all) = with_turns(&fresh).await;
        let turn = Turn::for_lines(&state, MANY_LINES).await.unwrap();
        let others = Arc::clone(&state.turns).acquire_many_owned(u32::try_from(all - 1).unwrap()).await.unwrap();
        // Nobody gives a turn back, so whatever waited for a second one would wait for ever.
        assert_eq!(turn.work(MANY_LINES, || 1).await.unwrap(), 1);
        let answer = turn.json(MANY_LINES, "one").await.unwrap();
        assert_eq!(axum::body::to_bytes(answer.into_body(), 100).await.unwrap(), "\"one\"");
        assert_eq!(state.turns.available_permits(), 0);
        drop((turn, others));
        assert_eq!(state.turns.available_permits(), all);
    }

    async fn what_was_changed_waits_for_as_long_as_it_takes(fresh: Fresh) {
        let (state, all) = with_turns(&fresh).await;
        let others = Arc::clone(&state.turns).acquire_many_owned(u32::try_from(all).unwrap()).await.unwrap();
        // A request to which the lines of another were added meanwhile.
        let turn = Turn::for_lines(&state, MANY_LINES - 1).await.unwrap();
        assert_eq!(turn.work(MANY_LINES - 1, || 1).await.unwrap(), 1, "few lines wait for nobody");
        let mut work = pin!(turn.work(MANY_LINES, || 2));
        assert!(matches!(work.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
        drop(others);
        assert_eq!(work.await.unwrap(), 2);
        assert_eq!(state.turns.available_permits(), all);
    }
}
