//! What payments come to.

use crate::database::Fresh;
use crate::shop::{Browser, Raw, Shop, eur, placed};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use giano_api::basket::{AddCoupon, CouponBody, GetBasket};
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PaymentMethod, PlacedOrder, SaveDraft};
use giano_api::orders::{GetOrder, ListOrders, OrderKey, OrderView};
use giano_api::{Code, Problem};
use giano_commerce::order::{CancelReason, PaymentEvent};
use hmac::{Hmac, Mac};
use jiff::civil::date;
use sha2::Sha256;

on_both!(
    a_declined_card_gives_everything_back,
    a_challenge_is_answered,
    a_refused_challenge_gives_everything_back,
    a_challenge_nobody_answers_expires,
    a_timeout_is_settled_once,
    a_late_webhook_settles_and_says_it_once,
    a_part_of_the_money_is_not_all_of_it,
    money_for_a_lost_order_goes_back,
    a_forged_webhook_does_nothing,
    the_same_key_gives_the_same_answer,
    a_transfer_is_waited_for_and_then_given_up,
    a_transfer_that_came_keeps_the_order,
    a_payment_without_a_provider_opens_no_order,
);

const HALF_AN_HOUR: i64 = 30 * 60 * 1000;

async fn state_of(shop: &Shop, number: &str, key: &str) -> String {
    let query = OrderKey { key: Some(key.to_owned()) };
    shop.guest().call_with::<GetOrder>(&[number], &query, None, &[]).await.unwrap().state
}

async fn answer(browser: &mut Browser, payment: &str, approve: bool) -> Result<PlacedOrder, Problem> {
    browser.send_body::<AnswerChallenge>(&[payment], &ChallengeBody { approve }).await
}

/// Number, key and payment of an order whose bank asks.
async fn challenged(browser: &mut Browser) -> (String, String, String) {
    match browser.place("tok_challenge").await.unwrap() {
        PlacedOrder::Challenge { payment, number, key } => (number, key, payment),
        other => panic!("no challenge: {other:?}"),
    }
}

/// Number and key of an order that waits for the provider, and its payment.
pub async fn pending(shop: &Shop, browser: &mut Browser, card: &str) -> (String, String, String) {
    let (number, key) = match browser.place(card).await.unwrap() {
        PlacedOrder::Pending { order, key } => (order.number, key),
        other => panic!("not pending: {other:?}"),
    };
    let open = shop.store.payment_ids_in("pending", i64::MAX).await.unwrap();
    (number, key, open.last().unwrap().clone())
}

/// The test provider's word that a payment was charged, or declined.
pub fn word(payment: &str, charged: Option<&str>) -> String {
    match charged {
        Some(amount) => {
            format!(r#"{{"payment":"{payment}","charge":"captured","amount":"{amount}","currency":"EUR"}}"#)
        }
        None => format!(r#"{{"payment":"{payment}","charge":"declined"}}"#),
    }
}

/// The same, signed at a moment (milliseconds since 1970).
pub fn signed_webhook(body: &str, secret: &str, at: i64) -> Request<Body> {
    let seconds = at / 1000;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    Request::builder()
        .method("POST")
        .uri("/api/payments/test/webhook")
        // The provider is another site by nature.
        .header("sec-fetch-site", "cross-site")
        .header("giano-signature", format!("t={seconds},v1={signature}"))
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// Sends the provider's word: two of the last pieces were charged, or declined.
async fn webhook(shop: &Shop, payment: &str, charged: bool, secret: &str) -> Raw {
    let body = word(payment, charged.then_some("30.30"));
    shop.guest().send(signed_webhook(&body, secret, shop.state.clock.millis())).await
}

pub async fn secret(shop: &Shop) -> String {
    shop.store.setting("secret").await.unwrap().unwrap()
}

async fn a_declined_card_gives_everything_back(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 3), ("MOKA-3", 1)], "g@home.example").await;
    guest.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
    let before = guest.get::<GetBasket>(&[]).await.unwrap();
    let problem = guest.place("tok_declined").await.unwrap_err();
    assert_eq!(problem.code, Code::PaymentDeclined);
    assert_eq!((shop.on_hand("LAST").await, shop.on_hand("MOKA-3").await), (5, 100));
    let after = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(after.priced.total, before.priced.total);
    assert!(after.version > before.version && after.issues.is_empty());
    let (number, key) = placed(guest.place("tok_success").await.unwrap());
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
    assert_eq!(shop.on_hand("LAST").await, 2);
}

async fn a_challenge_is_answered(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 5)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    // The stock is held meanwhile.
    assert_eq!(shop.guest().add(&[("LAST", 1)]).await.unwrap_err().code, Code::OutOfStock);
    assert_eq!(placed(answer(&mut guest, &payment, true).await.unwrap()), (number.clone(), key.clone()));
    // Answering again, even otherwise, changes nothing.
    assert_eq!(placed(answer(&mut guest, &payment, false).await.unwrap()), (number.clone(), key.clone()));
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
    assert_eq!(answer(&mut guest, "nothing", true).await.unwrap_err().code, Code::NotFound);
}

async fn a_refused_challenge_gives_everything_back(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 5)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    assert_eq!(answer(&mut guest, &payment, false).await.unwrap_err().code, Code::PaymentDeclined);
    assert_eq!(answer(&mut guest, &payment, true).await.unwrap_err().code, Code::PaymentDeclined);
    assert_eq!((shop.on_hand("LAST").await, state_of(&shop, &number, &key).await.as_str()), (5, "cancelled"));
    assert_eq!(guest.get::<GetBasket>(&[]).await.unwrap().lines.len(), 1);
}

async fn a_challenge_nobody_answers_expires(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 5)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    shop.pass(HALF_AN_HOUR - 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    // What is put into the basket meanwhile stays when the rest comes back.
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    shop.pass(2000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!((shop.on_hand("LAST").await, state_of(&shop, &number, &key).await.as_str()), (5, "cancelled"));
    assert_eq!(guest.get::<GetBasket>(&[]).await.unwrap().lines.len(), 2);
    assert_eq!(answer(&mut guest, &payment, true).await.unwrap_err().code, Code::PaymentDeclined);
}

async fn a_timeout_is_settled_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, _) = pending(&shop, &mut guest, "tok_timeout").await;
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    shop.pass(10_000);
    for _ in 0..2 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        assert_eq!(state_of(&shop, &number, &key).await, "paid");
    }
    assert_eq!(shop.on_hand("LAST").await, 3);
}

async fn a_late_webhook_settles_and_says_it_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let secret = secret(&shop).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = pending(&shop, &mut guest, "tok_late").await;
    for _ in 0..2 {
        assert_eq!(webhook(&shop, &payment, true, &secret).await.status, StatusCode::NO_CONTENT);
        assert_eq!(state_of(&shop, &number, &key).await, "paid");
    }
    // A word to the contrary comes too late.
    assert_eq!(webhook(&shop, &payment, false, &secret).await.status, StatusCode::NO_CONTENT);
    assert_eq!((shop.on_hand("LAST").await, state_of(&shop, &number, &key).await.as_str()), (3, "paid"));
}

async fn a_part_of_the_money_is_not_all_of_it(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let secret = secret(&shop).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = pending(&shop, &mut guest, "tok_late").await;
    let tell = async |amount: &str, currency: &str, capture: &str| {
        let body = format!(
            r#"{{"payment":"{payment}","charge":"captured","amount":"{amount}","currency":"{currency}"{capture}}}"#
        );
        shop.guest().send(signed_webhook(&body, &secret, shop.state.clock.millis())).await.status
    };
    assert_eq!(tell("0.01", "EUR", "").await, StatusCode::NO_CONTENT);
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    // As much in another currency is not that money: nobody takes it for what was asked.
    assert_eq!(tell("30.30", "JPY", "").await, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    // The cent by its name is the same cent, and the rest comes by itself.
    assert_eq!(tell("0.01", "EUR", r#","capture":"first""#).await, StatusCode::NO_CONTENT);
    assert_eq!(tell("30.28", "EUR", r#","capture":"second""#).await, StatusCode::NO_CONTENT);
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    assert_eq!(shop.store.payment(&payment).await.unwrap().unwrap().state.code(), "pending");
    for _ in 0..2 {
        assert_eq!(tell("0.01", "EUR", r#","capture":"third""#).await, StatusCode::NO_CONTENT);
        assert_eq!(state_of(&shop, &number, &key).await, "paid");
    }
    assert_eq!(shop.store.payment(&payment).await.unwrap().unwrap().state.code(), "captured");
}

async fn money_for_a_lost_order_goes_back(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let secret = secret(&shop).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = pending(&shop, &mut guest, "tok_late").await;
    webhook(&shop, &payment, false, &secret).await;
    assert_eq!((shop.on_hand("LAST").await, state_of(&shop, &number, &key).await.as_str()), (5, "cancelled"));
    shop.pass(10_000);
    for _ in 0..2 {
        assert_eq!(webhook(&shop, &payment, true, &secret).await.status, StatusCode::NO_CONTENT);
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        assert_eq!((shop.on_hand("LAST").await, state_of(&shop, &number, &key).await.as_str()), (5, "refunded"));
    }
}

async fn a_forged_webhook_does_nothing(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = pending(&shop, &mut guest, "tok_late").await;
    assert_eq!(webhook(&shop, &payment, true, "another secret").await.status, StatusCode::FORBIDDEN);
    let unsigned = Request::post("/api/payments/test/webhook").body(Body::from("{}")).unwrap();
    assert_eq!(shop.guest().send(unsigned).await.status, StatusCode::FORBIDDEN);
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
}

async fn the_same_key_gives_the_same_answer(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    let first = guest.place_as(&body, "one").await.unwrap();
    assert_eq!(guest.place_as(&body, "one").await.unwrap(), first);
    shop.pass(24 * 60 * 60 * 1000);
    assert_eq!(guest.place_as(&body, "one").await.unwrap(), first);
    assert_eq!(shop.on_hand("MOKA-3").await, 99);
    let mut other = body.clone();
    other.shown.total = eur("1.00");
    assert_eq!(guest.place_as(&other, "one").await.unwrap_err().code, Code::IdempotencyMismatch);
    // Somebody else's key is another key.
    let mut other = shop.guest_ready(&[("MOKA-3", 1)], "o@home.example").await;
    let own = other.order_body("tok_success").await;
    let (number, _) = placed(other.place_as(&own, "one").await.unwrap());
    assert_ne!(number, placed(first).0);
    // A declined card was an attempt: the same click again gives the same answer.
    other.add(&[("MOKA-3", 1)]).await.unwrap();
    let declined = other.order_body("tok_declined").await;
    assert_eq!(other.place_as(&declined, "two").await.unwrap_err().code, Code::PaymentDeclined);
    assert_eq!(other.place_as(&declined, "two").await.unwrap_err().code, Code::PaymentDeclined);
}

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Anna's order by bank transfer: its number, as the answer to placing it says.
async fn by_transfer(anna: &mut Browser) -> OrderView {
    anna.add(&[("LAST", 3)]).await.unwrap();
    anna.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    match anna.place("").await.unwrap() {
        PlacedOrder::Placed { order, .. } => *order,
        other => panic!("not placed: {other:?}"),
    }
}

async fn a_transfer_is_waited_for_and_then_given_up(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    let order = by_transfer(&mut anna).await;
    // Ordered on Monday, 23 November 2026.
    assert_eq!((order.state.as_str(), order.pay_by), ("awaiting_payment", Some(date(2026, 12, 7))));
    assert_eq!(order.cancelled, None);
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    // Who pays on the last day has kept to it, and banks take their time: two working days more, of which the 8th is none,
    // to the last minute in the shop's own time, which is an hour ahead of UTC.
    let almost_midnight = (12 * 60 + 59) * 60 * 1000;
    shop.pass(17 * DAY + almost_midnight);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("LAST").await, 2);
    shop.pass(60 * 1000);
    for _ in 0..2 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    assert_eq!(shop.on_hand("LAST").await, 5);
    let mut anna = shop.signed_in("anna@bar.example").await;
    let query = OrderKey::default();
    let given_up = anna.call_with::<GetOrder>(&[&order.number], &query, None, &[]).await.unwrap();
    assert_eq!((given_up.state.as_str(), given_up.cancelled), ("cancelled", Some(CancelReason::TransferOverdue)));
    // It stays among the buyer's orders, who had a confirmation of it; the basket is as the buyer left it; the coupon can
    // be used again.
    assert_eq!(anna.get::<ListOrders>(&[]).await.unwrap().orders[0].state, "cancelled");
    let basket = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(basket.lines.iter().map(|line| line.input.item.sku.as_str()).collect::<Vec<_>>(), ["MOKA-3"]);
    assert!(basket.context.coupons.is_empty());
    anna.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
}

async fn a_transfer_that_came_keeps_the_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    let number = by_transfer(&mut anna).await.number;
    let person = shop.store.person_by_email(&"anna@bar.example".parse().unwrap()).await.unwrap().unwrap();
    let company = shop.store.memberships(person.id).await.unwrap()[0].company;
    let owner = giano_store::OrderOwner::Person { person: person.id, at_home: false, company: Some(company) };
    let order = shop.store.order(&number.parse().unwrap(), &owner).await.unwrap().unwrap();
    let transfer = &order.head.parts.payments[0].id;
    let settled = shop.store.settle_payment(transfer, PaymentEvent::Capture, shop.state.clock.now()).await.unwrap();
    assert!(settled.unwrap().moved);
    // An order by card has no such day.
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let PlacedOrder::Placed { order: by_card, .. } = guest.place("tok_success").await.unwrap() else {
        panic!("not placed")
    };
    assert_eq!(by_card.pay_by, None);
    shop.pass(400 * DAY);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("LAST").await, 2);
}

async fn a_payment_without_a_provider_opens_no_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    placed(anna.place("").await.unwrap());
    let owed = shop.store.payment_ids_in("owed", i64::MAX).await.unwrap();
    assert_eq!(owed.len(), 1, "or nothing is tried");
    // Nobody was told this identifier, and no bank asks anything: not even its buyer opens the order by it.
    for browser in [&mut anna, &mut shop.guest()] {
        assert_eq!(answer(browser, &owed[0], true).await.unwrap_err().code, Code::NotFound);
    }
}
