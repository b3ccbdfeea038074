//! Coupon codes are secrets: no answer has one that its visitor neither gave nor is meant to see.

use crate::database::Fresh;
use crate::shop::{Browser, NOON, Shop, coupon, eur, placed};
use axum::body::Body;
use axum::http::{Request, header};
use giano_api::basket::{
    AddCoupon, AddLines, AddLinesBody, AddQuery, ChangeLine, ChangeLineBody, CouponBody, GetBasket, RemoveCoupon,
};
use giano_api::checkout::{GetCheckout, SaveDraft};
use giano_api::price::{PriceBody, PriceLine, PriceLines};
use giano_api::{Code, NoQuery, Problem};
use giano_commerce::locale::Text;
use giano_commerce::pricing::{CouponState, price_basket};
use giano_commerce::promotion::{Audience, Effect, Promotion, Scope};
use giano_commerce::{Face, Quantity};
use jiff::{Span, Timestamp};
use std::collections::BTreeSet;

on_both!(
    no_answer_has_a_code_that_is_not_advertised,
    the_browsers_prices_are_the_servers_with_what_was_given,
    wrong_codes_are_counted_wherever_they_are_tried,
    right_codes_do_not_use_the_tries_up,
);

/// Codes that nobody may learn of without having them; the name of each promotion has its code in lower case.
const SECRET: [&str; 8] = ["SINGLE7", "COMING7", "ENDED7", "HOME7", "BUSINESS7", "GOODS7", "DELIVERY7", "LATEADVERT7"];

fn secret(code: &str) -> Promotion {
    Promotion { name: Text::one(format!("for {}", code.to_lowercase())), ..coupon(code, "10", None, None) }
}

async fn with_codes(fresh: Fresh) -> Shop {
    let shop = Shop::open(fresh).await;
    let now = Timestamp::from_millisecond(NOON).unwrap();
    let day = Span::new().hours(24);
    let grinder = shop.state.snapshot().by_sku(&"GRINDER".parse().unwrap()).unwrap().0;
    let products = vec![shop.state.snapshot().products[grinder].product.id];
    let on_goods = Scope::Products { products };
    for promotion in [
        Promotion { limit_total: Some(1), ..secret("SINGLE7") },
        Promotion { starts: Some(now + day), ..secret("COMING7") },
        Promotion { ends: Some(now - day), ..secret("ENDED7") },
        Promotion { audience: Audience::Home, ..secret("HOME7") },
        Promotion { audience: Audience::Business, ..secret("BUSINESS7") },
        Promotion { scope: on_goods.clone(), ..secret("GOODS7") },
        Promotion { effect: Effect::FreeShipping, ..secret("DELIVERY7") },
        Promotion { advertised: true, starts: Some(now + day), ..secret("LATEADVERT7") },
        Promotion { advertised: true, scope: on_goods, ..secret("ADVERTISED7") },
    ] {
        shop.store.put_promotion(promotion.coupon.as_deref().unwrap(), &promotion).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
    shop
}

/// Every address that is read, as the contract names them, with something in the place of each parameter.
fn read_addresses(number: &str) -> Vec<String> {
    let contract = serde_json::to_value(giano_server::openapi_document()).unwrap();
    let paths = contract["paths"].as_object().unwrap();
    let read = paths.iter().filter(|(_, methods)| methods.get("get").is_some());
    read.map(|(path, _)| {
        let filled = path.replace("{slug}", "grinder").replace("{kind}", "guides").replace("{number}", number);
        if filled.ends_with("suggest") || filled.ends_with("products") { format!("{filled}?q=grinder") } else { filled }
    })
    .collect()
}

async fn raw(browser: &mut Browser, method: &str, address: &str, body: &impl serde::Serialize) -> String {
    let request = Request::builder().method(method).uri(address).header(header::CONTENT_TYPE, "application/json");
    let body = if method == "GET" { Body::empty() } else { Body::from(serde_json::to_vec(body).unwrap()) };
    String::from_utf8(browser.send(request.body(body).unwrap()).await.body).unwrap()
}

/// The codes that a text tells of, by themselves or by their promotion's name.
fn told(text: &str) -> BTreeSet<&'static str> {
    let told = |code: &&str| text.contains(*code) || text.contains(&code.to_lowercase());
    SECRET.into_iter().chain(["ADVERTISED7"]).filter(|code| told(code)).collect()
}

async fn no_answer_has_a_code_that_is_not_advertised(fresh: Fresh) {
    let shop = with_codes(fresh).await;
    let line = |quantity| PriceLine { sku: "GRINDER".parse().unwrap(), quantity: Quantity::new(quantity).unwrap() };
    let mut of_everybody = BTreeSet::new();
    for (face, email) in [
        (Face::Home, None),
        (Face::Business, None),
        (Face::Business, Some("anna@bar.example")),
        (Face::Home, Some("paolo@home.example")),
    ] {
        let mut browser = match email {
            Some(email) => shop.signed_in(email).await,
            None => shop.guest(),
        };
        browser.cookies.insert("giano-face".to_owned(), face.as_str().to_owned());
        browser.add(&[("GRINDER", 1)]).await.unwrap();
        let draft = browser.type_address("g@home.example").await.draft;
        let basket = browser.get::<GetBasket>(&[]).await.unwrap();
        let lines = vec![line(1)];
        let list = PriceBody { lines: lines.clone(), face: None, country: None, term: None, coupons: Vec::new() };
        let id = basket.lines[0].input.id;
        let change = ChangeLineBody { quantity: Quantity::new(1).ok(), saved: None };
        let mut answers = vec![
            raw(&mut browser, "POST", "/api/price", &list).await,
            raw(&mut browser, "POST", "/api/basket/lines?full=true", &AddLinesBody { lines }).await,
            raw(&mut browser, "PATCH", &format!("/api/basket/lines/{id}"), &change).await,
            raw(&mut browser, "PUT", "/api/checkout", &draft).await,
            raw(&mut browser, "POST", "/api/basket/coupons", &CouponBody { code: "NOTHING".to_owned() }).await,
        ];
        for to in ["home", "business"] {
            answers.push(raw(&mut browser, "GET", &format!("/api/basket/face-change?to={to}"), &()).await);
        }
        for address in read_addresses("G-1") {
            answers.push(raw(&mut browser, "GET", &address, &()).await);
        }
        let found: BTreeSet<_> = answers.iter().flat_map(|answer| told(answer)).collect();
        assert_eq!(found, BTreeSet::from(["ADVERTISED7"]), "{face:?} {email:?}");
        of_everybody.extend(found);
        // Who has a code finds it, and nothing of the others.
        for code in ["DELIVERY7", "SINGLE7"] {
            browser.send_body::<AddCoupon>(&[], &CouponBody { code: code.to_owned() }).await.unwrap();
        }
        let own = BTreeSet::from(["ADVERTISED7", "DELIVERY7", "SINGLE7"]);
        for address in ["/api/basket", "/api/checkout"] {
            assert_eq!(told(&raw(&mut browser, "GET", address, &()).await), own, "{address} {face:?} {email:?}");
        }
        browser.delete::<RemoveCoupon>(&["SINGLE7"]).await.unwrap();
        let card = if draft.payment == Some(giano_api::checkout::PaymentMethod::Card) { "tok_success" } else { "" };
        let (number, _) = placed(browser.place(card).await.unwrap());
        let order = raw(&mut browser, "GET", &format!("/api/orders/{number}"), &()).await;
        assert!(told(&order).is_subset(&BTreeSet::from(["ADVERTISED7", "DELIVERY7"])), "{order}");
    }
    assert!(of_everybody.contains("ADVERTISED7"), "the test would not have seen a code");
}

async fn the_browsers_prices_are_the_servers_with_what_was_given(fresh: Fresh) {
    let shop = with_codes(fresh).await;
    let mut guest = shop.guest_ready(&[("GRINDER", 1), ("FEW", 2)], "g@home.example").await;
    for code in [None, Some("GOODS7"), Some("TEN"), Some("DELIVERY7")] {
        if let Some(code) = code {
            guest.send_body::<AddCoupon>(&[], &CouponBody { code: code.to_owned() }).await.unwrap();
        }
        let basket = guest.get::<GetCheckout>(&[]).await.unwrap().basket;
        let mut lines: Vec<_> = basket.lines.iter().map(|line| line.input.clone()).collect();
        assert_eq!(price_basket(&basket.context, &lines).unwrap(), basket.priced, "{code:?}");
        // What is typed is priced in the browser at once, and the server says the same afterwards.
        lines[0].quantity = Quantity::new(3).unwrap();
        let typed = price_basket(&basket.context, &lines).unwrap();
        let change = ChangeLineBody { quantity: Quantity::new(3).ok(), saved: None };
        guest.send_body::<ChangeLine>(&[&lines[0].id.to_string()], &change).await.unwrap();
        assert_eq!(guest.get::<GetCheckout>(&[]).await.unwrap().basket.priced, typed, "{code:?}");
    }
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    let applied: Vec<_> = basket.priced.coupons.iter().map(|coupon| coupon.state.clone()).collect();
    assert_eq!(applied[..2], [CouponState::Applied, CouponState::Applied]);
}

async fn list(browser: &mut Browser, codes: &[String]) -> Result<(), Problem> {
    let line = PriceLine { sku: "FEW".parse().unwrap(), quantity: Quantity::ONE };
    let body = PriceBody { lines: vec![line], face: None, country: None, term: None, coupons: codes.to_vec() };
    browser.call_with::<PriceLines>(&[], &NoQuery {}, Some(&body), &[]).await.map(drop)
}

async fn wrong_codes_are_counted_wherever_they_are_tried(fresh: Fresh) {
    let shop = with_codes(fresh).await;
    let mut guest = shop.guest();
    let few = AddLinesBody { lines: vec![PriceLine { sku: "FEW".parse().unwrap(), quantity: Quantity::ONE }] };
    guest.call_with::<AddLines>(&[], &AddQuery { full: false }, Some(&few), &[]).await.unwrap();
    let mut priced = 0;
    for round in 0..10 {
        // Codes that there are, but not for this visitor now, are as wrong as all others.
        let mut codes: Vec<String> = (0..3).map(|n| format!("GUESS{round}{n}")).collect();
        codes.push("COMING7".to_owned());
        match list(&mut guest, &codes).await {
            Ok(()) => priced += 1,
            Err(problem) => {
                assert_eq!(problem.code, Code::TooManyRequests);
                assert!(problem.retry_after.is_some());
            }
        }
    }
    assert_eq!(priced, 5, "twenty wrong codes may be tried");
    // Neither a right code nor the basket tells anything any more; a list without codes is priced all the same.
    assert_eq!(list(&mut guest, &["TEN".to_owned()]).await.unwrap_err().code, Code::TooManyRequests);
    let ten = CouponBody { code: "TEN".to_owned() };
    assert_eq!(guest.send_body::<AddCoupon>(&[], &ten).await.unwrap_err().code, Code::TooManyRequests);
    list(&mut guest, &[]).await.unwrap();
    // Tries come back one by one.
    shop.pass(6000);
    list(&mut guest, &["TEN".to_owned()]).await.unwrap();
    assert_eq!(list(&mut guest, &["WRONG1".into(), "WRONG2".into()]).await.unwrap_err().code, Code::TooManyRequests);
}

async fn right_codes_do_not_use_the_tries_up(fresh: Fresh) {
    let shop = with_codes(fresh).await;
    let mut guest = shop.guest_ready(&[("FEW", 1)], "g@home.example").await;
    for _ in 0..30 {
        guest.send_body::<AddCoupon>(&[], &CouponBody { code: "TEN".to_owned() }).await.unwrap();
        guest.delete::<RemoveCoupon>(&["TEN"]).await.unwrap();
        list(&mut guest, &["TEN".to_owned(), "SINGLE7".to_owned()]).await.unwrap();
    }
    let draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    assert_eq!(guest.send_body::<SaveDraft>(&[], &draft).await.unwrap().basket.priced.total, eur("12.90"));
    let wrong = CouponBody { code: "WRONG".to_owned() };
    assert_eq!(guest.send_body::<AddCoupon>(&[], &wrong).await.unwrap_err().code, Code::UnknownCoupon);
}
