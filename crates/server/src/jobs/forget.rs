//! Forgetting what nobody comes back for.

use super::{JobError, Next};
use crate::state::AppState;
use giano_store::StoreError;
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_secs(3600);
/// A day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Idempotency keys are kept for this time, in milliseconds: 48 hours, twice what is promised.
const KEEP_KEYS: i64 = 48 * 60 * 60 * 1000;
/// Jobs that were done are kept for this time, in milliseconds: a week.
const KEEP_JOBS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Messages that were sent are kept for this time, in milliseconds: 90 days.
const KEEP_MESSAGES: i64 = 90 * 24 * 60 * 60 * 1000;

/// Forgets old keys, sessions, known devices, guests' baskets, tries, jobs and messages.
pub(super) async fn forget_old(state: &AppState) -> Result<Next, JobError> {
    let now = state.clock.millis();
    state.store.forget_idempotent(now - KEEP_KEYS).await?;
    state.store.forget_expired_sessions(now).await?;
    state.store.forget_expired_devices(now).await?;
    forget_baskets(state, now).await?;
    state.store.forget_old_tries(now).await?;
    state.store.forget_done_jobs(now - KEEP_JOBS).await?;
    state.store.forget_sent_messages(now - KEEP_MESSAGES).await?;
    Ok(Next::Again(EVERY))
}

/// Forgets guests' baskets: the earlier, the less room there is for further ones.
async fn forget_baskets(state: &AppState, now: i64) -> Result<(), StoreError> {
    let rules = state.snapshot().settings.guest_baskets.clone();
    let enough = rules.most_lines / 10 * 8;
    for days in std::iter::once(rules.keep_days).chain(rules.keep_days_when_full) {
        state.store.forget_guest_baskets(now - i64::from(days) * DAY).await?;
        if state.store.basket_lines().await? <= enough {
            break;
        }
    }
    state.count_basket_lines().await
}
