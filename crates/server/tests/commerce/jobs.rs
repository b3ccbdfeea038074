//! What happens without a visitor: one that fails stops no other.

use crate::database::Fresh;
use crate::shop::{Browser, Shop};
use giano_api::checkout::PlacedOrder;
use giano_api::orders::{GetOrder, OrderKey};
use sea_orm::{ConnectionTrait, Database};

on_both!(a_payment_that_cannot_be_read_stops_no_other, an_order_that_cannot_be_read_stops_no_other);

async fn state_of(shop: &Shop, number: &str, key: &str) -> String {
    let query = OrderKey { key: Some(key.to_owned()) };
    shop.guest().call_with::<GetOrder>(&[number], &query, None, &[]).await.unwrap().state
}

/// Number and key of an order whose payment the provider speaks of later.
async fn pending(shop: &Shop, email: &str) -> (String, String) {
    let mut guest: Browser = shop.guest_ready(&[("MOKA-3", 1)], email).await;
    match guest.place("tok_late").await.unwrap() {
        PlacedOrder::Pending { order, key } => (order.number, key),
        other => panic!("not pending: {other:?}"),
    }
}

async fn damage(url: &str, statement: &str) {
    let db = Database::connect(url).await.unwrap();
    assert_eq!(db.execute_unprepared(statement).await.unwrap().rows_affected(), 1, "{statement}");
    db.close().await.unwrap();
}

async fn a_payment_that_cannot_be_read_stops_no_other(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (broken, _) = pending(&shop, "broken@home.example").await;
    let (number, key) = pending(&shop, "good@home.example").await;
    damage(
        &url,
        &format!(
            "UPDATE payment SET currency = 'shells' WHERE id = (SELECT payment_id FROM payment_allocation JOIN orders \
             ON orders.id = payment_allocation.order_id WHERE orders.number = '{broken}')"
        ),
    )
    .await;
    shop.pass(10_000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
}

async fn an_order_that_cannot_be_read_stops_no_other(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (broken, _) = pending(&shop, "broken@home.example").await;
    let (number, key) = pending(&shop, "good@home.example").await;
    damage(&url, &format!("UPDATE orders SET lifecycle = 'of tomorrow' WHERE number = '{broken}'")).await;
    shop.pass(10_000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
}
