//! The course of the checkout as a pure function: which section is open, which are done, what is missing for the order.
//!
//! The page shows what comes out, the server refuses what it calls wrong; neither decides by itself.

use crate::address::{Address, AddressIssue};
use crate::vat_number::{VatNumber, VatNumberError};
use crate::{Country, EmailAddress, Face};
use jiff::civil::Date;

/// The sections, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Who it is and where it goes.
    Person,
    /// How it gets there.
    Delivery,
    /// How it is paid.
    Payment,
}

impl Section {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Person, Self::Delivery, Self::Payment];
}

/// How a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is wrong with it; shown as a summary.
    Done,
    /// The one that is being filled in.
    Open,
    /// Comes later: something is missing in it, but another is open.
    Waiting,
}

/// What was typed or chosen so far; empty texts where nothing was.
#[derive(Debug, Clone, Copy)]
pub struct Entries<'a> {
    /// E-mail for the order.
    pub email: &'a str,
    /// The address; none where the country typed is no country.
    pub address: Option<&'a Address>,
    /// VAT number (business).
    pub vat_number: &'a str,
    /// Code of the delivery.
    pub delivery: &'a str,
    /// Requested day of delivery, `YYYY-MM-DD`.
    pub requested_date: &'a str,
    /// Code of the way of paying.
    pub payment: &'a str,
    /// Code of the payment term (business).
    pub term: &'a str,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Choices<'a> {
    /// Whose checkout it is.
    pub face: Face,
    /// The shop's day.
    pub today: Date,
    /// Countries delivered to.
    pub countries: &'a [Country],
    /// Codes of the deliveries to the country.
    pub deliveries: &'a [&'a str],
    /// Codes of the ways of paying.
    pub payments: &'a [&'a str],
    /// Codes of the payment terms.
    pub terms: &'a [&'a str],
}

/// A field that keeps the order from being placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Where it stands.
    pub section: Section,
    /// Name of the field, as in [`Entries`] and [`Address`].
    pub field: String,
    /// What is wrong with it.
    pub what: Wrong,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is needed and empty.
    Empty,
    /// It is longer than the address allows.
    TooLong,
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

/// How the checkout stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// How each section stands, in the order of [`Section::ALL`].
    pub sections: [Standing; 3],
    /// All that is missing, in the order of the page.
    pub missing: Vec<Missing>,
}

impl Flow {
    /// Whether the order can be placed.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// The section being filled in; none where all are done.
    pub fn open(&self) -> Option<Section> {
        Section::ALL.into_iter().zip(self.sections).find(|(_, standing)| *standing == Standing::Open).map(|(it, _)| it)
    }
}

/// How the checkout stands with what was entered. `editing` is a section that the person came back to: it is open, done
/// or not; otherwise the first one with something missing is.
pub fn flow(choices: &Choices<'_>, entries: &Entries<'_>, editing: Option<Section>) -> Flow {
    let missing = missing(choices, entries);
    let has_gap = |section: Section| missing.iter().any(|one| one.section == section);
    let open = editing.or_else(|| Section::ALL.into_iter().find(|section| has_gap(*section)));
    let sections = Section::ALL.map(|section| {
        if open == Some(section) {
            Standing::Open
        } else if has_gap(section) {
            Standing::Waiting
        } else {
            Standing::Done
        }
    });
    Flow { sections, missing }
}

fn missing(choices: &Choices<'_>, entries: &Entries<'_>) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut note = |section: Section, field: &str, what: Option<Wrong>| {
        found.extend(what.map(|what| Missing { section, field: field.to_owned(), what }));
    };
    note(Section::Person, "email", email(entries.email));
    match entries.address {
        Some(address) => {
            let known = choices.countries.contains(&address.country);
            note(Section::Person, "country", (!known).then_some(Wrong::NotAChoice));
            for issue in address.issues() {
                match issue {
                    AddressIssue::Missing { field } => note(Section::Person, &field, Some(Wrong::Empty)),
                    AddressIssue::TooLong { field } => note(Section::Person, &field, Some(Wrong::TooLong)),
                    AddressIssue::PostalCode { example } => {
                        note(Section::Person, "postal_code", Some(Wrong::Format { example: Some(example) }));
                    }
                }
            }
            if choices.face == Face::Business {
                note(Section::Person, "vat_number", vat_number(entries.vat_number, address.country));
            }
        }
        None => note(Section::Person, "country", Some(Wrong::NotAChoice)),
    }
    note(Section::Delivery, "delivery", choice(entries.delivery, choices.deliveries));
    note(Section::Delivery, "requested_date", day(entries.requested_date, choices.today));
    note(Section::Payment, "payment", choice(entries.payment, choices.payments));
    let term = Some(entries.term).filter(|term| choices.face == Face::Business && !term.is_empty());
    note(Section::Payment, "term", term.and_then(|term| choice(term, choices.terms)));
    found
}

fn email(typed: &str) -> Option<Wrong> {
    if typed.trim().is_empty() {
        Some(Wrong::Empty)
    } else if typed.parse::<EmailAddress>().is_err() {
        Some(Wrong::Format { example: Some("name@example.com".to_owned()) })
    } else {
        None
    }
}

fn vat_number(typed: &str, country: Country) -> Option<Wrong> {
    if typed.trim().is_empty() {
        return None;
    }
    match VatNumber::parse_in(typed, country) {
        Ok(_) => None,
        Err(VatNumberError::CheckDigits { .. }) => Some(Wrong::CheckDigits),
        Err(VatNumberError::Format { example, .. }) => Some(Wrong::Format { example: Some(example) }),
        Err(VatNumberError::UnknownPrefix) => Some(Wrong::Format { example: None }),
    }
}

fn choice(chosen: &str, offered: &[&str]) -> Option<Wrong> {
    if chosen.is_empty() { Some(Wrong::Empty) } else { (!offered.contains(&chosen)).then_some(Wrong::NotAChoice) }
}

fn day(typed: &str, today: Date) -> Option<Wrong> {
    let typed = typed.trim();
    match typed.parse::<Date>() {
        _ if typed.is_empty() => None,
        Ok(day) => (day <= today).then_some(Wrong::TooEarly),
        Err(_) => Some(Wrong::Format { example: Some("2026-12-31".to_owned()) }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use Standing::{Done, Open, Waiting};

    const CHOICES: Choices<'static> = Choices {
        face: Face::Business,
        today: jiff::civil::date(2026, 3, 2),
        countries: &[Country::IT],
        deliveries: &["standard", "freight"],
        payments: &["card", "account"],
        terms: &["net30"],
    };

    fn address() -> Address {
        Address {
            name: "Anna Rossi".into(),
            company: Some("Bar Rossi".into()),
            street: "Via Roma 1".into(),
            extra: None,
            postal_code: "10121".into(),
            city: "Torino".into(),
            region: None,
            country: Country::IT,
            phone: None,
        }
    }

    fn complete(address: &Address) -> Entries<'_> {
        Entries {
            email: "anna@example.com",
            address: Some(address),
            vat_number: "",
            delivery: "standard",
            requested_date: "",
            payment: "account",
            term: "net30",
        }
    }

    fn fields(flow: &Flow) -> Vec<(&str, &Wrong)> {
        flow.missing.iter().map(|missing| (missing.field.as_str(), &missing.what)).collect()
    }

    #[test]
    fn at_first_the_first_section_is_open_and_the_others_wait() {
        let nothing = Entries {
            email: "",
            address: None,
            vat_number: "",
            delivery: "",
            requested_date: "",
            payment: "",
            term: "",
        };
        let flow = flow(&CHOICES, &nothing, None);
        assert_eq!((flow.sections, flow.open()), ([Open, Waiting, Waiting], Some(Section::Person)));
        assert_eq!(
            fields(&flow),
            [
                ("email", &Wrong::Empty),
                ("country", &Wrong::NotAChoice),
                ("delivery", &Wrong::Empty),
                ("payment", &Wrong::Empty)
            ]
        );
    }

    #[test]
    fn with_everything_right_the_order_can_be_placed() {
        let address = address();
        let flow = flow(&CHOICES, &complete(&address), None);
        assert_eq!((flow.sections, flow.open(), flow.is_complete()), ([Done, Done, Done], None, true));
    }

    #[test]
    fn the_first_gap_is_open_what_is_done_stays_done() {
        let address = address();
        let entries = Entries { delivery: "", ..complete(&address) };
        assert_eq!(flow(&CHOICES, &entries, None).sections, [Done, Open, Done]);
    }

    #[test]
    fn coming_back_opens_a_section_that_is_done() {
        let address = address();
        let entries = Entries { payment: "", ..complete(&address) };
        let flow = flow(&CHOICES, &entries, Some(Section::Person));
        assert_eq!((flow.sections, flow.is_complete()), ([Open, Done, Waiting], false));
    }

    #[test]
    fn what_is_no_longer_offered_must_be_chosen_again() {
        let address = address();
        let entries = Entries { delivery: "express", payment: "cash", term: "net90", ..complete(&address) };
        let flow = flow(&CHOICES, &entries, None);
        let no = &Wrong::NotAChoice;
        assert_eq!(fields(&flow), [("delivery", no), ("payment", no), ("term", no)]);
    }

    #[test]
    fn every_wrong_field_is_named_with_its_cure() {
        let mut wrong = address();
        wrong.postal_code = "1012".into();
        wrong.city = String::new();
        let entries =
            Entries { email: "anna", vat_number: "IT00743110158", requested_date: "2026-03-02", ..complete(&wrong) };
        let flow = flow(&CHOICES, &entries, None);
        let like = |example: &str| Wrong::Format { example: Some(example.into()) };
        assert_eq!(
            fields(&flow),
            [
                ("email", &like("name@example.com")),
                ("city", &Wrong::Empty),
                ("postal_code", &like("12345")),
                ("vat_number", &Wrong::CheckDigits),
                ("requested_date", &Wrong::TooEarly)
            ]
        );
        assert_eq!(flow.sections, [Open, Waiting, Done]);
    }

    #[test]
    fn at_home_neither_vat_number_nor_term_matters() {
        let address = address();
        let entries = Entries { vat_number: "nonsense", term: "nonsense", ..complete(&address) };
        assert!(flow(&Choices { face: Face::Home, ..CHOICES }, &entries, None).is_complete());
    }

    #[test]
    fn a_country_not_delivered_to_is_not_a_choice() {
        let address = Address { country: "DE".parse().unwrap(), ..address() };
        assert_eq!(fields(&flow(&CHOICES, &complete(&address), None)), [("country", &Wrong::NotAChoice)]);
    }
}
