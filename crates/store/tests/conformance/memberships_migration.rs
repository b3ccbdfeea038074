//! People and companies of a shop of the first six steps, brought up to date.

use crate::database::Fresh;
use crate::people::{by, found};
use giano_commerce::Country;
use giano_commerce::company::{CompanyId, CompanyRole, PersonId, Role};
use giano_store::{CompanyAddress, Store};
use sea_orm::{ConnectionTrait, Database};

/// The steps of the first release.
const RELEASED: u32 = 6;

/// What the first release wrote: companies with addresses and cost centres in their document, people with a company and a
/// role, open sessions.
const SHOP: [&str; 4] = [
    r#"INSERT INTO company (id, name, state, document, currency, credit_limit_minor, credit_balance_minor, credit_may_exceed)
       VALUES
       (1, 'Bar Centrale', 'active',
        '{"vat_number":"IT00743110157","vat_verified":true,"country":"IT","price_list":"bar","group_price_list":null,
          "terms":["net30","prepaid"],
          "addresses":[
            {"name":"Marta Galli","company":"Bar Centrale","street":"Via Garibaldi 14","postal_code":"10122",
             "city":"Torino","region":"TO","country":"IT","phone":"+39 011 555 0142"},
            {"name":"Elio","street":"Via Po 3","extra":"Cortile","postal_code":"10123","city":"Torino","country":"IT"}],
          "cost_centres":["Banco","Dehors"," banco ",""]}', 'EUR', 1200000, -5000, false),
       (2, 'Hotel Due', 'blocked',
        '{"vat_number":null,"vat_verified":false,"country":"DE","price_list":null,"group_price_list":"Hotels",
          "terms":[],"addresses":[],"cost_centres":[]}', 'EUR', 0, 0, true)"#,
    "INSERT INTO person (id, email_key, email, name, password_hash, company_id, role, demo) VALUES
       (1, 'a@bar.example', 'A@bar.example', 'Anna', 'hash a', 1, 'administrator', ''),
       (2, 'b@bar.example', 'b@bar.example', 'Bruno', 'hash b', 1, 'buyer', ''),
       (3, 'c@bar.example', 'c@bar.example', 'Carla', 'hash c', 1, 'approver', ''),
       (4, 'd@due.example', 'd@due.example', 'Dora', 'hash d', 2, 'viewer', ''),
       (5, 'e@due.example', 'e@due.example', 'Enzo', 'hash e', 2, 'janitor', ''),
       (6, 'p@home.example', 'p@home.example', 'Paolo', 'hash p', NULL, NULL, '{\"en\":\"At home\"}')",
    "INSERT INTO session (token_hash, person_id, created_at, expires_at) VALUES
       ('of bruno', 2, 5, 1000), ('of paolo', 6, 5, 1000)",
    "INSERT INTO orders (id, number, key_hash, person_id, company_id, email_key, state_code, state, placed_at, total,
       currency, pieces, document) VALUES
       (1, 'G-10000001', 'k', 2, 1, 'b@bar.example', 'placed', '{}', 5, '1.00', 'EUR', 1, '{}')",
];

on_both!(empty: a_shop_of_the_first_release_keeps_people_and_companies);

async fn carried_over(fresh: &Fresh) -> Store {
    fresh.store.migrate_first(RELEASED).await.unwrap();
    let db = Database::connect(&fresh.url).await.unwrap();
    for statement in SHOP {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
    fresh.store.migrate().await.unwrap();
    fresh.store.clone()
}

async fn a_shop_of_the_first_release_keeps_people_and_companies(fresh: Fresh) {
    let store = carried_over(&fresh).await;
    let (bar, due) = (CompanyId(1), CompanyId(2));

    // Everybody is what they were; a word that is no role had the least right, and has.
    for (email, company, role) in [
        ("a@bar.example", bar, CompanyRole::Administrator),
        ("b@bar.example", bar, CompanyRole::Buyer),
        ("c@bar.example", bar, CompanyRole::Approver),
        ("d@due.example", due, CompanyRole::Viewer),
        ("e@due.example", due, CompanyRole::Viewer),
    ] {
        let person = found(&store, email).await;
        assert_eq!(person.usual_company, Some(company), "{email}");
        let memberships = store.memberships(person.id).await.unwrap();
        let known: Vec<_> = memberships.into_iter().map(|member| (member.company, member.role, member.team)).collect();
        assert_eq!(known, [(company, Role::BuiltIn(role), None)], "{email}");
    }
    let paolo = found(&store, "p@home.example").await;
    assert_eq!((paolo.usual_company, paolo.name.as_str(), paolo.password_hash.as_str()), (None, "Paolo", "hash p"));
    assert!(store.memberships(paolo.id).await.unwrap().is_empty());

    // Who was signed in still is, for the same company.
    let bruno = store.session("of bruno", 10).await.unwrap().unwrap();
    assert_eq!((bruno.person.id, bruno.membership.map(|member| member.company)), (PersonId(2), Some(bar)));
    assert_eq!(store.session("of paolo", 10).await.unwrap().unwrap().membership, None);

    // Addresses and cost centres are rows, in their order; a cost centre that stood twice is one.
    let addresses: Vec<CompanyAddress> = store.company_addresses(bar).await.unwrap();
    assert_eq!(addresses.len(), 2);
    let [first, second] = [&addresses[0].address, &addresses[1].address];
    assert_eq!((first.street.as_str(), first.region.as_deref()), ("Via Garibaldi 14", Some("TO")));
    assert_eq!((first.company.as_deref(), first.phone.as_deref()), (Some("Bar Centrale"), Some("+39 011 555 0142")));
    assert_eq!(
        (second.extra.as_deref(), second.company.as_deref(), second.country),
        (Some("Cortile"), None, Country::IT)
    );
    let centres = store.cost_centres(bar).await.unwrap();
    assert_eq!(centres.iter().map(|centre| centre.name.as_str()).collect::<Vec<_>>(), ["Banco", "Dehors"]);
    assert!(store.company_addresses(due).await.unwrap().is_empty());
    assert!(store.cost_centres(due).await.unwrap().is_empty());

    // What else was known of a company still is, and only stands once.
    let record = store.company(bar).await.unwrap().unwrap();
    assert_eq!(record.document.vat_number.unwrap().to_string(), "IT00743110157");
    assert_eq!((record.document.price_list.as_deref(), record.document.terms.len()), (Some("bar"), 2));
    assert_eq!(record.credit_left.unwrap().amount().to_string(), "11950.00");
    let db = Database::connect(&fresh.url).await.unwrap();
    let left = "UPDATE company SET name = name WHERE document LIKE '%addresses%' OR document LIKE '%cost_centres%'";
    assert_eq!(db.execute_unprepared(left).await.unwrap().rows_affected(), 0);
    db.close().await.unwrap();

    // And life goes on: new rows get identifiers of their own.
    let name = "Cucina".parse().unwrap();
    let added = store.add_cost_centre(&by(), bar, &name).await.unwrap();
    assert!(centres.iter().all(|centre| centre.id != added));
    assert!(store.remove_member(&by(), bar, PersonId(2)).await.unwrap());
    assert_eq!(store.session("of bruno", 10).await.unwrap().unwrap().membership, None);
}
