//! Guides, posts, case studies, pages by trade, service pages.

use crate::catalog::ProductCard;
use crate::endpoint::{NoBody, Visit, endpoint};
use giano_commerce::catalog::Media;
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
    /// A service page (delivery, returns, privacy …), at `/service/…`.
    Service,
}

impl ContentKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Guide, Self::Case, Self::Trade, Self::Service];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guide => "guides",
            Self::Case => "cases",
            Self::Trade => "trades",
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
    /// Further content.
    pub related: Vec<ContentCard>,
}

/// All content of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentList {
    /// Cards in order.
    pub items: Vec<ContentCard>,
}
