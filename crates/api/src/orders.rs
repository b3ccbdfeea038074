//! Orders, as the buyer sees them.

use crate::basket::LineShown;
use crate::checkout::PaymentMethod;
use crate::endpoint::{NoBody, NoQuery, endpoint};
use giano_commerce::address::Address;
use giano_commerce::order::CancelReason;
use giano_commerce::pricing::{PricedBasket, PricedLine};
use giano_commerce::{Face, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

endpoint!(
    /// An order, for its buyer: signed in, or with the key from placing it.
    GetOrder: Get "/api/orders/{number}", query OrderKey, body NoBody => OrderView
);
endpoint!(
    /// The signed-in person's (or company's) orders, newest first.
    ListOrders: Get "/api/orders", query NoQuery, body NoBody => OrderList
);
endpoint!(
    /// Finds a guest's order by number and e-mail; answers with the key. Rate-limited.
    LookUpOrder: Post "/api/orders/lookup", query NoQuery, body LookUpBody => OrderKeyAnswer
);

endpoint!(
    /// Orders of this visitor, guest or signed in, that wait for their payment at the bank, newest first.
    ListWaitingOrders: Get "/api/orders/waiting", query NoQuery, body NoBody => WaitingOrders
);
endpoint!(
    /// Gives up an order that waits for its payment at the bank: its goods are free at once, and the basket is there again.
    /// For its buyer: signed in, in the browser that placed it, or with the key from placing it.
    GiveUpOrder: Post "/api/orders/{number}/give-up", query OrderKey, body NoBody => GivenUp
);

/// Orders that wait at the bank.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingOrders {
    /// Newest first, at most ten.
    pub orders: Vec<WaitingOrder>,
}

/// An order that waits for its payment at the bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingOrder {
    /// Its number.
    pub number: String,
    /// Opens the order's page without signing in.
    pub key: String,
    /// When it was placed (milliseconds since 1970).
    pub placed_at: i64,
    /// What is to be paid.
    pub total: Money,
    /// The payment whose challenge the buyer can answer; none where the bank does not wait for the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
}

/// What became of an order that was to be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenUp {
    /// Whether it is given up. It is not where it was paid in the very last moment, or does not wait at the bank.
    pub given_up: bool,
}

/// Opens an order without signing in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct OrderKey {
    /// The key from placing the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// Number and e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpBody {
    /// The order's number.
    pub number: String,
    /// The e-mail given when ordering.
    pub email: String,
}

/// The key to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderKeyAnswer {
    /// The order's number, as written on it.
    pub number: String,
    /// Opens the order's page.
    pub key: String,
}

/// Orders in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderList {
    /// Newest first.
    pub orders: Vec<OrderSummary>,
}

/// An order in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderSummary {
    /// Its number.
    pub number: String,
    /// When it was placed (milliseconds since 1970).
    pub placed_at: i64,
    /// Code of where it stands (`giano_commerce::order::Headline`).
    pub state: String,
    /// Codes of what is to be said besides (`giano_commerce::order::Note`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What is to be paid.
    pub total: Money,
    /// Pieces.
    pub pieces: u64,
}

/// An order as its buyer sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// Its number.
    pub number: String,
    /// When it was placed (milliseconds since 1970).
    pub placed_at: i64,
    /// In which face.
    pub face: Face,
    /// Code of where it stands (`giano_commerce::order::Headline`).
    pub state: String,
    /// Codes of what is to be said besides (`giano_commerce::order::Note`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Whether only number, day, state, total, and SKUs with quantities of the lines are known: what an order of an earlier
    /// shop looked like could not be understood. Everything else is empty or zero.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
    /// Where the confirmation goes.
    pub email: String,
    /// Where it goes.
    pub address: Address,
    /// The recipient's VAT number, where given.
    pub vat_number: Option<String>,
    /// The lines with their prices and reasons, as they were charged.
    pub lines: Vec<OrderLineView>,
    /// Everything as it was priced.
    pub priced: PricedBasket,
    /// Way of paying.
    pub payment: PaymentMethod,
    /// Last day for the bank transfer; the goods are kept until then.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "giano_commerce::wire_time::maybe_day"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub pay_by: Option<Date>,
    /// Where it waits for its payment at the bank, and whoever asks is its buyer: what can be done about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_bank: Option<AtBank>,
    /// Why it will not be carried out, where it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<CancelReason>,
    /// Name of the payment term (business).
    pub term: Option<String>,
    /// The company's own number.
    pub purchase_order: Option<String>,
    /// Cost centre.
    pub cost_centre: Option<String>,
    /// Requested day of delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[serde(deserialize_with = "giano_commerce::wire_time::maybe_day", default)]
    pub requested_date: Option<Date>,
    /// A word to the shop.
    pub note: Option<String>,
    /// First and last day of arrival.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    #[serde(deserialize_with = "giano_commerce::wire_time::maybe_days", default)]
    pub arrives: Option<(Date, Date)>,
}

/// What its buyer can do about an order that waits at the bank, besides giving it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtBank {
    /// The payment whose challenge the buyer can answer; none where the bank does not wait for the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<String>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLineView {
    /// What to show.
    pub shown: LineShown,
    /// What it cost.
    pub priced: PricedLine,
}
