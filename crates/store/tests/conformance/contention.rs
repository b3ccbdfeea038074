//! Commands that need the same rows at the same time. What keeps the one order of locks is never undone for another, so that
//! here nothing is tried again: a retry would hide that the order was broken.

use crate::database::Fresh;
use crate::orders::{Wanted, key, order_of, variant};
use crate::people::by;
use futures::future::join_all;
use giano_commerce::locale::Text;
use giano_commerce::order::{CancelReason, PaymentEvent};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_store::{OrderOwner, ProductDraft, PromotionUse, Store};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

on_both!(
    restocks_and_checkouts_do_not_undo_each_other,
    orders_in_every_order_do_not_undo_each_other,
    promotions_given_back_and_used_up_at_once_hold,
    orders_cancelled_and_paid_at_once_do_not_undo_each_other,
);

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

/// One less is left when it goes, also where its order failed: else whoever waits for the last one waits for ever.
struct OneOf(Arc<AtomicUsize>);

impl Drop for OneOf {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What is on hand of each SKU.
async fn on_hand(store: &Store) -> Vec<u32> {
    store.load_catalog().await.unwrap().products[0].variants.iter().map(|variant| variant.stock.on_hand).collect()
}

async fn restocks_and_checkouts_do_not_undo_each_other(fresh: Fresh) {
    const ORDERS: usize = 200;
    // As many at once as find a connection before long, also on a machine that has other things to do.
    const AT_ONCE: usize = 12;
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    let turns = Arc::new(Semaphore::new(AT_ONCE));
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
            let contended = store.times_contended();
            store.close().await;
            (restocks, contended)
        })
    };
    let checkouts = orders.into_iter().map(|order| {
        let (store, left, turns) = (store.clone(), OneOf(Arc::clone(&left)), Arc::clone(&turns));
        tokio::spawn(async move {
            let _turn = turns.acquire().await;
            let _left = left;
            order.place(&store).await
        })
    });
    let placed = join_all(checkouts).await;
    let (restocks, contended) = restocks.await.unwrap();
    assert!(restocks > 0);
    for placed in placed {
        placed.unwrap().unwrap();
    }
    assert_eq!((contended, store.times_contended()), (0, 0), "one was undone for the other");
    // The last count, less one piece for each order.
    assert_eq!(on_hand(&store).await, [10_000 + restocks - 200; SKUS.len()]);
}

/// Orders of many articles, whose lines come in any order, and that are given up again at once.
async fn orders_in_every_order_do_not_undo_each_other(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    let buyers = (0..12).map(|n: usize| {
        let store = store.clone();
        tokio::spawn(async move {
            for round in 0..6 {
                let mut skus = SKUS;
                skus.rotate_left((n + round) % SKUS.len());
                if n.is_multiple_of(2) {
                    skus.reverse();
                }
                let new = order(&store, &format!("b{n} r{round}"), &skus).await;
                new.place(&store).await.unwrap();
                if round % 2 == 0 {
                    let declined =
                        store.settle_payment(&new.order.payment.id, PaymentEvent::Decline, Timestamp::UNIX_EPOCH);
                    declined.await.unwrap().unwrap();
                }
            }
        })
    });
    for buyer in join_all(buyers).await {
        buyer.unwrap();
    }
    assert_eq!(store.times_contended(), 0, "one was undone for the other");
    // Of the six orders of each buyer three were given up.
    assert_eq!(on_hand(&store).await, [10_000 - 12 * 3; SKUS.len()]);
}

/// As often as it may be used: less often than it is wanted at once, and often enough that many give it back at once.
const USES: u32 = 6;

fn few() -> Promotion {
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
        limit_total: Some(USES),
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

async fn promotions_given_back_and_used_up_at_once_hold(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    for n in 0..4 {
        store.put_promotion(&format!("p{n}"), &few()).await.unwrap();
    }
    let promotions: Vec<PromotionId> =
        store.load_promotions().await.unwrap().into_iter().map(|record| record.promotion.id).collect();
    let buyers = (0..12).map(|n: usize| {
        let (store, promotions) = (store.clone(), promotions.clone());
        tokio::spawn(async move {
            // Each uses three of the four, in another order than others.
            let mut used = promotions.clone();
            used.rotate_left(n % 4);
            used.truncate(3);
            if n.is_multiple_of(2) {
                used.reverse();
            }
            for round in 0..3 {
                let name = format!("b{n} r{round}");
                let mut new = order(&store, &name, &SKUS[n % 6..=n % 6]).await;
                let customer = new.order.email_key.clone();
                let promotions = used.iter().map(|promotion| PromotionUse {
                    promotion: *promotion,
                    customer: customer.clone(),
                    limit_total: Some(USES),
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
    assert_eq!(on_hand(&store).await, [10_000; SKUS.len()]);
    assert_eq!(store.times_contended(), 0, "one was undone for the other");
}

/// The shop cancels an order in the moment in which its money comes: both change the order and its payment.
async fn orders_cancelled_and_paid_at_once_do_not_undo_each_other(fresh: Fresh) {
    let store = fresh.store;
    store.upsert_product(&product(10_000), 0).await.unwrap();
    // So few at once that all find a connection before long, also on a machine that has other things to do.
    let turns = Arc::new(Semaphore::new(4));
    let orders = (0..12).map(|n| {
        let (store, turns) = (store.clone(), Arc::clone(&turns));
        tokio::spawn(async move {
            let _turn = turns.acquire().await;
            let wanted = order(&store, &format!("b{n}"), &SKUS[n % 6..=n % 6]).await;
            let placed = wanted.place(&store).await.unwrap();
            let owner = OrderOwner::Key(key(&placed.number));
            let known = store.order(&placed.number, &owner).await.unwrap().unwrap().head;
            let payment = wanted.order.payment.id;
            let by = by();
            let (cancelled, paid) = tokio::join!(
                store.cancel_order(&by, &known, CancelReason::ByShop, Timestamp::UNIX_EPOCH),
                store.settle_payment(&payment, PaymentEvent::Capture, Timestamp::UNIX_EPOCH),
            );
            // Who came first decides: what was cancelled gives back what came, and what was paid is not cancelled unseen.
            let (cancelled, now) =
                (cancelled.unwrap(), store.order(&placed.number, &owner).await.unwrap().unwrap().head);
            paid.unwrap().unwrap();
            assert_eq!((now.cancelled().is_some(), now.parts.refunds.len()), (cancelled, usize::from(cancelled)));
            assert_eq!(now.parts.payments[0].captured, now.total);
        })
    });
    for order in join_all(orders).await {
        order.unwrap();
    }
    assert_eq!(store.times_contended(), 0, "one was undone for the other");
}
