//! Renewing what a server keeps in memory: each server does this for itself.

use crate::state::AppState;
use giano_store::{Channel, Heard, StoreError};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the catalogue's version is looked at, should nobody tell of a change.
const LOOK_AT_CATALOG: Duration = Duration::from_secs(2);
/// The shortest time between two renewals of the catalogue; an import tells of every product.
const BETWEEN_CATALOGS: Duration = Duration::from_millis(250);
/// How often it is looked whether other servers or an import changed the stock: one row, where nothing did.
const LOOK_AT_STOCK: Duration = Duration::from_secs(2);
/// How often those are forgotten who have all of what they may store again: of most that is so within seconds.
const FORGET: Duration = Duration::from_secs(60);
/// How often what is stored is counted anew.
const COUNT: Duration = Duration::from_secs(3600);
/// How long any of this may take; then it is tried anew.
const LONGEST: Duration = Duration::from_secs(120);

/// Renews until it is dropped.
pub(super) async fn run(state: &Arc<AppState>) {
    tokio::join!(relay(state), catalog(state), stock(state), forget(state), count(state));
}

/// Does something that may neither stop what comes after it nor hold it up. `false` where it did not go well.
async fn guarded<T>(what: &str, work: impl Future<Output = Result<T, StoreError>>) -> bool {
    let caught = futures::FutureExt::catch_unwind(AssertUnwindSafe(work));
    match tokio::time::timeout(LONGEST, caught).await {
        Ok(Ok(Ok(_))) => return true,
        Ok(Ok(Err(error))) => tracing::warn!(%error, "{what}"),
        Ok(Err(_)) => tracing::error!("{what}: panicked"),
        Err(_) => tracing::error!("{what}: took longer than {} s", LONGEST.as_secs()),
    }
    false
}

/// Passes on what other servers tell.
async fn relay(state: &Arc<AppState>) {
    loop {
        let relay = futures::FutureExt::catch_unwind(AssertUnwindSafe(state.store.relay()));
        if relay.await.is_err() {
            tracing::error!("listening to other servers panicked");
        }
        tokio::time::sleep(BETWEEN_CATALOGS).await;
    }
}

/// Renews the catalogue as soon as somebody tells of a change, and looks by itself all the same: a promotion begins
/// without anybody telling, and on SQLite other processes cannot.
async fn catalog(state: &Arc<AppState>) {
    let mut told = state.store.listen(Channel::Catalog);
    loop {
        let begun = Instant::now();
        guarded("the catalogue was not renewed", state.refresh_catalog()).await;
        // A large catalogue takes its time: half of it at most goes into renewing.
        tokio::time::sleep(Ord::max(BETWEEN_CATALOGS, begun.elapsed())).await;
        let known = state.snapshot().versions;
        let news = async {
            // What is told by number may be known already, for instance of an import just taken in as a whole.
            while let Heard::Number(version) = told.next().await {
                if known.is_news(version) {
                    break;
                }
            }
        };
        _ = tokio::time::timeout(LOOK_AT_CATALOG, news).await;
    }
}

/// Takes over what others change of the stock.
async fn stock(state: &Arc<AppState>) {
    loop {
        tokio::time::sleep(LOOK_AT_STOCK).await;
        guarded("stock was not taken over", state.refresh_stock()).await;
    }
}

/// Forgets whose limits are whole again, and what metrics need not keep one by one.
async fn forget(state: &Arc<AppState>) {
    loop {
        tokio::time::sleep(FORGET).await;
        state.throttles.forget();
        crate::health::condense_metrics();
    }
}

/// Counts anew what is stored: other servers store too.
async fn count(state: &Arc<AppState>) {
    loop {
        tokio::time::sleep(COUNT).await;
        guarded("stock was not read anew", state.reread_stock()).await;
        guarded("lines in baskets were not counted", state.count_basket_lines()).await;
    }
}
