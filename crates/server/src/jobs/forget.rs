//! Forgetting what nobody comes back for.

use super::{JobError, Next};
use crate::state::AppState;
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_secs(3600);
/// Guests' baskets are kept for this time after the last change, in milliseconds: 180 days.
const KEEP_BASKETS: i64 = 180 * 24 * 60 * 60 * 1000;
/// Idempotency keys are kept for this time, in milliseconds: 48 hours, twice what is promised.
const KEEP_KEYS: i64 = 48 * 60 * 60 * 1000;
/// Jobs that were done are kept for this time, in milliseconds: a week.
const KEEP_JOBS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Forgets old keys, sessions, known devices, guests' baskets, tries and jobs.
pub(super) async fn forget_old(state: &AppState) -> Result<Next, JobError> {
    let now = state.clock.millis();
    state.store.forget_idempotent(now - KEEP_KEYS).await?;
    state.store.forget_expired_sessions(now).await?;
    state.store.forget_expired_devices(now).await?;
    state.store.forget_guest_baskets(now - KEEP_BASKETS).await?;
    state.store.forget_old_tries(now).await?;
    state.store.forget_done_jobs(now - KEEP_JOBS).await?;
    Ok(Next::Again(EVERY))
}
