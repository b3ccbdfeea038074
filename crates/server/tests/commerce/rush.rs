//! Many at once: limits hold, and one click is one order.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, eur};
use futures::future::join_all;
use giano_api::basket::{AddCoupon, CouponBody, GetBasket};
use giano_api::checkout::{GetCheckout, PlaceOrderBody, PlacedOrder};
use giano_api::orders::ListOrders;
use giano_api::{Code, Problem};

on_both!(
    twenty_want_the_last_five,
    a_double_click_is_one_order,
    two_tabs_order_one_basket_once,
    a_coupon_for_three_serves_three,
    two_orders_do_not_share_one_credit,
    adding_at_once_loses_nothing,
);

/// Places all orders at once.
async fn all_at_once(orders: Vec<(Browser, PlaceOrderBody, String)>) -> Vec<Result<PlacedOrder, Problem>> {
    let tasks = orders
        .into_iter()
        .map(|(mut browser, body, key)| tokio::spawn(async move { browser.place_as(&body, &key).await }));
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

fn refusals(answers: &[Result<PlacedOrder, Problem>]) -> Vec<Code> {
    answers.iter().filter_map(|answer| answer.as_ref().err().map(|problem| problem.code)).collect()
}

async fn twenty_want_the_last_five(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut orders = Vec::new();
    for n in 0..20 {
        let mut guest = shop.guest_ready(&[("LAST", 1)], &format!("g{n}@home.example")).await;
        let body = guest.order_body("tok_success").await;
        orders.push((guest, body, format!("rush {n}")));
    }
    let answers = all_at_once(orders).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 5);
    assert!(refusals(&answers).iter().all(|code| *code == Code::OutOfStock), "{answers:?}");
    assert_eq!(shop.on_hand("LAST").await, 0);
}

async fn a_double_click_is_one_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    let clicks = (0..6).map(|_| (guest.clone(), body.clone(), "click".to_owned())).collect();
    // A click that comes while the bank is still being asked waits for a second, and is then told that the order is there.
    let number = |answer: Result<PlacedOrder, Problem>| match answer.unwrap() {
        PlacedOrder::Placed { order, .. } | PlacedOrder::Pending { order, .. } => order.number,
        PlacedOrder::Challenge { .. } => panic!("the bank does not ask this card's owner"),
    };
    let mut numbers: Vec<String> = all_at_once(clicks).await.into_iter().map(number).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 1);
    assert_eq!(shop.on_hand("LAST").await, 3);
}

async fn two_tabs_order_one_basket_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    let tabs = (0..4).map(|tab| (guest.clone(), body.clone(), format!("tab {tab}"))).collect();
    let answers = all_at_once(tabs).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let expected = |code: &Code| matches!(code, Code::BasketChanged | Code::BasketEmpty);
    assert!(refusals(&answers).iter().all(expected), "{answers:?}");
    assert_eq!(shop.on_hand("LAST").await, 3);
}

async fn a_coupon_for_three_serves_three(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut orders = Vec::new();
    for n in 0..8 {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], &format!("g{n}@home.example")).await;
        guest.send_body::<AddCoupon>(&[], &CouponBody { code: "THREE".to_owned() }).await.unwrap();
        let body = guest.order_body("tok_success").await;
        orders.push((guest, body, format!("coupon {n}")));
    }
    let answers = all_at_once(orders).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    let expected = |code: &Code| matches!(code, Code::PromotionUsedUp | Code::PriceMoved);
    assert!(refusals(&answers).iter().all(expected), "{answers:?}");
    assert_eq!(shop.on_hand("MOKA-3").await, 97);
    // Whoever comes later sees at once that it is used up.
    let mut late = shop.guest_ready(&[("MOKA-3", 1)], "late@home.example").await;
    let refused = late.send_body::<AddCoupon>(&[], &CouponBody { code: "THREE".to_owned() }).await.unwrap_err();
    assert_eq!(refused.code, Code::UnknownCoupon);
}

async fn two_orders_do_not_share_one_credit(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // Each order takes 111.63 of a credit of 150.
    let mut administrator = shop.signed_in("anna@bar.example").await;
    let mut buyer = shop.second_buyer("bruno@bar.example", "Bar Centrale").await;
    let mut orders = Vec::new();
    for (n, browser) in [&mut administrator, &mut buyer].into_iter().enumerate() {
        browser.add(&[("GRINDER", 1)]).await.unwrap();
        let body = browser.order_body("").await;
        assert_eq!(body.shown.total, eur("111.63"));
        orders.push((browser.clone(), body, format!("credit {n}")));
    }
    let answers = all_at_once(orders).await;
    assert_eq!(refusals(&answers), [Code::CreditExceeded], "{answers:?}");
    assert_eq!(administrator.get::<GetCheckout>(&[]).await.unwrap().credit_left, Some(eur("38.37")));
    assert_eq!(administrator.get::<ListOrders>(&[]).await.unwrap().orders.len(), 1);
    assert_eq!(shop.on_hand("GRINDER").await, 99);
}

async fn adding_at_once_loses_nothing(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let tabs = (0..12).map(|_| {
        let mut tab = guest.clone();
        tokio::spawn(async move { tab.add(&[("MOKA-3", 1), ("LATER", 1)]).await.unwrap() })
    });
    join_all(tabs).await.into_iter().for_each(|answer| drop(answer.unwrap()));
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    let mut lines: Vec<_> =
        basket.lines.iter().map(|line| (line.input.item.sku.as_str(), line.input.quantity.get())).collect();
    lines.sort_unstable();
    assert_eq!((lines, basket.version), (vec![("LATER", 12), ("MOKA-3", 13)], 13));
}
