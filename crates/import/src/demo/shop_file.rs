//! What `shop.toml` holds.

use super::product_file::PictureEntry;
use giano_commerce::address::Address;
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Stacking};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Country, Sku};
use giano_store::{CalculatorMachine, DemonstrationSetting};
use rust_decimal::Decimal;
use serde::Deserialize;

/// `shop.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShopFile {
    pub storefront: StorefrontEntry,
    pub categories: Vec<CategoryEntry>,
    pub terms: Vec<PaymentTerm>,
    pub price_lists: Vec<PriceListEntry>,
    pub companies: Vec<CompanyEntry>,
    pub people: Vec<PersonEntry>,
    pub promotions: Vec<PromotionEntry>,
    /// The machine demonstrated on the home page for business.
    pub demonstration: DemonstrationSetting,
    /// What the calculator beside it starts from.
    pub calculator: Option<CalculatorEntry>,
}

/// What the shop says of itself, with pictures named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StorefrontEntry {
    pub name: String,
    pub home: GreetingEntry,
    pub business: GreetingEntry,
    pub story: Option<StoryEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GreetingEntry {
    pub title: Text,
    pub description: Text,
    pub about: Text,
    pub image: Option<PictureEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoryEntry {
    #[serde(default)]
    pub mark: String,
    pub title: Text,
    pub text: Vec<Text>,
    pub image: Option<PictureEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryEntry {
    pub slug: String,
    pub parent: Option<String>,
    pub name: Text,
    pub description: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceListEntry {
    pub name: String,
    #[serde(default)]
    pub firm: bool,
    #[serde(default)]
    pub mix_and_match: bool,
    /// Days from loading until it ends; without end where absent.
    pub ends_in_days: Option<i32>,
    pub entries: Vec<PriceListRow>,
}

/// A net price, or per cent off for one SKU or all of a product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceListRow {
    pub sku: Option<String>,
    pub product: Option<String>,
    #[serde(default = "one")]
    pub minimum: u32,
    pub price: Option<String>,
    pub percent_off: Option<Decimal>,
}

fn one() -> u32 {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyEntry {
    pub name: String,
    pub state: CompanyState,
    pub vat_number: String,
    pub country: Country,
    pub price_list: Option<String>,
    pub group_price_list: Option<String>,
    pub terms: Vec<String>,
    pub credit_limit: String,
    #[serde(default)]
    pub addresses: Vec<Address>,
    #[serde(default)]
    pub cost_centres: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonEntry {
    pub email: String,
    pub name: String,
    pub company: Option<String>,
    pub role: Option<CompanyRole>,
    /// What to offer the person as on the sign-in page.
    pub shown_as: Text,
    /// Where a person at home has things sent; orders need it.
    pub address: Option<Address>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromotionEntry {
    pub key: String,
    pub name: Text,
    pub description: Text,
    pub effect: EffectEntry,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub products: Vec<String>,
    pub audience: Audience,
    /// Days before loading on which it began. One that ends began 30 days before, unless it is said here; one without end
    /// has always been.
    pub began_days_ago: Option<i32>,
    pub ends_in_days: Option<i32>,
    pub minimum_amount: Option<String>,
    pub minimum_quantity: Option<u32>,
    pub coupon: Option<String>,
    /// Whether the shop tells everybody the code.
    #[serde(default)]
    pub advertised: bool,
    pub limit_total: Option<u32>,
    pub limit_per_customer: Option<u32>,
    pub priority: i32,
    pub stacking: Stacking,
}

impl PromotionEntry {
    /// Days before loading on which it began.
    pub fn began(&self) -> Option<i32> {
        self.began_days_ago.or(self.ends_in_days.map(|_| 30))
    }
}

/// What a promotion gives, without currency: the shop has one.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum EffectEntry {
    Percentage { percent: Decimal },
    FixedAmount { amount: String },
    FixedPrice { price: String },
    BuyXGetY { buy: u32, get: u32, percent: Decimal },
    Bundle { skus: Vec<Sku>, price: String },
    FreeShipping {},
    Gift { sku: Sku },
}

/// `[calculator]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalculatorEntry {
    /// SKU of the beans.
    pub beans: Sku,
    /// Grams of coffee in a piece of it.
    #[serde(default = "kilogram")]
    pub beans_grams: u32,
    pub grams_a_cup: Decimal,
    pub machines: Vec<CalculatorMachine>,
}

fn kilogram() -> u32 {
    1000
}
