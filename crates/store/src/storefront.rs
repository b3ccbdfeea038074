//! What the shop says of itself, kept as a setting.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::error::StoreError;
use giano_commerce::storefront::Storefront;

/// The setting that keeps it.
const STOREFRONT: &str = "storefront";

impl Store {
    /// What the shop says of itself; none where it was never set.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn storefront(&self) -> Result<Option<Storefront>, StoreError> {
        let found = self.setting(STOREFRONT).await?;
        found.map(|json| serde_json::from_str(&json).map_err(StoreError::unreadable("storefront"))).transpose()
    }

    /// Sets what the shop says of itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_storefront(&self, shop: &Storefront) -> Result<Upserted, StoreError> {
        let json = serde_json::to_string(shop).map_err(StoreError::unreadable("storefront"))?;
        self.put_setting(STOREFRONT, &json).await
    }
}
