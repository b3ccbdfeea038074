//! Nobody keeps an answer unless it is the same for all.

use crate::database::Fresh;
use crate::shop::{Browser, Raw, Shop};
use axum::body::Body;
use axum::http::{Method, Request, header};

on_both!(nothing_of_a_visitor_is_kept);

/// What is the same for all who are not signed in: the catalogue, and what the shop says of itself.
const SHARED: [&str; 11] = [
    "/api/home",
    "/api/categories",
    "/api/products",
    "/api/suggest",
    "/api/products/{slug}",
    "/api/products/{slug}/demonstration",
    "/api/products/{slug}/reviews",
    "/api/content/{kind}",
    "/api/content/{kind}/{slug}",
    "/api/faq",
    "/api/openapi.json",
];

/// Every operation there is: method and path.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(giano_server::openapi_document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &serde_json::Value)| {
        let methods = item.as_object().unwrap().keys().filter_map(|method| method.to_uppercase().parse().ok());
        methods.filter(|method| *method != Method::OPTIONS).map(|method| (method, path.clone())).collect::<Vec<_>>()
    };
    let further = [(Method::GET, "/api/openapi.json"), (Method::GET, "/api/nowhere"), (Method::GET, "/metrics")];
    let further = further.into_iter().map(|(method, path)| (method, path.to_owned()));
    paths.iter().flat_map(of_path).chain(further).collect()
}

async fn ask(browser: &mut Browser, method: &Method, path: &str) -> Raw {
    let address = path.replace("{slug}", "moka-3").replace("{kind}", "guides").replace("{number}", "G-1");
    let address = address.replace("{id}", "1").replace("{code}", "TEN");
    let request = Request::builder().method(method).uri(address).header(header::CONTENT_TYPE, "application/json");
    browser.send(request.header("idempotency-key", "k").body(Body::from("{}")).unwrap()).await
}

fn control(raw: &Raw) -> &str {
    raw.headers[header::CACHE_CONTROL].to_str().unwrap()
}

async fn nothing_of_a_visitor_is_kept(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut paolo = shop.signed_in("paolo@home.example").await;
    let mut shared = 0;
    for (method, path) in operations() {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "guest@home.example").await;
        let answer = ask(&mut guest, &method, &path).await;
        let may_be_kept = control(&answer) != "no-store";
        assert!(!may_be_kept || SHARED.contains(&path.as_str()), "{method} {path}: {}", control(&answer));
        assert!(!may_be_kept || answer.status.is_success(), "{method} {path}: {}", answer.status);
        shared += usize::from(may_be_kept);
        paolo.add(&[("MOKA-3", 1)]).await.unwrap();
        let answer = ask(&mut paolo, &method, &path).await;
        let same_for_all = path == "/api/openapi.json";
        assert!(same_for_all || control(&answer) == "no-store", "{method} {path}: {}", control(&answer));
        if (method, path.as_str()) == (Method::DELETE, "/api/session") {
            paolo = shop.signed_in("paolo@home.example").await;
        }
    }
    assert!(shared >= 8, "the catalogue may be kept for some seconds: {shared}");
}
