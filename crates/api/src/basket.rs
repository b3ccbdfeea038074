//! The basket.

use crate::catalog::Availability;
use crate::endpoint::{NoBody, NoQuery, endpoint};
use crate::problem::LineIssue;
use giano_commerce::basket::FaceChange;
use giano_commerce::catalog::{Media, Stock};
use giano_commerce::pricing::{LineInput, PricedBasket, PricingContext};
use giano_commerce::{Face, Quantity, QuantityRule, Sku};
use serde::{Deserialize, Serialize};

endpoint!(
    /// The visitor's basket, priced.
    GetBasket: Get "/api/basket", query NoQuery, body NoBody => BasketView
);
endpoint!(
    /// Adds lines; a SKU already there gains the quantity. Makes the basket where there is none.
    AddLines: Post "/api/basket/lines", query AddQuery, body AddLinesBody => BasketAnswer
);
endpoint!(
    /// Sets the quantity of a line, or saves it for later, or brings it back.
    ChangeLine: Patch "/api/basket/lines/{id}", query NoQuery, body ChangeLineBody => BasketView
);
endpoint!(
    /// Takes a line out.
    RemoveLine: Delete "/api/basket/lines/{id}", query NoQuery, body NoBody => BasketView
);
endpoint!(
    /// Gives a coupon code.
    AddCoupon: Post "/api/basket/coupons", query NoQuery, body CouponBody => BasketView
);
endpoint!(
    /// Takes a coupon code back.
    RemoveCoupon: Delete "/api/basket/coupons/{code}", query NoQuery, body NoBody => BasketView
);
endpoint!(
    /// Chooses the payment term (business).
    ChooseTerm: Put "/api/basket/term", query NoQuery, body TermBody => BasketView
);
endpoint!(
    /// What would change line by line if the visitor switched to the other face.
    PreviewFace: Get "/api/basket/face-change", query PreviewFaceQuery, body NoBody => FaceChange
);

/// The visitor's basket, priced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BasketView {
    /// Counts every change; other tabs compare it.
    pub version: i64,
    /// The lines, newest first.
    pub lines: Vec<BasketLine>,
    /// Lines saved for later, not priced into the totals.
    pub saved: Vec<SavedLine>,
    /// What prices depend on, so that the browser can price at once what is typed.
    pub context: PricingContext,
    /// What the lines cost, with their delivery: the one chosen at the checkout, else the usual one, which its kind says. It is
    /// what the checkout asks for.
    pub priced: PricedBasket,
    /// What keeps the basket from being ordered, line by line.
    pub issues: Vec<LineIssue>,
    /// Lines taken out because their product is no longer sold, once.
    pub dropped: Vec<Sku>,
}

/// A line of the basket. Its price is the entry of the same `id` in [`BasketView::priced`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BasketLine {
    /// What it is and how many.
    pub input: LineInput,
    /// What to show.
    pub shown: LineShown,
    /// What there is of it, and whether more can be ordered: tells what holds of a quantity.
    pub stock: Stock,
}

/// What to show of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineShown {
    /// The product's place in addresses.
    pub slug: String,
    /// The product's name.
    pub name: String,
    /// Option values, e.g. `Red, 6 cups`.
    pub label: String,
    /// The picture.
    pub image: Option<Media>,
    /// What quantities can be ordered.
    pub quantities: QuantityRule,
    /// Pieces in a pack.
    pub pack_size: u32,
    /// Whether and when it can be had.
    pub availability: Availability,
}

/// A line saved for later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedLine {
    /// Its identifier.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: Quantity,
    /// What to show.
    pub shown: LineShown,
}

/// How much to answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct AddQuery {
    /// `true`: the whole basket; otherwise the changed lines and the totals only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub full: bool,
}

/// Lines to add: at most 10 000, for a guest 1 000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddLinesBody {
    /// What and how many.
    pub lines: Vec<crate::price::PriceLine>,
}

/// What adding did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BasketAnswer {
    /// The basket's new version.
    pub version: i64,
    /// Lines and pieces now in the basket.
    pub count: crate::session::BasketCount,
    /// The lines added or raised, priced, with their identifiers.
    pub added: Vec<giano_commerce::pricing::PricedLine>,
    /// The sum of goods.
    pub goods: giano_commerce::Money,
    /// What is to be paid, delivery included as in [`BasketView::priced`].
    pub total: giano_commerce::Money,
    /// Lines that were not added, with the cure; the others were.
    pub issues: Vec<LineIssue>,
    /// The whole basket, where asked for.
    pub basket: Option<Box<BasketView>>,
}

/// What to change of a line; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeLineBody {
    /// The new quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// `true`: save for later; `false`: bring back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<bool>,
}

/// A coupon code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CouponBody {
    /// As typed.
    pub code: String,
}

/// A payment term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermBody {
    /// Its code.
    pub code: String,
}

/// Which face to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct PreviewFaceQuery {
    /// The other face.
    #[cfg_attr(feature = "openapi", param(inline))]
    pub to: Face,
}
