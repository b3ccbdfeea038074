//! A snapshot with other promotions: they change whenever one of them is used up, in the middle of the day and on all servers at
//! once, and a large catalogue takes long to load and to index.

use super::price_index::PriceIndices;
use super::{Snapshot, not_used_up, turning};
use giano_store::{PromotionRecord, Store, StoreError, Versions};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

impl Snapshot {
    /// Whether it is of these versions but for the promotions.
    pub fn differs_in_promotions_only(&self, versions: Versions) -> bool {
        self.versions != versions && Versions { promotions: self.versions.promotions, ..versions } == self.versions
    }

    /// The same catalogue with the promotions that are stored now. It shares products, stock, search and content with this one;
    /// prices are worked out anew.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn with_promotions_of(
        self: Arc<Self>,
        store: &Store,
        versions: Versions,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let promotions = store.load_promotions().await?;
        let history = store.load_price_history(self.settings.currency, now).await?;
        let build = move || {
            let mut fresh = self.with_promotions(promotions, versions, now);
            fresh.take_history(&history, now);
            fresh
        };
        tokio::task::spawn_blocking(build)
            .await
            .map_err(|error| StoreError::Unreadable { what: "catalogue", reason: error.to_string() })
    }

    fn with_promotions(&self, promotions: Vec<PromotionRecord>, versions: Versions, now: Timestamp) -> Self {
        let promotions = not_used_up(promotions);
        let fresh = Self {
            version: versions.total(),
            versions,
            stock_version: AtomicI64::new(self.stock_version()),
            settings: self.settings.clone(),
            shop: self.shop.clone(),
            products: self.products.clone(),
            categories: Arc::clone(&self.categories),
            roots: self.roots.clone(),
            turning: turning(&promotions, self.special_turning, now),
            special_turning: self.special_turning,
            promotions,
            terms: self.terms.clone(),
            content: Arc::clone(&self.content),
            facets: Arc::clone(&self.facets),
            search: Arc::clone(&self.search),
            demonstration: self.demonstration.clone(),
            calculator: self.calculator.clone(),
            faq: self.faq.clone(),
            places: Arc::clone(&self.places),
            price_indices: PriceIndices::new(self.products.len()),
            moved_prices: Vec::new(),
        };
        fresh.work_out_public_prices(crate::pricing::public_contexts(&fresh, now));
        fresh
    }
}
