//! Money that goes back: once, exactly what came in, tried until it is done or somebody sees to it.

use crate::database::Fresh;
use crate::moody::{Mood, Moody, SECRET};
use crate::payments::{signed_webhook, word};
use crate::shop::{Browser, Shop, by, placed};
use axum::http::StatusCode;
use futures::future::join_all;
use giano_api::checkout::PlacedOrder;
use giano_api::orders::{GetOrder, OrderKey, OrderView};
use giano_commerce::order::{CancelReason, PaymentEvent};
use giano_server::{AppState, Clock};
use giano_store::{JobFilter, OrderHead, OrderOwner, Store};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

on_both!(
    two_deliveries_at_the_same_moment_refund_once,
    a_refund_is_tried_again_until_it_is_done,
    an_answer_that_got_lost_gives_back_once,
    a_refund_that_was_given_up_is_seen_and_repeated,
    a_refund_whose_servers_stop_is_seen_and_repeated,
    what_the_provider_refuses_is_not_tried_again,
    a_cancelled_order_gives_back_exactly_what_came_in,
    what_was_only_authorised_is_let_go,
    a_refund_of_an_earlier_version_goes_on,
);

/// An hour, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

/// A shop with a provider in moods.
async fn open(fresh: Fresh) -> (Shop, Arc<Moody>) {
    Shop::open_moody(fresh, "test").await
}

async fn view(shop: &Shop, (number, key): &(String, String)) -> OrderView {
    let query = OrderKey { key: Some(key.clone()) };
    shop.guest().call_with::<GetOrder>(&[number], &query, None, &[]).await.unwrap()
}

async fn head(shop: &Shop, (number, key): &(String, String)) -> OrderHead {
    let owner = OrderOwner::Key(hex::encode(Sha256::digest(key.as_bytes())));
    shop.store.order(&number.parse().unwrap(), &owner).await.unwrap().unwrap().head
}

async fn jobs(shop: &Shop) {
    giano_server::run_jobs_now(&shop.state).await.unwrap();
}

/// An order that was paid and cancelled by the shop: order, payment.
async fn cancelled(shop: &Shop) -> ((String, String), String) {
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let order = placed(guest.place("tok_success").await.unwrap());
    let known = head(shop, &order).await;
    let done = shop.store.cancel_order(&by(), &known, CancelReason::ByShop, shop.state.clock.now()).await.unwrap();
    assert!(done);
    (order, known.parts.payments[0].id.clone())
}

fn paid_and_given_back(amount: &str) -> (String, String) {
    (amount.to_owned(), amount.to_owned())
}

/// An order whose payment was declined, though the provider charges it a little later: order and payment.
async fn lost(shop: &Shop, email: &str) -> ((String, String), String) {
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], email).await;
    let order = match guest.place("tok_late").await.unwrap() {
        PlacedOrder::Pending { order, key } => (order.number, key),
        other => panic!("not pending: {other:?}"),
    };
    let payment = head(shop, &order).await.parts.payments[0].id.clone();
    let settled = shop.store.settle_payment(&payment, PaymentEvent::Decline, shop.state.clock.now()).await.unwrap();
    assert!(settled.unwrap().moved);
    (order, payment)
}

async fn two_deliveries_at_the_same_moment_refund_once(fresh: Fresh) {
    let url = fresh.url.clone();
    let (shop, provider) = open(fresh).await;
    let store = Store::connect(&url).await.unwrap();
    let known = Arc::clone(&provider);
    let clock = Clock::Fixed(Arc::clone(&shop.time));
    let other = AppState::load_with(shop.state.settings.clone(), store, clock, |_| vec![known]).await.unwrap();
    let router = giano_server::router(Arc::clone(&other));
    for turn in 0..6 {
        let (order, payment) = lost(&shop, &format!("g{turn}@home.example")).await;
        shop.pass(10_000);
        let body = word(&payment, Some("35.90"));
        // The same delivery, four times at once, at two servers; and both look after their jobs at once.
        let deliveries = (0..4).map(|n| {
            let router = if n % 2 == 0 { shop.router.clone() } else { router.clone() };
            let request = signed_webhook(&body, SECRET, shop.state.clock.millis());
            tokio::spawn(async move { Browser { router, cookies: BTreeMap::new() }.send(request).await.status })
        });
        for status in join_all(deliveries).await {
            assert_eq!(status.unwrap(), StatusCode::NO_CONTENT);
        }
        let (here, there) = tokio::join!(giano_server::run_jobs_now(&shop.state), giano_server::run_jobs_now(&other));
        assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
        jobs(&shop).await;
        assert_eq!(provider.booked(&payment).await, paid_and_given_back("35.90"));
        let head = head(&shop, &order).await;
        assert_eq!((head.parts.refunds.len(), view(&shop, &order).await.state.as_str()), (1, "refunded"));
        assert_eq!(head.parts.payments[0].captured, head.parts.refunds[0].amount);
    }
    let asked = provider.seen("refund");
    let keys: std::collections::HashSet<&str> = asked.iter().map(|seen| seen.key.as_str()).collect();
    assert_eq!((asked.len(), keys.len()), (6, 6), "{asked:?}");
}

async fn a_refund_is_tried_again_until_it_is_done(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("refund", Some(Mood::Hangs));
    let (order, payment) = cancelled(&shop).await;
    for tries in 1..=5_u32 {
        jobs(&shop).await;
        let refund = head(&shop, &order).await.parts.refunds[0].clone();
        assert_eq!((refund.state.code(), refund.attempts), ("requested", tries));
        // Not before its time.
        jobs(&shop).await;
        assert_eq!(provider.seen("refund").len(), tries as usize);
        shop.pass(HOUR);
    }
    assert_eq!(view(&shop, &order).await.notes, ["refund_under_way"]);
    provider.takes("refund", None);
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("30.30"));
    let keys: std::collections::HashSet<String> = provider.seen("refund").into_iter().map(|seen| seen.key).collect();
    assert_eq!(keys.len(), 1, "asked under one key");
}

async fn an_answer_that_got_lost_gives_back_once(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("refund", Some(Mood::LosesAnswer));
    let (order, payment) = cancelled(&shop).await;
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "cancelled");
    provider.takes("refund", None);
    shop.pass(HOUR);
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("30.30"));
    assert_eq!(provider.seen("refund").len(), 2);
}

async fn a_refund_that_was_given_up_is_seen_and_repeated(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("refund", Some(Mood::Fails));
    let (order, payment) = cancelled(&shop).await;
    while shop.store.refunds_to_see_to(10).await.unwrap().is_empty() {
        jobs(&shop).await;
        shop.pass(12 * HOUR);
        assert!(provider.seen("refund").len() < 100, "it never ends");
    }
    let seen = &shop.store.refunds_to_see_to(10).await.unwrap()[0];
    assert_eq!(seen.order, order.0);
    let seen = &seen.refund;
    assert_eq!((seen.state.code(), &seen.payment), ("failed", &payment));
    assert_eq!(seen.last_error.as_deref(), Some("the payment provider does not answer"));
    // The buyer's money is still to come, and nobody asks any more by itself.
    assert_eq!(view(&shop, &order).await.notes, ["refund_under_way"]);
    let asked = provider.seen("refund").len();
    jobs(&shop).await;
    assert_eq!(provider.seen("refund").len(), asked);
    let dead = shop.store.jobs(JobFilter::Dead, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].kind.as_str()), (1, "refund_payment"));

    provider.takes("refund", None);
    assert!(shop.store.repeat_job(&by(), dead[0].id, shop.state.clock.millis()).await.unwrap());
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("30.30"));
    assert!(shop.store.refunds_to_see_to(10).await.unwrap().is_empty());
}

/// The servers that ran it stopped each time: what was never answered is not still on its way.
async fn a_refund_whose_servers_stop_is_seen_and_repeated(fresh: Fresh) {
    use sea_orm::{ConnectionTrait, Database};
    let url = fresh.url.clone();
    let (shop, provider) = open(fresh).await;
    let (order, payment) = cancelled(&shop).await;
    let db = Database::connect(&url).await.unwrap();
    let stopped = "UPDATE job SET state = 'running', worker = 'w', attempts = 24, leased_until = 1 \
                   WHERE kind = 'refund_payment'";
    assert_eq!(db.execute_unprepared(stopped).await.unwrap().rows_affected(), 1);
    db.close().await.unwrap();
    jobs(&shop).await;
    assert!(provider.seen("refund").is_empty(), "what stops servers is not run again");
    let seen = shop.store.refunds_to_see_to(10).await.unwrap();
    assert_eq!((seen.len(), seen[0].refund.state.code(), &seen[0].order), (1, "failed", &order.0));
    let dead = shop.store.jobs(JobFilter::Dead, 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].kind.as_str()), (1, "refund_payment"));
    assert!(shop.store.repeat_job(&by(), dead[0].id, shop.state.clock.millis()).await.unwrap());
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("30.30"));
}

async fn what_the_provider_refuses_is_not_tried_again(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("refund", Some(Mood::Refuses));
    cancelled(&shop).await;
    for _ in 0..3 {
        jobs(&shop).await;
        shop.pass(HOUR);
    }
    assert_eq!(provider.seen("refund").len(), 1);
    assert_eq!(shop.store.refunds_to_see_to(10).await.unwrap()[0].refund.state.code(), "failed");
}

async fn a_cancelled_order_gives_back_exactly_what_came_in(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let (order, payment) = cancelled(&shop).await;
    assert_eq!(shop.on_hand("LAST").await, 5);
    // Whoever cancels again, or hears of the payment again, gives nothing back a second time.
    let now = shop.state.clock.now();
    assert!(!shop.store.cancel_order(&by(), &head(&shop, &order).await, CancelReason::ByShop, now).await.unwrap());
    let again = shop.store.settle_payment(&payment, PaymentEvent::Capture, now).await.unwrap().unwrap();
    assert!(!again.moved);
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("30.30"));
    let asked = provider.seen("refund");
    assert_eq!((asked.len(), asked[0].amount.as_str()), (1, "30.30"));
    assert_eq!(asked[0].written, Some(("asked".to_owned(), 1)));
}

async fn what_was_only_authorised_is_let_go(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("capture", Some(Mood::Fails));
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let PlacedOrder::Pending { order, key } = guest.place("tok_success").await.unwrap() else { panic!("captured") };
    let order = (order.number, key);
    let known = head(&shop, &order).await;
    assert_eq!(known.parts.payments[0].state.code(), "authorised");
    provider.takes("void", Some(Mood::Fails));
    assert!(shop.store.cancel_order(&by(), &known, CancelReason::ByShop, shop.state.clock.now()).await.unwrap());
    jobs(&shop).await;
    provider.takes("void", None);
    provider.takes("capture", None);
    shop.pass(HOUR);
    jobs(&shop).await;
    let payment = &known.parts.payments[0].id;
    let status = shop.store.attempts(payment).await.unwrap();
    let voided = status.iter().find(|attempt| attempt.kind.code() == "void").unwrap();
    assert_eq!((voided.tries, voided.answer.as_deref()), (2, Some("voided")));
    assert_eq!(provider.booked(payment).await, ("0".to_owned(), "0".to_owned()));
    assert!(provider.seen("refund").is_empty());
    assert_eq!(view(&shop, &order).await.state, "cancelled");
}

/// An earlier version noted a refund and asked for it at once; where that failed, it stayed so.
async fn a_refund_of_an_earlier_version_goes_on(fresh: Fresh) {
    use sea_orm::{ConnectionTrait, Database};
    let url = fresh.url.clone();
    let (shop, provider) = open(fresh).await;
    let (order, payment) = lost(&shop, "g@home.example").await;
    shop.pass(10_000);
    let db = Database::connect(&url).await.unwrap();
    let id = head(&shop, &order).await.id;
    for statement in [
        format!("UPDATE payment_allocation SET captured_minor = amount_minor WHERE payment_id = '{payment}'"),
        format!(
            "INSERT INTO refund (payment_id, order_id, reason, amount_minor, currency, state, state_at, attempts) \
             VALUES ('{payment}', {id}, 'late', 3590, 'EUR', 'requested', 1, 0)"
        ),
    ] {
        assert_eq!(db.execute_unprepared(&statement).await.unwrap().rows_affected(), 1);
    }
    db.close().await.unwrap();
    jobs(&shop).await;
    assert_eq!(view(&shop, &order).await.state, "refunded");
    assert_eq!(provider.booked(&payment).await, paid_and_given_back("35.90"));
}
