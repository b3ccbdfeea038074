//! The providers a shop works with.

use super::provider::PaymentProvider;
use giano_store::PaymentRecord;
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many jobs may ask one provider at once: fewer than a server runs, so that a provider that hangs leaves room for others
/// and for all other work.
const JOBS_AT_ONCE: usize = 2;

struct Known {
    provider: Arc<dyn PaymentProvider>,
    room: Semaphore,
}

/// The providers, by name.
pub(crate) struct Providers(Vec<Known>);

impl Providers {
    /// Providers; new payments go to the first.
    pub fn new(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        let known = |provider| Known { provider, room: Semaphore::new(JOBS_AT_ONCE) };
        Self(providers.into_iter().map(known).collect())
    }

    /// The one for new payments; none where there is no provider at all.
    pub fn for_new(&self) -> Option<&dyn PaymentProvider> {
        self.0.first().map(|known| known.provider.as_ref())
    }

    /// A provider by its name.
    pub fn named(&self, name: &str) -> Option<&dyn PaymentProvider> {
        self.known(name).map(|known| known.provider.as_ref())
    }

    /// The provider of a payment; none for what is paid without one, or with one that the shop does not work with any more.
    pub fn of(&self, payment: &PaymentRecord) -> Option<&dyn PaymentProvider> {
        self.named(payment.provider.as_deref()?)
    }

    /// Leave for a job to ask the provider of a payment; none where others ask it already.
    pub fn turn(&self, payment: &PaymentRecord) -> Option<SemaphorePermit<'_>> {
        self.known(payment.provider.as_deref()?)?.room.try_acquire().ok()
    }

    fn known(&self, name: &str) -> Option<&Known> {
        self.0.iter().find(|known| known.provider.name() == name)
    }
}
