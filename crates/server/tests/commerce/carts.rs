//! Coupons given in two tabs at once, what is saved for later, and long baskets.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, placed};
use giano_api::Code;
use giano_api::basket::{AddCoupon, ChangeLine, ChangeLineBody, CouponBody, GetBasket};
use giano_api::orders::{GetOrder, OrderKey};
use giano_api::price::{PriceBody, PriceLine, PriceLines};
use giano_commerce::company::CompanyState;
use giano_commerce::{Face, Quantity};
use giano_store::ProductDraft;

on_both!(
    tabs_that_give_coupons_at_once_lose_none,
    what_is_saved_has_a_limit_and_comes_back_only_where_there_is_room,
    ten_thousand_lines_go_through_basket_checkout_and_order,
);

/// Puts so many articles into the shop: `S0`, `S1` and so on, a hundred to a product.
async fn stock(shop: &Shop, articles: usize) {
    let known = shop.store.product_draft("moka-3").await.unwrap().unwrap();
    let variant = known.variants[0].clone();
    for first in (0..articles).step_by(100) {
        let variants = (first..articles.min(first + 100)).map(|number| {
            let mut variant = variant.clone();
            variant.sku = format!("S{number}").parse().unwrap();
            variant
        });
        let draft = ProductDraft { slug: format!("s-{first}"), variants: variants.collect(), ..known.clone() };
        shop.store.upsert_product(&draft, 0).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
}

async fn add(browser: &mut Browser, from: usize, to: usize) -> Result<(), Code> {
    let skus: Vec<String> = (from..to).map(|number| format!("S{number}")).collect();
    let lines: Vec<(&str, u32)> = skus.iter().map(|sku| (sku.as_str(), 2)).collect();
    browser.add(&lines).await.map(drop).map_err(|problem| problem.code)
}

async fn save(browser: &mut Browser, line: i64, saved: bool) -> Result<(), Code> {
    let body = ChangeLineBody { quantity: None, saved: Some(saved) };
    let done = browser.send_body::<ChangeLine>(&[&line.to_string()], &body).await;
    done.map(drop).map_err(|problem| problem.code)
}

async fn tabs_that_give_coupons_at_once_lose_none(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let codes = ["TAB1", "TAB2", "TAB3", "TAB4"];
    for code in codes {
        shop.store.put_promotion(code, &crate::shop::coupon(code, "1", None, None)).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
    for round in 0..5 {
        let mut guest = shop.guest();
        guest.add(&[("MOKA-3", 1)]).await.unwrap();
        let tabs = codes.map(|code| {
            let mut tab = guest.clone();
            tokio::spawn(async move {
                tab.send_body::<AddCoupon>(&[], &CouponBody { code: code.to_owned() }).await.unwrap();
            })
        });
        for tab in tabs {
            tab.await.unwrap();
        }
        let mut given = guest.get::<GetBasket>(&[]).await.unwrap().context.coupons;
        given.sort();
        assert_eq!(given, codes, "round {round}");
    }
}

async fn what_is_saved_has_a_limit_and_comes_back_only_where_there_is_room(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    stock(&shop, 1001).await;
    let mut guest = shop.guest();
    add(&mut guest, 0, 1000).await.unwrap();
    let line = guest.get::<GetBasket>(&[]).await.unwrap().lines[0].input.id;
    save(&mut guest, line, true).await.unwrap();
    add(&mut guest, 1000, 1001).await.unwrap();
    assert_eq!(save(&mut guest, line, false).await, Err(Code::BasketFull));
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!((basket.lines.len(), basket.saved.len()), (1000, 1), "it stays where it was");
}

async fn ten_thousand_lines_go_through_basket_checkout_and_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    stock(&shop, 10_001).await;
    shop.company("Bar Centrale", CompanyState::Active, "1000000.00").await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    add(&mut anna, 0, 5_000).await.unwrap();
    add(&mut anna, 5_000, 10_000).await.unwrap();
    assert_eq!(add(&mut anna, 10_000, 10_001).await, Err(Code::BasketFull));
    // All of them again.
    add(&mut anna, 0, 10_000).await.unwrap();
    let basket = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(basket.lines.len(), 10_000);
    assert!(basket.lines.iter().all(|line| line.input.quantity.get() == 4));
    let lines = basket
        .lines
        .iter()
        .map(|line| PriceLine { sku: line.input.item.sku.clone(), quantity: Quantity::new(4).unwrap() });
    let body = PriceBody {
        lines: lines.collect(),
        face: Some(Face::Business),
        country: None,
        term: Some(basket.context.term.as_ref().unwrap().code.clone()),
        coupons: Vec::new(),
    };
    let priced = anna.send_body::<PriceLines>(&[], &body).await.unwrap();
    assert_eq!(priced.basket.goods, basket.priced.goods);
    let body = anna.order_body("").await;
    let (number, key) = placed(anna.place_as(&body, "ten thousand").await.unwrap());
    let order = anna.call_with::<GetOrder>(&[&number], &OrderKey { key: Some(key) }, None, &[]).await.unwrap();
    assert_eq!(order.priced.lines.len(), 10_000);
    assert!(anna.get::<GetBasket>(&[]).await.unwrap().lines.is_empty());
}
