//! Baskets of a shop before there were carts of other kinds, brought up to date.

use crate::database::Fresh;
use giano_commerce::Quantity;
use giano_commerce::company::PersonId;
use giano_store::{BasketOwner, CartRecord, DraftSnapshot, PriceSource};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

on_both!(empty: baskets_are_carried_over, what_is_cleared_up_is_found_by_an_index);

/// The steps before this one whose numbers are lower than any that came with it.
const BEFORE: u32 = 13;

/// What was in the baskets.
const BASKETS: [&str; 3] = [
    "INSERT INTO person (id, email_key, email, name, password_hash, demo) VALUES
     (7, 'a@bar.example', 'a@bar.example', 'Anna', 'hash', '')",
    r#"INSERT INTO basket (id, owner, version, coupons, term, draft, updated_at) VALUES
     (3, 'hash of a token', 12, '', NULL, NULL, 100),
     (8, 'person:7', 40, 'TEN,ABACO,TEN,ONCE', 'net30', '{"email":"a@bar.example","payment":"account","note":"ring"}', 200),
     (9, 'another', 1, 'TEN', NULL, 'typed', 300)"#,
    "INSERT INTO basket_line (id, basket_id, sku_key, sku, quantity, saved) VALUES
     (21, 3, 'moka-3', 'MOKA-3', 4, false), (30, 8, 'cup', 'Cup', 2, false), (33, 8, 'jug', 'JUG', 1, true),
     (34, 8, 'cup', 'Cup', 5, true)",
];

async fn baskets_are_carried_over(empty: Fresh) {
    let store = &empty.store;
    store.migrate_first(BEFORE).await.unwrap();
    let db = Database::connect(&empty.url).await.unwrap();
    for statement in BASKETS {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
    store.migrate().await.unwrap();

    let basket = async |owner: &BasketOwner| store.basket(owner).await.unwrap().unwrap();
    let lines = |basket: &CartRecord| -> Vec<(i64, String, u32, bool)> {
        assert!(basket.rows.iter().all(|row| row.price == PriceSource::List && row.address.is_none()));
        basket.rows.iter().map(|row| (row.id, row.sku.to_string(), row.quantity.get(), row.saved)).collect()
    };
    let (guest, anna) = (BasketOwner::Guest("hash of a token".to_owned()), BasketOwner::Person(PersonId(7)));
    let first = basket(&guest).await;
    assert_eq!((first.id, first.version, first.coupons.len(), &first.draft), (3, 12, 0, &None));
    assert_eq!(lines(&first), [(21, "MOKA-3".to_owned(), 4, false)]);
    let second = basket(&anna).await;
    assert_eq!(
        (second.version, second.coupons.join(" "), second.term.as_deref()),
        (40, "TEN ABACO ONCE".into(), Some("net30"))
    );
    let draft = DraftSnapshot {
        email: "a@bar.example".to_owned(),
        payment: Some("account".to_owned()),
        note: "ring".to_owned(),
        ..DraftSnapshot::default()
    };
    assert_eq!(second.draft, Some(draft));
    let expected = [(30, "Cup", 2, false), (33, "JUG", 1, true), (34, "Cup", 5, true)];
    assert_eq!(lines(&second), expected.map(|(id, sku, pieces, saved)| (id, sku.to_owned(), pieces, saved)));
    // What was typed and cannot be read any more takes nothing else with it.
    let third = basket(&BasketOwner::Guest("another".to_owned())).await;
    assert_eq!((third.coupons.join(" "), third.draft), ("TEN".into(), None));

    // Further baskets and lines have identifiers of their own.
    let more = |sku: &str| vec![(sku.parse().unwrap(), Quantity::ONE)];
    let (added, _) = store.add_to_basket(&anna, |_| more("BEAN"), 400).await.unwrap().unwrap();
    assert!(added.rows.last().unwrap().id > 34);
    let fresh = BasketOwner::Guest("new".to_owned());
    let (fresh, _) = store.add_to_basket(&fresh, |_| more("BEAN"), 400).await.unwrap().unwrap();
    assert!(fresh.id > 9);
    assert_eq!(store.forget_guest_baskets(300).await.unwrap(), 1);
    assert_eq!(store.basket(&guest).await.unwrap(), None);
}

async fn what_is_cleared_up_is_found_by_an_index(empty: Fresh) {
    empty.store.migrate().await.unwrap();
    let db = Database::connect(&empty.url).await.unwrap();
    let backend = db.get_database_backend();
    for (statement, index) in [
        ("DELETE FROM cart WHERE updated_at < 5 AND kind = 'basket' AND owner NOT LIKE 'person:%'", "cart_updated_at"),
        ("SELECT used FROM promotion_use WHERE customer = 'a'", "promotion_use_customer"),
        ("SELECT id FROM cart WHERE kind = 'basket' AND owner = 'a' AND name = ''", "cart_key"),
        ("SELECT sku FROM cart_line WHERE cart_id = 4", "cart_line_cart"),
    ] {
        let rows = match backend {
            DbBackend::Postgres => {
                // It would rather read a table of a few rows whole.
                let tx = sea_orm::TransactionTrait::begin(&db).await.unwrap();
                tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
                tx.query_all_raw(Statement::from_string(backend, format!("EXPLAIN {statement}"))).await.unwrap()
            }
            _ => db
                .query_all_raw(Statement::from_string(backend, format!("EXPLAIN QUERY PLAN {statement}")))
                .await
                .unwrap(),
        };
        let column = if backend == DbBackend::Postgres { "QUERY PLAN" } else { "detail" };
        let plan: Vec<String> = rows.iter().map(|row| row.try_get("", column).unwrap()).collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{statement}: {plan:?}");
    }
    db.close().await.unwrap();
}
