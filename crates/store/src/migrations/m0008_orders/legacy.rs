//! Orders as they were stored before, read leniently: what only adorns an order may be missing or unknown, what it cost may
//! not.

use super::reckoning::{LineTax, RateTax, taxes};
use super::written;
use giano_commerce::locale::Text;
use giano_commerce::{Country, Face, Locale, Money};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What it can be read as, or nothing.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).unwrap_or_default())
}

/// Those of a list that can be read.
fn lenient_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let Value::Array(all) = Value::deserialize(from)? else { return Ok(Vec::new()) };
    Ok(all.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect())
}

/// Where an order stood.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum State {
    Placed {
        at: String,
    },
    AwaitingApproval {
        since: String,
        #[serde(default)]
        reason: String,
    },
    AwaitingPayment {
        since: String,
    },
    Paid {
        at: String,
    },
    InFulfilment {
        since: String,
        paid: bool,
    },
    PartShipped {
        at: String,
        paid: bool,
    },
    Shipped {
        at: String,
        paid: bool,
    },
    Delivered {
        at: String,
        paid: bool,
    },
    Closed {
        at: String,
    },
    Cancelled {
        at: String,
        reason: String,
    },
    PartRefunded {
        at: String,
        #[serde(default)]
        before: Option<Box<Self>>,
    },
    Refunded {
        at: String,
    },
}

/// What an order kept.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub priced: Priced,
    address: written::Address,
    #[serde(default, deserialize_with = "lenient")]
    pub payment: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    locale: Locale,
    #[serde(default, deserialize_with = "lenient")]
    email: String,
    #[serde(default, deserialize_with = "lenient")]
    vat_number: Option<String>,
    #[serde(default, deserialize_with = "lenient_list")]
    lines: Vec<Line>,
    #[serde(default, deserialize_with = "lenient")]
    pay_by: Option<Date>,
    #[serde(default, deserialize_with = "lenient")]
    term: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    purchase_order: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub cost_centre: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    requested_date: Option<Date>,
    #[serde(default, deserialize_with = "lenient")]
    note: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    arrives: Option<(Date, Date)>,
}

#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default, deserialize_with = "lenient")]
    shown: Option<Shown>,
    priced: LineId,
}

#[derive(Debug, Deserialize)]
struct LineId {
    id: i64,
}

#[derive(Debug, Deserialize)]
struct Shown {
    slug: String,
    name: String,
    #[serde(default, deserialize_with = "lenient")]
    label: String,
    #[serde(default, deserialize_with = "lenient")]
    image: Option<Picture>,
    #[serde(default, deserialize_with = "lenient")]
    quantities: Option<written::Quantities>,
    #[serde(default, deserialize_with = "lenient")]
    pack_size: Option<u32>,
    #[serde(default, deserialize_with = "lenient")]
    availability: Option<Availability>,
}

/// Only pictures proper: there were drawings once, which nothing shows any more.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Picture {
    Image {
        key: String,
        width: u32,
        height: u32,
        widths: Vec<u32>,
        avif: bool,
        #[serde(default)]
        alt: Text,
    },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Availability {
    InStock {
        on_hand: u32,
    },
    Low {
        on_hand: u32,
    },
    Later {
        #[serde(default)]
        days: Option<u32>,
    },
    Out,
}

/// Prices as they were.
#[derive(Debug, Deserialize)]
pub(super) struct Priced {
    pub face: Face,
    pub lines: Vec<PricedLine>,
    #[serde(default, deserialize_with = "lenient_list")]
    pub gifts: Vec<Gift>,
    pub goods: Money,
    #[serde(default)]
    discounts: Vec<written::Discount>,
    #[serde(default, deserialize_with = "lenient")]
    saved: Option<Money>,
    #[serde(default)]
    shipping: Option<Shipping>,
    #[serde(default, deserialize_with = "lenient_list")]
    coupons: Vec<Coupon>,
    treatment: Treatment,
    pub vat: Vec<Vat>,
    pub tax: Money,
    pub total: Money,
    #[serde(default, deserialize_with = "lenient")]
    schedule: Option<written::Schedule>,
    #[serde(default, deserialize_with = "lenient")]
    weight_grams: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct PricedLine {
    pub id: i64,
    pub sku: String,
    pub quantity: i64,
    pub unit: Money,
    pub total: Money,
    pub order_discount: Money,
    pub vat_percent: Decimal,
    base: Money,
    #[serde(default, deserialize_with = "lenient")]
    tier: Option<written::Tier>,
    #[serde(default, deserialize_with = "lenient_list")]
    trace: Vec<Step>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Gift {
    promotion: i64,
    name: Text,
    pub sku: String,
    pub quantity: i64,
}

#[derive(Debug, Deserialize)]
struct Shipping {
    code: String,
    name: Text,
    regular: Money,
    price: Money,
}

#[derive(Debug, Deserialize)]
struct Coupon {
    code: String,
    state: CouponState,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum CouponState {
    Applied,
    Unknown,
    BelowMinimum {
        #[serde(default)]
        missing: Option<Money>,
    },
    NotBetter,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "treatment", rename_all = "snake_case")]
enum Treatment {
    Charged { country: Country },
    ReverseCharge { vat_number: String },
    Export,
}

#[derive(Debug, Deserialize)]
pub(super) struct Vat {
    pub rate: Decimal,
    pub net: Money,
    pub tax: Money,
}

#[derive(Debug, Deserialize)]
struct Step {
    rule: Rule,
    before: Money,
    after: Money,
    verdict: written::Verdict,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
enum Rule {
    HomePrice,
    ListPrice,
    DerivedFromHome {
        vat_percent: Decimal,
    },
    Contract {
        list: String,
        owner: written::Owner,
        minimum: u32,
        #[serde(default)]
        percent_off: Option<Decimal>,
        firm: bool,
    },
    Tier {
        minimum: u32,
        counted: u32,
    },
    Promotion {
        id: i64,
        name: Text,
    },
    Term {
        code: String,
        name: Text,
        percent: Decimal,
    },
    Rounding {
        of: String,
    },
    OrderShare {
        id: i64,
        name: Text,
    },
}

impl Document {
    /// What the order keeps from now on.
    pub fn snapshot(&self) -> written::Order {
        let priced = &self.priced;
        written::Order {
            about: written::About {
                locale: self.locale,
                email: self.email.clone(),
                address: self.address.clone(),
                vat_number: self.vat_number.clone(),
                term: self.term.clone(),
                purchase_order: self.purchase_order.clone(),
                cost_centre: self.cost_centre.clone(),
                requested_date: self.requested_date,
                note: self.note.clone(),
                arrives: self.arrives,
                pay_by: self.pay_by,
            },
            pricing: written::Pricing {
                shipping: priced.shipping.as_ref().map(|shipping| written::Shipping {
                    code: shipping.code.clone(),
                    name: shipping.name.clone(),
                    regular: shipping.regular,
                }),
                discounts: priced.discounts.clone(),
                coupons: priced.coupons.iter().map(coupon).collect(),
                treatment: match &priced.treatment {
                    Treatment::Charged { country } => written::Treatment::Charged { country: *country },
                    Treatment::ReverseCharge { vat_number } => {
                        written::Treatment::ReverseCharge { vat_number: vat_number.clone() }
                    }
                    Treatment::Export => written::Treatment::Export,
                },
                schedule: priced.schedule.clone(),
                saved: priced.saved.unwrap_or_else(|| Money::zero(priced.total.currency())),
                weight_grams: priced.weight_grams,
            },
        }
    }

    /// What a line keeps from now on.
    pub fn line_snapshot(&self, line: &PricedLine) -> written::Line {
        let known = self.lines.iter().find(|known| known.priced.id == line.id);
        written::Line::Bought {
            shown: known.and_then(|known| known.shown.as_ref()).map(shown).map(Box::new),
            pricing: written::LinePricing {
                id: line.id,
                base: line.base,
                tier: line.tier.clone(),
                trace: line.trace.iter().map(step).collect(),
            },
        }
    }
}

impl Gift {
    /// What a gift keeps from now on.
    pub fn line_snapshot(&self) -> written::Line {
        written::Line::Gift { promotion: self.promotion, name: self.name.clone() }
    }
}

impl Priced {
    /// The sum of order-level discounts.
    pub fn discount(&self) -> Money {
        let sum = self.discounts.iter().map(|discount| discount.amount.amount()).sum();
        Money::new(sum, self.total.currency())
    }

    /// What the delivery costs.
    pub fn shipping(&self) -> Money {
        self.shipping.as_ref().map_or(Money::zero(self.total.currency()), |shipping| shipping.price)
    }

    /// VAT of every line, and of the delivery.
    pub fn taxes(&self) -> (Vec<Money>, Money) {
        let rates: Vec<RateTax> =
            self.vat.iter().map(|part| RateTax { percent: part.rate, net: part.net, tax: part.tax }).collect();
        let lines: Vec<LineTax> =
            self.lines.iter().map(|line| LineTax { percent: line.vat_percent, charged: line.charged() }).collect();
        taxes(self.face, &rates, &lines, self.total.currency())
    }
}

impl PricedLine {
    /// What is charged for the line after all discounts.
    pub fn charged(&self) -> Money {
        Money::new(self.total.amount() - self.order_discount.amount(), self.total.currency())
    }
}

fn coupon(coupon: &Coupon) -> written::Coupon {
    let state = match &coupon.state {
        CouponState::Applied => written::CouponState::Applied,
        CouponState::Unknown => written::CouponState::Unknown,
        CouponState::BelowMinimum { missing } => written::CouponState::BelowMinimum { missing: *missing },
        CouponState::NotBetter => written::CouponState::NotBetter,
    };
    written::Coupon { code: coupon.code.clone(), state }
}

fn shown(shown: &Shown) -> written::Shown {
    let picture = shown.image.as_ref().map(|picture| {
        let Picture::Image { key, width, height, widths, avif, alt } = picture;
        let (key, widths, alt) = (key.clone(), widths.clone(), alt.clone());
        written::Picture { key, width: *width, height: *height, widths, avif: *avif, alt }
    });
    written::Shown {
        slug: shown.slug.clone(),
        name: shown.name.clone(),
        label: shown.label.clone(),
        picture,
        quantities: shown.quantities.unwrap_or(written::Quantities { minimum: 1, maximum: None, increment: 1 }),
        pack_size: shown.pack_size.unwrap_or(1),
        promise: match shown.availability {
            Some(Availability::InStock { on_hand }) => written::Promise::InStock { on_hand },
            Some(Availability::Low { on_hand }) => written::Promise::Low { on_hand },
            Some(Availability::Later { days }) => written::Promise::Later { days },
            Some(Availability::Out) => written::Promise::Out,
            None => written::Promise::Later { days: None },
        },
    }
}

fn step(step: &Step) -> written::Step {
    let rule = match &step.rule {
        Rule::HomePrice => written::Rule::HomePrice,
        Rule::ListPrice => written::Rule::ListPrice,
        Rule::DerivedFromHome { vat_percent } => written::Rule::DerivedFromHome { vat_percent: *vat_percent },
        Rule::Contract { list, owner, minimum, percent_off, firm } => written::Rule::Contract {
            list: list.clone(),
            owner: *owner,
            minimum: *minimum,
            percent_off: *percent_off,
            firm: *firm,
        },
        Rule::Tier { minimum, counted } => written::Rule::Tier { minimum: *minimum, counted: *counted },
        Rule::Promotion { id, name } => written::Rule::Promotion { id: *id, name: name.clone() },
        Rule::Term { code, name, percent } => {
            written::Rule::Term { code: code.clone(), name: name.clone(), percent: *percent }
        }
        Rule::Rounding { of } if of == "line" => written::Rule::RoundingOfLine,
        Rule::Rounding { .. } => written::Rule::RoundingOfUnit,
        Rule::OrderShare { id, name } => written::Rule::OrderShare { id: *id, name: name.clone() },
    };
    written::Step { rule, before: step.before, after: step.after, verdict: step.verdict }
}
