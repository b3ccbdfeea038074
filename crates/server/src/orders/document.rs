//! What an order keeps: everything as it was shown and priced when it was placed.

use giano_api::checkout::PaymentMethod;
use giano_api::orders::{OrderLineView, OrderView};
use giano_commerce::address::Address;
use giano_commerce::locale::Text;
use giano_commerce::order::OrderState;
use giano_commerce::pricing::PricedBasket;
use giano_commerce::{Face, Locale};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an order keeps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrderDocument {
    pub face: Face,
    pub locale: Locale,
    pub email: String,
    pub address: Address,
    pub vat_number: Option<String>,
    pub lines: Vec<OrderLineView>,
    pub priced: PricedBasket,
    pub payment: PaymentMethod,
    /// What was promised when the order was placed, whatever the shop is set to since. Orders from before have none.
    #[serde(default)]
    pub pay_by: Option<Date>,
    pub term: Option<Text>,
    pub purchase_order: Option<String>,
    pub cost_centre: Option<String>,
    pub requested_date: Option<Date>,
    pub note: Option<String>,
    pub arrives: Option<(Date, Date)>,
}

impl OrderDocument {
    /// With number, time and state it is what the buyer sees.
    pub fn into_view(self, number: String, placed_at: i64, state: &OrderState) -> OrderView {
        let cancelled = match state {
            OrderState::Cancelled { reason, .. } => Some(*reason),
            _ => None,
        };
        let Self {
            face,
            locale,
            email,
            address,
            vat_number,
            lines,
            priced,
            payment,
            pay_by,
            term,
            purchase_order,
            cost_centre,
            requested_date,
            note,
            arrives,
        } = self;
        OrderView {
            number,
            placed_at,
            face,
            state: state.code().to_owned(),
            email,
            address,
            vat_number,
            lines,
            priced,
            payment,
            pay_by,
            cancelled,
            term: term.map(|term| term.get(locale).to_owned()),
            purchase_order,
            cost_centre,
            requested_date,
            note,
            arrives,
        }
    }
}
