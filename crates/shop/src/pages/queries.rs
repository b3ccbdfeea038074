//! Whatever stands behind the question mark of an address is answered with a page that somebody can read.

use super::hostile::{all, product};
use crate::test_shop::{Answer, NOON, TestShop};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use giano_api::{Code, Problem};
use scraper::Html;

/// What no search makes sense with, percent-encoded or as a browser would never send it.
const WRONG: [&str; 21] = [
    "q=%00",
    "q=pot%00",
    "q=%01%02%1B%5B2J%7F%C2%80%C2%9F",
    "q=pot%0D%0Ax%0Bx%0C",
    "q=%FF%FE",
    "q=%ED%A0%80",
    "q=%",
    "q=%zz",
    "q=pot&q=%00",
    "q%00=pot",
    "%00",
    "q[]=a&q[b]=c",
    "q[[[[[[[[=a",
    "page=nonsense&rating=nonsense&sort=nonsense",
    "page=%00&facets=%00&min_price=%00",
    "facets=%00:%01,:::,",
    "page=-1&per_page=99999999999999999999",
    "for=nonsense&lang=nonsense",
    "for=%00&lang=%00",
    "back=/%00&sku=%01&coupon=%02&view=%03&key=%04&bank=%05&number=%06",
    "&&&===&",
];

async fn open() -> TestShop {
    TestShop::open(&[], async |store| {
        store.upsert_product(&product("pot"), NOON).await.unwrap();
    })
    .await
}

async fn ask(shop: &TestShop, address: &str, accept: &str) -> Answer {
    let request = Request::builder().uri(address).header(header::ACCEPT, accept);
    let request = request.header(header::ACCEPT_LANGUAGE, "it-IT,it;q=0.9");
    shop.browser().send(request.body(Body::empty()).unwrap()).await
}

/// What browsers say that they read.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A whole page in Italian, without signs that change what a terminal or a browser does.
fn assert_readable(address: &str, answer: &Answer) {
    assert!(answer.header(header::CONTENT_TYPE).starts_with("text/html"), "{address}");
    let control = answer.text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(control, None, "{address} is answered with a control character");
    let page = Html::parse_document(&answer.text);
    assert_eq!(all(&page, "html[lang=it]").len(), 1, "{address} is not answered in Italian");
    assert_eq!(all(&page, "main h1").len(), 1, "{address} has no headline: {}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_query_is_answered_with_a_page() {
    let shop = open().await;
    for path in ["/search", "/", "/p/pot", "/basket", "/faq", "/sign-in", "/orders/lookup"] {
        for query in WRONG {
            let address = format!("{path}?{query}");
            let answer = ask(&shop, &address, BROWSER).await;
            assert_readable(&address, &answer);
            assert_eq!(answer.status, StatusCode::OK, "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_answered_with_a_page_too() {
    let shop = open().await;
    let sources = [
        "/p/%00",
        "/p/a%01b",
        "/c/%1B%5B2J",
        "/%00",
        "/%00/%C2%9F",
        "/guides/%00",
        "/orders/G-1?key=%00",
        "/orders/%00?key=1",
        "/orders/G-1?key=%07&bank=%00",
        "/p/%FF",
    ];
    for address in sources {
        let answer = ask(&shop, address, BROWSER).await;
        assert_readable(address, &answer);
        assert!(answer.status.is_client_error(), "{address} is {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_too_long_is_answered_with_a_page_and_in_the_api_with_a_problem() {
    let shop = open().await;
    let long = "a%00".repeat(2000);
    for address in [format!("/search?q={long}"), format!("/p/{long}"), format!("/media/{long}")] {
        let answer = ask(&shop, &address, BROWSER).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        assert!(!answer.header(header::CONTENT_SECURITY_POLICY).is_empty());
        assert_readable(&address[..20], &answer);
        assert!(!answer.text.contains("a%00"), "what was asked is not repeated");
    }
    for (address, accept) in [
        (format!("/api/products?q={long}"), BROWSER),
        (format!("/api/products?q={long}"), "application/json"),
        (format!("/search?q={long}"), "application/json"),
        (format!("/search?q={long}"), "*/*"),
    ] {
        let answer = ask(&shop, &address, accept).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
        let problem: Problem = serde_json::from_str(&answer.text).unwrap();
        assert_eq!((answer.status.as_u16(), problem.code), (problem.status, Code::TooLarge));
    }
}
