//! Trying a command again that was undone for another one.

use crate::connection::Store;
use crate::error::StoreError;
use rand::Rng;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How often a command is tried in all.
const TRIES: u32 = 6;
/// After this time nothing is tried anew: whoever waits would rather be told.
const LONGEST: Duration = Duration::from_secs(5);
/// The pause before the second try lasts up to this, before each further one up to twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(10);

impl Store {
    /// Runs a command, and runs it again as a whole where the database undid it for another ([`StoreError::Contended`]):
    /// nothing of it had happened then. What it is given must still be there the second time, so it takes references and
    /// does nothing outside of the database.
    pub(crate) async fn retrying<T, F>(&self, command: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        for attempt in 1.. {
            let done = command().await;
            if matches!(done, Err(StoreError::Contended(_))) {
                self.contended.fetch_add(1, Ordering::Relaxed);
            }
            match done {
                Err(StoreError::Contended(error)) if attempt < TRIES && begun.elapsed() < LONGEST => {
                    tracing::debug!(%error, attempt, "a command is tried again");
                    // Two that stood in each other's way must not meet again at the same moment.
                    let pause_now = rand::rng().random_range(Duration::ZERO..=pause);
                    tokio::time::sleep(pause_now).await;
                    pause *= 2;
                }
                done => return done,
            }
        }
        unreachable!("the last try returns")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sea_orm::DbErr;
    use std::sync::atomic::AtomicU32;

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("shop.db").display());
        (folder, Store::connect(&url).await.unwrap())
    }

    fn undone() -> StoreError {
        StoreError::Contended(DbErr::Custom("deadlock detected".to_owned()))
    }

    #[tokio::test]
    async fn what_was_undone_is_run_again_as_a_whole() {
        let (_folder, store) = store().await;
        let runs = AtomicU32::new(0);
        let done = store
            .retrying(|| async { if runs.fetch_add(1, Ordering::SeqCst) < 2 { Err(undone()) } else { Ok("done") } });
        assert_eq!(done.await.unwrap(), "done");
        assert_eq!(runs.into_inner(), 3);
        assert_eq!(store.times_contended(), 2);
    }

    #[tokio::test]
    async fn it_is_not_run_for_ever() {
        let (_folder, store) = store().await;
        let runs = AtomicU32::new(0);
        let done = store.retrying(|| async {
            runs.fetch_add(1, Ordering::SeqCst);
            Err::<(), _>(undone())
        });
        assert!(matches!(done.await, Err(StoreError::Contended(_))));
        assert_eq!(runs.into_inner(), TRIES);
    }

    #[tokio::test]
    async fn what_was_refused_is_not_run_again() {
        let (_folder, store) = store().await;
        let runs = AtomicU32::new(0);
        let done = store.retrying(|| async {
            runs.fetch_add(1, Ordering::SeqCst);
            Err::<(), _>(StoreError::Conflict("already there".to_owned()))
        });
        assert!(matches!(done.await, Err(StoreError::Conflict(_))));
        assert_eq!(runs.into_inner(), 1);
    }
}
