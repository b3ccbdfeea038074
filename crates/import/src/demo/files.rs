//! What the demonstration's files hold.

use super::DemoError;
use giano_commerce::address::Address;
use giano_commerce::catalog::{Attribute, ProductOption};
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Stacking};
use giano_commerce::storefront::Storefront;
use giano_commerce::tax::VatClass;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Country, QuantityRule};
use giano_store::DemonstrationSetting;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `shop.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShopFile {
    pub storefront: Storefront,
    pub categories: Vec<CategoryEntry>,
    pub terms: Vec<PaymentTerm>,
    pub price_lists: Vec<PriceListEntry>,
    pub companies: Vec<CompanyEntry>,
    pub people: Vec<PersonEntry>,
    pub promotions: Vec<PromotionEntry>,
    /// The machine demonstrated on the home page for business.
    pub demonstration: DemonstrationSetting,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryEntry {
    pub slug: String,
    pub parent: Option<String>,
    pub name: Text,
    pub description: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceListEntry {
    pub name: String,
    #[serde(default)]
    pub firm: bool,
    #[serde(default)]
    pub mix_and_match: bool,
    /// Days from loading until it ends; without end where absent.
    pub ends_in_days: Option<i32>,
    pub entries: Vec<PriceListRow>,
}

/// A net price, or per cent off for one SKU or all of a product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceListRow {
    pub sku: Option<String>,
    pub product: Option<String>,
    #[serde(default = "one")]
    pub minimum: u32,
    pub price: Option<String>,
    pub percent_off: Option<Decimal>,
}

fn one() -> u32 {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyEntry {
    pub name: String,
    pub state: CompanyState,
    pub vat_number: String,
    pub country: Country,
    pub price_list: Option<String>,
    pub group_price_list: Option<String>,
    pub terms: Vec<String>,
    pub credit_limit: String,
    #[serde(default)]
    pub addresses: Vec<Address>,
    #[serde(default)]
    pub cost_centres: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonEntry {
    pub email: String,
    pub name: String,
    pub company: Option<String>,
    pub role: Option<CompanyRole>,
    /// What to offer the person as on the sign-in page.
    pub shown_as: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromotionEntry {
    pub key: String,
    pub name: Text,
    pub description: Text,
    pub effect: EffectEntry,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub products: Vec<String>,
    pub audience: Audience,
    pub ends_in_days: Option<i32>,
    pub minimum_amount: Option<String>,
    pub minimum_quantity: Option<u32>,
    pub coupon: Option<String>,
    pub limit_total: Option<u32>,
    pub limit_per_customer: Option<u32>,
    pub priority: i32,
    pub stacking: Stacking,
}

/// What a promotion gives, without currency: the shop has one.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum EffectEntry {
    Percentage { percent: Decimal },
    FixedAmount { amount: String },
    BuyXGetY { buy: u32, get: u32, percent: Decimal },
    FreeShipping {},
}

/// A file of `catalogue/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductFile {
    pub slug: String,
    pub name: Text,
    pub summary: Text,
    /// Markdown.
    pub description: Text,
    pub brand: String,
    pub categories: Vec<String>,
    #[serde(default)]
    pub vat_class: VatClass,
    pub origin: Country,
    pub prominence: i32,
    #[serde(default)]
    pub related: Vec<String>,
    #[serde(default)]
    pub goes_with: Vec<String>,
    #[serde(default)]
    pub alternative: Vec<String>,
    #[serde(default)]
    pub mix_and_match: bool,
    #[serde(default)]
    pub home: QuantityRule,
    #[serde(default)]
    pub business: QuantityRule,
    #[serde(default = "one")]
    pub pack_size: u32,
    pub pallet_size: Option<u32>,
    #[serde(default)]
    pub options: Vec<ProductOption>,
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    pub pictures: Vec<PictureEntry>,
    pub variants: Vec<VariantEntry>,
}

/// A drawing, painted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureEntry {
    pub file: String,
    pub alt: Text,
    /// Which colour of the drawing becomes which: `"#c9cdd2" = "#b5472a"`.
    #[serde(default)]
    pub paint: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantEntry {
    pub sku: String,
    pub gtin: String,
    #[serde(default)]
    pub options: Vec<String>,
    pub price: String,
    pub compare_at: Option<String>,
    pub list_price: Option<String>,
    /// Pairs of least quantity and net price.
    #[serde(default)]
    pub tiers: Vec<(u32, String)>,
    pub weight_grams: u32,
    pub stock: u32,
    #[serde(default)]
    pub backorder: bool,
    pub lead_days: Option<u32>,
    #[serde(default)]
    pub pictures: Vec<u32>,
    pub home: Option<QuantityRule>,
    pub business: Option<QuantityRule>,
    pub pack_size: Option<u32>,
    pub pallet_size: Option<u32>,
}

/// `reviews.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewFile {
    pub reviews: Vec<ReviewEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewEntry {
    pub product: String,
    pub rating: u8,
    pub title: String,
    pub body: String,
    pub author: String,
    #[serde(default)]
    pub verified: bool,
    pub days_ago: i32,
}

/// All of the demonstration's files but drawings and content.
#[derive(Debug)]
pub(crate) struct DemoFiles {
    pub folder: PathBuf,
    pub shop: ShopFile,
    /// In the order of their file names.
    pub products: Vec<(PathBuf, ProductFile)>,
    pub reviews: Vec<ReviewEntry>,
}

impl DemoFiles {
    pub fn read(folder: &Path) -> Result<Self, DemoError> {
        let catalogue = folder.join("catalogue");
        let mut products = Vec::new();
        for file in files_of(&catalogue, "toml")? {
            products.push((file.clone(), toml_of(&file)?));
        }
        let reviews: ReviewFile = toml_of(&folder.join("reviews.toml"))?;
        Ok(Self {
            folder: folder.to_owned(),
            shop: toml_of(&folder.join("shop.toml"))?,
            products,
            reviews: reviews.reviews,
        })
    }
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

fn toml_of<T: DeserializeOwned>(file: &Path) -> Result<T, DemoError> {
    toml::from_str(&text_of(file)?)
        .map_err(|error| DemoError::Wrong { file: file.to_owned(), reason: error.to_string() })
}
