//! An order that waits at the bank: seen wherever its buyer is, answered or given up.

use crate::database::Fresh;
use crate::moody::Mood;
use crate::shop::{Browser, PASSWORD, Shop, placed};
use giano_api::basket::{AddCoupon, CouponBody, GetBasket};
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PlacedOrder};
use giano_api::orders::{GetOrder, GiveUpOrder, ListOrders, ListWaitingOrders, OrderKey, WaitingOrder};
use giano_api::{Code, Problem};

on_both!(
    who_went_back_sees_the_order_and_answers,
    given_up_its_goods_are_free_and_the_basket_is_back,
    another_tab_and_another_device_see_it_too,
    who_signs_in_takes_it_along,
    nobody_else_sees_or_gives_it_up,
    what_was_paid_in_the_last_moment_stays,
    a_bank_that_does_not_answer_keeps_no_goods,
);

async fn waiting(browser: &mut Browser) -> Vec<WaitingOrder> {
    browser.get::<ListWaitingOrders>(&[]).await.unwrap().orders
}

async fn give_up(browser: &mut Browser, number: &str, key: Option<&str>) -> Result<bool, Problem> {
    let query = OrderKey { key: key.map(str::to_owned) };
    browser.call_with::<GiveUpOrder>(&[number], &query, None, &[]).await.map(|answer| answer.given_up)
}

/// Number, key and payment of an order whose bank asks.
async fn challenged(browser: &mut Browser) -> (String, String, String) {
    match browser.place("tok_challenge").await.unwrap() {
        PlacedOrder::Challenge { payment, number, key } => (number, key, payment),
        other => panic!("no challenge: {other:?}"),
    }
}

async fn state_of(shop: &Shop, number: &str, key: &str) -> String {
    let query = OrderKey { key: Some(key.to_owned()) };
    shop.guest().call_with::<GetOrder>(&[number], &query, None, &[]).await.unwrap().state
}

async fn who_went_back_sees_the_order_and_answers(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    assert!(waiting(&mut guest).await.is_empty());
    let (number, key, payment) = challenged(&mut guest).await;
    let seen = waiting(&mut guest).await;
    assert_eq!((seen.len(), &seen[0].number, &seen[0].key), (1, &number, &key));
    assert_eq!(seen[0].total, crate::shop::eur("30.30"));
    assert_eq!(seen[0].payment.as_ref(), Some(&payment));
    let body = ChallengeBody { approve: true };
    let answered = guest.send_body::<AnswerChallenge>(&[&payment], &body).await.unwrap();
    assert_eq!(placed(answered), (number.clone(), key.clone()));
    assert!(waiting(&mut guest).await.is_empty());
    // Paid is paid.
    assert_eq!(give_up(&mut guest, &number, Some(&key)).await, Ok(false));
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
}

async fn given_up_its_goods_are_free_and_the_basket_is_back(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 5)], "g@home.example").await;
    guest.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
    let before = guest.get::<GetBasket>(&[]).await.unwrap();
    let (number, key, payment) = challenged(&mut guest).await;
    assert_eq!(shop.guest().add(&[("LAST", 1)]).await.unwrap_err().code, Code::OutOfStock);
    for _ in 0..2 {
        assert_eq!(give_up(&mut guest, &number, Some(&key)).await, Ok(true));
        assert_eq!(shop.on_hand("LAST").await, 5);
        assert!(waiting(&mut guest).await.is_empty());
    }
    // At once: the same server sells it to others.
    shop.guest().add(&[("LAST", 5)]).await.unwrap();
    let after = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!((after.priced.total, after.lines.len()), (before.priced.total, 1));
    assert!(after.issues.is_empty());
    // The bank does not take an answer any more.
    let late = guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: true }).await.unwrap_err();
    assert_eq!(late.code, Code::PaymentDeclined);
    let (number, _) = placed(guest.place("tok_success").await.unwrap());
    assert!(!number.is_empty());
}

async fn another_tab_and_another_device_see_it_too(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let mut tab = guest.clone();
    let (number, ..) = challenged(&mut guest).await;
    assert_eq!(waiting(&mut tab).await[0].number, number);
    assert_eq!(give_up(&mut tab, &number, None).await, Ok(true));

    let mut paolo = shop.signed_in("paolo@home.example").await;
    paolo.add(&[("LAST", 2)]).await.unwrap();
    paolo.type_address("paolo@home.example").await;
    let (number, key, _) = challenged(&mut paolo).await;
    let mut phone = shop.signed_in("paolo@home.example").await;
    assert_eq!(waiting(&mut phone).await[0].number, number);
    assert_eq!(give_up(&mut phone, &number, None).await, Ok(true));
    assert_eq!(phone.get::<GetBasket>(&[]).await.unwrap().lines.len(), 1);
    assert_eq!(state_of(&shop, &number, &key).await, "cancelled");
    // An order that came to nothing is none in the buyer's list.
    assert!(phone.get::<ListOrders>(&[]).await.unwrap().orders.is_empty());
}

async fn who_signs_in_takes_it_along(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "paolo@home.example").await;
    let (number, ..) = challenged(&mut guest).await;
    let token = guest.cookies.clone();
    guest.sign_in("paolo@home.example", PASSWORD).await.unwrap();
    assert_eq!(waiting(&mut guest).await[0].number, number);
    // The guest's basket is not there any more, and neither is what came from it.
    let mut before = shop.guest();
    before.cookies = token;
    assert!(waiting(&mut before).await.is_empty());
    assert_eq!(give_up(&mut guest, &number, None).await, Ok(true));
    assert_eq!(guest.get::<GetBasket>(&[]).await.unwrap().lines.len(), 1);
}

async fn nobody_else_sees_or_gives_it_up(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, _) = challenged(&mut guest).await;
    for mut other in [
        shop.guest(),
        shop.signed_in("anna@bar.example").await,
        shop.guest_ready(&[("FEW", 1)], "o@home.example").await,
    ] {
        assert!(waiting(&mut other).await.is_empty());
        for wrong in [None, Some("0123456789abcdef0123456789abcdef")] {
            assert_eq!(give_up(&mut other, &number, wrong).await.unwrap_err().code, Code::NotFound);
        }
    }
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    // Bought for a company, it is seen as long as the buyer may see it.
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(giano_api::checkout::PaymentMethod::Card);
    draft.term = "prepaid".to_owned();
    anna.send_body::<giano_api::checkout::SaveDraft>(&[], &draft).await.unwrap();
    let (number, ..) = challenged(&mut anna).await;
    assert_eq!(waiting(&mut anna).await[0].number, number);
    let mut colleague = shop.signed_in("vera@bar.example").await;
    assert!(waiting(&mut colleague).await.is_empty());
    assert_eq!(give_up(&mut colleague, &number, None).await.unwrap_err().code, Code::NotFound);
}

async fn what_was_paid_in_the_last_moment_stays(fresh: Fresh) {
    use giano_server::payments::{Ask, PaymentProvider};
    let (shop, provider) = Shop::open_moody(fresh, "test").await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    let known = shop.store.payment(&payment).await.unwrap().unwrap();
    let ask = Ask { key: "approve".into(), payment, reference: known.reference.unwrap(), amount: known.amount };
    let capture = Ask { key: "capture".into(), ..ask.clone() };
    // In another tab, at the bank's own page.
    PaymentProvider::answer_challenge(&*provider, &ask, true).await.unwrap();
    PaymentProvider::capture(&*provider, &capture).await.unwrap();
    assert_eq!(give_up(&mut guest, &number, Some(&key)).await, Ok(false));
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("paid", 3));
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(provider.seen("refund").is_empty());
}

async fn a_bank_that_does_not_answer_keeps_no_goods(fresh: Fresh) {
    let (shop, provider) = Shop::open_moody(fresh, "test").await;
    provider.takes("void", Some(Mood::Hangs));
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    assert_eq!(give_up(&mut guest, &number, Some(&key)).await, Ok(true));
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 5));
    assert_eq!(guest.get::<GetBasket>(&[]).await.unwrap().lines.len(), 1);
    provider.takes("void", None);
    shop.pass(60 * 60 * 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let asked = shop.store.attempts(&payment).await.unwrap();
    let voided = asked.iter().find(|attempt| attempt.kind.code() == "void").unwrap();
    assert_eq!(voided.answer.as_deref(), Some("voided"));
}
