//! Every coupon that is used is counted against its limits, whatever it does and whatever else does the same; one that is not
//! needed is kept for another order.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, coupon, eur, placed};
use giano_api::Code;
use giano_api::basket::{AddCoupon, CouponBody, GetBasket};
use giano_api::checkout::{GetCheckout, SaveDraft};
use giano_commerce::pricing::CouponState;
use giano_commerce::promotion::{Effect, Promotion, Scope};
use std::collections::BTreeMap;

on_both!(
    of_two_free_deliveries_one_is_used_by_each_order,
    every_coupon_that_counts_is_counted_once,
    a_free_delivery_that_changes_nothing_is_not_counted,
    a_gift_is_promised_as_long_as_it_is_there,
);

fn free_delivery(code: &str, limit_total: Option<u32>, limit_per_customer: Option<u32>) -> Promotion {
    Promotion { effect: Effect::FreeShipping, ..coupon(code, "1", limit_total, limit_per_customer) }
}

async fn put(shop: &Shop, promotions: &[Promotion]) {
    for promotion in promotions {
        shop.store.put_promotion(promotion.coupon.as_deref().unwrap_or("open"), promotion).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
}

async fn give(browser: &mut Browser, codes: &[&str]) {
    for code in codes {
        browser.send_body::<AddCoupon>(&[], &CouponBody { code: (*code).to_owned() }).await.unwrap();
    }
}

/// How often each promotion was used, by its name, which is its code here; those that never were are left out.
async fn used(shop: &Shop) -> BTreeMap<String, u64> {
    let promotions = shop.store.load_promotions().await.unwrap().into_iter();
    promotions.filter(|record| record.used > 0).map(|record| (record.promotion.name.en, record.used)).collect()
}

fn once(codes: &[&str]) -> BTreeMap<String, u64> {
    codes.iter().map(|code| ((*code).to_owned(), 1)).collect()
}

async fn of_two_free_deliveries_one_is_used_by_each_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put(&shop, &[free_delivery("FREE1", Some(1), None), free_delivery("FREE2", Some(1), None)]).await;
    let mut orders = Vec::new();
    for guest in ["a@home.example", "b@home.example", "c@home.example"] {
        let mut guest = shop.guest_ready(&[("FEW", 1)], guest).await;
        give(&mut guest, &["FREE1", "FREE2"]).await;
        let body = guest.order_body("tok_success").await;
        assert_eq!(body.shown.total, eur("7.00"));
        let basket = guest.get::<GetCheckout>(&[]).await.unwrap().basket;
        let states: Vec<_> = basket.priced.coupons.iter().map(|coupon| &coupon.state).collect();
        assert_eq!(states, [&CouponState::Applied, &CouponState::NotBetter]);
        orders.push((guest, body));
    }
    let (guest, body) = &mut orders[0];
    placed(guest.place_as(body, "first").await.unwrap());
    assert_eq!(used(&shop).await, once(&["FREE1"]));
    // The second order has the other coupon, and with that both are used up.
    let (guest, body) = &mut orders[1];
    placed(guest.place_as(body, "second").await.unwrap());
    assert_eq!(used(&shop).await, once(&["FREE1", "FREE2"]));
    // The third is not free any more, which it is told before it is charged.
    let (guest, body) = &mut orders[2];
    assert_eq!(guest.place_as(body, "third").await.unwrap_err().code, Code::PriceMoved);
    let view = guest.get::<GetCheckout>(&[]).await.unwrap();
    assert_eq!(view.basket.priced.total, eur("12.90"), "delivery costs 5.90 again");
    assert_eq!(used(&shop).await, once(&["FREE1", "FREE2"]));
}

async fn every_coupon_that_counts_is_counted_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let few = shop.state.snapshot().by_sku(&"FEW".parse().unwrap()).unwrap().0;
    let few = shop.state.snapshot().products[few].product.id;
    let on_few = |code: &str, effect| Promotion {
        effect,
        scope: Scope::Products { products: vec![few] },
        ..coupon(code, "1", Some(9), None)
    };
    let half = "50".parse().unwrap();
    put(
        &shop,
        &[
            free_delivery("FREE1", Some(9), None),
            free_delivery("FREE2", Some(9), None),
            on_few("PIECE", Effect::FixedAmount { amount: eur("0.10") }),
            on_few("PAIR", Effect::BuyXGetY { buy: 1, get: 1, percent: half }),
            on_few("GIFT", Effect::Gift { sku: "MOKA-3".parse().unwrap() }),
            on_few("SET", Effect::Bundle { skus: vec!["FEW".parse().unwrap()], price: eur("5.00") }),
            // Takes off nothing, since the other gives more.
            on_few("DEARER", Effect::FixedPrice { price: eur("99.00") }),
        ],
    )
    .await;
    let mut guest = shop.guest_ready(&[("FEW", 2)], "g@home.example").await;
    give(&mut guest, &["FREE1", "FREE2", "PIECE", "PAIR", "TEN"]).await;
    let basket = guest.get::<GetCheckout>(&[]).await.unwrap().basket;
    let states = basket.priced.coupons.iter().map(|coupon| (coupon.code.as_str(), &coupon.state));
    let not_used: Vec<_> = states.filter(|(_, state)| **state != CouponState::Applied).collect();
    assert_eq!(not_used, [("FREE2", &CouponState::NotBetter)]);
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(used(&shop).await, once(&["FREE1", "PIECE", "PAIR", "TEN"]));
    guest.add(&[("FEW", 2)]).await.unwrap();
    give(&mut guest, &["GIFT", "SET", "DEARER"]).await;
    let basket = guest.get::<GetCheckout>(&[]).await.unwrap().basket;
    let counting = |code: &&str| {
        let state = |coupon: &&giano_commerce::pricing::CouponOutcome| coupon.code == *code;
        basket.priced.coupons.iter().find(state).unwrap().state == CouponState::Applied
    };
    assert_eq!(["GIFT", "SET", "DEARER"].iter().copied().filter(counting).collect::<Vec<_>>(), ["GIFT", "SET"]);
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(used(&shop).await, once(&["FREE1", "GIFT", "PAIR", "PIECE", "SET", "TEN"]));
}

async fn a_free_delivery_that_changes_nothing_is_not_counted(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let open = Promotion { coupon: None, ..free_delivery("OPEN", Some(9), None) };
    put(&shop, &[free_delivery("FREE1", Some(9), None), open]).await;
    // From 79 € on it is free by itself.
    let mut guest = shop.guest_ready(&[("MOKA-3", 3)], "g@home.example").await;
    give(&mut guest, &["FREE1"]).await;
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(used(&shop).await, BTreeMap::new());
    // Pick-up costs nothing either.
    guest.add(&[("FEW", 1)]).await.unwrap();
    give(&mut guest, &["FREE1"]).await;
    let mut draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    draft.delivery = "pickup".to_owned();
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(used(&shop).await, BTreeMap::new());
    // One that needs no code has its limit as well.
    guest.add(&[("FEW", 1)]).await.unwrap();
    let mut draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    draft.delivery = "standard".to_owned();
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    assert!(guest.get::<GetBasket>(&[]).await.unwrap().priced.coupons.is_empty());
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(used(&shop).await, once(&["OPEN"]));
}

async fn a_gift_is_promised_as_long_as_it_is_there(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let gift = Promotion {
        effect: Effect::Gift { sku: "LAST".parse().unwrap() },
        coupon: None,
        ..coupon("GIFT", "1", None, None)
    };
    put(&shop, &[gift]).await;
    let pieces = shop.on_hand("LAST").await;
    assert!(pieces > 0);
    for there in (0..=pieces).rev() {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], &format!("g{there}@home.example")).await;
        let promised = guest.get::<GetBasket>(&[]).await.unwrap().priced.gifts.len();
        assert_eq!(promised, usize::from(there > 0), "{there} are there");
        placed(guest.place("tok_success").await.unwrap());
    }
    assert_eq!(shop.on_hand("LAST").await, 0);
}
