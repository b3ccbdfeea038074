//! What people without an account hold by orders that wait for a bank transfer: little, and not for long.

use crate::database::Fresh;
use crate::shop::{Browser, Shop};
use futures::future::join_all;
use giano_api::checkout::{PaymentMethod, PlacedOrder, SaveDraft};
use giano_api::orders::OrderView;
use giano_api::session::FACE_COOKIE;
use giano_api::{Code, Problem};
use serde_json::json;

on_both!(
    a_stranger_cannot_take_all_of_an_article,
    many_strangers_hold_a_share_together,
    what_is_to_come_is_no_strangers_either,
    what_strangers_hold_is_free_soon,
    who_is_known_has_the_usual_time,
    how_much_and_how_long_is_the_merchants,
);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Somebody without an account who buys for business, with an address that nobody checks.
async fn stranger(shop: &Shop, lines: &[(&str, u32)], email: &str) -> Browser {
    let mut browser = shop.guest();
    browser.cookies.insert(FACE_COOKIE.to_owned(), "business".to_owned());
    browser.add(lines).await.unwrap();
    let mut draft = browser.type_address(email).await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    browser.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    browser
}

async fn order(browser: &mut Browser) -> Result<OrderView, Problem> {
    match browser.place("").await? {
        PlacedOrder::Placed { order, .. } => Ok(*order),
        other => panic!("not placed: {other:?}"),
    }
}

/// The lines that were refused, with how many may be taken.
fn refused(problem: Problem) -> Vec<(String, u32)> {
    assert_eq!(problem.code, Code::TransferShare);
    problem.lines.into_iter().map(|line| (line.sku.to_string(), line.available.unwrap())).collect()
}

async fn a_stranger_cannot_take_all_of_an_article(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut greedy = stranger(&shop, &[("LAST", 5), ("GRINDER", 100), ("FEW", 1)], "a@invented.example").await;
    let expected = [("GRINDER".to_owned(), 10), ("LAST".to_owned(), 1)];
    assert_eq!(refused(order(&mut greedy).await.unwrap_err()), expected);
    // Nothing was taken, and nothing is forbidden who pays at once.
    assert_eq!((shop.on_hand("LAST").await, shop.on_hand("GRINDER").await), (5, 100));
    let mut draft = greedy.type_address("a@invented.example").await.draft;
    draft.payment = Some(PaymentMethod::Card);
    greedy.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    greedy.place("tok_success").await.unwrap();
    assert_eq!((shop.on_hand("LAST").await, shop.on_hand("GRINDER").await), (0, 0));
}

async fn many_strangers_hold_a_share_together(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut tries = Vec::new();
    for n in 0..6 {
        tries.push(stranger(&shop, &[("GRINDER", 3)], &format!("s{n}@invented.example")).await);
    }
    // All at the same moment.
    let placed = tries.into_iter().map(|mut browser| tokio::spawn(async move { order(&mut browser).await }));
    let placed: Vec<_> = join_all(placed).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(placed.iter().filter(|order| order.is_ok()).count(), 3, "{placed:?}");
    assert_eq!(shop.on_hand("GRINDER").await, 91);
    let mut last = stranger(&shop, &[("GRINDER", 2)], "last@invented.example").await;
    assert_eq!(refused(order(&mut last).await.unwrap_err()), [("GRINDER".to_owned(), 1)]);
    // Others buy all that is left.
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 91)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    order(&mut anna).await.unwrap();
    assert_eq!(shop.on_hand("GRINDER").await, 0);
}

async fn what_strangers_hold_is_free_soon(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut somebody = stranger(&shop, &[("GRINDER", 10)], "s@invented.example").await;
    // Monday, 23 November 2026: three days, and two working days for the banks, to the end of Monday, the 30th.
    assert_eq!(order(&mut somebody).await.unwrap().pay_by, Some(jiff::civil::date(2026, 11, 26)));
    shop.pass(7 * DAY);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("GRINDER").await, 90);
    shop.pass(DAY);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("GRINDER").await, 100);
}

async fn who_is_known_has_the_usual_time(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("LAST", 5)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    assert_eq!(order(&mut anna).await.unwrap().pay_by, Some(jiff::civil::date(2026, 12, 7)));
}

async fn how_much_and_how_long_is_the_merchants(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.set("stranger_transfers", json!({"stock_share": 60, "days": 30})).await;
    shop.set("bank_transfer", json!({"days": 20, "grace_working_days": 2})).await;
    let mut somebody = stranger(&shop, &[("LAST", 3)], "s@invented.example").await;
    // Nobody is waited for longer than those whom the shop knows.
    assert_eq!(order(&mut somebody).await.unwrap().pay_by, Some(jiff::civil::date(2026, 12, 13)));
    let mut other = stranger(&shop, &[("LAST", 1)], "t@invented.example").await;
    assert_eq!(refused(order(&mut other).await.unwrap_err()), [("LAST".to_owned(), 0)]);
}

async fn what_is_to_come_is_no_strangers_either(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.change("later", |draft| draft.variants[0].stock.on_hand = 0).await;
    // One piece may always be ordered; all further ones would be taken off the next delivery before anybody has paid.
    let mut greedy = stranger(&shop, &[("LATER", 900)], "a@invented.example").await;
    assert_eq!(refused(order(&mut greedy).await.unwrap_err()), [("LATER".to_owned(), 1)]);
    order(&mut stranger(&shop, &[("LATER", 1)], "b@invented.example").await).await.unwrap();
    let mut last = stranger(&shop, &[("LATER", 1)], "c@invented.example").await;
    assert_eq!(refused(order(&mut last).await.unwrap_err()), [("LATER".to_owned(), 0)]);
    // Who is known, and who pays at once, orders what is to come as before.
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("LATER", 2)]).await.unwrap();
    anna.place("tok_success").await.unwrap();
}
