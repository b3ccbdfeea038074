//! The two home pages.

use crate::catalog::{CategoryNode, ProductCard};
use crate::content::ContentCard;
use crate::endpoint::{NoBody, Visit, endpoint};
use crate::product::{PriceTable, PromotionBadge, RatingSummary, ReviewView, Shows};
use giano_commerce::catalog::Media;
use serde::{Deserialize, Serialize};

endpoint!(
    /// What the home page of a face shows.
    GetHome: Get "/api/home", query Visit, body NoBody => HomeView
);

/// What the home page of a face shows. Parts that the face does not have are empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HomeView {
    /// The page's title.
    pub title: String,
    /// One or two sentences below it; may be empty.
    pub description: String,
    /// The page's picture, where the shop has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Media>,
    /// Promotions on display, the first as hero, with products of each.
    pub promotions: Vec<HomePromotion>,
    /// The carousel.
    pub carousel: Vec<ProductCard>,
    /// Recommended (home).
    pub recommended: Vec<ProductCard>,
    /// Latest reviews with their products (home).
    pub reviews: Vec<ReviewView>,
    /// Over all reviews of the shop.
    pub rating: RatingSummary,
    /// Categories at the top, to go on from.
    pub categories: Vec<CategoryNode>,
    /// The product demonstrated as hero (business).
    pub demonstration: Option<Demonstration>,
    /// Pages by trade (business).
    pub trades: Vec<ContentCard>,
    /// Case studies (business).
    pub cases: Vec<ContentCard>,
    /// Guides.
    pub guides: Vec<ContentCard>,
    /// The newest posts.
    pub posts: Vec<ContentCard>,
    /// Where the shop comes from (home).
    pub story: Option<StoryView>,
}

/// Where the shop comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryView {
    /// A year or another short mark, set large; may be empty.
    pub mark: String,
    /// Headline.
    pub title: String,
    /// Text, paragraph by paragraph.
    pub text: Vec<String>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Media>,
}

/// A promotion on display.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HomePromotion {
    /// The promotion.
    pub promotion: PromotionBadge,
    /// Some products in it (none where it is for the whole order).
    pub products: Vec<ProductCard>,
}

/// The product demonstrated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Demonstration {
    /// The product.
    pub product: ProductCard,
    /// A sentence.
    pub summary: String,
    /// The first picture of its turn, where it has one; else its own picture shows the steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still: Option<TurnStill>,
    /// Parts to point at on that picture, in steps.
    pub steps: Vec<DemonstrationStep>,
    /// What of it can be asked for beside (`GetDemonstration`).
    pub shows: Shows,
    /// Its price by quantity and term.
    pub price_table: Option<PriceTable>,
}

/// The first picture of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurnStill {
    /// Its address.
    pub src: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, for people who do not see it.
    pub alt: String,
}

/// A step of the demonstration: a part of the picture and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemonstrationStep {
    /// Headline.
    pub title: String,
    /// Text.
    pub text: String,
    /// Place on the picture, in per cent from the left.
    pub x: u8,
    /// Place on the picture, in per cent from the top.
    pub y: u8,
}
