//! How much strangers may store.

use crate::database::Fresh;
use crate::shop::{Browser, PASSWORD, Raw, Shop};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use giano_api::Code;
use giano_api::basket::GetBasket;
use giano_api::session::BASKET_COOKIE;
use giano_store::BasketOwner;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

on_both!(
    an_address_makes_so_many_baskets,
    a_basket_is_made_by_a_line_alone,
    a_token_that_was_made_up_is_replaced,
    guests_are_refused_where_there_is_no_room,
    lines_that_take_no_room_use_up_none,
    baskets_are_forgotten_earlier_where_there_is_little_room,
);

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn send(browser: &mut Browser, method: Method, path: &str, from: &str, body: Value) -> Raw {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from.parse().unwrap(), 4711)));
    browser.send(request).await
}

async fn add_from(browser: &mut Browser, from: &str, sku: &str) -> StatusCode {
    let lines = json!({"lines": [{"sku": sku, "quantity": 1}]});
    send(browser, Method::POST, "/api/basket/lines", from, lines).await.status
}

fn owner(token: &str) -> BasketOwner {
    BasketOwner::Guest(hex::encode(Sha256::digest(token.as_bytes())))
}

async fn an_address_makes_so_many_baskets(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut regular = shop.guest();
    assert_eq!(add_from(&mut regular, "203.0.113.9", "MOKA-3").await, StatusCode::OK);
    let mut made = 1;
    while add_from(&mut shop.guest(), "203.0.113.9", "MOKA-3").await == StatusCode::OK {
        made += 1;
        assert!(made < 150, "an address makes baskets without end");
    }
    assert!(made >= 100, "an office with many people is no attack: {made}");
    // Neither whoever has a basket there, nor anybody elsewhere.
    assert_eq!(add_from(&mut regular, "203.0.113.9", "LAST").await, StatusCode::OK);
    assert_eq!(add_from(&mut shop.guest(), "198.51.100.1", "MOKA-3").await, StatusCode::OK);
}

async fn a_basket_is_made_by_a_line_alone(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let token = "ab".repeat(32);
    for face in ["home", "business"] {
        let mut guest = shop.guest();
        guest.cookies.insert(BASKET_COOKIE.to_owned(), token.clone());
        guest.cookies.insert("giano-face".to_owned(), face.to_owned());
        let draft = json!({"email": "x".repeat(10_000), "country": "IT"});
        for (method, path, body) in [
            (Method::PUT, "/api/checkout", draft),
            (Method::PUT, "/api/basket/term", json!({"code": "prepaid"})),
            (Method::POST, "/api/basket/coupons", json!({"code": "TEN"})),
            (Method::DELETE, "/api/basket/coupons/TEN", json!({})),
            (Method::PATCH, "/api/basket/lines/1", json!({"quantity": 2})),
            (Method::DELETE, "/api/basket/lines/1", json!({})),
        ] {
            let answer = send(&mut guest, method.clone(), path, "203.0.113.9", body).await;
            assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.status);
            assert!(!shop.store.has_basket(&owner(&token)).await.unwrap(), "{method} {path} made a basket");
        }
    }
}

async fn a_token_that_was_made_up_is_replaced(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let token = "ab".repeat(32);
    let mut guest = shop.guest();
    guest.cookies.insert(BASKET_COOKIE.to_owned(), token.clone());
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let drawn = guest.cookies[BASKET_COOKIE].clone();
    assert_ne!(drawn, token);
    guest.add(&[("LAST", 1)]).await.unwrap();
    assert_eq!(guest.cookies[BASKET_COOKIE], drawn, "a token of a basket stays");
    assert_eq!(guest.get::<GetBasket>(&[]).await.unwrap().lines.len(), 2);
}

async fn guests_are_refused_where_there_is_no_room(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.set("guest_baskets", json!({"most_lines": 3, "keep_days": 180, "keep_days_when_full": [30, 7, 1]})).await;
    shop.guest().add(&[("MOKA-3", 1), ("LAST", 1)]).await.unwrap();
    let refused = shop.guest().add(&[("MOKA-3", 1), ("LAST", 1)]).await.unwrap_err();
    assert_eq!((refused.code, refused.retry_after), (Code::Unavailable, Some(3_600)), "an hour, as it says in words");
    shop.guest().add(&[("MOKA-3", 1)]).await.unwrap();
    assert_eq!(shop.guest().add(&[("MOKA-3", 1)]).await.unwrap_err().code, Code::Unavailable);
    let mut paolo = shop.guest();
    paolo.sign_in("paolo@home.example", PASSWORD).await.unwrap();
    paolo.add(&[("MOKA-3", 1)]).await.unwrap();
}

async fn baskets_are_forgotten_earlier_where_there_is_little_room(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.set("guest_baskets", json!({"most_lines": 10, "keep_days": 180, "keep_days_when_full": [30, 7, 1]})).await;
    let mut old = shop.guest();
    old.add(&[("MOKA-3", 1), ("LAST", 1), ("FEW", 1), ("GRINDER", 1), ("LATER", 1)]).await.unwrap();
    shop.pass(31 * DAY);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(old.get::<GetBasket>(&[]).await.unwrap().lines.len(), 5, "there is room enough");
    let mut recent = shop.guest();
    recent.add(&[("MOKA-3", 1), ("LAST", 1), ("FEW", 1), ("GRINDER", 1)]).await.unwrap();
    shop.pass(DAY / 12);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(old.get::<GetBasket>(&[]).await.unwrap().lines.is_empty());
    assert_eq!(recent.get::<GetBasket>(&[]).await.unwrap().lines.len(), 4);
    shop.guest().add(&[("MOKA-3", 1), ("LAST", 1), ("FEW", 1), ("GRINDER", 1)]).await.unwrap();
}

async fn lines_that_take_no_room_use_up_none(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.set("guest_baskets", json!({"most_lines": 20, "keep_days": 180, "keep_days_when_full": [30, 7, 1]})).await;
    let mut guest = shop.guest();
    for _ in 0..30 {
        assert_eq!(add_from(&mut guest, "203.0.113.9", "MOKA-3").await, StatusCode::OK);
        let sold_out = json!({"lines": [{"sku": "LAST", "quantity": 1000}]});
        let refused = send(&mut guest, Method::POST, "/api/basket/lines", "203.0.113.9", sold_out).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
    }
    assert_eq!(add_from(&mut shop.guest(), "198.51.100.1", "MOKA-3").await, StatusCode::OK);
}
