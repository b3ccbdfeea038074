//! The product page and its reviews.

use crate::catalog::{Availability, CategoryLink, FoundPage, ProductCard};
use crate::content::ContentCard;
use crate::endpoint::{NoBody, Visit, endpoint};
use giano_commerce::catalog::{Media, ProductOption, Stock};
use giano_commerce::pricing::Step;
use giano_commerce::{Face, Gtin, Language, Locale, Money, QuantityRule, Sku};
use serde::{Deserialize, Serialize};

endpoint!(
    /// A product with everything its page shows.
    GetProduct: Get "/api/products/{slug}", query Visit, body NoBody => ProductDetail
);
endpoint!(
    /// Reviews of a product.
    ListReviews: Get "/api/products/{slug}/reviews", query ReviewQuery, body NoBody => ReviewPage
);

/// A product with everything its page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductDetail {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One or two sentences.
    pub summary: String,
    /// Sanitised HTML.
    pub description_html: String,
    /// The maker.
    pub brand: Option<String>,
    /// Page title and description for search engines.
    pub meta_title: Option<String>,
    /// Description for search engines.
    pub meta_description: Option<String>,
    /// Where it stands in the tree, top first.
    pub breadcrumb: Vec<CategoryLink>,
    /// Pictures and documents.
    pub media: Vec<Media>,
    /// Options that tell variants apart.
    pub options: Vec<ProductOption>,
    /// What is sold.
    pub variants: Vec<VariantView>,
    /// Facts as name and value.
    pub facts: Vec<Fact>,
    /// How to look after it: sanitised HTML.
    pub care_html: Option<String>,
    /// What comes with it.
    pub in_the_box: Vec<String>,
    /// Whether there is more to show of it: see [`crate::demonstration::GetDemonstration`].
    pub shows: Shows,
    /// Promotions it takes part in, for the visitor's face.
    pub promotions: Vec<PromotionBadge>,
    /// Average, count, histogram.
    pub rating: RatingSummary,
    /// The first reviews, newest first.
    pub reviews: Vec<ReviewView>,
    /// Similar in purpose.
    pub related: Vec<ProductCard>,
    /// Bought together.
    pub goes_with: Vec<ProductCard>,
    /// Instead of it.
    pub alternatives: Vec<ProductCard>,
    /// To replace parts of it.
    pub spare_parts: Vec<ProductCard>,
    /// Guides, cases and posts about it.
    pub content: Vec<ContentCard>,
    /// Questions about it that are often asked in the visitor's face.
    pub questions: Vec<FoundPage>,
}

/// What there is to show of a product in motion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shows {
    /// It from all sides.
    pub turntable: bool,
    /// It at work.
    pub video: bool,
    /// A calculator of its use (business).
    pub calculator: bool,
}

/// A variant on the product page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VariantView {
    /// Its SKU.
    pub sku: Sku,
    /// Its barcode number.
    pub gtin: Option<Gtin>,
    /// One value code per option of the product, in order.
    pub options: Vec<String>,
    /// Names of those values, e.g. `Red, 6 cups`; empty with a single variant.
    pub label: String,
    /// Unit price in the visitor's face at the least quantity.
    pub price: Money,
    /// The price before the promotion, to strike through.
    pub before: Option<Money>,
    /// How that price came about.
    pub trace: Vec<Step>,
    /// Net unit price by quantity and payment term (business; empty at home).
    pub price_table: Option<PriceTable>,
    /// What quantities can be ordered in this face.
    pub quantities: QuantityRule,
    /// Pieces in a pack.
    pub pack_size: u32,
    /// Pieces on a pallet.
    pub pallet_size: Option<u32>,
    /// Grams of one piece.
    pub weight_grams: u32,
    /// Width × depth × height with its unit, for reading.
    pub dimensions: Option<String>,
    /// Whether and when it can be had.
    pub availability: Availability,
    /// What there is of it, and whether more can be ordered: tells what holds of a quantity.
    pub stock: Stock,
    /// Places of its pictures in the product's media.
    pub media: Vec<u32>,
}

/// Price by quantity (rows) and payment term (columns).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceTable {
    /// The terms, in the order of columns.
    pub terms: Vec<TermHead>,
    /// A row per tier.
    pub rows: Vec<PriceRow>,
    /// The list that won, where a contract makes the price.
    pub contract: Option<String>,
}

/// A column of the price table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermHead {
    /// The term's code.
    pub code: String,
    /// The term's name.
    pub name: String,
}

/// A row of the price table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceRow {
    /// From this quantity on.
    pub minimum: u32,
    /// The net unit price under each term.
    pub prices: Vec<Money>,
}

/// A fact about a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value or values, joined for reading.
    pub value: String,
}

/// A promotion a product takes part in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromotionBadge {
    /// Its name.
    pub name: String,
    /// A sentence.
    pub description: String,
    /// The code to give, where it needs one.
    pub coupon: Option<String>,
    /// When it ends (milliseconds since 1970), where it does.
    pub ends_at: Option<i64>,
}

/// Average, count, histogram.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RatingSummary {
    /// Average with one decimal, as text; none without reviews.
    pub average: Option<String>,
    /// Number of reviews.
    pub count: u32,
    /// Number with 1, 2, 3, 4, 5 stars.
    pub histogram: [u32; 5],
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    /// 1 to 5.
    pub rating: u8,
    /// Headline.
    pub title: String,
    /// Text, plain.
    pub body: String,
    /// Name shown.
    pub author: String,
    /// The language it is written in, where known.
    pub language: Option<Language>,
    /// Whether an order proves the purchase.
    pub verified: bool,
    /// When it was written (milliseconds since 1970), where known.
    pub written_at: Option<i64>,
    /// The product's name and address, where the review stands apart from it.
    pub product: Option<ReviewedProduct>,
}

/// The product a review is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedProduct {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its main picture.
    pub image: Option<Media>,
}

/// Which reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct ReviewQuery {
    /// The face.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub face: Option<Face>,
    /// The language.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub locale: Option<Locale>,
    /// Only those with so many stars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<ReviewSort>,
    /// Page of ten, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// The order of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewSort {
    /// Newest first.
    Newest,
    /// Best first.
    Best,
    /// Worst first.
    Worst,
}

/// A page of reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewPage {
    /// The reviews.
    pub reviews: Vec<ReviewView>,
    /// How many match.
    pub total: u32,
    /// This page.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}
