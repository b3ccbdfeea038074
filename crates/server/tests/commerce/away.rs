//! The database is stopped and started: whoever needs it is told at once, others notice nothing, and all goes on by itself.

use crate::cluster::Cluster;
use crate::database::Fresh;
use crate::shop::{Browser, Raw, Shop, placed};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use giano_api::basket::GetBasket;
use giano_api::{Code, Problem};
use std::time::{Duration, Instant};

/// What it takes to find out that the database is away, and not to wait for it: on a machine at work, too.
const AT_ONCE: Duration = Duration::from_secs(3);

async fn ask(browser: &mut Browser, method: &str, path: &str, body: &str) -> Raw {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    browser.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_needs_the_database_is_told_at_once_and_all_goes_on_when_it_is_back() {
    let Some(mut cluster) = Cluster::start() else { return };
    let shop = Shop::open(Fresh::on(&cluster.url()).await).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let mut guest = shop.guest_ready(&[("LAST", 1)], "g@home.example").await;
    let order = guest.order_body("tok_success").await;
    cluster.stop();

    let wrong_password = r#"{"email":"anna@bar.example","password":"wrong"}"#;
    let look_up = r#"{"number":"G-10000018","email":"g@home.example"}"#;
    let asked = [
        ("GET", "/api/session", ""),
        ("GET", "/api/basket", ""),
        ("GET", "/api/checkout", ""),
        ("GET", "/api/orders", ""),
        ("GET", "/api/products", ""),
        ("POST", "/api/basket/lines", r#"{"lines":[{"sku":"LAST","quantity":1}]}"#),
        ("POST", "/api/session", wrong_password),
        ("POST", "/api/orders/lookup", look_up),
    ];
    for (method, path, body) in asked {
        let begun = Instant::now();
        let answer = ask(&mut anna, method, path, body).await;
        assert!(begun.elapsed() < AT_ONCE, "{method} {path}: {:?}", begun.elapsed());
        let problem: Problem = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(
            (answer.status, problem.code),
            (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable),
            "{method} {path}"
        );
        assert_eq!(answer.headers[header::RETRY_AFTER], "2", "{method} {path}");
    }
    assert_eq!(guest.place_as(&order, "away").await.unwrap_err().code, Code::Unavailable);
    // Reading needs no database.
    for path in ["/api/session", "/api/home", "/api/products", "/api/products/moka-3", "/api/faq"] {
        let answer = ask(&mut shop.guest(), "GET", path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }

    cluster.go_on();
    let deadline = Instant::now() + Duration::from_secs(20);
    while shop.store.ping().await.is_err() {
        assert!(Instant::now() < deadline, "it is back, and nobody has noticed");
        tokio::task::yield_now().await;
    }
    assert_eq!(anna.get::<GetBasket>(&[]).await.unwrap().lines.len(), 1);
    placed(guest.place_as(&order, "away").await.unwrap());
    assert_eq!(shop.on_hand("LAST").await, 4);
}
