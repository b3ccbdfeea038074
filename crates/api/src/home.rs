//! The two home pages.

use crate::catalog::{CategoryNode, ProductCard};
use crate::content::ContentCard;
use crate::demonstration::{CalculatorView, TurntableView, VideoView};
use crate::endpoint::{NoBody, Visit, endpoint};
use crate::product::{PriceTable, PromotionBadge, RatingSummary, ReviewView};
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
    /// Parts to point at on its picture, in steps; where there is a turntable its spots tell more.
    pub steps: Vec<DemonstrationStep>,
    /// It from all sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turntable: Option<TurntableView>,
    /// It at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<VideoView>,
    /// What the calculator starts from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculator: Option<CalculatorView>,
    /// Its price by quantity and term.
    pub price_table: Option<PriceTable>,
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
