//! What a line looked like when it was bought.

use super::trace::StepSnapshot;
use giano_commerce::catalog::{Media, MediaKind};
use giano_commerce::locale::Text;
use giano_commerce::pricing::TierHint;
use giano_commerce::{Money, QuantityRule};
use serde::{Deserialize, Serialize};

/// What a line keeps besides its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineSnapshot {
    /// What somebody bought.
    Bought {
        /// What it looked like; none where that was lost.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<Box<ShownSnapshot>>,
        pricing: LinePricingSnapshot,
    },
    /// What a promotion added.
    Gift { promotion: i64, name: Text },
}

/// What was shown of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSnapshot {
    /// The product's place in addresses.
    pub slug: String,
    /// The product's name, in the buyer's language.
    pub name: String,
    /// Option values, e.g. `Red, 6 cups`.
    pub label: String,
    /// The picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureSnapshot>,
    /// What quantities could be ordered.
    pub quantities: QuantitySnapshot,
    /// Pieces in a pack.
    pub pack_size: u32,
    /// When it was to leave.
    pub promise: PromiseSnapshot,
}

/// A picture, stored in several widths and formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureSnapshot {
    /// Stem of the files' names.
    pub key: String,
    /// Width of the original in pixels.
    pub width: u32,
    /// Height of the original in pixels.
    pub height: u32,
    /// Widths it is stored in.
    pub widths: Vec<u32>,
    /// Whether AVIF files exist.
    pub avif: bool,
    /// What it shows, for people who do not see it.
    pub alt: Text,
}

impl PictureSnapshot {
    /// A picture of the catalogue; none where it is none, or was not there.
    pub fn of(media: Media) -> Option<Self> {
        match media.kind {
            MediaKind::Image { key, width, height, widths, avif } => {
                Some(Self { key, width, height, widths, avif, alt: media.alt })
            }
            MediaKind::Missing { .. } | MediaKind::Document { .. } => None,
        }
    }
}

impl From<PictureSnapshot> for Media {
    fn from(picture: PictureSnapshot) -> Self {
        let PictureSnapshot { key, width, height, widths, avif, alt } = picture;
        Self { kind: MediaKind::Image { key, width, height, widths, avif }, alt }
    }
}

/// What quantities could be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `QuantityRule`")]
pub struct QuantitySnapshot {
    pub minimum: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u32>,
    pub increment: u32,
}

impl From<QuantityRule> for QuantitySnapshot {
    fn from(rule: QuantityRule) -> Self {
        let QuantityRule { minimum, maximum, increment } = rule;
        Self { minimum, maximum, increment }
    }
}

impl From<QuantitySnapshot> for QuantityRule {
    fn from(rule: QuantitySnapshot) -> Self {
        let QuantitySnapshot { minimum, maximum, increment } = rule;
        Self { minimum, maximum, increment }
    }
}

/// When a line was to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseSnapshot {
    /// At once.
    InStock {
        /// How many there were.
        on_hand: u32,
    },
    /// At once, of few.
    Low {
        /// How many there were.
        on_hand: u32,
    },
    /// Later.
    Later {
        /// Working days until it leaves.
        days: Option<u32>,
    },
    /// There was none.
    Out,
}

/// How a line was priced, besides its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinePricingSnapshot {
    /// The line's identifier in the basket it came from.
    pub id: i64,
    /// Unit price before any rule.
    pub base: Money,
    /// The unit price that was struck through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierSnapshot>,
    /// Why it cost what it did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<StepSnapshot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TierSnapshot {
    pub counted: u32,
    pub current: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_unit: Option<Money>,
}

impl From<&TierHint> for TierSnapshot {
    fn from(tier: &TierHint) -> Self {
        let TierHint { counted, current, next, next_unit } = tier;
        Self { counted: *counted, current: *current, next: *next, next_unit: *next_unit }
    }
}

impl From<TierSnapshot> for TierHint {
    fn from(tier: TierSnapshot) -> Self {
        let TierSnapshot { counted, current, next, next_unit } = tier;
        Self { counted, current, next, next_unit }
    }
}
