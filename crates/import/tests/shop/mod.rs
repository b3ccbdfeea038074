//! A shop of a test's own, and files for it.

use giano_commerce::Currency;
use giano_commerce::civil_time::CivilTime;
use giano_files::{Files, FilesAddress};
use giano_import::{
    AdobeOptions, ImportError, PricesOptions, Reason, Report, ShopifyOptions, Silent, WeightUnit, import_adobe,
    import_prices, import_shopify,
};
use giano_store::Store;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// A shop in a folder of its own.
pub struct Shop {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

/// A Monday morning.
pub fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

pub fn rome() -> CivilTime {
    CivilTime::named("Europe/Rome").unwrap()
}

/// A file of the real catalogues, which are not ours to keep here: tests with them are ignored unless they are asked for, with the
/// folder in `GIANO_CATALOGUES`.
#[allow(dead_code, reason = "not every test file uses it")]
pub fn catalogue(path: &str) -> PathBuf {
    let folder = std::env::var_os("GIANO_CATALOGUES").expect("GIANO_CATALOGUES names the folder of the catalogues");
    let file = Path::new(&folder).join(path);
    assert!(file.exists(), "{} is not there", file.display());
    file
}

#[allow(dead_code, reason = "not every test file uses all of it")]
impl Shop {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        Self { folder, store }
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn pictures(&self) -> PathBuf {
        self.folder.path().join("var/media")
    }

    pub fn files(&self) -> Files {
        Files::open(&FilesAddress::Folder(self.folder.path().join("var")), []).unwrap()
    }

    pub fn adobe(&self, products: PathBuf) -> AdobeOptions {
        AdobeOptions {
            products,
            reviews: None,
            media: Some(self.folder.path().join("media")),
            files: self.files(),
            currency: Currency::Eur,
            weight: WeightUnit::Kilogram,
            now: now(),
            counted_at: None,
            civil_time: rome(),
        }
    }

    pub fn shopify(&self, file: PathBuf) -> ShopifyOptions {
        ShopifyOptions { file, currency: Currency::Eur, now: now(), counted_at: None, civil_time: rome() }
    }

    pub fn prices(&self, file: PathBuf) -> PricesOptions {
        PricesOptions { file, currency: Currency::Eur, civil_time: rome(), now: now() }
    }

    pub async fn import_adobe(&self, products: PathBuf) -> Result<Report, ImportError> {
        import_adobe(&self.store, &self.adobe(products), &Silent).await
    }

    pub async fn import_shopify(&self, file: PathBuf) -> Result<Report, ImportError> {
        import_shopify(&self.store, &self.shopify(file), &Silent).await
    }

    pub async fn import_prices(&self, file: PathBuf) -> Result<Report, ImportError> {
        import_prices(&self.store, &self.prices(file), &Silent).await
    }

    pub async fn is_empty(&self) -> bool {
        self.store.is_empty().await.unwrap() && self.store.load_catalog().await.unwrap().categories.is_empty()
    }
}

/// Lines and reasons of what was refused.
#[allow(dead_code, reason = "not every test file uses it")]
pub fn refused(report: &Report) -> Vec<(u64, Option<&str>, &Reason)> {
    report.refused.iter().map(|refusal| (refusal.line, refusal.column.as_deref(), &refusal.reason)).collect()
}
