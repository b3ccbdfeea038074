//! Promotions as data; [`crate::pricing`] applies them.

use crate::catalog::{CategoryId, ProductId, id};
use crate::locale::Text;
use crate::{Face, Money, Sku};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

id!(
    /// A promotion.
    PromotionId
);

/// A promotion: what it gives, on what, for whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Promotion {
    /// Its identifier.
    pub id: PromotionId,
    /// Its name, as the till says it.
    pub name: Text,
    /// A sentence for the banner.
    pub description: Text,
    /// What it gives.
    pub effect: Effect,
    /// On what.
    pub scope: Scope,
    /// For whom.
    pub audience: Audience,
    /// From then on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(deserialize_with = "crate::wire_time::maybe_moment", default)]
    pub starts: Option<Timestamp>,
    /// Before then.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(deserialize_with = "crate::wire_time::maybe_moment", default)]
    pub ends: Option<Timestamp>,
    /// Goods in scope must be worth at least this: for promotions on pieces by what a guest pays for them without any
    /// promotion, whatever a company has agreed on; for those on the order after the promotions on pieces.
    pub minimum_amount: Option<Money>,
    /// Goods in scope must be at least so many pieces.
    pub minimum_quantity: Option<u32>,
    /// The code that must be given, upper case; none where it needs no code.
    pub coupon: Option<String>,
    /// Whether the shop tells everybody the code. Others are secrets of those who have them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub advertised: bool,
    /// How often it may be used in all.
    pub limit_total: Option<u32>,
    /// How often one customer may use it.
    pub limit_per_customer: Option<u32>,
    /// Smaller is tried first. A promotion with a code or a minimum is passed over where the price is lower without it.
    pub priority: i32,
    /// Whether others may apply to the same line (or order) as well.
    pub stacking: Stacking,
}

impl Promotion {
    /// Whether it changes the price of each piece by itself, so that a single piece has a lower price too.
    pub const fn is_per_piece(&self) -> bool {
        match self.effect {
            Effect::FixedPrice { .. } => true,
            Effect::Percentage { .. } | Effect::FixedAmount { .. } => !matches!(self.scope, Scope::Order),
            Effect::BuyXGetY { .. } | Effect::Bundle { .. } | Effect::FreeShipping | Effect::Gift { .. } => false,
        }
    }

    /// Whether it runs for a face at a moment.
    pub fn runs(&self, face: Face, now: Timestamp) -> bool {
        self.audience.includes(face)
            && self.starts.is_none_or(|from| from <= now)
            && self.ends.is_none_or(|end| now < end)
    }

    /// Whether everybody may know of it: it needs no code, or one that the shop tells everybody.
    pub const fn is_public(&self) -> bool {
        self.coupon.is_none() || self.advertised
    }
}

/// What a promotion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Per cent off.
    Percentage {
        /// 0 < percent ≤ 100.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        percent: Decimal,
    },
    /// An amount off each piece (products, categories) or off the order.
    FixedAmount {
        /// The amount.
        amount: Money,
    },
    /// Each piece at this price.
    FixedPrice {
        /// The price.
        price: Money,
    },
    /// Of every `buy + get` pieces in scope the cheapest `get` are `percent` off: with n such pieces the
    /// n ÷ (buy + get) × get cheapest of them all. Each reduced piece has a price of its own, rounded as such.
    BuyXGetY {
        /// Pieces paid in full.
        buy: u32,
        /// Pieces reduced.
        get: u32,
        /// Per cent off those: 100 for free.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        percent: Decimal,
    },
    /// One of each of these together at one price, as often as there are full sets.
    Bundle {
        /// What belongs to it.
        skus: Vec<Sku>,
        /// The price of one set.
        price: Money,
    },
    /// The usual way of delivery costs nothing; a dearer one costs the difference.
    FreeShipping,
    /// A free piece is added to the order.
    Gift {
        /// What is given.
        sku: Sku,
    },
}

impl Effect {
    /// Whether it looks at several pieces together, so that what it brings is seen in a basket and not at one piece.
    pub const fn is_on_several_pieces(&self) -> bool {
        match self {
            Self::BuyXGetY { .. } | Self::Bundle { .. } => true,
            Self::Percentage { .. }
            | Self::FixedAmount { .. }
            | Self::FixedPrice { .. }
            | Self::FreeShipping
            | Self::Gift { .. } => false,
        }
    }
}

crate::tagged! {
    Effect by effect {
        Percentage { percent }
        FixedAmount { amount }
        FixedPrice { price }
        BuyXGetY { buy, get, percent }
        Bundle { skus, price }
        FreeShipping {}
        Gift { sku }
    } where { percent: Decimal, amount: Money, price: Money, buy: u32, get: u32, skus: Vec<Sku>, sku: Sku }
}

/// What a promotion applies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum Scope {
    /// These products.
    Products {
        /// Their identifiers.
        products: Vec<ProductId>,
    },
    /// Products in these categories or below them.
    Categories {
        /// Their identifiers.
        categories: Vec<CategoryId>,
    },
    /// The whole order.
    Order,
}

crate::tagged! {
    Scope by scope {
        Products { products }
        Categories { categories }
        Order {}
    } where { products: Vec<ProductId>, categories: Vec<CategoryId> }
}

impl Scope {
    /// Whether a product in these categories (its own and all above them) is in it.
    pub fn holds(&self, product: ProductId, categories: &[CategoryId]) -> bool {
        match self {
            Self::Products { products } => products.contains(&product),
            Self::Categories { categories: own } => categories.iter().any(|id| own.contains(id)),
            Self::Order => true,
        }
    }
}

/// Whom a promotion is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// People at home.
    Home,
    /// Companies.
    Business,
    /// Both.
    Both,
}

impl Audience {
    /// Whether it is for this face.
    pub const fn includes(self, face: Face) -> bool {
        matches!((self, face), (Self::Both, _) | (Self::Home, Face::Home) | (Self::Business, Face::Business))
    }
}

/// Whether promotions add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// Further promotions apply to what this one leaves; those on several pieces each count by the prices of single pieces
    /// and take no more off a line than it costs.
    Combines,
    /// Where it applies, no other of the same level does: it is passed over where one before it applied, and lets none
    /// apply after it. (Promotions on pieces, on several pieces included, are one level, those on the order another.)
    Exclusive,
}
