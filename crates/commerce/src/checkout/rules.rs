//! What is right, and what is wrong with the rest.

use super::{CheckoutDraft, Field, Payer, Paying, PaymentMethod};
use crate::address::{Address, AddressIssue};
use crate::terms::PaymentTerm;
use crate::vat_number::{VatNumber, VatNumberError};
use crate::wire_time::read_day;
use crate::{Country, EmailAddress};
use jiff::civil::Date;
use std::borrow::Borrow;

/// Longest texts, in characters; those of an address are in [`crate::address`].
const LONGEST: [(Field, usize); 3] = [(Field::PurchaseOrder, 60), (Field::CostCentre, 60), (Field::Note, 1000)];

/// What can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Choices<'a, T> {
    /// The shop's day.
    pub today: Date,
    /// Countries delivered to.
    pub countries: &'a [Country],
    /// Codes of the deliveries to the draft's country.
    pub deliveries: &'a [&'a str],
    /// How it can be paid.
    pub paying: Paying<'a, T>,
    /// Code of the basket's term; empty where it has none.
    pub basket_term: &'a str,
    /// The company's cost centres; any may be named where there are none.
    pub cost_centres: &'a [String],
}

/// A draft that can be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<'a, T> {
    /// E-mail for the order.
    pub email: EmailAddress,
    /// Where it goes.
    pub address: Address,
    /// The VAT number typed (business).
    pub vat_number: Option<VatNumber>,
    /// How it is paid.
    pub payment: PaymentMethod,
    /// By which term it is priced and charged.
    pub term: Option<&'a T>,
    /// When it is wanted.
    pub requested_date: Option<Date>,
}

/// A field that keeps the order from being placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed and empty.
    Missing,
    /// It is too long.
    TooLong {
        /// So many characters are allowed.
        most: usize,
    },
    /// It is not of its format, with a right example where there is one.
    Format {
        /// The example.
        example: Option<String>,
    },
    /// Its check digits are wrong.
    CheckDigits,
    /// It is not one of the choices.
    NotAChoice,
    /// It is a day too early.
    TooEarly,
}

impl Wrong {
    fn like(example: &str) -> Self {
        Self::Format { example: Some(example.to_owned()) }
    }
}

/// Checks everything at once, so that all that is wrong is said at once.
///
/// # Errors
/// All that is wrong, in the order of the page.
pub fn check<'a, T: Borrow<PaymentTerm>>(
    choices: &Choices<'a, T>,
    draft: &CheckoutDraft,
) -> Result<Checked<'a, T>, Vec<Issue>> {
    let mut issues = Vec::new();
    let mut note = |field: Field, wrong: Wrong| issues.push(Issue { field, wrong });

    let email = draft.email.parse::<EmailAddress>().ok();
    if email.is_none() {
        let empty = draft.email.trim().is_empty();
        note(Field::Email, if empty { Wrong::Missing } else { Wrong::like("name@example.com") });
    }
    let country = draft.country.parse::<Country>().ok();
    if !country.is_some_and(|country| choices.countries.contains(&country)) {
        note(Field::Country, Wrong::NotAChoice);
    }
    // Without a country everything but the postal code's format can be said, and that of a VAT number with a prefix.
    let address = draft.address(country.unwrap_or(Country::IT));
    for issue in address.issues() {
        let (name, wrong) = match issue {
            AddressIssue::Missing { field } => (field, Wrong::Missing),
            AddressIssue::TooLong { field } => (field, Wrong::TooLong { most: crate::address::LONGEST }),
            AddressIssue::PostalCode { .. } if country.is_none() => continue,
            AddressIssue::PostalCode { example } => ("postal_code".to_owned(), Wrong::like(&example)),
        };
        if let Some(field) = Field::named(&name) {
            note(field, wrong);
        }
    }
    let mut vat_number = None;
    if choices.paying.payer != Payer::Consumer && !draft.vat_number.trim().is_empty() {
        match VatNumber::parse_in(&draft.vat_number, address.country) {
            Ok(number) => vat_number = Some(number),
            Err(VatNumberError::CheckDigits { .. }) => note(Field::VatNumber, Wrong::CheckDigits),
            Err(VatNumberError::Format { example, .. }) => note(Field::VatNumber, Wrong::like(&example)),
            Err(VatNumberError::UnknownPrefix) => note(Field::VatNumber, Wrong::Format { example: None }),
        }
    }
    if !choices.deliveries.contains(&draft.delivery.as_str()) {
        note(Field::Delivery, if draft.delivery.is_empty() { Wrong::Missing } else { Wrong::NotAChoice });
    }
    let term = choices.paying.term(&draft.term, choices.basket_term, draft.payment);
    match (draft.payment, term) {
        (None, _) => note(Field::Payment, Wrong::Missing),
        (Some(method), Ok(term)) if !choices.paying.allows(term, method) => note(Field::Payment, Wrong::NotAChoice),
        (Some(_), _) => (),
    }
    if term.is_err() {
        note(Field::Term, Wrong::NotAChoice);
    }
    let centre = draft.cost_centre.trim();
    if !centre.is_empty() && !choices.cost_centres.is_empty() && !choices.cost_centres.iter().any(|one| one == centre) {
        note(Field::CostCentre, Wrong::NotAChoice);
    }
    for (field, most) in LONGEST {
        if draft.text(field).chars().count() > most {
            note(field, Wrong::TooLong { most });
        }
    }
    let mut requested_date = None;
    let typed = draft.requested_date.trim();
    if !typed.is_empty() {
        match read_day(typed) {
            Some(day) if day > choices.today => requested_date = Some(day),
            Some(_) => note(Field::RequestedDate, Wrong::TooEarly),
            None => note(Field::RequestedDate, Wrong::like("2026-12-31")),
        }
    }
    match (email, draft.payment, term) {
        (Some(email), Some(payment), Ok(term)) if issues.is_empty() => {
            Ok(Checked { email, address, vat_number, payment, term, requested_date })
        }
        _ => {
            issues.sort_by_key(|issue| issue.field);
            Err(issues)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::locale::Text;
    use crate::terms::TermDue;
    use rust_decimal::Decimal;

    fn net30() -> [PaymentTerm; 1] {
        [PaymentTerm {
            code: "net30".into(),
            name: Text::one("Net 30"),
            adjustment_percent: Decimal::ZERO,
            due: TermDue::NetDays { days: 30 },
            early: None,
            on_account: true,
        }]
    }

    fn choices(terms: &[PaymentTerm]) -> Choices<'_, PaymentTerm> {
        Choices {
            today: jiff::civil::date(2026, 3, 2),
            countries: &[Country::IT],
            deliveries: &["standard", "freight"],
            paying: Paying { payer: Payer::Company { credit: true }, terms },
            basket_term: "",
            cost_centres: &[],
        }
    }

    fn complete() -> CheckoutDraft {
        CheckoutDraft {
            email: "anna@example.com".into(),
            name: "Anna Rossi".into(),
            street: "Via Roma 1".into(),
            postal_code: "10121".into(),
            city: "Torino".into(),
            country: "IT".into(),
            delivery: "standard".into(),
            payment: Some(PaymentMethod::Account),
            term: "net30".into(),
            ..CheckoutDraft::default()
        }
    }

    fn wrong(choices: &Choices<'_, PaymentTerm>, draft: &CheckoutDraft) -> Vec<(&'static str, Wrong)> {
        let issues = check(choices, draft).unwrap_err();
        issues.into_iter().map(|issue| (issue.field.name(), issue.wrong)).collect()
    }

    #[test]
    fn with_everything_right_the_order_can_be_placed() {
        let terms = net30();
        let draft =
            CheckoutDraft { requested_date: " 2026-03-03 ".into(), vat_number: "00743110157".into(), ..complete() };
        let checked = check(&choices(&terms), &draft).unwrap();
        assert_eq!((checked.term, checked.payment), (Some(&terms[0]), PaymentMethod::Account));
        assert_eq!(checked.requested_date, Some(jiff::civil::date(2026, 3, 3)));
        assert_eq!(checked.vat_number.unwrap().as_str(), "IT00743110157");
        assert!(checked.address.issues().is_empty());
    }

    #[test]
    fn everything_that_is_needed_and_empty_is_named_in_the_order_of_the_page() {
        let terms = net30();
        let missing = ["name", "street", "postal_code", "city", "delivery", "payment"];
        let mut expected = vec![("email", Wrong::Missing), ("name", Wrong::Missing), ("country", Wrong::NotAChoice)];
        expected.extend(missing[1..].iter().map(|name| (*name, Wrong::Missing)));
        assert_eq!(wrong(&choices(&terms), &CheckoutDraft::default()), expected);
    }

    #[test]
    fn every_wrong_field_is_named_with_its_cure() {
        let terms = net30();
        let draft = CheckoutDraft {
            email: "anna".into(),
            vat_number: "IT00743110158".into(),
            street: "x".repeat(121),
            postal_code: "1012".into(),
            requested_date: "2026-03-02".into(),
            cost_centre: "bar".into(),
            note: "x".repeat(1001),
            ..complete()
        };
        let centres = ["kitchen".to_owned()];
        let choices = Choices { cost_centres: &centres, ..choices(&terms) };
        assert_eq!(
            wrong(&choices, &draft),
            [
                ("email", Wrong::like("name@example.com")),
                ("vat_number", Wrong::CheckDigits),
                ("street", Wrong::TooLong { most: 120 }),
                ("postal_code", Wrong::like("12345")),
                ("requested_date", Wrong::TooEarly),
                ("cost_centre", Wrong::NotAChoice),
                ("note", Wrong::TooLong { most: 1000 }),
            ]
        );
        let swiss: Country = "CH".parse().unwrap();
        let choices = Choices { countries: &[swiss], ..choices };
        let draft = CheckoutDraft {
            country: "CH".into(),
            postal_code: "8001".into(),
            requested_date: "tomorrow".into(),
            vat_number: "12345".into(),
            ..complete()
        };
        let dates = ("requested_date", Wrong::like("2026-12-31"));
        assert_eq!(wrong(&choices, &draft), [("vat_number", Wrong::Format { example: None }), dates]);
    }

    #[test]
    fn what_is_not_offered_is_no_choice() {
        let terms = net30();
        let draft = CheckoutDraft { delivery: "express".into(), term: "net90".into(), ..complete() };
        let no = Wrong::NotAChoice;
        assert_eq!(wrong(&choices(&terms), &draft), [("delivery", no.clone()), ("term", no.clone())]);
        let by_card = CheckoutDraft { payment: Some(PaymentMethod::Card), ..complete() };
        assert_eq!(wrong(&choices(&terms), &by_card), [("payment", no.clone())], "the term takes credit");
        let abroad = CheckoutDraft { country: "DE".into(), ..complete() };
        assert_eq!(wrong(&choices(&terms), &abroad), [("country", no.clone())]);
        // What the format of the postal code would be is not known.
        let nowhere = CheckoutDraft { country: "XX".into(), postal_code: "1".into(), ..complete() };
        assert_eq!(wrong(&choices(&terms), &nowhere), [("country", no.clone())]);
        let of_basket = Choices { basket_term: "net90", ..choices(&terms) };
        let silent = CheckoutDraft { term: String::new(), ..complete() };
        assert_eq!(wrong(&of_basket, &silent), [("term", no)]);
    }

    #[test]
    fn at_home_neither_vat_number_nor_term_matters() {
        let home = Choices { paying: Paying { payer: Payer::Consumer, terms: &[] }, ..choices(&[]) };
        let draft = CheckoutDraft {
            vat_number: "nonsense".into(),
            term: "nonsense".into(),
            payment: Some(PaymentMethod::Card),
            ..complete()
        };
        let checked = check(&home, &draft).unwrap();
        assert_eq!((checked.vat_number, checked.term), (None, None));
    }
}
