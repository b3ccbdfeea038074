//! What a basket costs, with the reasons.

use crate::locale::Text;
use crate::promotion::PromotionId;
use crate::tax::{VatPart, VatTreatment};
use crate::terms::PaymentSchedule;
use crate::{Face, Money, Quantity, Sku};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A priced basket. At home all amounts include VAT, for business lines and shipping are net.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedBasket {
    /// Whose prices.
    pub face: Face,
    /// The lines in the order given.
    pub lines: Vec<PricedLine>,
    /// Free pieces that promotions add.
    pub gifts: Vec<Gift>,
    /// Sum of the lines' totals, before order-level discounts.
    pub goods: Money,
    /// Order-level discounts, each with its amount (positive).
    pub discounts: Vec<OrderDiscount>,
    /// What promotions saved on lines and order together, for showing.
    pub saved: Money,
    /// Shipping; none where nothing can be delivered, or no delivery belongs to what was priced.
    pub shipping: Option<PricedShipping>,
    /// What each coupon code did.
    pub coupons: Vec<CouponOutcome>,
    /// The promotions that did something: lowered a price, gave a gift, made the delivery cheaper. A code among them is
    /// used up by the order; of several that make the delivery free only one is.
    #[serde(default)]
    pub promotions_used: Vec<PromotionId>,
    /// How VAT is charged.
    pub treatment: VatTreatment,
    /// VAT by rate.
    pub vat: Vec<VatPart>,
    /// Sum without VAT.
    pub net: Money,
    /// Sum of VAT.
    pub tax: Money,
    /// What is to be paid, VAT included.
    pub total: Money,
    /// Totals and dates under the chosen term (business).
    pub schedule: Option<PaymentSchedule>,
    /// Grams of everything.
    pub weight_grams: u64,
}

/// A priced line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedLine {
    /// As given.
    pub id: i64,
    /// As given.
    pub sku: Sku,
    /// As given.
    pub quantity: Quantity,
    /// Unit price before contract, tier, promotion and term, rounded to the minor unit.
    pub base: Money,
    /// Unit price charged, rounded to the minor unit. Where pieces gave up a contract for a promotion on several pieces,
    /// that without the contract: what the promotion took off, and the contract off pieces that kept it, is in `total`.
    pub unit: Money,
    /// The unit price to strike through, where `unit` is a reduced one: at home the lowest of the 30 days before the
    /// reduction, for business the price of the same piece without promotions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Money>,
    /// Unit price times quantity, less what is not per piece (buy X get Y, bundle).
    pub total: Money,
    /// This line's share of order-level discounts (positive), by largest remainder.
    pub order_discount: Money,
    /// The tier that holds, and from where on a piece costs less.
    pub tier: Option<TierHint>,
    /// Per cent of VAT on this line.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub vat_percent: Decimal,
    /// Every rule that was considered, in order.
    pub trace: Vec<Step>,
}

/// What more pieces would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TierHint {
    /// Pieces that count for the tier (over all variants where mix and match).
    pub counted: u32,
    /// The minimum of the tier that holds; 1 for the base price.
    pub current: u32,
    /// So many counted pieces from which a piece costs less, by a tier, a price list or a promotion, if there is such.
    pub next: Option<u32>,
    /// The unit price then, after promotion and term.
    pub next_unit: Option<Money>,
}

/// One rule considered for a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// The rule.
    pub rule: Rule,
    /// The price before it (exact): of one piece, but of the whole line for what concerns several pieces (buy X get Y,
    /// bundle) and for shares of order-level discounts.
    pub before: Money,
    /// The price after it, if it won; what it would have been, if not (exact).
    pub after: Money,
    /// Whether it won, or why not.
    pub verdict: Verdict,
}

/// The rules a price goes through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// The consumer price.
    HomePrice,
    /// The net list price.
    ListPrice,
    /// The consumer price less the home country's VAT, where there is no list price.
    DerivedFromHome {
        /// Per cent of VAT taken out.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        vat_percent: Decimal,
    },
    /// A company's or group's price list.
    Contract {
        /// Its name.
        list: String,
        /// Whose.
        owner: super::ListOwner,
        /// The entry's minimum quantity.
        minimum: u32,
        /// Per cent off the list price, where it is not a fixed price.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        percent_off: Option<Decimal>,
        /// Whether it is firm.
        firm: bool,
    },
    /// A public quantity tier.
    Tier {
        /// Its minimum.
        minimum: u32,
        /// Pieces counted.
        counted: u32,
    },
    /// A promotion.
    Promotion {
        /// Which.
        id: PromotionId,
        /// Its name.
        name: Text,
    },
    /// The payment term.
    Term {
        /// Its code.
        code: String,
        /// Its name.
        name: Text,
        /// Its adjustment in per cent.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        percent: Decimal,
    },
    /// Rounding to the minor unit: of the unit price or of the line.
    Rounding {
        /// What was rounded.
        of: Rounded,
    },
    /// Pieces of the line that take no part in a promotion on several pieces, because their own price (a contract's, or
    /// one of an exclusive promotion) is lower.
    Apart {
        /// How many.
        pieces: u32,
    },
    /// A share of an order-level discount.
    OrderShare {
        /// Of which promotion.
        id: PromotionId,
        /// Its name.
        name: Text,
    },
}

crate::tagged! {
    Rule by rule {
        HomePrice {}
        ListPrice {}
        DerivedFromHome { vat_percent }
        Contract { list, owner, minimum, percent_off, firm }
        Tier { minimum, counted }
        Promotion { id, name }
        Term { code, name, percent }
        Rounding { of }
        Apart { pieces }
        OrderShare { id, name }
    } where {
        vat_percent: Decimal,
        list: String,
        owner: super::ListOwner,
        minimum: u32,
        percent_off: Decimal,
        firm: bool,
        counted: u32,
        id: PromotionId,
        name: Text,
        code: String,
        percent: Decimal,
        of: Rounded,
        pieces: u32,
    }
}

/// What was rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rounded {
    /// The unit price.
    Unit,
    /// The line's total.
    Line,
}

/// Whether a rule won, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It made the price.
    Won,
    /// Another rule gives a lower price.
    Dearer,
    /// The contract is firm.
    ContractFirm,
    /// Not valid yet, or no longer.
    OutOfDate,
    /// The quantity or sum is below its minimum.
    BelowMinimum,
    /// An exclusive promotion applies.
    Excluded,
    /// Its coupon was not given.
    NeedsCoupon,
    /// A price list of higher rank holds: the company's own before its group's, a firm one before public tiers.
    Outranked,
    /// There are not enough pieces for a set, or not of every part of it.
    Incomplete,
}

/// An order-level discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderDiscount {
    /// The promotion.
    pub promotion: PromotionId,
    /// Its name.
    pub name: Text,
    /// The amount taken off, positive.
    pub amount: Money,
}

/// A free piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gift {
    /// The promotion that gives it.
    pub promotion: PromotionId,
    /// Its name.
    pub name: Text,
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: u32,
}

/// Delivery with its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricedShipping {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether somebody chose it.
    #[serde(default)]
    pub kind: ShippingKind,
    /// What it would cost without free delivery.
    pub regular: Money,
    /// What it costs.
    pub price: Money,
    /// What goods are missing to free delivery, where that can be reached.
    pub missing_to_free: Option<Money>,
}

/// Whether the delivery in a total was chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShippingKind {
    /// It was chosen.
    #[default]
    Chosen,
    /// None is chosen yet: it is the usual one, and another may cost more or less.
    Usual,
}

/// What a coupon code did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CouponOutcome {
    /// The code.
    pub code: String,
    /// Whether it counts, or why not.
    pub state: CouponState,
}

/// Whether a coupon counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CouponState {
    /// It counts.
    Applied,
    /// No such code, or not for this face, or not today.
    Unknown,
    /// The goods are worth too little (or too few); what is missing.
    BelowMinimum {
        /// Missing sum, where the minimum is a sum.
        missing: Option<Money>,
    },
    /// Another promotion excludes it or is better, or everything costs less without it.
    NotBetter,
    /// It is beyond the number of codes that count at once ([`super::MAX_COUPONS`]).
    TooMany,
}

crate::tagged! {
    CouponState by state {
        Applied {}
        Unknown {}
        BelowMinimum { missing }
        NotBetter {}
        TooMany {}
    } where { missing: Money }
}
