//! Categories, products, variants, reviews, stock: as a merchant gives them, written, and loaded.

mod load;
mod stock;
mod write;

pub(crate) use load::stock_of;
pub use stock::{CountDates, RefusedCount, StockChanges};
pub(crate) use stock::{lock_stock, write_version};

use giano_commerce::catalog::{Attribute, LinkKind, Media, ProductOption, PublicTier, SpecialPrice, Stock};
use giano_commerce::demonstration::{Dimensions, Turntable, Video};
use giano_commerce::locale::{Language, Text};
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, Gtin, Money, QuantityRule, Sku};
use serde::{Deserialize, Serialize};

/// What writing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upserted {
    /// It was not there.
    Created,
    /// It was there and differed.
    Updated,
    /// It was there, the same.
    Unchanged,
}

/// A category as a merchant gives it; told apart by its slug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDraft {
    /// Its place in addresses.
    pub slug: String,
    /// Slug of the category above.
    pub parent: Option<String>,
    /// Its name.
    pub name: Text,
    /// A sentence about it.
    pub description: Text,
    /// The order among its siblings.
    pub position: i32,
}

/// A product as a merchant gives it; told apart by its slug. Fields as in [`Product`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Product`")]
pub struct ProductDraft {
    pub slug: String,
    pub name: Text,
    pub summary: Text,
    pub description_html: Text,
    pub brand: Option<String>,
    /// Slugs; the first is its home.
    pub categories: Vec<String>,
    pub options: Vec<ProductOption>,
    pub attributes: Vec<Attribute>,
    pub media: Vec<Media>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turntable: Option<Turntable>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<Video>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_html: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_the_box: Vec<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    pub variants: Vec<VariantDraft>,
    pub links: Vec<LinkDraft>,
    pub vat_class: VatClass,
    pub meta_title: Option<Text>,
    pub meta_description: Option<Text>,
    pub visible: bool,
    pub prominence: i32,
}

/// A link to another product by its slug; dropped on loading where there is no such product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDraft {
    /// The kind of link.
    pub kind: LinkKind,
    /// Slug of the other product.
    pub to: String,
}

/// A variant as a merchant gives it. Fields as in [`Variant`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Variant`")]
pub struct VariantDraft {
    pub sku: Sku,
    pub gtin: Option<Gtin>,
    pub options: Vec<String>,
    pub home_price: Money,
    pub compare_at: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special: Option<SpecialPrice>,
    pub list_price: Option<Money>,
    pub tiers: Vec<PublicTier>,
    pub mix_and_match: bool,
    pub home_quantities: QuantityRule,
    pub business_quantities: QuantityRule,
    pub pack_size: u32,
    pub pallet_size: Option<u32>,
    pub weight_grams: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    pub origin: Option<Country>,
    pub media: Vec<u32>,
    /// What the merchant's file says was counted. What can be sold follows from it by [`giano_commerce::stock`] when the
    /// variant is new, the file says something else than before, or when it was counted (see [`CountDates`]); so loading the
    /// same file again does not bring back what was sold since.
    pub stock: Stock,
}

/// A review as a merchant gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Review`")]
pub struct ReviewDraft {
    /// Slug of the product.
    pub product: String,
    pub rating: u8,
    pub title: String,
    pub body: String,
    pub author: String,
    #[serde(default)]
    pub language: Option<Language>,
    pub verified: bool,
    pub written_at: Option<i64>,
}
