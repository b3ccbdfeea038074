//! What servers keep in memory is made anew as far as it has changed.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, coupon, eur};
use giano_api::basket::{AddCoupon, CouponBody};
use giano_api::catalog::{ListProducts, ListQuery, ProductList};
use giano_commerce::Face;
use giano_commerce::promotion::{Promotion, Scope};
use giano_server::AppState;
use std::sync::Arc;

on_both!(
    other_promotions_leave_the_catalogue_where_it_is,
    a_code_for_one_order_ends_without_the_catalogue_being_loaded
);

async fn lists(state: &Arc<AppState>) -> Vec<ProductList> {
    let mut browser =
        Browser { router: giano_server::router(Arc::clone(state)), cookies: std::collections::BTreeMap::new() };
    let mut lists = Vec::new();
    for face in [Face::Home, Face::Business] {
        let query = ListQuery { face: Some(face), ..ListQuery::default() };
        lists.push(browser.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap());
    }
    lists
}

/// Whether the products are the very ones, not others that are the same.
fn shares_the_catalogue(one: &AppState, before: &[Arc<giano_commerce::catalog::Product>]) -> bool {
    one.snapshot().products.iter().zip(before).all(|(entry, before)| Arc::ptr_eq(&entry.product, before))
}

fn products(state: &AppState) -> Vec<Arc<giano_commerce::catalog::Product>> {
    state.snapshot().products.iter().map(|entry| Arc::clone(&entry.product)).collect()
}

async fn other_promotions_leave_the_catalogue_where_it_is(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let before = products(&shop.state);
    let (product, variant) = shop.state.snapshot().by_sku(&"MOKA-3".parse().unwrap()).unwrap();
    let of = vec![shop.state.snapshot().products[product].product.id];
    let sale = Promotion { scope: Scope::Products { products: of }, coupon: None, ..coupon("SALE", "25", None, None) };
    let unreduced = lists(&shop.state).await;
    shop.pass(1);
    shop.store.put_promotion("sale", &sale).await.unwrap();
    assert!(shop.state.refresh_catalog().await.unwrap());
    assert!(shares_the_catalogue(&shop.state, &before));
    let reduced = lists(&shop.state).await;
    assert_ne!(reduced, unreduced);

    // A server that loads all of it says the same, former prices included.
    let whole =
        AppState::load(shop.state.settings.clone(), shop.store.clone(), shop.state.clock.clone()).await.unwrap();
    assert_eq!(lists(&whole).await, reduced);

    // What is sold is counted in what both share.
    let held = shop.state.snapshot();
    let had = held.products[product].on_hand(variant);
    shop.guest_ready(&[("MOKA-3", 1)], "guest@home.example").await.place("tok_success").await.unwrap();
    assert_eq!(held.products[product].on_hand(variant), had - 1);

    // A promotion that ends by being taken away, beside a product that changes: all is loaded, and is right.
    shop.store.put_promotion("sale", &Promotion { coupon: Some("LATER".to_owned()), ..sale }).await.unwrap();
    shop.change("moka-3", |draft| draft.variants[0].home_price = eur("31.00")).await;
    assert!(!shares_the_catalogue(&shop.state, &before));
    let whole =
        AppState::load(shop.state.settings.clone(), shop.store.clone(), shop.state.clock.clone()).await.unwrap();
    assert_eq!(lists(&whole).await, lists(&shop.state).await);
}

async fn a_code_for_one_order_ends_without_the_catalogue_being_loaded(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.store.put_promotion("once", &coupon("ONCE", "10", Some(1), None)).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let before = products(&shop.state);
    let known = |state: &AppState| state.snapshot().promotions.iter().any(|p| p.coupon.as_deref() == Some("ONCE"));
    assert!(known(&shop.state));
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "guest@home.example").await;
    guest.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
    guest.place("tok_success").await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    assert!(!known(&shop.state), "its only use is made");
    assert!(shares_the_catalogue(&shop.state, &before));
}
