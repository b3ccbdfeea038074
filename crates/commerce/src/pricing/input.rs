//! What a price is made of.

use crate::catalog::{CategoryId, ProductId, PublicTier, VariantId};
use crate::locale::Text;
use crate::promotion::Promotion;
use crate::tax::{VatClass, VatTreatment};
use crate::terms::PaymentTerm;
use crate::{Country, Currency, Face, Money, Quantity, Sku};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that prices depend on besides the lines. The server makes it; the browser gets it with the basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricingContext {
    /// Whose prices.
    pub face: Face,
    /// The moment the prices are for.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::wire_time::moment")]
    pub now: Timestamp,
    /// The shop's civil date at `now`, for due dates.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[serde(deserialize_with = "crate::wire_time::day")]
    pub today: Date,
    /// The one currency of the basket.
    pub currency: Currency,
    /// The shop's own country: its VAT is inside the consumer prices.
    pub home_country: Country,
    /// How VAT is charged (see [`crate::tax`]).
    pub vat: VatTreatment,
    /// The rates that hold today in `home_country` and in the country of delivery.
    pub rates: Vec<VatRate>,
    /// Promotions that may apply (already limited to those whose limits are not used up).
    pub promotions: Vec<Arc<Promotion>>,
    /// Coupon codes given, upper case, in the order given; at most [`MAX_COUPONS`] of them count.
    pub coupons: Vec<String>,
    /// The chosen term (business).
    pub term: Option<Arc<PaymentTerm>>,
    /// The chosen delivery, once chosen.
    pub shipping: Option<Shipping>,
    /// The usual way of delivery, which is what free delivery is of; where none is given, the chosen one is it. A basket is
    /// priced with it as long as none is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_shipping: Option<Shipping>,
}

/// How many coupon codes count at once; further ones are [`super::CouponState::TooMany`].
pub const MAX_COUPONS: usize = 10;

/// A VAT rate that holds today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VatRate {
    /// Where.
    pub country: Country,
    /// On what.
    pub class: VatClass,
    /// Per cent.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub percent: Decimal,
}

/// A way of delivery with its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shipping {
    /// Code, e.g. `standard`, `express`, `pickup`, `freight`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its price: VAT included at home, net for business.
    pub price: ShippingPrice,
    /// Free from this sum of goods on (in the face's own kind of price), before shipping.
    pub free_from: Option<Money>,
}

/// How a delivery is priced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ShippingPrice {
    /// The same for every order.
    Flat {
        /// The price.
        price: Money,
    },
    /// By the weight of all goods: `base` plus `per_step` for every begun `step_grams`.
    Weight {
        /// Price of the first gram.
        base: Money,
        /// Price of each step.
        per_step: Money,
        /// Grams of a step.
        step_grams: u32,
    },
}

crate::tagged! {
    ShippingPrice by by {
        Flat { price }
        Weight { base, per_step, step_grams }
    } where { price: Money, base: Money, per_step: Money, step_grams: u32 }
}

/// A line to price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineInput {
    /// The basket's identifier of the line, given back in the outcome.
    pub id: i64,
    /// How many pieces.
    pub quantity: Quantity,
    /// What.
    pub item: Arc<Item>,
}

/// What pricing has to know of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its product.
    pub product: ProductId,
    /// The product's categories and all above them.
    pub categories: Vec<CategoryId>,
    /// For the VAT rate.
    pub vat_class: VatClass,
    /// Consumer price, VAT included.
    pub home_price: Money,
    /// Former consumer price that the merchant wants struck through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<Money>,
    /// The lowest consumer price of the 30 days before it was last reduced, as far as the shop has kept it: what may be
    /// struck through beside a reduced price (Directive 98/6/EC, art. 6a).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_30_days: Option<Money>,
    /// Net list price, where given.
    pub list_price: Option<Money>,
    /// Public tiers of the net list price.
    pub tiers: Vec<PublicTier>,
    /// Tiers count all variants of the product in the basket.
    pub mix_and_match: bool,
    /// Grams of one piece.
    pub weight_grams: u32,
    /// The company's (and its group's) own prices for this SKU; empty for everybody else.
    pub contract: Vec<ContractPrice>,
}

/// One entry of a company's or group's price list, for one SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContractPrice {
    /// Name of the list, for the trace.
    pub list: String,
    /// Whose list: the company's own goes before its group's.
    pub owner: ListOwner,
    /// From this quantity on.
    pub minimum: u32,
    /// What it says.
    pub price: ContractTerms,
    /// Whether the contract price holds even where the public price or a promotion is lower.
    pub firm: bool,
    /// Tiers of this list count all variants of the product in the basket.
    pub mix_and_match: bool,
    /// First moment it is valid.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(deserialize_with = "crate::wire_time::maybe_moment", default)]
    pub valid_from: Option<Timestamp>,
    /// First moment it is no longer valid.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(deserialize_with = "crate::wire_time::maybe_moment", default)]
    pub valid_until: Option<Timestamp>,
}

impl ContractPrice {
    /// Whether it is valid at a moment.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.valid_from.is_none_or(|from| from <= now) && self.valid_until.is_none_or(|until| now < until)
    }
}

/// Whose price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ListOwner {
    /// The company's own: comes first.
    Company,
    /// The group the company belongs to.
    Group,
}

/// What a price list says of a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContractTerms {
    /// This net price.
    Fixed {
        /// Net price of one piece.
        price: Money,
    },
    /// Per cent off the net list price.
    PercentOff {
        /// 0 to 100.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        percent: Decimal,
    },
}

crate::tagged! {
    ContractTerms by kind {
        Fixed { price }
        PercentOff { percent }
    } where { price: Money, percent: Decimal }
}

/// The input contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// An amount of another currency than the basket's.
    #[error("{sku}: a price in {found}, the basket is in {expected}")]
    Currency {
        /// Where.
        sku: Sku,
        /// The price's currency.
        found: Currency,
        /// The basket's.
        expected: Currency,
    },
    /// No VAT rate is known for a country and class.
    #[error("no VAT rate for {class:?} in {country}")]
    NoRate {
        /// Where.
        country: Country,
        /// On what.
        class: VatClass,
    },
    /// A price that is negative or not below 10^15, or an amount beyond what a decimal can hold.
    #[error("amount out of range")]
    OutOfRange,
}
