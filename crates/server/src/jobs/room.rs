//! How many jobs a server runs at once: in all, and of a kind.
//!
//! Jobs of a kind that asks somebody else's server have fewer places than there are in all. Where that server hangs they
//! fill their own places, and everything else goes on.

use super::treatment::Treatment;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// How many jobs a server runs at once.
const AT_ONCE: usize = 8;

/// The places of a server.
pub(super) struct Room {
    all: Arc<Semaphore>,
    by_kind: Mutex<HashMap<String, usize>>,
    left: Notify,
}

/// A place of a job at work; free again when it is dropped.
pub(super) struct Place {
    room: Arc<Room>,
    kind: String,
    _place: OwnedSemaphorePermit,
}

impl Room {
    /// All places are free.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { all: Arc::new(Semaphore::new(AT_ONCE)), by_kind: Mutex::default(), left: Notify::new() })
    }

    /// Waits until there is a place for some job.
    pub async fn free(&self) -> OwnedSemaphorePermit {
        match Arc::clone(&self.all).acquire_owned().await {
            Ok(place) => place,
            // It is never closed.
            Err(_) => std::future::pending().await,
        }
    }

    /// Kinds that have no place left.
    pub fn full(&self) -> Vec<String> {
        let by_kind = self.by_kind.lock().unwrap_or_else(PoisonError::into_inner);
        let full = by_kind.iter().filter(|(kind, at_work)| **at_work >= Treatment::of(kind).most_at_once);
        full.map(|(kind, _)| kind.clone()).collect()
    }

    /// A job of a kind takes a place.
    pub fn take(self: &Arc<Self>, place: OwnedSemaphorePermit, kind: &str) -> Place {
        let mut by_kind = self.by_kind.lock().unwrap_or_else(PoisonError::into_inner);
        *by_kind.entry(kind.to_owned()).or_default() += 1;
        Place { room: Arc::clone(self), kind: kind.to_owned(), _place: place }
    }

    /// Waits until a job has left its place since this was asked last.
    pub async fn left(&self) {
        self.left.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_kind = self.room.by_kind.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at_work) = by_kind.get_mut(&self.kind) {
            *at_work -= 1;
            if *at_work == 0 {
                by_kind.remove(&self.kind);
            }
        }
        drop(by_kind);
        self.room.left.notify_one();
    }
}
