//! What companies have agreed on.

use crate::database::Fresh;
use crate::shop::{Browser, NOON, Shop, by, eur, placed};
use giano_api::Code;
use giano_api::basket::GetBasket;
use giano_api::catalog::{ListProducts, ListQuery};
use giano_api::price::{PriceBody, PriceLine, PriceLines};
use giano_commerce::pricing::{ContractTerms, Rule, Verdict};
use giano_commerce::{Currency, Face, Money, Quantity};
use giano_server::{AppState, Clock};
use giano_store::PriceEntryDraft;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

on_both!(
    a_changed_list_is_new_at_the_next_request_on_every_server_and_rebuilds_nothing,
    of_several_entries_the_one_that_began_last_holds,
    an_order_shown_at_a_contract_that_has_changed_is_stopped_on_every_server,
);

fn entry(sku: &str, price: &str, days_ago: Option<i64>) -> PriceEntryDraft {
    let now = Timestamp::from_millisecond(NOON).unwrap();
    PriceEntryDraft {
        list: "bar".to_owned(),
        sku: sku.parse().unwrap(),
        minimum: 1,
        price: ContractTerms::Fixed { price: eur(price) },
        currency: Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: days_ago.map(|days| now - SignedDuration::from_hours(24 * days)),
        valid_until: None,
    }
}

async fn unit(browser: &mut Browser, sku: &str) -> Money {
    let body = PriceBody {
        lines: vec![PriceLine { sku: sku.parse().unwrap(), quantity: Quantity::new(2).unwrap() }],
        face: Some(Face::Business),
        country: None,
        term: None,
        coupons: Vec::new(),
    };
    browser.send_body::<PriceLines>(&[], &body).await.unwrap().basket.lines[0].unit
}

async fn a_changed_list_is_new_at_the_next_request_on_every_server_and_rebuilds_nothing(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let second = AppState::load(shop.state.settings.clone(), shop.store.clone(), Clock::fixed(NOON)).await.unwrap();
    let mut anna = shop.signed_in("anna@bar.example").await;
    let mut elsewhere = Browser { router: giano_server::router(Arc::clone(&second)), cookies: anna.cookies.clone() };
    let mut dora = shop.signed_in("dora@hotel.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    for browser in [&mut anna, &mut elsewhere] {
        assert_eq!(unit(browser, "MOKA-3").await, eur("15.00"));
    }
    let before = [shop.state.snapshot(), second.snapshot()];

    shop.store.put_price_entry(&entry("MOKA-3", "14.00", None), NOON).await.unwrap();
    for (state, before) in [&shop.state, &second].into_iter().zip(&before) {
        assert!(!state.refresh_catalog().await.unwrap(), "nothing that everybody sees has changed");
        assert!(Arc::ptr_eq(before, &state.snapshot()));
    }
    for browser in [&mut anna, &mut elsewhere] {
        assert_eq!(unit(browser, "MOKA-3").await, eur("14.00"));
        assert_eq!(browser.get::<GetBasket>(&[]).await.unwrap().priced.lines[0].unit, eur("14.00"));
    }
    assert_eq!(unit(&mut dora, "MOKA-3").await, eur("20.00"));
    let query = ListQuery { q: "moka-3".to_owned(), face: Some(Face::Business), ..ListQuery::default() };
    for (browser, price) in [(&mut anna, "14.00"), (&mut dora, "20.00"), (&mut shop.guest(), "20.00")] {
        let list = browser.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap();
        assert_eq!(list.products[0].price, eur(price));
    }

    let list = shop.store.price_list("bar").await.unwrap().unwrap();
    let ids: Vec<i64> = list.entries.iter().map(|entry| entry.id).collect();
    assert_eq!(shop.store.end_price_entries(&by(), "bar", &ids, NOON).await.unwrap(), 1);
    assert_eq!(unit(&mut elsewhere, "MOKA-3").await, eur("20.00"), "what has ended does not hold");
}

async fn of_several_entries_the_one_that_began_last_holds(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    let entries = [
        entry("GRINDER", "70.00", Some(30)),
        entry("GRINDER", "77.00", Some(2)),
        entry("GRINDER", "60.00", None),
        entry("GRINDER", "50.00", Some(-1)),
    ];
    for done in shop.store.put_price_entries(&entries, NOON).await.unwrap() {
        done.unwrap();
    }
    let basket = anna.get::<GetBasket>(&[]).await.unwrap();
    let line = &basket.priced.lines[0];
    assert_eq!(line.unit, eur("77.00"), "not the cheapest, nor the first");
    let told: BTreeMap<String, Verdict> = line
        .trace
        .iter()
        .filter(|step| matches!(step.rule, Rule::Contract { .. }))
        .map(|step| (step.after.amount().to_string(), step.verdict))
        .collect();
    let expected = [
        ("50.00", Verdict::OutOfDate),
        ("60.00", Verdict::Outranked),
        ("70.00", Verdict::Outranked),
        ("77.00", Verdict::Won),
    ];
    assert_eq!(told, expected.map(|(price, verdict)| (price.to_owned(), verdict)).into());
    // Once it has begun, the one of tomorrow holds.
    shop.pass(24 * 60 * 60 * 1000);
    assert_eq!(anna.get::<GetBasket>(&[]).await.unwrap().priced.lines[0].unit, eur("50.00"));
}

async fn an_order_shown_at_a_contract_that_has_changed_is_stopped_on_every_server(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let second = AppState::load(shop.state.settings.clone(), shop.store.clone(), Clock::fixed(NOON)).await.unwrap();
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let mut elsewhere = Browser { router: giano_server::router(second), cookies: anna.cookies.clone() };
    let (here, there) = (anna.order_body("").await, elsewhere.order_body("").await);
    shop.store.put_price_entry(&entry("MOKA-3", "16.00", None), NOON).await.unwrap();
    for (browser, body, key) in [(&mut anna, here, "here"), (&mut elsewhere, there, "there")] {
        let refused = browser.place_as(&body, key).await.unwrap_err();
        assert_eq!(refused.code, Code::PriceMoved);
        let moved = refused.moved.unwrap();
        assert_eq!((moved.lines[0].before, moved.lines[0].after), (Some(eur("30.00")), Some(eur("32.00"))));
    }
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
    // Seen anew, it is sold at what holds now.
    placed(elsewhere.place("").await.unwrap());
}
