//! People, companies, sessions.

use crate::database::Fresh;
use giano_commerce::company::{CompanyId, CompanyRole, CompanyState, Role};
use giano_commerce::{Country, Currency, EmailAddress, Money};
use giano_store::{
    Author, CompanyDocument, CompanyDraft, Membership, PersonDraft, ShopPart, Store, StoreError, Upserted,
};

on_both!(
    a_company_is_written_once,
    a_person_is_told_apart_by_email,
    a_person_needs_an_existing_company,
    sessions_end,
    another_password_ends_sessions,
    devices_are_remembered,
    few_devices_are_remembered_of_each,
);

pub fn euros(amount: &str) -> Money {
    Money::parse(amount, Currency::Eur).unwrap()
}

pub fn company(name: &str) -> CompanyDraft {
    CompanyDraft {
        name: name.to_owned(),
        state: CompanyState::Active,
        document: CompanyDocument {
            vat_number: None,
            vat_verified: false,
            country: Country::IT,
            price_list: None,
            group_price_list: None,
            terms: Vec::new(),
        },
        credit_limit: euros("100.00"),
        credit_may_exceed: false,
        addresses: Vec::new(),
        cost_centres: Vec::new(),
    }
}

/// Who changes things here, unless it is said.
pub fn by() -> Author {
    Author::shop(ShopPart::Import, 1)
}

/// A company by its name.
pub async fn company_id(store: &Store, name: &str) -> CompanyId {
    let email = format!("id@{}.example", name.to_lowercase());
    store.put_person(&by(), &person(&email, Some(name))).await.unwrap();
    found(store, &email).await.usual_company.unwrap()
}

pub fn person(email: &str, company: Option<&str>) -> PersonDraft {
    PersonDraft {
        email: email.parse().unwrap(),
        name: "Anna".to_owned(),
        password_hash: "first".to_owned(),
        company: company.map(|name| (name.to_owned(), CompanyRole::Buyer)),
        demo: String::new(),
    }
}

pub async fn found(store: &Store, email: &str) -> giano_store::PersonRecord {
    let email: EmailAddress = email.parse().unwrap();
    store.person_by_email(&email).await.unwrap().unwrap()
}

async fn a_company_is_written_once(fresh: Fresh) {
    let store = fresh.store;
    assert_eq!(store.put_company(&by(), &company("Bar")).await.unwrap(), Upserted::Created);
    assert_eq!(store.put_company(&by(), &company("Bar")).await.unwrap(), Upserted::Unchanged);
    let blocked = CompanyDraft { state: CompanyState::Blocked, ..company("Bar") };
    assert_eq!(store.put_company(&by(), &blocked).await.unwrap(), Upserted::Updated);
    store.put_person(&by(), &person("a@bar.example", Some("Bar"))).await.unwrap();
    let anna = found(&store, "a@bar.example").await;
    let id = anna.usual_company.unwrap();
    let record = store.company(id).await.unwrap().unwrap();
    assert_eq!((record.state, record.credit_left), (CompanyState::Blocked, Some(euros("100.00"))));
    let buyer = Membership { company: id, role: Role::BuiltIn(CompanyRole::Buyer), team: None };
    assert_eq!(store.memberships(anna.id).await.unwrap(), [buyer]);
}

async fn a_person_is_told_apart_by_email(fresh: Fresh) {
    let store = fresh.store;
    assert_eq!(store.put_person(&by(), &person("A@bar.example", None)).await.unwrap(), Upserted::Created);
    let other = PersonDraft { password_hash: "second".to_owned(), ..person("a@BAR.example", None) };
    assert_eq!(store.put_person(&by(), &other).await.unwrap(), Upserted::Unchanged);
    // Loading people again never resets a password.
    assert_eq!(found(&store, "a@bar.example").await.password_hash, "first");
    let renamed = PersonDraft { name: "Anna Maria".to_owned(), demo: "Buyer".to_owned(), ..other };
    assert_eq!(store.put_person(&by(), &renamed).await.unwrap(), Upserted::Updated);
    let shown = store.demo_people().await.unwrap();
    assert_eq!((shown.len(), shown[0].name.as_str(), shown[0].password_hash.as_str()), (1, "Anna Maria", "first"));
    assert_eq!(store.person_by_email(&"b@bar.example".parse().unwrap()).await.unwrap(), None);
}

async fn a_person_needs_an_existing_company(fresh: Fresh) {
    let refused = fresh.store.put_person(&by(), &person("a@bar.example", Some("Nowhere"))).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreadable { what: "person", .. }), "{refused}");
    assert_eq!(fresh.store.person_by_email(&"a@bar.example".parse().unwrap()).await.unwrap(), None);
}

async fn sessions_end(fresh: Fresh) {
    let store = fresh.store;
    store.put_person(&by(), &person("a@bar.example", None)).await.unwrap();
    let id = found(&store, "a@bar.example").await.id;
    store.open_session("one", id, None, 10, 100).await.unwrap();
    store.open_session("two", id, None, 10, 200).await.unwrap();
    assert_eq!(store.session("one", 99).await.unwrap().unwrap().person.id, id);
    assert_eq!(store.session("one", 100).await.unwrap(), None);
    assert_eq!(store.session("three", 50).await.unwrap(), None);
    assert_eq!(store.forget_expired_sessions(150).await.unwrap(), 1);
    store.close_session("two").await.unwrap();
    assert_eq!(store.session("two", 50).await.unwrap(), None);
}

async fn another_password_ends_sessions(fresh: Fresh) {
    let store = fresh.store;
    store.put_person(&by(), &person("a@bar.example", None)).await.unwrap();
    store.put_person(&by(), &person("b@bar.example", None)).await.unwrap();
    for (token, email) in [("a", "a@bar.example"), ("b", "b@bar.example")] {
        store.open_session(token, found(&store, email).await.id, None, 0, 100).await.unwrap();
    }
    assert!(store.set_password_hash(&by(), &"A@bar.example".parse().unwrap(), "second").await.unwrap());
    assert_eq!(found(&store, "a@bar.example").await.password_hash, "second");
    assert_eq!(store.session("a", 1).await.unwrap(), None);
    assert!(store.session("b", 1).await.unwrap().is_some());
    assert!(!store.set_password_hash(&by(), &"c@bar.example".parse().unwrap(), "second").await.unwrap());
}

async fn devices_are_remembered(fresh: Fresh) {
    let store = fresh.store;
    store.put_person(&by(), &person("a@bar.example", None)).await.unwrap();
    store.put_person(&by(), &person("b@bar.example", None)).await.unwrap();
    let (a, b) = (found(&store, "a@bar.example").await.id, found(&store, "b@bar.example").await.id);
    store.remember_device("phone", a, 10, 100).await.unwrap();
    store.remember_device("desk", a, 10, 100).await.unwrap();
    store.remember_device("desk", b, 11, 101).await.unwrap();
    store.remember_device("desk", a, 20, 110).await.unwrap();
    assert_eq!(store.people_of_device("phone", 99).await.unwrap(), [a]);
    assert_eq!(store.people_of_device("phone", 100).await.unwrap(), []);
    assert_eq!(store.people_of_device("other", 50).await.unwrap(), []);
    let mut both = store.people_of_device("desk", 100).await.unwrap();
    both.sort();
    assert_eq!(both, [a, b]);
    assert_eq!(store.forget_expired_devices(100).await.unwrap(), 1);
    // Another password: whoever had the old one may have been at the devices too.
    store.set_password_hash(&by(), &"a@bar.example".parse().unwrap(), "second").await.unwrap();
    assert_eq!(store.people_of_device("desk", 100).await.unwrap(), [b]);
}

async fn few_devices_are_remembered_of_each(fresh: Fresh) {
    let store = fresh.store;
    for email in ["a@bar.example", "b@bar.example"] {
        store.put_person(&by(), &person(email, None)).await.unwrap();
    }
    let (a, b) = (found(&store, "a@bar.example").await.id, found(&store, "b@bar.example").await.id);
    store.remember_device("others", b, 0, 100).await.unwrap();
    for at in 0..21 {
        store.remember_device(&format!("device {at}"), a, at, 100).await.unwrap();
    }
    assert_eq!(store.people_of_device("device 0", 50).await.unwrap(), []);
    for kept in ["device 1", "device 20"] {
        assert_eq!(store.people_of_device(kept, 50).await.unwrap(), [a], "{kept}");
    }
    assert_eq!(store.people_of_device("others", 50).await.unwrap(), [b]);
}
