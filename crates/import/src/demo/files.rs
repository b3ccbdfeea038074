//! Reading the demonstration's files.

use super::DemoError;
use super::content::{Page, pages};
use super::faq::{FaqFile, faq};
use super::orders::{OrdersFile, Rhythm};
use super::product_file::{ProductFile, VariantEntry};
use super::shop_file::ShopFile;
use giano_commerce::Language;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// `reviews.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewFile {
    reviews: Vec<ReviewEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewEntry {
    pub product: String,
    pub rating: u8,
    pub title: String,
    pub body: String,
    pub author: String,
    pub language: Language,
    #[serde(default)]
    pub verified: bool,
    pub days_ago: i32,
}

/// All of the demonstration's files but its pictures.
#[derive(Debug)]
pub(crate) struct DemoFiles {
    pub folder: PathBuf,
    pub shop: ShopFile,
    /// In the order of their file names.
    pub products: Vec<(PathBuf, ProductFile)>,
    pub reviews: Vec<ReviewEntry>,
    pub pages: Vec<Page>,
    pub faq: FaqFile,
    pub rhythms: Vec<Rhythm>,
}

impl DemoFiles {
    /// Reads all of them.
    ///
    /// # Errors
    /// What is wrong with the first that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, DemoError> {
        let mut wrong = Vec::new();
        let read = Self::gather(folder, &mut wrong);
        match (read, wrong.into_iter().next()) {
            (Some(files), None) => Ok(files),
            (_, Some(error)) => Err(error),
            (None, None) => {
                Err(DemoError::Wrong { file: folder.to_owned(), reason: "holds no demonstration".to_owned() })
            }
        }
    }

    /// Reads what can be read, and notes what cannot; nothing without `shop.toml`, which all others refer to.
    pub fn gather(folder: &Path, wrong: &mut Vec<DemoError>) -> Option<Self> {
        let mut products = Vec::new();
        for file in noted(files_of(&folder.join("catalogue"), "toml"), wrong).unwrap_or_default() {
            if let Some(product) = noted(toml_of(&file), wrong) {
                products.push((file, product));
            }
        }
        let reviews: Option<ReviewFile> = noted(toml_of(&folder.join("reviews.toml")), wrong);
        let pages = pages(folder, wrong);
        let faq = noted(faq(folder), wrong).unwrap_or_default();
        let orders: Option<OrdersFile> = noted(toml_if_there(&folder.join("orders.toml")), wrong);
        let shop = noted(toml_of(&folder.join("shop.toml")), wrong)?;
        Some(Self {
            folder: folder.to_owned(),
            shop,
            products,
            reviews: reviews.map(|file| file.reviews).unwrap_or_default(),
            pages,
            faq,
            rhythms: orders.unwrap_or_default().rhythms,
        })
    }

    /// Where pictures and videos are.
    pub fn media(&self) -> PathBuf {
        self.folder.join("media")
    }

    /// A product by its place in addresses.
    pub fn product(&self, slug: &str) -> Option<&ProductFile> {
        self.products.iter().map(|(_, product)| product).find(|product| product.slug == slug)
    }

    /// A variant with its product, by SKU.
    pub fn variant(&self, sku: &str) -> Option<(&ProductFile, &VariantEntry)> {
        let all = self.products.iter().flat_map(|(_, file)| file.variants.iter().map(move |variant| (file, variant)));
        all.into_iter().find(|(_, variant)| variant.sku.eq_ignore_ascii_case(sku))
    }

    /// The SKU that a row names, or all of the product it names.
    pub fn skus_of<'a>(&'a self, sku: Option<&'a str>, product: Option<&str>) -> Vec<&'a str> {
        let of_product = self.products.iter().filter(|(_, file)| Some(file.slug.as_str()) == product);
        let own = of_product.flat_map(|(_, file)| file.variants.iter().map(|variant| variant.sku.as_str()));
        sku.into_iter().chain(own).collect()
    }
}

/// What was read, or nothing with the error noted.
pub(crate) fn noted<T>(read: Result<T, DemoError>, wrong: &mut Vec<DemoError>) -> Option<T> {
    read.map_err(|error| wrong.push(error)).ok()
}

/// Files of a folder with an ending, in the order of their names.
pub(crate) fn files_of(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, DemoError> {
    let failed = |source| DemoError::File { file: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|own| own == ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The text of a file.
pub(crate) fn text_of(file: &Path) -> Result<String, DemoError> {
    std::fs::read_to_string(file).map_err(|source| DemoError::File { file: file.to_owned(), source })
}

/// What a file of TOML holds.
pub(crate) fn toml_of<T: DeserializeOwned>(file: &Path) -> Result<T, DemoError> {
    toml::from_str(&text_of(file)?)
        .map_err(|error| DemoError::Wrong { file: file.to_owned(), reason: error.to_string() })
}

/// What a file of TOML holds; the default where it is not there.
pub(crate) fn toml_if_there<T: DeserializeOwned + Default>(file: &Path) -> Result<T, DemoError> {
    if file.exists() { toml_of(file) } else { Ok(T::default()) }
}
