//! Signing in and out, cookies, cross-site requests.

use crate::database::Fresh;
use crate::shop::{PASSWORD, Shop};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use giano_api::basket::GetBasket;
use giano_api::session::{
    BASKET_COOKIE, FACE_COOKIE, GetSession, ListDemoPeople, PreferencesBody, SESSION_COOKIE, SetPreferences, SignOut,
};
use giano_api::{Code, Problem};
use giano_commerce::{Face, Locale};
use giano_server::Settings;
use std::net::SocketAddr;

on_both!(
    signing_in_shows_the_company_and_its_face,
    the_answer_never_tells_who_exists,
    signing_in_gives_a_new_token_and_ends_the_old_one,
    a_session_ends_by_itself_and_by_signing_out,
    a_guests_basket_goes_along,
    tries_are_limited,
    limits_are_each_visitors_own_behind_a_trusted_proxy,
    an_own_request_through_a_proxy_is_own,
    preferences_are_kept_in_cookies,
    other_sites_change_nothing,
    what_cannot_be_read_is_a_problem,
);

async fn signing_in_shows_the_company_and_its_face(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.guest();
    let session = anna.sign_in(" Anna@Bar.example", PASSWORD).await.unwrap();
    let person = session.person.unwrap();
    let company = person.company.unwrap();
    assert_eq!((session.face, person.email.as_str()), (Face::Business, "anna@bar.example"));
    assert_eq!(company.name, "Bar Centrale");
    assert_eq!(company.terms.iter().map(|term| term.code.as_str()).collect::<Vec<_>>(), ["net30", "prepaid"]);
    assert_eq!(company.credit_left.unwrap().amount().to_string(), "150.00");
    assert!(
        anna.get::<ListDemoPeople>(&[]).await.unwrap().people.is_empty(),
        "nobody is offered where nothing is demonstrated"
    );
    assert_eq!(anna.get::<GetSession>(&[]).await.unwrap().person.unwrap().email, "anna@bar.example");
    let home = shop.signed_in("paolo@home.example").await.get::<GetSession>(&[]).await.unwrap();
    assert_eq!((home.face, home.person.unwrap().company), (Face::Home, None));
}

async fn the_answer_never_tells_who_exists(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let wrong = shop.guest().sign_in("anna@bar.example", "wrong").await.unwrap_err();
    let nobody = shop.guest().sign_in("nobody@bar.example", "wrong").await.unwrap_err();
    let no_address = shop.guest().sign_in("not an address", "wrong").await.unwrap_err();
    assert_eq!(wrong.code, Code::WrongCredentials);
    assert_eq!(wrong, nobody);
    assert_eq!(wrong, no_address);
}

async fn signing_in_gives_a_new_token_and_ends_the_old_one(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    let mut stolen = anna.clone();
    let old = anna.cookies[SESSION_COOKIE].clone();
    anna.sign_in("anna@bar.example", PASSWORD).await.unwrap();
    assert_ne!(anna.cookies[SESSION_COOKIE], old);
    assert_eq!(stolen.get::<GetSession>(&[]).await.unwrap().person, None);
    // A token that somebody planted before is not taken over either.
    let mut planted = shop.guest();
    planted.cookies.insert(SESSION_COOKIE.to_owned(), "0".repeat(64));
    planted.sign_in("anna@bar.example", PASSWORD).await.unwrap();
    assert_ne!(planted.cookies[SESSION_COOKIE], "0".repeat(64));
}

async fn a_session_ends_by_itself_and_by_signing_out(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    let mut copy = anna.clone();
    assert_eq!(anna.delete::<SignOut>(&[]).await.unwrap().person, None);
    assert!(!anna.cookies.contains_key(SESSION_COOKIE));
    assert_eq!(copy.get::<GetSession>(&[]).await.unwrap().person, None);
    let mut late = shop.signed_in("anna@bar.example").await;
    shop.pass(31 * 24 * 60 * 60 * 1000);
    assert_eq!(late.get::<GetSession>(&[]).await.unwrap().person, None);
}

async fn a_guests_basket_goes_along(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut elsewhere = shop.signed_in("paolo@home.example").await;
    elsewhere.add(&[("MOKA-3", 2), ("FEW", 1)]).await.unwrap();
    let mut paolo = shop.guest();
    paolo.add(&[("MOKA-3", 3), ("LAST", 1)]).await.unwrap();
    assert!(paolo.cookies.contains_key(BASKET_COOKIE));
    let session = paolo.sign_in("paolo@home.example", PASSWORD).await.unwrap();
    assert_eq!((session.basket.lines, session.basket.pieces), (3, 7));
    assert!(!paolo.cookies.contains_key(BASKET_COOKIE));
    let basket = elsewhere.get::<GetBasket>(&[]).await.unwrap();
    let mut lines: Vec<_> =
        basket.lines.iter().map(|line| (line.input.item.sku.to_string(), line.input.quantity.get())).collect();
    lines.sort();
    assert_eq!(lines, [("FEW".into(), 1), ("LAST".into(), 1), ("MOKA-3".into(), 5)]);
}

async fn tries_are_limited(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut problem: Option<Problem> = None;
    for _ in 0..60 {
        let refused = shop.guest().sign_in("not an address", "wrong").await.unwrap_err();
        if refused.code == Code::TooManyRequests {
            problem = Some(refused);
            break;
        }
    }
    assert!(problem.unwrap().retry_after.unwrap() >= 1);
    // The right password does not help then.
    assert_eq!(shop.guest().sign_in("anna@bar.example", PASSWORD).await.unwrap_err().code, Code::TooManyRequests);
}

const PROXY: &str = "10.0.0.1";

async fn behind_a_proxy(fresh: Fresh) -> Shop {
    Shop::open_as(fresh, Settings { proxies: PROXY.parse().unwrap(), ..Settings::default() }).await
}

/// What comes of a wrong try over a connection from an address.
async fn try_from(shop: &Shop, peer: &str, forwarded: &str) -> StatusCode {
    let body = Body::from("{\"email\":\"not an address\",\"password\":\"wrong\"}");
    let mut request = sign_in_request().header("x-forwarded-for", forwarded).body(body).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
    shop.guest().send(request).await.status
}

async fn limits_are_each_visitors_own_behind_a_trusted_proxy(fresh: Fresh) {
    let shop = behind_a_proxy(fresh).await;
    let refused = async |peer: &str, forwarded: &dyn Fn(u8) -> String| {
        for n in 0..60 {
            if try_from(&shop, peer, &forwarded(n)).await == StatusCode::TOO_MANY_REQUESTS {
                return true;
            }
        }
        false
    };
    // Somebody who comes without the proxy is one visitor, whatever the header says.
    assert!(refused("203.0.113.9", &|n| format!("198.51.100.{n}")).await);
    // So is one who puts addresses before the one that the proxy has seen.
    assert!(refused(PROXY, &|n| format!("198.51.100.{n}, 203.0.113.10")).await);
    assert!(refused(PROXY, &|n| format!("2001:db8:1:2::{n}")).await);
    // Others are not held up by any of them.
    assert!(!refused(PROXY, &|n| format!("198.51.100.{n}")).await);
    assert_eq!(try_from(&shop, PROXY, "2001:db8:1:3::1").await, StatusCode::UNAUTHORIZED);
}

async fn an_own_request_through_a_proxy_is_own(fresh: Fresh) {
    let shop = behind_a_proxy(fresh).await;
    for (peer, status) in [(PROXY, StatusCode::OK), ("203.0.113.9", StatusCode::FORBIDDEN)] {
        // A browser too old to say `Sec-Fetch-Site`.
        let mut request = sign_in_request()
            .header(header::HOST, "inner:8080")
            .header(header::ORIGIN, "https://shop.example")
            .header("x-forwarded-host", "shop.example")
            .body(credentials())
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        assert_eq!(shop.guest().send(request).await.status, status, "{peer}");
    }
}

async fn preferences_are_kept_in_cookies(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    let body = PreferencesBody { face: Some(Face::Business), locale: Some(Locale::It), country: "DE".parse().ok() };
    guest.send_body::<SetPreferences>(&[], &body).await.unwrap();
    let session = guest.get::<GetSession>(&[]).await.unwrap();
    assert_eq!((session.face, session.locale, session.country.as_str()), (Face::Business, Locale::It, "DE"));
    let body = PreferencesBody { country: "JP".parse().ok(), ..PreferencesBody::default() };
    let problem = guest.send_body::<SetPreferences>(&[], &body).await.unwrap_err();
    assert_eq!((problem.code, problem.fields[0].pointer.as_str()), (Code::InvalidFields, "/country"));
}

fn sign_in_request() -> axum::http::request::Builder {
    Request::builder().method("POST").uri("/api/session").header(header::CONTENT_TYPE, "application/json")
}

fn credentials() -> Body {
    Body::from(format!("{{\"email\":\"anna@bar.example\",\"password\":\"{PASSWORD}\"}}"))
}

async fn other_sites_change_nothing(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let foreign = sign_in_request().header("sec-fetch-site", "cross-site").body(credentials()).unwrap();
    let answer = shop.guest().send(foreign).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.headers.contains_key(header::SET_COOKIE));
    let problem: Problem = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(problem.code, Code::CrossSite);

    let own = sign_in_request().header("sec-fetch-site", "same-origin").body(credentials()).unwrap();
    let answer = shop.guest().send(own).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let cookies: Vec<&str> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with(SESSION_COOKIE)).unwrap();
    for attribute in ["; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"] {
        assert!(session.contains(attribute), "{session}");
    }
    assert!(!session.contains("Domain"), "{session}");
    let face = cookies.iter().find(|cookie| cookie.starts_with(FACE_COOKIE)).unwrap();
    assert!(face.contains("giano-face=business") && !face.contains("HttpOnly"), "{face}");
}

async fn what_cannot_be_read_is_a_problem(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let json = "application/json";
    let deep = "[".repeat(500_000);
    let cases = [
        ("GET", "/api/products/%ff", "", "", Code::MalformedRequest),
        ("GET", "/api/orders/%ff", "", "", Code::MalformedRequest),
        ("GET", "/api/content/%ff/x", "", "", Code::MalformedRequest),
        ("DELETE", "/api/basket/coupons/%ff", "", "", Code::MalformedRequest),
        ("DELETE", "/api/basket/lines/abc", "", "", Code::MalformedRequest),
        ("DELETE", "/api/basket/lines/99999999999999999999", "", "", Code::MalformedRequest),
        ("GET", "/api/products?q=%ff%fe", "", "", Code::MalformedRequest),
        ("POST", "/api/price", json, "{\"lines\":[", Code::MalformedRequest),
        ("POST", "/api/price", json, &deep, Code::MalformedRequest),
        ("POST", "/api/price", "text/plain", "{}", Code::MalformedRequest),
        ("POST", "/api/price", json, "{\"lines\":[{\"sku\":\"LAST\",\"quantity\":0}]}", Code::MalformedRequest),
        ("POST", "/api/price", json, "{\"lines\":[{\"sku\":\"LAST\",\"quantity\":-1}]}", Code::MalformedRequest),
        ("PUT", "/api/session/preferences", json, "[]", Code::MalformedRequest),
        ("GET", "/api/home?for=nobody", "", "", Code::MalformedRequest),
        ("GET", "/api/categories?lang=tlh", "", "", Code::MalformedRequest),
        ("GET", "/api/session?for=", "", "", Code::MalformedRequest),
        // No value is not a value, and of two nobody knows which.
        ("GET", "/api/products?available=", "", "", Code::MalformedRequest),
        ("GET", "/api/products?offers", "", "", Code::MalformedRequest),
        ("GET", "/api/products?page=", "", "", Code::MalformedRequest),
        ("GET", "/api/products?sort=", "", "", Code::MalformedRequest),
        ("GET", "/api/products?page=1&page=2", "", "", Code::MalformedRequest),
        ("DELETE", "/api/price", "", "", Code::MethodNotAllowed),
        ("GET", "/api/nothing/here", "", "", Code::NotFound),
    ];
    for (method, uri, kind, body, code) in cases {
        let mut request = Request::builder().method(method).uri(uri);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = shop.guest().send(request.body(Body::from(body.to_owned())).unwrap()).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{method} {uri}");
        let problem: Problem = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((problem.code, problem.status), (code, answer.status.as_u16()), "{method} {uri}");
    }
}
