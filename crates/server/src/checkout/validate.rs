//! From a draft that may be wrong to what an order needs.

use super::draft::{country_of, payments};
use crate::pricing::{deliveries, terms_of};
use crate::problem::Failure;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::checkout::{PaymentMethod, PlaceOrderBody};
use giano_api::problem::{FieldCode, FieldIssue};
use giano_commerce::address::{Address, AddressIssue};
use giano_commerce::vat_number::{VatNumber, VatNumberError};
use giano_commerce::{EmailAddress, Face};
use jiff::civil::Date;

/// A draft that can be ordered.
#[derive(Debug)]
pub(super) struct Ready {
    pub email: EmailAddress,
    pub address: Address,
    pub vat_number: Option<VatNumber>,
    pub payment: PaymentMethod,
    pub requested: Option<Date>,
}

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Checks everything at once, so that all that is wrong is said at once.
pub(super) fn check(state: &AppState, visitor: &Visitor, body: &PlaceOrderBody) -> Result<Ready, Failure> {
    let draft = &body.draft;
    let mut issues: Vec<FieldIssue> = Vec::new();
    let mut wrong = |field: &str, issue: FieldCode, hint: Option<String>| {
        issues.push(FieldIssue { pointer: format!("/draft/{field}"), issue, hint });
    };
    let email = draft.email.parse::<EmailAddress>();
    if email.is_err() {
        let issue = if draft.email.trim().is_empty() { FieldCode::Missing } else { FieldCode::Format };
        wrong("email", issue, Some("name@example.com".to_owned()));
    }
    let country = country_of(state, draft);
    if country.is_none() {
        wrong("country", FieldCode::NotAChoice, None);
    }
    let country = country.unwrap_or(state.settings.home_country);
    let address = Address {
        name: draft.name.trim().to_owned(),
        company: some(&draft.company),
        street: draft.street.trim().to_owned(),
        extra: some(&draft.extra),
        postal_code: draft.postal_code.trim().to_owned(),
        city: draft.city.trim().to_owned(),
        region: some(&draft.region),
        country,
        phone: some(&draft.phone),
    };
    for issue in address.issues() {
        match issue {
            AddressIssue::Missing { field } => wrong(&field, FieldCode::Missing, None),
            AddressIssue::TooLong { field } => wrong(&field, FieldCode::TooLong, Some("120".to_owned())),
            AddressIssue::PostalCode { example } => wrong("postal_code", FieldCode::Format, Some(example)),
        }
    }
    let mut vat_number = None;
    if visitor.face == Face::Business && !draft.vat_number.trim().is_empty() {
        match VatNumber::parse_in(&draft.vat_number, country) {
            Ok(number) => vat_number = Some(number),
            Err(VatNumberError::CheckDigits { .. }) => wrong("vat_number", FieldCode::CheckDigits, None),
            Err(VatNumberError::Format { example, .. }) => wrong("vat_number", FieldCode::Format, Some(example)),
            Err(VatNumberError::UnknownPrefix) => wrong("vat_number", FieldCode::Format, None),
        }
    }
    if !deliveries(&state.settings, visitor.face, country).any(|way| way.shipping.code == draft.delivery) {
        let issue = if draft.delivery.is_empty() { FieldCode::Missing } else { FieldCode::NotAChoice };
        wrong("delivery", issue, None);
    }
    let payment = draft.payment.filter(|payment| payments(state, visitor, &draft.term).contains(payment));
    if payment.is_none() {
        let issue = if draft.payment.is_none() { FieldCode::Missing } else { FieldCode::NotAChoice };
        wrong("payment", issue, None);
    }
    let no_card = payment == Some(PaymentMethod::Card) && body.card_token.as_ref().is_none_or(|token| token.is_empty());
    let term_known = terms_of(&state.snapshot(), visitor).iter().any(|term| term.code == draft.term);
    if visitor.face == Face::Business && !draft.term.is_empty() && !term_known {
        wrong("term", FieldCode::NotAChoice, None);
    }
    let centres = visitor.buying_company().map(|company| company.document.cost_centres.as_slice()).unwrap_or_default();
    let centre = draft.cost_centre.trim();
    if !centre.is_empty() && !centres.is_empty() && !centres.iter().any(|known| known == centre) {
        wrong("cost_centre", FieldCode::NotAChoice, None);
    }
    for (field, text, most) in [
        ("purchase_order", &draft.purchase_order, 60),
        ("cost_centre", &draft.cost_centre, 60),
        ("note", &draft.note, 1000),
    ] {
        if text.chars().count() > most {
            wrong(field, FieldCode::TooLong, Some(most.to_string()));
        }
    }
    let mut requested = None;
    if !draft.requested_date.trim().is_empty() {
        let today = state.settings.civil_time.day_at(state.clock.now());
        match draft.requested_date.trim().parse::<Date>() {
            Ok(day) if day > today => requested = Some(day),
            Ok(_) => wrong("requested_date", FieldCode::TooEarly, None),
            Err(_) => wrong("requested_date", FieldCode::Format, Some("2026-12-31".to_owned())),
        }
    }
    if no_card {
        issues.push(FieldIssue { pointer: "/card_token".to_owned(), issue: FieldCode::Missing, hint: None });
    }
    match (email, payment) {
        (Ok(email), Some(payment)) if issues.is_empty() => Ok(Ready { email, address, vat_number, payment, requested }),
        _ => Err(Failure::fields(issues)),
    }
}
