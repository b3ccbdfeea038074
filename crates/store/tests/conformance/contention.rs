//! Commands that need the same rows at the same time.

use crate::database::Fresh;
use crate::orders::{Wanted, order_of, variant};
use futures::future::join_all;
use giano_commerce::locale::Text;
use giano_commerce::order::PaymentEvent;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_store::{ProductDraft, PromotionUse, Store};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

on_both!(restocks_and_checkouts_do_not_undo_each_other, promotions_given_back_and_used_up_at_once_hold);

const SKUS: [&str; 6] = ["FIVE", "ANT", "ZOO", "BEE", "YAK", "CAT"];

pub fn product(on_hand: u32) -> ProductDraft {
    ProductDraft {
        slug: "ark".to_owned(),
        name: Text::one("Ark"),
        summary: Text::default(),
        description_html: Text::default(),
        brand: None,
        categories: Vec::new(),
        options: Vec::new(),
        attributes: Vec::new(),
        media: Vec::new(),
        turntable: None,
        video: None,
        care_html: None,
        in_the_box: Vec::new(),
        dimensions: None,
        variants: SKUS.map(|sku| variant(sku, on_hand, false)).to_vec(),
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: 0,
    }
}

/// An order of one piece of each of these.
pub async fn order(store: &Store, name: &str, skus: &[&str]) -> Wanted {
    let lines: Vec<(&str, u32)> = skus.iter().map(|sku| (*sku, 1)).collect();
    order_of(store, name, &lines).await
}

async fn restocks_and_checkouts_do_not_undo_each_other(fresh: Fresh) {
    const ORDERS: usize = 200;
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    let mut orders = Vec::new();
    for n in 0..ORDERS {
        orders.push(order(&store, &format!("g{n}"), &SKUS).await);
    }
    let left = Arc::new(AtomicUsize::new(ORDERS));
    let restocks = {
        // As a command of its own does it, beside the servers.
        let (left, url) = (Arc::clone(&left), fresh.url.clone());
        tokio::spawn(async move {
            let store = Store::connect(&url).await.unwrap();
            let mut restocks = 0;
            while left.load(Ordering::SeqCst) > 0 {
                restocks += 1;
                store.upsert_product(&product(10_000 + restocks), 0).await.unwrap();
            }
            store.close().await;
            restocks
        })
    };
    let checkouts = orders.into_iter().map(|order| {
        let (store, left) = (store.clone(), Arc::clone(&left));
        tokio::spawn(async move {
            let placed = order.place(&store).await;
            left.fetch_sub(1, Ordering::SeqCst);
            placed
        })
    });
    let placed = join_all(checkouts).await;
    assert!(restocks.await.unwrap() > 0);
    for placed in placed {
        placed.unwrap().unwrap();
    }
}

fn twice() -> Promotion {
    Promotion {
        id: PromotionId(0),
        name: Text::one("Few"),
        description: Text::default(),
        effect: Effect::FreeShipping,
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: None,
        advertised: false,
        limit_total: Some(2),
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

async fn promotions_given_back_and_used_up_at_once_hold(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    for n in 0..4 {
        store.put_promotion(&format!("p{n}"), &twice()).await.unwrap();
    }
    let promotions: Vec<PromotionId> =
        store.load_promotions().await.unwrap().into_iter().map(|record| record.promotion.id).collect();
    let buyers = (0..24).map(|n: usize| {
        let (store, promotions) = (store.clone(), promotions.clone());
        tokio::spawn(async move {
            // Each uses some of them, overlapping with what others use, and in another order.
            let mut used = vec![promotions[n % 4], promotions[(n + 1 + n / 4 % 3) % 4]];
            used.dedup();
            for round in 0..6 {
                let name = format!("b{n} r{round}");
                let mut new = order(&store, &name, &SKUS[n % 6..=n % 6]).await;
                let customer = new.order.email_key.clone();
                let promotions = used.iter().map(|promotion| PromotionUse {
                    promotion: *promotion,
                    customer: customer.clone(),
                    limit_total: Some(2),
                    limit_per_customer: None,
                });
                new.taking.promotions = promotions.collect();
                if new.place(&store).await.is_ok() {
                    let payment = new.order.payment.id;
                    let declined = store.settle_payment(&payment, PaymentEvent::Decline, Timestamp::UNIX_EPOCH);
                    declined.await.unwrap().unwrap();
                }
            }
        })
    });
    for buyer in join_all(buyers).await {
        buyer.unwrap();
    }
    // Everything was given back.
    let left: Vec<u64> = store.load_promotions().await.unwrap().into_iter().map(|record| record.used).collect();
    assert_eq!(left, [0; 4]);
}
