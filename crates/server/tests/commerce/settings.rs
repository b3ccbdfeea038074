//! What a merchant changes while the shop sells: every server sells by it, and no order is made half by what was before.

use crate::database::Fresh;
use crate::shop::{Browser, NOON, Shop, eur, placed};
use giano_api::Code;
use giano_api::basket::GetBasket;
use giano_api::checkout::{GetCheckout, PaymentMethod, PlacedOrder, SaveDraft};
use giano_api::orders::OrderView;
use giano_commerce::Money;
use giano_commerce::tax::VatTreatment;
use giano_store::{Author, SettingDraft, ShopPart, Store, Trial};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

on_both!(
    two_servers_sell_by_what_a_merchant_changes,
    a_server_that_has_not_heard_of_it_sells_nothing_by_what_was,
    no_order_is_made_half_by_what_was,
    a_way_of_delivery_that_is_gone_is_not_sold,
    a_part_of_a_country_outside_the_area_bears_no_vat,
    a_rate_that_changes_holds_from_its_day,
    few_are_as_few_as_the_merchant_says,
);

/// Sets several settings at once, as the command does, on a database that servers sell from.
async fn set(store: &Store, settings: &[(&str, Value)]) {
    let draft = |(name, value): &(&str, Value)| SettingDraft {
        name: (*name).to_owned(),
        value: value.clone(),
        if_version: None,
    };
    let drafts: Vec<SettingDraft> = settings.iter().map(draft).collect();
    let by = Author::shop(ShopPart::CommandLine, NOON);
    store.change_shop_settings(&by, &drafts, Trial::No).await.unwrap().unwrap();
}

async fn kept(store: &Store, name: &str) -> Value {
    let records = store.shop_setting_records().await.unwrap();
    records.into_iter().find(|record| record.name == name).unwrap().value
}

/// The ways of delivery with another price for the usual one at home.
async fn standard_at(store: &Store, amount: &str) -> Value {
    let mut deliveries = kept(store, "deliveries").await;
    assert_eq!(deliveries[0]["shipping"]["code"], "standard");
    deliveries[0]["shipping"]["price"]["price"]["amount"] = json!(amount);
    deliveries
}

/// The usual delivery at home: what it costs, and when it arrives.
async fn usual(browser: &mut Browser) -> (Money, Date, Date) {
    let checkout = browser.get::<GetCheckout>(&[]).await.unwrap();
    let way = checkout.deliveries.iter().find(|way| way.shipping.code == "standard").unwrap();
    (way.priced.price, way.from, way.until)
}

async fn two_servers_sell_by_what_a_merchant_changes(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (other, router) = shop.second(&url).await;
    let mut here = shop.guest_ready(&[("MOKA-3", 1)], "here@home.example").await;
    let mut there = shop.guest_ready(&[("MOKA-3", 1)], "there@home.example").await.at(&router);
    // Monday, 23 November: two to four working days.
    let before = (eur("5.90"), date(2026, 11, 25), date(2026, 11, 27));
    assert_eq!((usual(&mut here).await, usual(&mut there).await), (before, before));

    // Both servers run, and nobody tells them but the database.
    let running: Vec<_> = [&shop.state, &other]
        .map(|state| tokio::spawn(giano_server::run_jobs(Arc::clone(state), std::future::pending())))
        .into();
    let mut working_days = kept(&shop.store, "working_days").await;
    working_days["holidays"].as_array_mut().unwrap().push(json!({"once": {"date": "2026-11-25"}}));
    let deliveries = standard_at(&shop.store, "7.50").await;
    // In Auckland it is Tuesday by half past eleven at night.
    shop.pass(90 * 60 * 1000);
    let changed =
        [("deliveries", deliveries), ("working_days", working_days), ("time_zone", json!("Pacific/Auckland"))];
    set(&shop.store, &changed).await;
    let version = shop.store.catalog_version().await.unwrap();
    let both_know = async {
        while [&shop.state, &other].iter().any(|state| state.snapshot().version < version) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), both_know).await.expect("a server has not heard of it");
    // From Tuesday on, without Wednesday: Friday to Tuesday.
    let after = (eur("7.50"), date(2026, 11, 27), date(2026, 12, 1));
    assert_eq!((usual(&mut here).await, usual(&mut there).await), (after, after));
    for browser in [&mut here, &mut there] {
        assert_eq!(browser.get::<GetBasket>(&[]).await.unwrap().context.today, date(2026, 11, 24));
        let PlacedOrder::Placed { order, .. } = browser.place("tok_success").await.unwrap() else {
            panic!("not placed")
        };
        assert_eq!(order.priced.shipping.as_ref().unwrap().price, eur("7.50"));
        assert_eq!(order.arrives, Some((date(2026, 11, 27), date(2026, 12, 1))));
    }
    running.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn a_server_that_has_not_heard_of_it_sells_nothing_by_what_was(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await.at(&lagging);
    let body = guest.order_body("tok_success").await;
    assert_eq!(body.shown.total, eur("35.90"));
    set(&shop.store, &[("deliveries", standard_at(&shop.store, "7.50").await)]).await;
    assert_eq!(usual(&mut guest).await.0, eur("5.90"), "it has heard of it, so this shows nothing");
    let refused = guest.place_as(&body, "too late").await.unwrap_err();
    assert_eq!(refused.code, Code::PriceMoved);
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
    // Seen anew, it is sold at what holds now.
    assert_eq!(guest.order_body("tok_success").await.shown.total, eur("37.50"));
    placed(guest.place("tok_success").await.unwrap());
}

/// What an order says that each of two sets of settings decides: the delivery's price, and the days for the transfer.
fn made_by(order: &OrderView) -> (Money, Date) {
    (order.priced.shipping.as_ref().unwrap().price, order.pay_by.unwrap())
}

async fn no_order_is_made_half_by_what_was(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, router) = shop.second(&url).await;
    let freight = async |base: &str| {
        let mut deliveries = kept(&shop.store, "deliveries").await;
        assert_eq!(deliveries[2]["shipping"]["code"], "freight");
        deliveries[2]["shipping"]["price"]["base"]["amount"] = json!(base);
        deliveries
    };
    let days = |days: u16| json!({"days": days, "grace_working_days": 2});
    let one = [("deliveries", freight("9.00").await), ("bank_transfer", days(14))];
    let two = [("deliveries", freight("19.00").await), ("bank_transfer", days(20))];
    // 500 g weigh a step of ten kilograms.
    let by_one = (eur("11.50"), date(2026, 12, 7));
    let by_two = (eur("21.50"), date(2026, 12, 13));

    let mut buyers = vec![shop.signed_in("anna@bar.example").await, shop.signed_in("dora@hotel.example").await];
    for place in 0..4 {
        buyers.push(shop.second_buyer(&format!("b{place}@bar.example"), "Bar Centrale").await);
    }
    let over = Arc::new(AtomicBool::new(false));
    let buying: Vec<_> = buyers
        .into_iter()
        .enumerate()
        .map(|(place, buyer)| {
            let mut buyer = if place % 2 == 0 { buyer } else { buyer.at(&router) };
            let over = Arc::clone(&over);
            tokio::spawn(async move {
                let mut made = Vec::new();
                // The last is placed when nothing changes any more.
                loop {
                    let last = over.load(Ordering::SeqCst);
                    buyer.add(&[("GRINDER", 1)]).await.unwrap();
                    let mut draft = buyer.type_address("b@bar.example").await.draft;
                    draft.payment = Some(PaymentMethod::Transfer);
                    buyer.send_body::<SaveDraft>(&[], &draft).await.unwrap();
                    let order = loop {
                        match buyer.place("").await {
                            Ok(PlacedOrder::Placed { order, .. }) => break order,
                            Ok(other) => panic!("not placed: {other:?}"),
                            // Shown by what was, and refused: look at it again.
                            Err(problem) if problem.code == Code::PriceMoved => (),
                            Err(problem) if problem.code == Code::Unavailable && !last => (),
                            Err(problem) => panic!("{problem:?}"),
                        }
                    };
                    made.push(made_by(&order));
                    if last {
                        return made;
                    }
                    // Some are enough until then: what is on hand has to last.
                    while made.len() == 12 && !over.load(Ordering::SeqCst) {
                        tokio::task::yield_now().await;
                    }
                }
            })
        })
        .collect();
    for _ in 0..10 {
        set(&shop.store, &two).await;
        shop.state.refresh_catalog().await.unwrap();
        set(&shop.store, &one).await;
    }
    set(&shop.store, &two).await;
    over.store(true, Ordering::SeqCst);
    let mut made = Vec::new();
    for buyer in buying {
        let by_one_buyer = buyer.await.unwrap();
        assert_eq!(by_one_buyer.last(), Some(&by_two), "the last is by what holds in the end, at either server");
        made.extend(by_one_buyer);
    }
    assert!(made.iter().all(|order| [by_one, by_two].contains(order)), "{made:?}");
}

async fn a_way_of_delivery_that_is_gone_is_not_sold(fresh: Fresh) {
    let url = fresh.url.clone();
    let shop = Shop::open(fresh).await;
    let (_, lagging) = shop.second(&url).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await.at(&lagging);
    let mut draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    // It costs nothing, so that the total alone would not tell that it is gone.
    draft.delivery = "pickup".to_owned();
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let body = guest.order_body("tok_success").await;
    assert_eq!(body.shown.total, eur("30.00"));
    let mut deliveries = kept(&shop.store, "deliveries").await;
    deliveries.as_array_mut().unwrap().retain(|way| way["shipping"]["code"] != "pickup");
    set(&shop.store, &[("deliveries", deliveries)]).await;
    let refused = guest.place_as(&body, "nowhere to pick it up").await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidFields);
    assert_eq!(refused.fields[0].pointer, "/draft/delivery");
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
}

async fn a_part_of_a_country_outside_the_area_bears_no_vat(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.cookies.insert("giano-face".to_owned(), "business".to_owned());
    guest.add(&[("GRINDER", 1)]).await.unwrap();
    let mut draft = guest.type_address("g@home.example").await.draft;
    let charged = guest.get::<GetCheckout>(&[]).await.unwrap().basket;
    assert!(matches!(charged.priced.treatment, VatTreatment::Charged { .. }) && !charged.priced.tax.is_zero());
    let livigno = json!([{"name": "Livigno", "country": "IT", "postal_codes": ["23041"], "vat": "outside"}]);
    shop.set("tax_territories", livigno).await;
    for (postal_code, export) in [("10121", false), ("23041", true)] {
        draft.postal_code = postal_code.to_owned();
        draft.payment = Some(PaymentMethod::Card);
        guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
        let priced = guest.get::<GetCheckout>(&[]).await.unwrap().basket.priced;
        assert_eq!((priced.treatment == VatTreatment::Export, priced.tax.is_zero()), (export, export), "{postal_code}");
        assert_eq!(priced.net, charged.priced.net);
    }
    let PlacedOrder::Placed { order, .. } = guest.place("tok_success").await.unwrap() else { panic!("not placed") };
    assert_eq!((order.priced.treatment, order.priced.total), (VatTreatment::Export, charged.priced.net));
}

async fn a_rate_that_changes_holds_from_its_day(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let from_tuesday = json!([{"name": "Italy from Tuesday on", "country": "IT",
        "vat": {"rates": [{"class": "standard", "from": "2026-11-24", "percent": "23"}]}}]);
    shop.set("tax_territories", from_tuesday).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let rate = async |guest: &mut Browser| guest.get::<GetBasket>(&[]).await.unwrap().priced.vat[0].rate.to_string();
    assert_eq!(rate(&mut guest).await, "22");
    shop.pass(24 * 60 * 60 * 1000);
    assert_eq!(rate(&mut guest).await, "23");
}

async fn few_are_as_few_as_the_merchant_says(fresh: Fresh) {
    use giano_api::catalog::Availability;
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("LAST", 1)]).await.unwrap();
    let shown = async |guest: &mut Browser| guest.get::<GetBasket>(&[]).await.unwrap().lines[0].shown.availability;
    assert_eq!(shown(&mut guest).await, Availability::Low { on_hand: 5 });
    shop.set("low_stock", json!(4)).await;
    assert_eq!(shown(&mut guest).await, Availability::InStock { on_hand: 5 });
}
