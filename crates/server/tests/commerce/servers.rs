//! Two servers on one database.

use crate::database::Fresh;
use crate::payments::{signed_webhook, word};
use crate::shop::{Browser, NOON, Shop, eur, placed};
use axum::http::StatusCode;
use giano_api::Code;
use giano_api::basket::{AddCoupon, CouponBody};
use giano_api::orders::{GetOrder, OrderKey};
use giano_server::{AppState, Clock, Settings};
use giano_store::Store;
use std::collections::BTreeMap;

on_both!(
    an_order_opens_at_every_server,
    a_price_that_has_ended_is_not_sold,
    a_promotion_that_has_ended_is_not_sold,
    a_change_elsewhere_does_not_hold_up_others,
    stock_that_came_elsewhere_is_sold,
    what_is_sold_here_is_known_everywhere,
);

on_both!(empty: first_starts_at_once_share_one_secret);

async fn an_order_opens_at_every_server(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, other) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let (number, key) = placed(guest.place("tok_success").await.unwrap());
    let query = OrderKey { key: Some(key) };
    let mut anybody = Browser { router: other, cookies: BTreeMap::new() };
    let order = anybody.call_with::<GetOrder>(&[&number], &query, None, &[]).await.unwrap();
    assert_eq!(order.state, "paid");
}

async fn first_starts_at_once_share_one_secret(empty: Fresh) {
    empty.store.migrate().await.unwrap();
    let starts = (0..8).map(|_| {
        let url = empty.url.clone();
        tokio::spawn(async move {
            let store = Store::connect(&url).await.unwrap();
            AppState::load(Settings::default(), store, Clock::fixed(NOON)).await.unwrap()
        })
    });
    let states = futures::future::join_all(starts).await;
    // What is signed by the secret that is kept is believed by every one of them: the payment is unknown, not the signature.
    let secret = empty.store.setting("secret").await.unwrap().unwrap();
    for state in states {
        let mut anybody = Browser { router: giano_server::router(state.unwrap()), cookies: BTreeMap::new() };
        let answer = anybody.send(signed_webhook(&word("nothing", None), &secret, NOON)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "it signs by another secret");
    }
}

async fn a_price_that_has_ended_is_not_sold(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await.at(&lagging);
    let body = guest.order_body("tok_success").await;
    assert_eq!(body.shown.lines[0].total, eur("30.00"));
    shop.change("moka-3", |product| product.variants[0].home_price = eur("33.00")).await;
    let refused = guest.place_as(&body, "too late").await.unwrap_err();
    assert_eq!(refused.code, Code::PriceMoved);
    let moved = refused.moved.unwrap();
    let line = &moved.lines[0];
    assert_eq!((line.before, line.after), (Some(eur("30.00")), Some(eur("33.00"))));
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
    // Seen anew, it is sold at what holds now.
    placed(guest.place("tok_success").await.unwrap());
}

async fn a_promotion_that_has_ended_is_not_sold(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await.at(&lagging);
    guest.send_body::<AddCoupon>(&[], &CouponBody { code: "TEN".to_owned() }).await.unwrap();
    let body = guest.order_body("tok_success").await;
    assert_eq!(body.shown.lines[0].total, eur("27.00"));
    let ended = giano_commerce::promotion::Promotion {
        ends: Some(shop.state.clock.now()),
        ..crate::shop::coupon("TEN", "10", None, None)
    };
    shop.store.put_promotion("ten", &ended).await.unwrap();
    let refused = guest.place_as(&body, "too late").await.unwrap_err();
    assert_eq!((refused.code, refused.moved.unwrap().lines[0].after), (Code::PriceMoved, Some(eur("30.00"))));
}

async fn a_change_elsewhere_does_not_hold_up_others(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await.at(&lagging);
    let body = guest.order_body("tok_success").await;
    shop.change("grinder", |product| product.variants[0].home_price = eur("99.00")).await;
    placed(guest.place_as(&body, "in time").await.unwrap());
}

async fn stock_that_came_elsewhere_is_sold(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut late = shop.guest_ready(&[("LAST", 5)], "late@home.example").await.at(&lagging);
    let mut first = shop.guest_ready(&[("LAST", 5)], "first@home.example").await.at(&lagging);
    let body = late.order_body("tok_success").await;
    placed(first.place("tok_success").await.unwrap());
    assert_eq!(late.place_as(&body, "sold out").await.unwrap_err().code, Code::OutOfStock);
    // Five of the twelve that were counted wait there for the first.
    shop.change("last", |product| product.variants[0].stock.on_hand = 12).await;
    placed(late.place_as(&body, "restocked").await.unwrap());
    assert_eq!(shop.on_hand("LAST").await, 2);
}

async fn what_is_sold_here_is_known_everywhere(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (other, _) = shop.second(&url).await;
    let known = |state: &AppState| {
        let snapshot = state.snapshot();
        let (product, variant) = snapshot.by_sku(&"LAST".parse().unwrap()).unwrap();
        snapshot.products[product].on_hand(variant)
    };
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(known(&shop.state), 3, "at once where it was sold");
    assert_eq!(known(&other), 5);
    other.refresh_stock().await.unwrap();
    assert_eq!(known(&other), 3);
    // Looking again takes nothing off a second time.
    shop.state.refresh_stock().await.unwrap();
    assert_eq!(known(&shop.state), 3);

    let mut unlucky = shop.guest_ready(&[("LAST", 3)], "u@home.example").await;
    assert_eq!(unlucky.place("tok_decline").await.unwrap_err().code, Code::PaymentDeclined);
    assert_eq!(known(&shop.state), 3, "given back");
    other.refresh_stock().await.unwrap();
    assert_eq!(known(&other), 3);
    // A catalogue that is built anew knows it too, and goes on from there.
    shop.change("last", |product| product.prominence = 9).await;
    other.refresh_catalog().await.unwrap();
    assert_eq!((known(&shop.state), known(&other)), (3, 3));
    let mut guest = shop.guest_ready(&[("LAST", 1)], "h@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    other.refresh_stock().await.unwrap();
    assert_eq!((known(&shop.state), known(&other)), (2, 2));
}
