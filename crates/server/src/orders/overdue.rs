//! Orders whose bank transfer did not come in time are cancelled: what they held can be sold again. Each by itself, so that
//! one that cannot be cancelled does not stop the others.

use crate::jobs::{JobError, Next};
use crate::state::AppState;
use giano_commerce::order::CancelReason;
use giano_store::{Author, Job, ShopPart};
use std::time::Duration;

/// How often it is looked for them.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Finds overdue orders and adds a job for each.
pub(crate) async fn find(state: &AppState) -> Result<Next, JobError> {
    let now = state.clock.millis();
    for order in state.store.overdue_order_ids(now).await? {
        let job = Job::CancelOverdueOrder { order };
        state.store.enqueue_job(&job, job.key().as_deref(), now, now).await?;
    }
    Ok(Next::Again(LOOK_EVERY))
}

/// Cancels an order that is still overdue.
pub(crate) async fn cancel_one(state: &AppState, order: i64) -> Result<Next, JobError> {
    let now = state.clock.now();
    // The transfer may have come at this very moment.
    let Some(order) = state.store.overdue_order(order, now.as_millisecond()).await? else { return Ok(Next::Done) };
    let by = Author::shop(ShopPart::Work, now.as_millisecond());
    if state.store.cancel_order(&by, &order, CancelReason::TransferOverdue, now).await? {
        state.stock_moved().await;
        tracing::info!(number = order.number, "cancelled: no transfer came");
    }
    Ok(Next::Done)
}
