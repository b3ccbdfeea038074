//! What is typed, field by field, and what is wrong with it.

use crate::prelude::*;
use crate::words;
use giano_api::FieldIssue;
use giano_api::checkout::CheckoutDraft;
use giano_api::problem::FieldCode;
use giano_commerce::Locale;
use giano_commerce::checkout::{Choices, Field, check};
use giano_commerce::terms::PaymentTerm;

/// What is wrong with a field, in words.
pub(super) type Wrong = (Field, String);

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Form {
    values: StoredValue<Vec<RwSignal<String>>>,
    pub wrong: RwSignal<Vec<Wrong>>,
}

impl Form {
    pub(super) fn new(draft: &CheckoutDraft) -> Self {
        let values = Field::ALL.map(|field| RwSignal::new(draft.text(field).to_owned()));
        Self { values: StoredValue::new(values.to_vec()), wrong: RwSignal::new(Vec::new()) }
    }

    pub(super) fn field(self, field: Field) -> RwSignal<String> {
        // One signal for each field, in the order of `Field::ALL`.
        self.values.with_value(|values| values[field as usize])
    }

    pub(super) fn error(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.wrong.with(|wrong| wrong.iter().find(|(other, _)| *other == field).map(|(_, text)| text.clone()))
        })
    }

    /// All that is typed; tracked.
    pub(super) fn draft(self) -> CheckoutDraft {
        let mut draft = CheckoutDraft::default();
        for field in Field::ALL {
            draft.set(field, self.field(field).get());
        }
        draft
    }

    pub(super) fn fill(self, draft: &CheckoutDraft) {
        for field in Field::ALL {
            let text = draft.text(field);
            if self.field(field).with_untracked(|now| now != text) {
                self.field(field).set(text.to_owned());
            }
        }
    }
}

/// What is wrong with what is typed, in words and in the order of the page; the server has the last word.
pub(super) fn wrong(l: Locale, choices: &Choices<'_, PaymentTerm>, draft: &CheckoutDraft) -> Vec<Wrong> {
    let issues = check(choices, draft).err().unwrap_or_default();
    issues.into_iter().map(|issue| (issue.field, words_of(l, &FieldIssue::of_checkout("", issue)))).collect()
}

/// What the server found wrong.
pub(super) fn from_server(l: Locale, issues: &[FieldIssue]) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> =
        issues.iter().filter_map(|issue| Some((field_of(&issue.pointer)?, words_of(l, issue)))).collect();
    wrong.sort_by_key(|(field, _)| *field);
    wrong
}

fn field_of(pointer: &str) -> Option<Field> {
    pointer.rsplit('/').next().and_then(Field::named)
}

fn words_of(l: Locale, issue: &FieldIssue) -> String {
    use words::checkout;
    let choice = matches!(field_of(&issue.pointer), Some(Field::Delivery | Field::Payment | Field::Term));
    match (issue.issue, issue.hint.as_deref()) {
        (FieldCode::Missing, _) if choice => checkout::choose(l).to_owned(),
        (FieldCode::Missing, _) => checkout::field_missing(l).to_owned(),
        (FieldCode::TooLong, Some(most)) => checkout::field_too_long(l, most),
        (FieldCode::TooLong, None) => checkout::field_format(l).to_owned(),
        (FieldCode::Format, Some(example)) => checkout::field_like(l, example),
        (FieldCode::Format, None) if field_of(&issue.pointer) == Some(Field::VatNumber) => {
            checkout::vat_prefix(l).to_owned()
        }
        (FieldCode::Format, None) => checkout::field_format(l).to_owned(),
        (FieldCode::CheckDigits, _) => checkout::field_digits(l).to_owned(),
        (FieldCode::NotAChoice, _) => checkout::choose(l).to_owned(),
        (FieldCode::TooEarly, _) => checkout::field_too_early(l).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_commerce::Country;
    use giano_commerce::checkout::{Payer, Paying};

    #[test]
    fn what_is_wrong_comes_in_words_and_in_the_order_of_the_page() {
        let choices = Choices {
            today: jiff::civil::date(2026, 3, 2),
            countries: &[Country::IT],
            deliveries: &["standard"],
            paying: Paying { payer: Payer::Consumer, terms: &[] },
            basket_term: "",
            cost_centres: &[],
        };
        let draft = CheckoutDraft {
            email: "a@example.com".into(),
            name: "A".into(),
            street: "B 1".into(),
            city: "C".into(),
            country: "IT".into(),
            postal_code: "1012".into(),
            ..CheckoutDraft::default()
        };
        let found = wrong(Locale::En, &choices, &draft);
        let choose = words::checkout::choose(Locale::En).to_owned();
        let example = words::checkout::field_like(Locale::En, "12345");
        assert_eq!(found, [(Field::PostalCode, example), (Field::Delivery, choose.clone()), (Field::Payment, choose)]);
    }

    #[test]
    fn fields_of_a_problem_find_their_place() {
        let issue = |pointer: &str| FieldIssue { pointer: pointer.into(), issue: FieldCode::Missing, hint: None };
        let wrong = from_server(Locale::En, &[issue("/draft/delivery"), issue("/draft/city"), issue("/odd")]);
        assert_eq!(wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [Field::City, Field::Delivery]);
    }
}
