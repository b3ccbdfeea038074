//! Guides, posts, case studies, pages by trade, service pages.

use crate::catalog::ProductCard;
use crate::endpoint::{NoBody, Visit, endpoint};
use giano_commerce::catalog::Media;
use giano_commerce::{Money, Sku};
use serde::{Deserialize, Serialize};

endpoint!(
    /// A page of content.
    GetContent: Get "/api/content/{kind}/{slug}", query Visit, body NoBody => ContentPage
);
endpoint!(
    /// All content of a kind.
    ListContent: Get "/api/content/{kind}", query Visit, body NoBody => ContentList
);

/// The kinds of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// A buying guide, at `/guides/…`.
    Guide,
    /// A case study, at `/cases/…`.
    Case,
    /// A page for a trade, at `/trades/…`.
    Trade,
    /// A post, at `/posts/…`.
    Post,
    /// A service page (delivery, returns, privacy …), at `/service/…`.
    Service,
}

impl ContentKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Guide, Self::Case, Self::Trade, Self::Post, Self::Service];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guide => "guides",
            Self::Case => "cases",
            Self::Trade => "trades",
            Self::Post => "posts",
            Self::Service => "service",
        }
    }

    /// The kind of a word in addresses.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Content in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentCard {
    /// Its kind.
    pub kind: ContentKind,
    /// Its place in addresses.
    pub slug: String,
    /// Headline.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// A picture.
    pub image: Option<Media>,
    /// When it was written (milliseconds since 1970), where that matters: posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_at: Option<i64>,
}

/// A page of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentPage {
    /// Its card.
    pub card: ContentCard,
    /// Sanitised HTML.
    pub body_html: String,
    /// Products it speaks of.
    pub products: Vec<ProductCard>,
    /// Further content of its kind.
    pub related: Vec<ContentCard>,
    /// Who wrote it (posts).
    pub author: Option<String>,
    /// Whom it tells of (cases).
    pub company: Option<String>,
    /// What it came to, in figures (cases).
    pub figures: Vec<Figure>,
    /// What to begin with (trades).
    pub kit: Option<Kit>,
    /// The trade it is for (cases, guides).
    pub trade: Option<ContentCard>,
    /// The guide that goes with it (trades), or the guides of this trade.
    pub guides: Vec<ContentCard>,
    /// The case that goes with it (trades).
    pub cases: Vec<ContentCard>,
}

/// A figure with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// E.g. `38 %`.
    pub value: String,
    /// E.g. `less waiting at breakfast`.
    pub label: String,
}

/// What to begin with, at the visitor's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kit {
    /// Its lines, ready for the basket.
    pub lines: Vec<KitLine>,
    /// What its goods cost together.
    pub total: Money,
}

/// A line of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KitLine {
    /// What.
    pub sku: Sku,
    /// How many: at least what can be ordered in the visitor's face.
    pub quantity: u32,
    /// Its product's place in addresses.
    pub slug: String,
    /// Its product's name.
    pub name: String,
    /// Names of its option values; empty with a single variant.
    pub label: String,
    /// Its picture.
    pub image: Option<Media>,
    /// What the line costs.
    pub total: Money,
}

/// All content of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentList {
    /// Cards in order.
    pub items: Vec<ContentCard>,
}
