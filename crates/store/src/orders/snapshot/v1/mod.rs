//! The first version of what orders keep.

pub(crate) mod line;
pub(crate) mod trace;

use giano_commerce::address::Address;
use giano_commerce::locale::Text;
use giano_commerce::pricing::{CouponOutcome, CouponState, OrderDiscount, PricedShipping};
use giano_commerce::promotion::PromotionId;
use giano_commerce::tax::VatTreatment;
use giano_commerce::terms::{DueAmount, PaymentSchedule};
use giano_commerce::{Country, Locale, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an order keeps besides its columns and rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OrderSnapshot {
    pub about: AboutSnapshot,
    pub pricing: PricingSnapshot,
}

/// Whose order it is, where it goes, and what was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutSnapshot {
    /// The language it was placed in.
    pub locale: Locale,
    /// Where the confirmation goes, as typed.
    pub email: String,
    /// Where it goes.
    pub address: AddressSnapshot,
    /// The recipient's VAT number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    /// Name of the payment term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Text>,
    /// The company's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    /// Cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_centre: Option<String>,
    /// Requested day of delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_date: Option<Date>,
    /// A word to the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// First and last day of arrival, as promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives: Option<(Date, Date)>,
    /// Last day for the bank transfer, as promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<Date>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Address`")]
pub struct AddressSnapshot {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    pub street: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<String>,
    pub postal_code: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub country: Country,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl From<Address> for AddressSnapshot {
    fn from(address: Address) -> Self {
        let Address { name, company, street, extra, postal_code, city, region, country, phone } = address;
        Self { name, company, street, extra, postal_code, city, region, country, phone }
    }
}

impl From<AddressSnapshot> for Address {
    fn from(address: AddressSnapshot) -> Self {
        let AddressSnapshot { name, company, street, extra, postal_code, city, region, country, phone } = address;
        Self { name, company, street, extra, postal_code, city, region, country, phone }
    }
}

/// How an order was priced, besides what is in its columns and rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PricingSnapshot {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingSnapshot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<DiscountSnapshot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponSnapshot>,
    /// Promotions that did something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions_used: Vec<i64>,
    pub treatment: TreatmentSnapshot,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ScheduleSnapshot>,
    /// What promotions saved.
    pub saved: Money,
    pub weight_grams: u64,
}

/// The delivery; what it costs is a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShippingSnapshot {
    pub code: String,
    pub name: Text,
    pub regular: Money,
}

impl From<&PricedShipping> for ShippingSnapshot {
    fn from(shipping: &PricedShipping) -> Self {
        // What is missing to free delivery is nothing to an order that is placed, and its delivery was chosen.
        let PricedShipping { code, name, kind: _, regular, price: _, missing_to_free: _ } = shipping;
        Self { code: code.clone(), name: name.clone(), regular: *regular }
    }
}

/// An order-level discount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DiscountSnapshot {
    pub promotion: i64,
    pub name: Text,
    pub amount: Money,
}

impl From<&OrderDiscount> for DiscountSnapshot {
    fn from(discount: &OrderDiscount) -> Self {
        let OrderDiscount { promotion, name, amount } = discount;
        Self { promotion: promotion.0, name: name.clone(), amount: *amount }
    }
}

impl From<DiscountSnapshot> for OrderDiscount {
    fn from(discount: DiscountSnapshot) -> Self {
        let DiscountSnapshot { promotion, name, amount } = discount;
        Self { promotion: PromotionId(promotion), name, amount }
    }
}

/// What a coupon did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CouponSnapshot {
    pub code: String,
    pub state: CouponStateSnapshot,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CouponStateSnapshot {
    Applied,
    Unknown,
    BelowMinimum { missing: Option<Money> },
    NotBetter,
    TooMany,
}

impl From<&CouponOutcome> for CouponSnapshot {
    fn from(coupon: &CouponOutcome) -> Self {
        let state = match &coupon.state {
            CouponState::Applied => CouponStateSnapshot::Applied,
            CouponState::Unknown => CouponStateSnapshot::Unknown,
            CouponState::BelowMinimum { missing } => CouponStateSnapshot::BelowMinimum { missing: *missing },
            CouponState::NotBetter => CouponStateSnapshot::NotBetter,
            CouponState::TooMany => CouponStateSnapshot::TooMany,
        };
        Self { code: coupon.code.clone(), state }
    }
}

impl From<CouponSnapshot> for CouponOutcome {
    fn from(coupon: CouponSnapshot) -> Self {
        let state = match coupon.state {
            CouponStateSnapshot::Applied => CouponState::Applied,
            CouponStateSnapshot::Unknown => CouponState::Unknown,
            CouponStateSnapshot::BelowMinimum { missing } => CouponState::BelowMinimum { missing },
            CouponStateSnapshot::NotBetter => CouponState::NotBetter,
            CouponStateSnapshot::TooMany => CouponState::TooMany,
        };
        Self { code: coupon.code, state }
    }
}

/// How VAT was charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TreatmentSnapshot {
    Charged { country: Country },
    ReverseCharge { vat_number: String },
    Export,
}

impl From<&VatTreatment> for TreatmentSnapshot {
    fn from(treatment: &VatTreatment) -> Self {
        match treatment {
            VatTreatment::Charged { country } => Self::Charged { country: *country },
            VatTreatment::ReverseCharge { vat_number } => Self::ReverseCharge { vat_number: vat_number.clone() },
            VatTreatment::Export => Self::Export,
        }
    }
}

impl From<TreatmentSnapshot> for VatTreatment {
    fn from(treatment: TreatmentSnapshot) -> Self {
        match treatment {
            TreatmentSnapshot::Charged { country } => Self::Charged { country },
            TreatmentSnapshot::ReverseCharge { vat_number } => Self::ReverseCharge { vat_number },
            TreatmentSnapshot::Export => Self::Export,
        }
    }
}

/// What was owed, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScheduleSnapshot {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<DueSnapshot>,
    pub full: DueSnapshot,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DueSnapshot {
    pub amount: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl From<&PaymentSchedule> for ScheduleSnapshot {
    fn from(schedule: &PaymentSchedule) -> Self {
        let due = |due: &DueAmount| DueSnapshot { amount: due.amount, on: due.on };
        Self { early: schedule.early.as_ref().map(due), full: due(&schedule.full) }
    }
}

impl From<ScheduleSnapshot> for PaymentSchedule {
    fn from(schedule: ScheduleSnapshot) -> Self {
        let due = |due: DueSnapshot| DueAmount { amount: due.amount, on: due.on };
        Self { early: schedule.early.map(due), full: due(schedule.full) }
    }
}
