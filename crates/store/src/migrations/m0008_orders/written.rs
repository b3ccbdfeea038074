//! What the step writes of an order and its lines: the first version of what orders keep, as it was when the step was
//! released. These types are the step's own, so that what orders keep may change without changing what the step does.

use giano_commerce::locale::Text;
use giano_commerce::{Country, Locale, Money};
use jiff::civil::Date;
use rust_decimal::Decimal;
use sea_orm_migration::prelude::DbErr;
use serde::{Deserialize, Serialize};

/// The version of what is written here, as in the column `snapshot_version`.
pub(super) const VERSION: i32 = 1;
/// The version of a document that could not be understood: it is kept as it was.
pub(super) const NOT_UNDERSTOOD: i32 = 0;

#[derive(Serialize)]
#[serde(tag = "version")]
enum Written<'a, T> {
    #[serde(rename = "1")]
    One(&'a T),
}

/// A snapshot as stored.
pub(super) fn write<T: Serialize>(snapshot: &T) -> Result<String, DbErr> {
    serde_json::to_string(&Written::One(snapshot)).map_err(|error| DbErr::Migration(error.to_string()))
}

#[derive(Serialize)]
pub(super) struct Order {
    pub about: About,
    pub pricing: Pricing,
}

#[derive(Serialize)]
pub(super) struct About {
    pub locale: Locale,
    pub email: String,
    pub address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_order: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_centre: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrives: Option<(Date, Date)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<Date>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Address {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    street: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extra: Option<String>,
    postal_code: String,
    city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    country: Country,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Pricing {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<Coupon>,
    pub treatment: Treatment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    pub saved: Money,
    pub weight_grams: u64,
}

#[derive(Serialize)]
pub(super) struct Shipping {
    pub code: String,
    pub name: Text,
    pub regular: Money,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Discount {
    promotion: i64,
    name: Text,
    pub amount: Money,
}

#[derive(Serialize)]
pub(super) struct Coupon {
    pub code: String,
    pub state: CouponState,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CouponState {
    Applied,
    Unknown,
    BelowMinimum { missing: Option<Money> },
    NotBetter,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Treatment {
    Charged { country: Country },
    ReverseCharge { vat_number: String },
    Export,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Schedule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    early: Option<Due>,
    full: Due,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Due {
    amount: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<Date>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Bought {
        #[serde(skip_serializing_if = "Option::is_none")]
        shown: Option<Box<Shown>>,
        pricing: LinePricing,
    },
    Gift {
        promotion: i64,
        name: Text,
    },
}

#[derive(Serialize)]
pub(super) struct Shown {
    pub slug: String,
    pub name: String,
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    pub quantities: Quantities,
    pub pack_size: u32,
    pub promise: Promise,
}

#[derive(Serialize)]
pub(super) struct Picture {
    pub key: String,
    pub width: u32,
    pub height: u32,
    pub widths: Vec<u32>,
    pub avif: bool,
    pub alt: Text,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Quantities {
    pub minimum: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u32>,
    pub increment: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Promise {
    InStock { on_hand: u32 },
    Low { on_hand: u32 },
    Later { days: Option<u32> },
    Out,
}

#[derive(Serialize)]
pub(super) struct LinePricing {
    pub id: i64,
    pub base: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Step>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Tier {
    counted: u32,
    current: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_unit: Option<Money>,
}

#[derive(Serialize)]
pub(super) struct Step {
    pub rule: Rule,
    pub before: Money,
    pub after: Money,
    pub verdict: Verdict,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    HomePrice,
    ListPrice,
    DerivedFromHome { vat_percent: Decimal },
    Contract { list: String, owner: Owner, minimum: u32, percent_off: Option<Decimal>, firm: bool },
    Tier { minimum: u32, counted: u32 },
    Promotion { id: i64, name: Text },
    Term { code: String, name: Text, percent: Decimal },
    RoundingOfUnit,
    RoundingOfLine,
    OrderShare { id: i64, name: Text },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Owner {
    Company,
    Group,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    Won,
    Dearer,
    ContractFirm,
    OutOfDate,
    BelowMinimum,
    Excluded,
    NeedsCoupon,
    Outranked,
    Incomplete,
}
