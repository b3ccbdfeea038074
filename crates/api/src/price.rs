//! Pricing any list of SKUs.

use crate::endpoint::{NoQuery, endpoint};
use crate::problem::LineIssue;
use giano_commerce::pricing::PricedBasket;
use giano_commerce::{Country, Face, Quantity, Sku};
use serde::{Deserialize, Serialize};

endpoint!(
    /// Prices any list of SKUs, with the trace; signed in, at the company's prices. Changes nothing.
    PriceLines: Post "/api/price", query NoQuery, body PriceBody => PriceAnswer
);

/// What to price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceBody {
    /// Up to 10 000 lines.
    pub lines: Vec<PriceLine>,
    /// The face; the visitor's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<Face>,
    /// Where it goes; the visitor's country where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Code of the payment term (business).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// Coupon codes, of which ten count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<String>,
}

/// A line to price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceLine {
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
}

/// The priced lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceAnswer {
    /// Good lines, priced; their `id` is the place in the request, from 0.
    pub basket: PricedBasket,
    /// Lines that cannot be priced, and SKUs of which so many cannot be ordered (over all their lines); good ones are not
    /// held back by them.
    pub issues: Vec<LineIssue>,
}
