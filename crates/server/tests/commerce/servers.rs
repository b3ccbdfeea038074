//! Two servers on one database.

use crate::database::Fresh;
use crate::payments::signed_webhook;
use crate::shop::{Browser, NOON, Shop, placed};
use axum::http::StatusCode;
use giano_api::orders::{GetOrder, OrderKey};
use giano_server::{AppState, Clock, Settings};
use giano_store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;

on_both!(an_order_opens_at_every_server);

on_both!(empty: first_starts_at_once_share_one_secret);

/// A second server on the shop's database.
async fn second(shop: &Shop, url: &str) -> (Arc<AppState>, axum::Router) {
    let store = Store::connect(url).await.unwrap();
    let state = AppState::load(Settings::default(), store, Clock::Fixed(Arc::clone(&shop.time))).await.unwrap();
    (Arc::clone(&state), giano_server::router(state))
}

async fn an_order_opens_at_every_server(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, other) = second(&shop, &url).await;
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
        let answer = anybody.send(signed_webhook("nothing", true, &secret)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "it signs by another secret");
    }
}
