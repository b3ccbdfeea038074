//! Idempotency keys.

use crate::database::Fresh;
use crate::orders::{Wanted, order, shop};
use giano_store::{Idempotency, KeyHold, Refusal, Store};
use sea_orm::{ConnectionTrait, Database};

on_both!(
    a_key_is_held_bound_and_forgotten,
    a_key_that_led_to_nothing_is_free,
    a_key_that_has_its_order_is_never_let_go,
    who_lost_a_key_changes_nothing_of_it,
    many_ask_and_one_goes,
    keys_of_an_earlier_day_are_carried_over,
);

async fn held(store: &Store, holder: &str, now: i64) -> KeyHold {
    match store.begin_idempotent("k", "body", holder, now).await.unwrap() {
        Idempotency::Held(hold) => hold,
        other => panic!("not held: {other:?}"),
    }
}

async fn asked(store: &Store, body: &str) -> Idempotency {
    store.begin_idempotent("k", body, "another", 20).await.unwrap()
}

/// An order of a basket of its own, under a key.
async fn under(store: &Store, name: &str, hold: &KeyHold) -> Wanted {
    let mut wanted = order(store, name, 1, 0).await;
    wanted.taking.idempotency = Some(hold.clone());
    wanted
}

async fn a_key_is_held_bound_and_forgotten(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let hold = held(&store, "one", 10).await;
    assert_eq!(asked(&store, "body").await, Idempotency::InProgress { since: 10 });
    assert_eq!(asked(&store, "other").await, Idempotency::Mismatch);
    let placed = under(&store, "one", &hold).await.place(&store).await.unwrap();
    assert_eq!(asked(&store, "body").await, Idempotency::Placed { order: placed.number.to_string() });
    assert_eq!(asked(&store, "other").await, Idempotency::Mismatch);
    assert_eq!(store.forget_idempotent(10).await.unwrap(), 0);
    assert_eq!(store.forget_idempotent(11).await.unwrap(), 1);
    assert!(matches!(asked(&store, "other").await, Idempotency::Held(_)));
}

async fn a_key_that_led_to_nothing_is_free(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let hold = held(&store, "one", 10).await;
    // Refused: there are only five cups.
    let mut wanted = order(&store, "one", 6, 0).await;
    wanted.taking.idempotency = Some(hold.clone());
    assert!(matches!(wanted.place(&store).await, Err(Refusal::OutOfStock(_))));
    assert_eq!(asked(&store, "body").await, Idempotency::InProgress { since: 10 });
    assert!(store.release_idempotent(&hold).await.unwrap());
    assert!(matches!(asked(&store, "other").await, Idempotency::Held(_)));
}

async fn a_key_that_has_its_order_is_never_let_go(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let hold = held(&store, "one", 10).await;
    let placed = under(&store, "one", &hold).await.place(&store).await.unwrap();
    // As if the answer to the commit had been lost: the request believes that nothing was done.
    assert!(!store.release_idempotent(&hold).await.unwrap());
    assert_eq!(store.take_over_idempotent("k", 10, "late", 99_999).await.unwrap(), None);
    assert_eq!(asked(&store, "body").await, Idempotency::Placed { order: placed.number.to_string() });
}

async fn who_lost_a_key_changes_nothing_of_it(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let slow = held(&store, "slow", 10).await;
    let quick = store.take_over_idempotent("k", 10, "quick", 99).await.unwrap().unwrap();
    assert_eq!(store.take_over_idempotent("k", 10, "third", 99).await.unwrap(), None, "one takes it over");
    // The slow one goes on now: it neither places an order nor frees the key.
    let late = under(&store, "slow", &slow).await;
    assert_eq!(late.place(&store).await, Err(Refusal::KeyTaken));
    assert_eq!(store.payment(&late.order.payment.id).await.unwrap(), None);
    assert!(!store.release_idempotent(&slow).await.unwrap());
    assert_eq!(asked(&store, "body").await, Idempotency::InProgress { since: 99 });
    let placed = under(&store, "quick", &quick).await.place(&store).await.unwrap();
    assert!(!store.release_idempotent(&slow).await.unwrap());
    assert_eq!(late.place(&store).await, Err(Refusal::KeyTaken));
    assert_eq!(asked(&store, "body").await, Idempotency::Placed { order: placed.number.to_string() });
}

async fn many_ask_and_one_goes(fresh: Fresh) {
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.begin_idempotent("k", "body", &format!("h{n}"), 10).await.unwrap() })
        })
        .collect();
    let mut first = 0;
    for task in tasks {
        first += usize::from(matches!(task.await.unwrap(), Idempotency::Held(_)));
    }
    assert_eq!(first, 1);
}

async fn keys_of_an_earlier_day_are_carried_over(fresh: Fresh) {
    let store = fresh.store;
    // As it was before the step.
    let db = Database::connect(&fresh.url).await.unwrap();
    for statement in [
        "DROP TABLE idempotency",
        "CREATE TABLE idempotency (key varchar PRIMARY KEY, body_hash varchar NOT NULL, status integer NOT NULL, \
         answer text, created_at bigint NOT NULL)",
        "INSERT INTO idempotency VALUES ('done', 'body', 200, 'G-1', 10), ('placed', 'body', 0, 'G-2', 10), \
         ('declined', 'body', 402, 'declined', 10), ('lost', 'body', 0, NULL, 10)",
        "DELETE FROM seaql_migrations WHERE version = 'm0017_idempotency_holder'",
    ] {
        db.execute_unprepared(statement).await.unwrap();
    }
    store.migrate().await.unwrap();
    let asked = async |key| store.begin_idempotent(key, "body", "h", 20).await.unwrap();
    assert_eq!(asked("done").await, Idempotency::Placed { order: "G-1".to_owned() });
    assert_eq!(asked("placed").await, Idempotency::Placed { order: "G-2".to_owned() });
    assert!(matches!(asked("declined").await, Idempotency::Held(_)));
    assert_eq!(asked("lost").await, Idempotency::InProgress { since: 10 });
    assert!(store.take_over_idempotent("lost", 10, "h", 99).await.unwrap().is_some());
}
