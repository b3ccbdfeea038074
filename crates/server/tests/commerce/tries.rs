//! Who may try a password, and how often: nobody keeps anybody else out.

use crate::database::Fresh;
use crate::shop::{Browser, PASSWORD, Shop, placed};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use giano_api::Code;
use giano_api::basket::{AddCoupon, CouponBody};
use giano_api::orders::{LookUpBody, LookUpOrder};
use giano_api::session::{DEVICE_COOKIE, SESSION_COOKIE, SignInBody};
use std::net::SocketAddr;

on_both!(
    wrong_tries_from_elsewhere_do_not_keep_the_owner_out,
    wrong_tries_from_everywhere_do_not_either,
    a_known_device_gets_in_whatever_others_do,
    a_known_device_is_known_for_its_own_people_only,
    an_account_that_is_not_there_is_limited_as_one_that_is,
    tries_come_back_with_time,
    tries_are_counted_by_all_servers_together,
    look_ups_are_counted_by_all_servers_together,
    wrong_coupons_are_counted_by_all_servers_together,
);

const OWNER: &str = "paolo@home.example";

/// Tries a password over a connection from an address.
async fn try_from(browser: &mut Browser, address: &str, email: &str, password: &str) -> StatusCode {
    let body = SignInBody { email: email.to_owned(), password: password.to_owned() };
    let request = Request::post("/api/session").header(header::CONTENT_TYPE, "application/json");
    let mut request = request.body(Body::from(serde_json::to_vec(&body).unwrap())).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 4711)));
    browser.send(request).await.status
}

/// Tries wrong passwords until it is told to wait; how many were looked at.
async fn use_up(browser: &mut Browser, address: &str, email: &str) -> usize {
    let mut looked_at = 0;
    for _ in 0..200 {
        match try_from(browser, address, email, "wrong").await {
            StatusCode::UNAUTHORIZED => looked_at += 1,
            StatusCode::TOO_MANY_REQUESTS => return looked_at,
            other => panic!("{other}"),
        }
    }
    panic!("{address} may try without end");
}

async fn wrong_tries_from_elsewhere_do_not_keep_the_owner_out(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let looked_at = use_up(&mut shop.guest(), "203.0.113.9", OWNER).await;
    assert!(looked_at <= 10, "{looked_at}");
    assert_eq!(try_from(&mut shop.guest(), "198.51.100.1", OWNER, PASSWORD).await, StatusCode::OK);
    // Who guesses does not get in by the right password either.
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

async fn wrong_tries_from_everywhere_do_not_either(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // More at once than one account takes: ten from each of eleven addresses.
    let mut looked_at = 0;
    for host in 1..=11 {
        looked_at += use_up(&mut shop.guest(), &format!("203.0.113.{host}"), OWNER).await;
    }
    assert!((100..=104).contains(&looked_at), "{looked_at}");
    // From now on a network has one try: enough for the owner, and little for everybody else.
    let further = use_up(&mut shop.guest(), "192.0.2.1", OWNER).await;
    let beside = use_up(&mut shop.guest(), "192.0.2.2", OWNER).await;
    assert!(further + beside <= 4, "{further} and {beside}");
    assert_eq!(try_from(&mut shop.guest(), "198.51.100.1", OWNER, PASSWORD).await, StatusCode::OK);
    assert_eq!(try_from(&mut shop.guest(), "198.51.100.1", "anna@bar.example", PASSWORD).await, StatusCode::OK);
}

async fn a_known_device_gets_in_whatever_others_do(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut own = shop.guest();
    assert_eq!(try_from(&mut own, "203.0.113.9", OWNER, PASSWORD).await, StatusCode::OK);
    let first = own.cookies[DEVICE_COOKIE].clone();
    assert_eq!(first.len(), 64);
    own.cookies.remove(SESSION_COOKIE);
    // From the very same address.
    use_up(&mut shop.guest(), "203.0.113.9", OWNER).await;
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_from(&mut own, "203.0.113.9", OWNER, PASSWORD).await, StatusCode::OK);
    assert_eq!(own.cookies[DEVICE_COOKIE], first, "a device that is known stays the one it is");
    // It may not guess without end: what it has to itself, then what everybody at its address has.
    let looked_at = use_up(&mut own, "203.0.113.9", OWNER).await;
    assert!(looked_at <= 10, "{looked_at}");
}

async fn a_known_device_is_known_for_its_own_people_only(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut thief = shop.guest();
    assert_eq!(try_from(&mut thief, "203.0.113.9", "anna@bar.example", PASSWORD).await, StatusCode::OK);
    use_up(&mut shop.guest(), "203.0.113.9", OWNER).await;
    assert_eq!(try_from(&mut thief, "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    // A token that the shop did not draw is not taken for a device.
    let mut made_up = shop.guest();
    made_up.cookies.insert(DEVICE_COOKIE.to_owned(), "f".repeat(64));
    assert_eq!(try_from(&mut made_up, "198.51.100.7", OWNER, PASSWORD).await, StatusCode::OK);
    assert_ne!(made_up.cookies[DEVICE_COOKIE], "f".repeat(64));
    // Two people of one device are both known.
    assert_eq!(try_from(&mut made_up, "198.51.100.7", "anna@bar.example", PASSWORD).await, StatusCode::OK);
    for email in [OWNER, "anna@bar.example"] {
        use_up(&mut shop.guest(), "198.51.100.7", email).await;
        assert_eq!(try_from(&mut made_up, "198.51.100.7", email, PASSWORD).await, StatusCode::OK);
    }
}

async fn an_account_that_is_not_there_is_limited_as_one_that_is(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let there = use_up(&mut shop.guest(), "203.0.113.9", OWNER).await;
    let not_there = use_up(&mut shop.guest(), "203.0.113.10", "nobody@home.example").await;
    assert_eq!((there, not_there), (10, 10));
}

async fn tries_come_back_with_time(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    use_up(&mut shop.guest(), "203.0.113.9", OWNER).await;
    shop.pass(59_000);
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
    shop.pass(1_000);
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::OK);
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

async fn tries_are_counted_by_all_servers_together(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, router) = shop.second(&url).await;
    let mut other = shop.guest().at(&router);
    for _ in 0..4 {
        assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, "wrong").await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(use_up(&mut other, "203.0.113.9", OWNER).await, 6);
    assert_eq!(try_from(&mut shop.guest(), "203.0.113.9", OWNER, PASSWORD).await, StatusCode::TOO_MANY_REQUESTS);
}

/// How many of thirty tries are looked at; all others are refused for being too many.
async fn looked_at(mut refusal: impl AsyncFnMut(usize) -> Code, looked_at: Code) -> usize {
    let mut codes = Vec::new();
    for at in 0..30 {
        codes.push(refusal(at).await);
    }
    let (seen, refused): (Vec<Code>, Vec<Code>) = codes.into_iter().partition(|code| *code == looked_at);
    assert!(refused.iter().all(|code| *code == Code::TooManyRequests), "{refused:?}");
    seen.len()
}

async fn look_ups_are_counted_by_all_servers_together(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, router) = shop.second(&url).await;
    let mut buyer = shop.guest_ready(&[("MOKA-3", 1)], "guest@home.example").await;
    let (number, _) = placed(buyer.place("tok_success").await.unwrap());
    let body = |email: String| LookUpBody { number: number.clone(), email };
    let guess = async |browser: &mut Browser, at: usize| {
        let guess = body(format!("guess{at}@home.example"));
        browser.send_body::<LookUpOrder>(&[], &guess).await.unwrap_err().code
    };
    let (mut here, mut there) = (shop.guest(), shop.guest().at(&router));
    for at in 0..12 {
        assert_eq!(guess(&mut here, at).await, Code::NotFound);
    }
    assert_eq!(looked_at(async |at| guess(&mut there, at).await, Code::NotFound).await, 8, "twenty for both");
    // Neither server tells the right one apart any more.
    for browser in [&mut here, &mut there] {
        let right = browser.send_body::<LookUpOrder>(&[], &body("guest@home.example".to_owned())).await;
        assert_eq!(right.unwrap_err().code, Code::TooManyRequests);
    }
}

async fn wrong_coupons_are_counted_by_all_servers_together(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, router) = shop.second(&url).await;
    let mut here = shop.guest();
    here.add(&[("MOKA-3", 1)]).await.unwrap();
    let mut there = here.at(&router);
    let give = async |browser: &mut Browser, code: String| {
        browser.send_body::<AddCoupon>(&[], &CouponBody { code }).await.map(drop).map_err(|problem| problem.code)
    };
    for at in 0..12 {
        assert_eq!(give(&mut here, format!("HERE{at}")).await, Err(Code::UnknownCoupon));
    }
    let guess = async |at: usize| give(&mut there, format!("THERE{at}")).await.unwrap_err();
    assert_eq!(looked_at(guess, Code::UnknownCoupon).await, 8, "twenty for both");
    for browser in [&mut here, &mut there] {
        assert_eq!(give(browser, "TEN".to_owned()).await, Err(Code::TooManyRequests));
    }
}
