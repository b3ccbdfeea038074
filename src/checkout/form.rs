//! What is typed, field by field, and what is wrong with it.

use crate::prelude::*;
use crate::words;
use giano_api::FieldIssue;
use giano_api::checkout::{CheckoutDraft, PaymentMethod};
use giano_api::problem::FieldCode;
use giano_commerce::address::{Address, AddressIssue};
use giano_commerce::vat_number::{VatNumber, VatNumberError};
use giano_commerce::{Country, EmailAddress, Face, Locale};

/// The fields, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Email,
    Name,
    Company,
    VatNumber,
    Country,
    Street,
    Extra,
    PostalCode,
    City,
    Region,
    Phone,
    Delivery,
    RequestedDate,
    Payment,
    Term,
    PurchaseOrder,
    CostCentre,
    Note,
}

impl Key {
    pub(super) const ALL: [Self; 18] = [
        Self::Email,
        Self::Name,
        Self::Company,
        Self::VatNumber,
        Self::Country,
        Self::Street,
        Self::Extra,
        Self::PostalCode,
        Self::City,
        Self::Region,
        Self::Phone,
        Self::Delivery,
        Self::RequestedDate,
        Self::Payment,
        Self::Term,
        Self::PurchaseOrder,
        Self::CostCentre,
        Self::Note,
    ];

    /// The name in the draft; the element's `id` too.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Company => "company",
            Self::VatNumber => "vat_number",
            Self::Country => "country",
            Self::Street => "street",
            Self::Extra => "extra",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Region => "region",
            Self::Phone => "phone",
            Self::Delivery => "delivery",
            Self::RequestedDate => "requested_date",
            Self::Payment => "payment",
            Self::Term => "term",
            Self::PurchaseOrder => "purchase_order",
            Self::CostCentre => "cost_centre",
            Self::Note => "note",
        }
    }

    /// The section it stands in.
    pub(super) const fn section(self) -> Section {
        match self {
            Self::Delivery | Self::RequestedDate | Self::Note => Section::Delivery,
            Self::Payment | Self::Term | Self::PurchaseOrder | Self::CostCentre => Section::Payment,
            _ => Section::Person,
        }
    }
}

/// The sections of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Person,
    Delivery,
    Payment,
}

/// What is wrong with a field, in words.
pub(super) type Wrong = (Key, String);

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Form {
    values: StoredValue<Vec<RwSignal<String>>>,
    pub wrong: RwSignal<Vec<Wrong>>,
}

impl Form {
    pub(super) fn new(draft: &CheckoutDraft) -> Self {
        let values = Key::ALL.map(|key| RwSignal::new(text_of(draft, key)));
        Self { values: StoredValue::new(values.to_vec()), wrong: RwSignal::new(Vec::new()) }
    }

    pub(super) fn field(self, key: Key) -> RwSignal<String> {
        // One signal for each key, in the order of `Key::ALL`.
        self.values.with_value(|values| values[key as usize])
    }

    pub(super) fn error(self, key: Key) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.wrong.with(|wrong| wrong.iter().find(|(k, _)| *k == key).map(|(_, text)| text.clone()))
        })
    }

    fn text(self, key: Key) -> String {
        self.field(key).get()
    }

    /// All that is typed; tracked.
    pub(super) fn draft(self) -> CheckoutDraft {
        CheckoutDraft {
            email: self.text(Key::Email),
            name: self.text(Key::Name),
            company: self.text(Key::Company),
            vat_number: self.text(Key::VatNumber),
            street: self.text(Key::Street),
            extra: self.text(Key::Extra),
            postal_code: self.text(Key::PostalCode),
            city: self.text(Key::City),
            region: self.text(Key::Region),
            country: self.text(Key::Country),
            phone: self.text(Key::Phone),
            delivery: self.text(Key::Delivery),
            payment: method_of(&self.text(Key::Payment)),
            term: self.text(Key::Term),
            purchase_order: self.text(Key::PurchaseOrder),
            cost_centre: self.text(Key::CostCentre),
            requested_date: self.text(Key::RequestedDate),
            note: self.text(Key::Note),
        }
    }

    pub(super) fn fill(self, draft: &CheckoutDraft) {
        for key in Key::ALL {
            let text = text_of(draft, key);
            if self.field(key).with_untracked(|now| *now != text) {
                self.field(key).set(text);
            }
        }
    }
}

fn text_of(draft: &CheckoutDraft, key: Key) -> String {
    match key {
        Key::Email => &draft.email,
        Key::Name => &draft.name,
        Key::Company => &draft.company,
        Key::VatNumber => &draft.vat_number,
        Key::Country => &draft.country,
        Key::Street => &draft.street,
        Key::Extra => &draft.extra,
        Key::PostalCode => &draft.postal_code,
        Key::City => &draft.city,
        Key::Region => &draft.region,
        Key::Phone => &draft.phone,
        Key::Delivery => &draft.delivery,
        Key::RequestedDate => &draft.requested_date,
        Key::Payment => return draft.payment.map(method_name).unwrap_or_default().to_owned(),
        Key::Term => &draft.term,
        Key::PurchaseOrder => &draft.purchase_order,
        Key::CostCentre => &draft.cost_centre,
        Key::Note => &draft.note,
    }
    .clone()
}

pub(super) const fn method_name(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Card => "card",
        PaymentMethod::Account => "account",
        PaymentMethod::Transfer => "transfer",
    }
}

pub(super) fn method_of(name: &str) -> Option<PaymentMethod> {
    [PaymentMethod::Card, PaymentMethod::Account, PaymentMethod::Transfer]
        .into_iter()
        .find(|method| method_name(*method) == name)
}

/// The address in a draft; none where the country is unknown.
pub(super) fn address_of(draft: &CheckoutDraft) -> Option<Address> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Address {
        name: draft.name.trim().to_owned(),
        company: some(&draft.company),
        street: draft.street.trim().to_owned(),
        extra: some(&draft.extra),
        postal_code: draft.postal_code.trim().to_owned(),
        city: draft.city.trim().to_owned(),
        region: some(&draft.region),
        country: draft.country.parse::<Country>().ok()?,
        phone: some(&draft.phone),
    })
}

/// What is wrong with the fields of a section, in the order of the page; the server has the last word.
pub(super) fn check(l: Locale, face: Face, draft: &CheckoutDraft, section: Section) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = Vec::new();
    match section {
        Section::Person => {
            if draft.email.parse::<EmailAddress>().is_err() {
                let empty = draft.email.trim().is_empty();
                let code = if empty { FieldCode::Missing } else { FieldCode::Format };
                wrong.push((Key::Email, words_of(l, code, Some("name@example.com"))));
            }
            match address_of(draft) {
                Some(address) => wrong.extend(address.issues().into_iter().filter_map(|issue| address_words(l, issue))),
                None => wrong.push((Key::Country, words_of(l, FieldCode::NotAChoice, None))),
            }
            if let (Face::Business, Some(Err(error))) = (face, vat_number(draft)) {
                wrong.push((Key::VatNumber, vat_words(l, &error)));
            }
        }
        Section::Delivery => {
            if draft.delivery.is_empty() {
                wrong.push((Key::Delivery, words::checkout::choose(l).to_owned()));
            }
        }
        Section::Payment => {
            if draft.payment.is_none() {
                wrong.push((Key::Payment, words::checkout::choose(l).to_owned()));
            }
        }
    }
    wrong.sort_by_key(|(key, _)| *key as usize);
    wrong
}

/// The VAT number typed, read; none where nothing is typed.
pub(super) fn vat_number(draft: &CheckoutDraft) -> Option<Result<VatNumber, VatNumberError>> {
    let text = draft.vat_number.trim();
    let country = draft.country.parse().unwrap_or(Country::IT);
    (!text.is_empty()).then(|| VatNumber::parse_in(text, country))
}

fn vat_words(l: Locale, error: &VatNumberError) -> String {
    match error {
        VatNumberError::Format { example, .. } => words_of(l, FieldCode::Format, Some(example)),
        VatNumberError::CheckDigits { .. } => words_of(l, FieldCode::CheckDigits, None),
        VatNumberError::UnknownPrefix => words::checkout::vat_prefix(l).to_owned(),
    }
}

fn address_words(l: Locale, issue: AddressIssue) -> Option<Wrong> {
    let (field, code, hint) = match issue {
        AddressIssue::Missing { field } => (field, FieldCode::Missing, None),
        AddressIssue::TooLong { field } => (field, FieldCode::TooLong, Some("120".to_owned())),
        AddressIssue::PostalCode { example } => ("postal_code".to_owned(), FieldCode::Format, Some(example)),
    };
    let key = Key::ALL.into_iter().find(|key| key.name() == field)?;
    Some((key, words_of(l, code, hint.as_deref())))
}

/// What the server found wrong.
pub(super) fn from_server(l: Locale, issues: &[FieldIssue]) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = issues
        .iter()
        .filter_map(|issue| {
            let name = issue.pointer.rsplit('/').next()?;
            let key = Key::ALL.into_iter().find(|key| key.name() == name)?;
            Some((key, words_of(l, issue.issue, issue.hint.as_deref())))
        })
        .collect();
    wrong.sort_by_key(|(key, _)| *key as usize);
    wrong
}

fn words_of(l: Locale, code: FieldCode, hint: Option<&str>) -> String {
    use words::checkout;
    match (code, hint) {
        (FieldCode::Missing, _) => checkout::field_missing(l).to_owned(),
        (FieldCode::TooLong, Some(most)) => checkout::field_too_long(l, most),
        (FieldCode::TooLong, None) => checkout::field_format(l).to_owned(),
        (FieldCode::Format, Some(example)) => checkout::field_like(l, example),
        (FieldCode::Format, None) => checkout::field_format(l).to_owned(),
        (FieldCode::CheckDigits, _) => checkout::field_digits(l).to_owned(),
        (FieldCode::NotAChoice, _) => checkout::choose(l).to_owned(),
        (FieldCode::TooEarly, _) => checkout::field_too_early(l).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_at_their_place() {
        for (place, key) in Key::ALL.into_iter().enumerate() {
            assert_eq!(key as usize, place);
        }
    }

    #[test]
    fn what_is_wrong_comes_in_the_order_of_the_page() {
        let draft = CheckoutDraft { country: "IT".into(), postal_code: "1012".into(), ..CheckoutDraft::default() };
        let keys: Vec<Key> =
            check(Locale::En, Face::Home, &draft, Section::Person).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, [Key::Email, Key::Name, Key::Street, Key::PostalCode, Key::City]);
    }

    #[test]
    fn a_vat_number_counts_for_companies_only() {
        let draft = CheckoutDraft {
            email: "a@example.com".into(),
            name: "A".into(),
            street: "B 1".into(),
            city: "C".into(),
            postal_code: "10121".into(),
            country: "IT".into(),
            vat_number: "IT00743110158".into(),
            ..CheckoutDraft::default()
        };
        assert_eq!(check(Locale::En, Face::Home, &draft, Section::Person), []);
        let wrong = check(Locale::En, Face::Business, &draft, Section::Person);
        assert_eq!(wrong.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [Key::VatNumber]);
    }

    #[test]
    fn fields_of_a_problem_find_their_place() {
        let issue = |pointer: &str| FieldIssue { pointer: pointer.into(), issue: FieldCode::Missing, hint: None };
        let wrong = from_server(Locale::En, &[issue("/draft/delivery"), issue("/draft/city"), issue("/odd")]);
        assert_eq!(wrong.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [Key::City, Key::Delivery]);
    }

    #[test]
    fn ways_of_paying_have_their_names() {
        for method in [PaymentMethod::Card, PaymentMethod::Account, PaymentMethod::Transfer] {
            assert_eq!(method_of(method_name(method)), Some(method));
        }
        assert_eq!(method_of(""), None);
    }
}
