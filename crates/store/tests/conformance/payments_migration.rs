//! Payments of a shop of the steps up to m0017, brought up to date.

use crate::database::Fresh;
use crate::orders::shop;
use crate::people::by;
use giano_commerce::order::{CancelReason, OrderNumber, PaymentEvent};
use giano_commerce::{Currency, Money};
use giano_store::{JobFilter, OrderHead, OrderOwner, Store};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database, Statement};

/// The steps that were taken before.
const BEFORE: u32 = 13;
const AT: Timestamp = Timestamp::UNIX_EPOCH;

/// What stood there: a guest's order that waits at the bank; one of a person that was paid together with another; one whose
/// money came late and did not go back; one whose basket cannot be read; one that waits for a transfer.
const SHOP: [&str; 5] = [
    r#"INSERT INTO orders (id, number, key_hash, email_key, placed_at, currency, pieces, face, lifecycle, lifecycle_at,
         lifecycle_reason, total_minor, snapshot, basket) VALUES
       (1, 'number 1', 'k1', 'a@home.example', 5, 'EUR', 1, 'home', 'placed', 5, NULL, 1000, '{}',
         '{"owner":"hash of a guest","coupons":["TEN"],"lines":[["CUP",1]]}'),
       (2, 'number 2', 'k2', 'b@home.example', 5, 'EUR', 1, 'home', 'placed', 5, NULL, 2000, '{}',
         '{"owner":"person:7","coupons":[],"lines":[["CUP",1]]}'),
       (3, 'number 3', 'k3', 'c@home.example', 5, 'EUR', 1, 'home', 'cancelled', 5, 'payment_expired', 3000, '{}',
         '{"owner":"another guest","coupons":[],"lines":[["CUP",1]]}'),
       (4, 'number 4', 'k4', 'd@home.example', 5, 'EUR', 1, 'home', 'placed', 5, NULL, 4000, '{}', '{'),
       (5, 'number 5', 'k5', 'e@home.example', 5, 'EUR', 1, 'home', 'placed', 5, NULL, 5000, '{}', NULL)"#,
    "INSERT INTO payment (id, method, provider, reference, state, state_at, until, amount_minor, currency, attempts,
         created_at, updated_at) VALUES
       ('waits', 'card', 'test', 'r1', 'challenge', 6, NULL, 1000, 'EUR', 0, 5, 6),
       ('paid', 'card', 'test', 'r2', 'captured', 7, NULL, 6000, 'EUR', 0, 5, 7),
       ('late', 'card', 'test', 'r3', 'expired', 8, NULL, 3000, 'EUR', 0, 5, 8),
       ('transfer', 'transfer', NULL, NULL, 'awaited', 5, 99, 5000, 'EUR', 0, 5, 5)",
    "INSERT INTO payment_allocation (payment_id, order_id, amount_minor, captured_minor) VALUES
       ('waits', 1, 1000, 0), ('paid', 2, 2000, 2000), ('paid', 4, 4000, 4000), ('late', 3, 3000, 3000),
       ('transfer', 5, 5000, 0)",
    "INSERT INTO refund (payment_id, order_id, reason, amount_minor, currency, state, state_at, attempts, next_at) VALUES
       ('late', 3, 'late', 3000, 'EUR', 'requested', 9, 0, 9)",
    "INSERT INTO order_line (order_id, sku_key, sku, quantity, taken) VALUES (1, 'CUP', 'CUP', 1, 1)",
];

on_both!(empty: payments_of_an_earlier_shop_go_on);

async fn carried_over(fresh: &Fresh) -> Store {
    fresh.store.migrate_first(BEFORE).await.unwrap();
    let db = Database::connect(&fresh.url).await.unwrap();
    for statement in SHOP {
        let numbered =
            (1..=5).fold(statement.to_owned(), |sql, n| sql.replace(&format!("number {n}"), number(n).as_str()));
        db.execute_unprepared(&numbered).await.unwrap();
    }
    db.close().await.unwrap();
    fresh.store.migrate().await.unwrap();
    fresh.store.clone()
}

fn number(order: u64) -> OrderNumber {
    OrderNumber::from_count(2_000_000 + order)
}

async fn head(store: &Store, order: u64) -> OrderHead {
    store.order(&number(order), &OrderOwner::Key(format!("k{order}"))).await.unwrap().unwrap().head
}

async fn texts(url: &str, sql: &str) -> Vec<String> {
    let db = Database::connect(url).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get::<Option<String>>("", "text").unwrap().unwrap_or_default()).collect();
    db.close().await.unwrap();
    texts
}

fn cents(cents: i64) -> Money {
    Money::new(rust_decimal::Decimal::new(cents, 2), Currency::Eur)
}

async fn payments_of_an_earlier_shop_go_on(fresh: Fresh) {
    let store = carried_over(&fresh).await;
    // Nothing looks different.
    let mut seen = Vec::new();
    for order in 1..=5 {
        let head = head(&store, order).await;
        seen.push((
            head.standing().headline.code(),
            head.parts.payments[0].state.code(),
            head.parts.payments[0].captured,
        ));
    }
    assert_eq!(
        seen,
        [
            ("awaiting_payment", "challenge", cents(0)),
            ("paid", "captured", cents(2000)),
            ("cancelled", "expired", cents(3000)),
            ("paid", "captured", cents(4000)),
            ("awaiting_payment", "awaited", cents(0)),
        ]
    );
    let captures =
        "SELECT payment_id || ' ' || amount_minor || ' ' || captured_at AS text FROM payment_capture ORDER BY 1";
    assert_eq!(texts(&fresh.url, captures).await, ["late 3000 8", "paid 6000 7"]);
    let owners = "SELECT basket_owner AS text FROM orders ORDER BY id";
    assert_eq!(texts(&fresh.url, owners).await, ["hash of a guest", "person:7", "another guest", "", ""]);

    // What waited is given up, and the basket is there again; or the transfer comes.
    shop(&store).await;
    let settled = store.settle_payment("waits", PaymentEvent::Void, AT).await.unwrap().unwrap();
    assert_eq!(settled.orders[0].cancelled(), Some(CancelReason::PaymentGivenUp));
    let owner = giano_store::BasketOwner::Guest("hash of a guest".to_owned());
    assert_eq!(store.basket(&owner).await.unwrap().unwrap().rows.len(), 1);
    assert!(store.settle_payment("transfer", PaymentEvent::Capture, AT).await.unwrap().unwrap().moved);
    assert_eq!(head(&store, 5).await.standing().headline.code(), "paid");

    // One of two that were paid together is cancelled: its share goes back, and so does what came late, each by a job.
    let order = head(&store, 2).await;
    assert!(store.cancel_order(&by(), &order, CancelReason::ByShop, AT).await.unwrap());
    assert_eq!(head(&store, 2).await.parts.refunds[0].amount, cents(2000));
    assert!(head(&store, 4).await.parts.refunds.is_empty());
    assert_eq!(store.enqueue_refunds(1).await.unwrap(), 1);
    let jobs = store.jobs(JobFilter::All, 10).await.unwrap();
    assert_eq!(jobs.iter().filter(|job| job.kind == "refund_payment").count(), 2);
}
