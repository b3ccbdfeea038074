//! Categories, lists, search and suggestions.

use crate::endpoint::{NoBody, Visit, endpoint};
use giano_commerce::catalog::{Media, Stock};
use giano_commerce::{Face, Locale, Money, QuantityRule, Sku};
use serde::{Deserialize, Serialize};

endpoint!(
    /// The tree of categories.
    ListCategories: Get "/api/categories", query Visit, body NoBody => CategoryTree
);
endpoint!(
    /// Products by category, words, facets, price, rating and availability.
    ListProducts: Get "/api/products", query ListQuery, body NoBody => ProductList
);
endpoint!(
    /// Suggestions while typing.
    Suggest: Get "/api/suggest", query SuggestQuery, body NoBody => Suggestions
);

/// The tree of categories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryTree {
    /// The categories at the top.
    pub categories: Vec<CategoryNode>,
}

/// A category with those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryNode {
    /// Its place in addresses (may contain slashes).
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Products in it and below.
    pub count: u32,
    /// Those below it.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub children: Vec<CategoryNode>,
}

/// A category's name and address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryLink {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Longest text that is searched for, in characters.
const LONGEST_WORDS: usize = 200;

/// What somebody searches for, cut where nobody would type any further: every link of a list carries it along.
fn words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut words = String::deserialize(deserializer)?;
    if let Some((end, _)) = words.char_indices().nth(LONGEST_WORDS) {
        words.truncate(end);
    }
    Ok(words)
}

/// What to list. The app's list address carries the same parameters, so a list is a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct ListQuery {
    /// The face.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub face: Option<Face>,
    /// The language.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub locale: Option<Locale>,
    /// Words, or a SKU; 200 characters count.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "words")]
    pub q: String,
    /// Slug of a category: it and those below.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Chosen facet values as `code:value`, separated by commas; values of one facet are alternatives.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub facets: String,
    /// Least price, a decimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub min_price: String,
    /// Greatest price, a decimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub max_price: String,
    /// Least average rating, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// Only what can be delivered now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub available: bool,
    /// Only what is on promotion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offers: bool,
    /// The order; default: best match for words, else recommended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<Sort>,
    /// Page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Products on a page: 24 unless said, 96 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u32>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first (with words), else the merchant's order.
    Relevance,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
    PriceDown,
    /// Best rated first.
    Rating,
    /// By name.
    Name,
    /// Newest first.
    Newest,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductList {
    /// The category listed, with its description.
    pub category: Option<CategoryHead>,
    /// Where it stands in the tree, top first, the category itself last.
    pub breadcrumb: Vec<CategoryLink>,
    /// Categories below, to go on from.
    pub subcategories: Vec<CategoryNode>,
    /// The products of this page.
    pub products: Vec<ProductCard>,
    /// How many there are on all pages.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// What the list can be filtered by, with counts under the other filters in force.
    pub facets: Vec<Facet>,
    /// Cheapest and dearest among all found before the price filter.
    pub price_range: Option<PriceRange>,
    /// The order in force.
    pub sort: Sort,
    /// Where nothing was found as written: what was searched instead.
    pub corrected: Option<String>,
    /// Content and questions that the words are found in, on the first page; best first, at most six.
    #[serde(default)]
    pub found: Vec<FoundPage>,
}

/// A page of content, or a question, that words are found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPage {
    /// Its address in the shop, e.g. `/guides/grind` or `/faq#change-an-order`.
    pub path: String,
    /// Headline, or the question.
    pub title: String,
    /// One or two sentences; empty for a question.
    pub summary: String,
}

/// Name and description of the category listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CategoryHead {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
}

/// Cheapest and dearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceRange {
    /// Cheapest.
    pub min: Money,
    /// Dearest.
    pub max: Money,
}

/// Something a list can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facet {
    /// Its code, for the address.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its values, most frequent first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetValue {
    /// Its code, for the address.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Products that would be listed with it.
    pub count: u32,
    /// Whether it is chosen.
    pub chosen: bool,
    /// A CSS colour where the value is one.
    pub swatch: Option<String>,
}

/// A product in a list, carousel or recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductCard {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The maker.
    pub brand: Option<String>,
    /// The main picture.
    pub image: Option<Media>,
    /// The first variant that can be bought, for adding straight from the card.
    pub sku: Sku,
    /// Number of variants; with more than one the card leads to the page.
    pub variants: u32,
    /// Price of that variant in the visitor's face (VAT included at home, net for business), after public promotions or contract.
    pub price: Money,
    /// Whether variants have different prices: the card says "from".
    pub from: bool,
    /// The price before the promotion, to strike through.
    pub before: Option<Money>,
    /// The promotion's name, for the badge.
    pub badge: Option<String>,
    /// The next quantity tier (business).
    pub next_tier: Option<CardTier>,
    /// What quantities can be ordered in this face.
    pub quantities: QuantityRule,
    /// Pieces in a pack.
    pub pack_size: u32,
    /// Availability of that variant.
    pub availability: Availability,
    /// What there is of that variant, and whether more can be ordered: tells what holds of a quantity.
    pub stock: Stock,
    /// Average rating with one decimal, as text (`4.3`), where there are reviews.
    pub rating: Option<String>,
    /// Number of reviews.
    pub reviews: u32,
    /// Colours to hint at, where an option is a colour.
    pub swatches: Vec<String>,
}

/// The next tier on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardTier {
    /// From this quantity on.
    pub minimum: u32,
    /// The net unit price.
    pub price: Money,
}

/// Whether and when it can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Availability {
    /// Enough on hand.
    InStock {
        /// How many (shown to companies).
        on_hand: u32,
    },
    /// Only few on hand.
    Low {
        /// How many.
        on_hand: u32,
    },
    /// Not on hand, can be ordered.
    Later {
        /// Working days until it leaves.
        days: Option<u32>,
    },
    /// Not on hand, cannot be ordered now.
    Out,
}

giano_commerce::tagged! {
    Availability by state {
        InStock { on_hand }
        Low { on_hand }
        Later { days }
        Out {}
    } where { on_hand: u32, days: u32 }
}

/// What is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct SuggestQuery {
    /// The face.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub face: Option<Face>,
    /// The language.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub locale: Option<Locale>,
    /// The words so far; 200 characters count.
    #[serde(default, deserialize_with = "words")]
    pub q: String,
}

/// Suggestions while typing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestions {
    /// At most six products.
    pub products: Vec<ProductCard>,
    /// At most four categories.
    pub categories: Vec<CategoryLink>,
    /// At most three pages of content or questions.
    #[serde(default)]
    pub found: Vec<FoundPage>,
    /// What was searched instead, where nothing matched as written.
    pub corrected: Option<String>,
}
