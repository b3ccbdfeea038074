//! What all requests share.

use crate::clock::Clock;
use crate::payments::providers::Providers;
use crate::payments::{PaymentProvider, TestProvider};
use crate::price_lists::PriceLists;
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::throttle::Throttles;
use arc_swap::ArcSwap;
use bytes::Bytes;
use giano_store::{Store, StoreError};
use jiff::Timestamp;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};

/// What all requests share.
pub struct AppState {
    /// What this process is set to; what the merchant decides is in the snapshot.
    pub settings: Settings,
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    pub(crate) throttles: Throttles,
    pub(crate) payments: Providers,
    /// Signs order keys and webhooks of the test provider.
    pub(crate) secret: String,
    /// Finished answers to anonymous reading, by address, face and language.
    pub(crate) answers: moka::sync::Cache<String, Bytes>,
    /// Turns for what takes long: looking through the whole catalogue, and whatever has many lines.
    pub(crate) turns: Arc<Semaphore>,
    /// Lines in all baskets together, about: counted when the server starts and every hour, and what guests added here.
    pub(crate) basket_lines: AtomicU64,
    /// Companies' price lists in use.
    pub(crate) price_lists: PriceLists,
    snapshot: ArcSwap<Snapshot>,
    /// One rebuilding at a time.
    rebuilding: Mutex<()>,
    /// One look at the stock at a time.
    renewing_stock: Mutex<()>,
}

/// The setting that keeps [`AppState::secret`].
const SECRET: &str = "secret";

impl AppState {
    /// Loads the catalogue and is then ready to answer.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not give the catalogue.
    pub async fn load(settings: Settings, store: Store, clock: Clock) -> Result<Arc<Self>, StoreError> {
        let test = |secret: &str| Arc::new(TestProvider::new(clock.clone(), secret.to_owned())) as Arc<_>;
        Self::load_with(settings, store, clock.clone(), |secret| vec![test(secret)]).await
    }

    /// Loads the catalogue as [`Self::load`] does, for a shop with other payment providers. They are made with the shop's
    /// secret; new payments go to the first.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not give the catalogue.
    pub async fn load_with(
        settings: Settings,
        store: Store,
        clock: Clock,
        providers: impl FnOnce(&str) -> Vec<Arc<dyn PaymentProvider>>,
    ) -> Result<Arc<Self>, StoreError> {
        let secret = store.setting_or(SECRET, &crate::clock::draw_token()).await?;
        let now = clock.now();
        let snapshot = Snapshot::load(&store, now).await?;
        note_prices(&store, &snapshot, now).await?;
        let basket_lines = AtomicU64::new(store.basket_lines().await?);
        Ok(Arc::new(Self {
            payments: Providers::new(providers(&secret)),
            throttles: Throttles::default(),
            answers: moka::sync::Cache::builder()
                .weigher(|key: &String, answer: &Bytes| u32::try_from(key.len() + answer.len()).unwrap_or(u32::MAX))
                .max_capacity(12 << 20)
                .time_to_live(Duration::from_secs(5))
                .build(),
            turns: Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, NonZeroUsize::get))),
            basket_lines,
            price_lists: PriceLists::default(),
            settings,
            store,
            clock,
            secret,
            snapshot: ArcSwap::from_pointee(snapshot),
            rebuilding: Mutex::new(()),
            renewing_stock: Mutex::new(()),
        }))
    }

    /// The catalogue as it is now. Hold it for one request only.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Rebuilds the snapshot if the catalogue has changed or a promotion or special price has begun or ended; readers go on with the old
    /// one meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; the old snapshot stays.
    pub async fn refresh_catalog(&self) -> Result<bool, StoreError> {
        let _one = self.rebuilding.lock().await;
        let now = self.clock.now();
        let current = self.snapshot();
        let versions = self.store.versions().await?;
        let outdated = current.is_outdated(now);
        if versions == current.versions && !outdated {
            return Ok(false);
        }
        let fresh = if current.differs_in_promotions_only(versions) && !outdated {
            current.with_promotions_of(&self.store, versions, now).await?
        } else {
            Snapshot::load(&self.store, now).await?
        };
        note_prices(&self.store, &fresh, now).await?;
        tracing::info!(version = fresh.version, products = fresh.products.len(), "catalogue loaded");
        self.snapshot.store(Arc::new(fresh));
        self.answers.invalidate_all();
        // What was sold while it was built.
        self.refresh_stock().await?;
        Ok(true)
    }

    /// Counts the lines in all baskets.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn count_basket_lines(&self) -> Result<(), StoreError> {
        self.basket_lines.store(self.store.basket_lines().await?, Ordering::Relaxed);
        Ok(())
    }

    /// Takes over what has changed of the stock from the database: what was sold or given back here, and elsewhere.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn refresh_stock(&self) -> Result<(), StoreError> {
        // One at a time: what was read first would else be taken over last.
        let _one = self.renewing_stock.lock().await;
        let snapshot = self.snapshot();
        snapshot.set_stock(&self.store.stock_since(snapshot.stock_version()).await?);
        Ok(())
    }

    /// As [`AppState::refresh_stock`], after a command of this server that took stock or gave it back. Where it fails, the
    /// next look at the stock makes up for it: the command itself is done.
    pub(crate) async fn stock_moved(&self) {
        if let Err(error) = self.refresh_stock().await {
            tracing::warn!(%error, "what was sold or given back is seen a little later");
        }
    }

    /// Reads all of the stock anew, for what somebody changed in the database by hand.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn reread_stock(&self) -> Result<(), StoreError> {
        let _one = self.renewing_stock.lock().await;
        self.snapshot().set_stock(&self.store.stock_since(i64::MIN).await?);
        Ok(())
    }
}

/// Notes which prices begin with a snapshot. The next one would find out what was not noted, but not since when.
async fn note_prices(store: &Store, snapshot: &Snapshot, now: Timestamp) -> Result<(), StoreError> {
    store.note_prices(snapshot.version, now.as_millisecond(), snapshot.moved_prices()).await.map(drop)
}
