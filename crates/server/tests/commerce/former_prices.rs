//! What is struck through beside a price: at home only what was really asked in the 30 days before.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, coupon, eur};
use giano_api::basket::GetBasket;
use giano_api::catalog::{ListProducts, ListQuery};
use giano_api::endpoint::Visit;
use giano_api::product::GetProduct;
use giano_commerce::promotion::{Promotion, Scope};
use giano_commerce::{Face, Money};

on_both!(at_home_it_is_the_lowest_price_of_the_thirty_days_before, for_business_it_is_the_price_without_the_promotion,);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// What card, product page and basket strike through beside which price, if they agree.
async fn struck(browser: &mut Browser, face: Face) -> (Money, Option<Money>) {
    let query = ListQuery { face: Some(face), q: "moka-3".to_owned(), ..ListQuery::default() };
    let list = browser.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap();
    let card = list.products.into_iter().find(|card| card.slug == "moka-3").unwrap();
    let visit = Visit { face: Some(face), ..Visit::default() };
    let page = browser.call_with::<GetProduct>(&["moka-3"], &visit, None, &[]).await.unwrap();
    assert_eq!((page.variants[0].price, page.variants[0].before), (card.price, card.before), "on the product's page");
    let basket = browser.get::<GetBasket>(&[]).await.unwrap();
    let line = &basket.priced.lines[0];
    assert_eq!((line.unit, line.before), (card.price, card.before), "in the basket");
    (card.price, card.before)
}

fn off(shop: &Shop, percent: &str) -> Promotion {
    let (product, _) = shop.state.snapshot().by_sku(&"MOKA-3".parse().unwrap()).unwrap();
    let products = vec![shop.state.snapshot().products[product].product.id];
    Promotion { scope: Scope::Products { products }, coupon: None, ..coupon("SALE", percent, None, None) }
}

async fn at_home_it_is_the_lowest_price_of_the_thirty_days_before(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let priced = async |price: &'static str, former: Option<&'static str>| {
        shop.change("moka-3", |draft| {
            draft.variants[0].home_price = eur(price);
            draft.variants[0].compare_at = former.map(eur);
        })
        .await;
        shop.state.refresh_catalog().await.unwrap();
    };
    // Nothing is known of before: the merchant's word stands.
    priced("30.00", Some("40.00")).await;
    assert_eq!(struck(&mut guest, Face::Home).await, (eur("30.00"), Some(eur("40.00"))));
    shop.pass(10 * DAY);
    priced("24.00", None).await;
    assert_eq!(struck(&mut guest, Face::Home).await, (eur("24.00"), None));
    shop.pass(5 * DAY);
    // It was 24.00 yesterday: 30.00 is no reduction, whatever the merchant says.
    priced("30.00", Some("40.00")).await;
    assert_eq!(struck(&mut guest, Face::Home).await, (eur("30.00"), None));
    shop.pass(20 * DAY);
    // Nor is 27.00.
    shop.store.put_promotion("sale", &off(&shop, "10")).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    assert_eq!(struck(&mut guest, Face::Home).await, (eur("27.00"), None));
    // But 21.00 is, beside 24.00, and stays so as long as it holds.
    shop.store.put_promotion("sale", &off(&shop, "30")).await.unwrap();
    shop.pass(1);
    shop.state.refresh_catalog().await.unwrap();
    for _ in 0..2 {
        assert_eq!(struck(&mut guest, Face::Home).await, (eur("21.00"), Some(eur("24.00"))));
        shop.pass(100 * DAY);
        guest = shop.guest();
        guest.add(&[("MOKA-3", 1)]).await.unwrap();
    }
    // After more than 30 days without it the next one is compared with 30.00, not with the merchant's 40.00.
    shop.store
        .put_promotion("sale", &Promotion { coupon: Some("LATER".to_owned()), ..off(&shop, "30") })
        .await
        .unwrap();
    shop.state.refresh_catalog().await.unwrap();
    shop.pass(31 * DAY);
    shop.store.put_promotion("sale", &off(&shop, "10")).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    assert_eq!(struck(&mut guest, Face::Home).await, (eur("27.00"), Some(eur("30.00"))));
}

async fn for_business_it_is_the_price_without_the_promotion(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    // Her contract is no reduction.
    assert_eq!(struck(&mut anna, Face::Business).await, (eur("15.00"), None));
    shop.store.put_promotion("sale", &off(&shop, "50")).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    assert_eq!(struck(&mut anna, Face::Business).await, (eur("10.00"), Some(eur("15.00"))));
}
