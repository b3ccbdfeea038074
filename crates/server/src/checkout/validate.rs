//! What the checkout's rules are held against here: the shop's countries and deliveries, the visitor's terms.

use crate::basket::chosen::country_of;
use crate::pricing::{payer, terms_of};
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::checkout::{PaymentMethod, PlaceOrderBody};
use giano_api::problem::{FieldCode, FieldIssue};
use giano_commerce::EmailAddress;
use giano_commerce::address::Address;
use giano_commerce::checkout::{Choices, Paying, check, takes_credit};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::vat_number::VatNumber;
use jiff::civil::Date;
use std::sync::Arc;

/// A draft that can be ordered.
#[derive(Debug)]
pub(super) struct Ready {
    pub email: EmailAddress,
    pub address: Address,
    pub vat_number: Option<VatNumber>,
    pub payment: PaymentMethod,
    /// By which it is priced and charged.
    pub term: Option<Arc<PaymentTerm>>,
    pub requested: Option<Date>,
}

impl Ready {
    /// Whether the total is taken of the company's credit.
    pub fn takes_credit(&self) -> bool {
        takes_credit(self.payment, self.term.as_deref())
    }
}

/// Checks everything at once, so that all that is wrong is said at once.
pub(super) fn ready(
    state: &AppState,
    snapshot: &Snapshot,
    visitor: &Visitor,
    body: &PlaceOrderBody,
    basket_term: Option<&str>,
    cost_centres: &[String],
) -> Result<Ready, Failure> {
    let draft = &body.draft;
    let settings = &snapshot.settings;
    let country = country_of(settings, draft).unwrap_or(settings.home_country);
    let deliveries: Vec<&str> =
        settings.deliveries(visitor.face, country).map(|way| way.shipping.code.as_str()).collect();
    let terms = terms_of(snapshot, visitor);
    let choices = Choices {
        today: settings.time_zone.day_at(state.clock.now()),
        countries: &settings.countries,
        deliveries: &deliveries,
        paying: Paying { payer: payer(visitor, visitor.face), terms: &terms },
        basket_term: basket_term.unwrap_or_default(),
        cost_centres,
    };
    let checked = check(&choices, draft);
    let no_card = draft.payment == Some(PaymentMethod::Card) && body.card_token.as_ref().is_none_or(String::is_empty);
    let card = no_card.then(|| FieldIssue { pointer: "/card_token".to_owned(), issue: FieldCode::Missing, hint: None });
    match (checked, card) {
        (Ok(checked), None) => Ok(Ready {
            email: checked.email,
            address: checked.address,
            vat_number: checked.vat_number,
            payment: checked.payment,
            term: checked.term.cloned(),
            requested: checked.requested_date,
        }),
        (checked, card) => {
            let issues = checked.err().unwrap_or_default();
            let issues = issues.into_iter().map(|issue| FieldIssue::of_checkout("/draft", issue));
            Err(Failure::fields(issues.chain(card).collect()))
        }
    }
}
