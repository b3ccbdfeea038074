//! Checkout: the draft that survives a reload, and placing the order.

use crate::basket::BasketView;
use crate::endpoint::{NoBody, NoQuery, endpoint};
use crate::orders::OrderView;
use giano_commerce::address::Address;
use giano_commerce::basket::ShownPrices;
use giano_commerce::company::{AddressId, CostCentreId};
use giano_commerce::pricing::{PricedShipping, Shipping};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Country, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use giano_commerce::checkout::{CheckoutDraft, PaymentMethod};

endpoint!(
    /// The checkout as it stands: basket, draft, choices.
    GetCheckout: Get "/api/checkout", query NoQuery, body NoBody => CheckoutView
);
endpoint!(
    /// Keeps what was typed so far, right or not; answers with what follows from it (deliveries, prices).
    SaveDraft: Put "/api/checkout", query NoQuery, body CheckoutDraft => CheckoutView
);
endpoint!(
    /// Places the order. Needs the header `Idempotency-Key`; the same key gives the same answer for at least 24 h.
    PlaceOrder: Post "/api/orders", query NoQuery, body PlaceOrderBody => PlacedOrder
);
endpoint!(
    /// Answers the challenge of a payment (3-D Secure-like) of the test provider.
    AnswerChallenge: Post "/api/payments/{id}/challenge", query NoQuery, body ChallengeBody => PlacedOrder
);

/// The checkout as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckoutView {
    /// The basket, priced for the draft's country, delivery and term.
    pub basket: BasketView,
    /// What was typed so far.
    pub draft: CheckoutDraft,
    /// Countries delivered to.
    pub countries: Vec<Country>,
    /// Deliveries to the draft's country, with prices.
    pub deliveries: Vec<DeliveryChoice>,
    /// Ways of paying, in the order offered, each with some of the terms or with none.
    pub payments: Vec<PaymentMethod>,
    /// The terms that can be chosen (business), a company's usual one first.
    pub terms: Vec<PaymentTerm>,
    /// The company's addresses (business), the usual one first.
    pub addresses: Vec<KnownAddress>,
    /// Cost centres of the company.
    pub cost_centres: Vec<CostCentreView>,
    /// Whether the company has credit.
    pub has_credit: bool,
    /// Credit left, where the company has credit and the person may see how much.
    pub credit_left: Option<Money>,
    /// The net sum up to which the VAT number would be believed, where VAT is charged because the order is above it and
    /// nobody has confirmed the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_number_believed_up_to: Option<Money>,
}

/// An address that the company keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnownAddress {
    /// Identifier.
    pub id: AddressId,
    /// The address itself.
    pub address: Address,
}

/// A cost centre of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostCentreView {
    /// Identifier.
    pub id: CostCentreId,
    /// What the company calls it; the draft and the order name it so.
    pub name: String,
}

/// A delivery that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryChoice {
    /// The delivery, for pricing in the browser.
    pub shipping: Shipping,
    /// What it costs for this basket.
    pub priced: PricedShipping,
    /// First day it can arrive.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[serde(deserialize_with = "giano_commerce::wire_time::day")]
    pub from: Date,
    /// Last day it should arrive.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    #[serde(deserialize_with = "giano_commerce::wire_time::day")]
    pub until: Date,
}

/// What is ordered, and what the buyer saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceOrderBody {
    /// Everything typed.
    pub draft: CheckoutDraft,
    /// The basket's version that was shown.
    pub basket_version: i64,
    /// The prices that were shown: where any of them is another by now, the order is refused with the difference.
    pub shown: ShownPrices,
    /// Token of the card from the provider (the test provider's tokens are in `docs/API.md`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_token: Option<String>,
}

/// What placing the order led to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PlacedOrder {
    /// The order is placed (and paid, where it is paid by card).
    Placed {
        /// The order.
        order: Box<OrderView>,
        /// Opens the order's page without signing in: `/orders/{number}?key=…`.
        key: String,
    },
    /// The bank wants to see the buyer (3-D Secure-like step); stock is held meanwhile.
    Challenge {
        /// The payment.
        payment: String,
        /// The order's number.
        number: String,
        /// Opens the order's page.
        key: String,
    },
    /// The provider has not answered yet; the order waits for its word, nothing is charged twice.
    Pending {
        /// The order.
        order: Box<OrderView>,
        /// Opens the order's page.
        key: String,
    },
}

giano_commerce::tagged! {
    PlacedOrder by outcome {
        Placed { order, key }
        Challenge { payment, number, key }
        Pending { order, key }
    } where { order: Box<OrderView>, key: String, payment: String, number: String }
}

/// The buyer's answer to the challenge of the test provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChallengeBody {
    /// Whether the buyer approved.
    pub approve: bool,
}
