//! Purchases of the past, as their buyers see them.

use crate::database::Fresh;
use crate::shop::{NOON, Shop, coupon, eur};
use giano_api::checkout::PaymentMethod;
use giano_api::orders::{GetOrder, ListOrders, OrderKey};
use giano_api::session::{GetSession, SessionView};
use giano_commerce::Country;
use giano_commerce::address::Address;
use giano_commerce::promotion::Audience;
use giano_server::{Purchase, PurchaseError, write_purchases};
use jiff::{Span, Timestamp};

on_both!(
    what_was_bought_is_listed_and_opened,
    written_again_it_is_the_same,
    what_is_not_paid_yet_takes_credit,
    nothing_is_bought_of_what_is_not_sold,
);

fn bought(key: &str, person: &str, days_ago: i64, payment: PaymentMethod, lines: &[(&str, u32)]) -> Purchase {
    let now = Timestamp::from_millisecond(NOON).unwrap();
    Purchase {
        key: key.to_owned(),
        person: person.parse().unwrap(),
        at: now - Span::new().hours(24 * days_ago),
        address: Address {
            name: "Anna".to_owned(),
            company: None,
            street: "Via Po 3".to_owned(),
            extra: None,
            postal_code: "10123".to_owned(),
            city: "Torino".to_owned(),
            region: None,
            country: Country::IT,
            phone: None,
        },
        lines: lines.iter().map(|(sku, pieces)| (sku.parse().unwrap(), *pieces)).collect(),
        payment,
        term: (payment == PaymentMethod::Account).then(|| "net30".to_owned()),
    }
}

async fn what_was_bought_is_listed_and_opened(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let began = Timestamp::from_millisecond(NOON).unwrap() - Span::new().hours(24 * 10);
    let mut promotion = coupon("TEN", "10", None, None);
    promotion.coupon = None;
    promotion.starts = Some(began);
    promotion.audience = Audience::Home;
    shop.store.put_promotion("for ten days", &promotion).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let purchases = [
        bought("a", "anna@bar.example", 200, PaymentMethod::Account, &[("MOKA-3", 10)]),
        bought("b", "anna@bar.example", 6, PaymentMethod::Account, &[("MOKA-3", 2), ("LAST", 40)]),
        bought("c", "paolo@home.example", 30, PaymentMethod::Card, &[("MOKA-3", 1)]),
        bought("d", "paolo@home.example", 2, PaymentMethod::Card, &[("MOKA-3", 1)]),
    ];
    let before = shop.on_hand("LAST").await;
    assert_eq!(write_purchases(&shop.state, &purchases).await.unwrap(), 4);
    assert_eq!(shop.on_hand("LAST").await, before, "what was sold then is not on hand now");

    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.cookies.insert("giano-face".to_owned(), "business".to_owned());
    let list = anna.get::<ListOrders>(&[]).await.unwrap().orders;
    let seen: Vec<_> = list.iter().map(|order| (order.state.as_str(), order.pieces)).collect();
    assert_eq!(seen, [("shipped", 42), ("closed", 10)], "the newest first, moved on to where they stand by now");
    assert_eq!(list[1].placed_at, NOON - 200 * 86_400_000);
    let order = anna.call_with::<GetOrder>(&[&list[1].number], &OrderKey::default(), None, &[]).await.unwrap();
    assert_eq!(order.priced.lines[0].unit, eur("15.00"), "by contract");
    assert!(order.vat_number.is_some() && order.arrives.is_some());
    assert!(order.cost_centre.is_some_and(|centre| ["bar", "kitchen"].contains(&centre.as_str())));
    let mut paolo = shop.signed_in("paolo@home.example").await;
    let own = paolo.get::<ListOrders>(&[]).await.unwrap().orders;
    let totals: Vec<_> = own.iter().map(|order| order.total).collect();
    assert_eq!(totals, [eur("32.90"), eur("35.90")], "each at the prices of its own day");
}

async fn written_again_it_is_the_same(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let purchases = [bought("a", "anna@bar.example", 6, PaymentMethod::Account, &[("MOKA-3", 2)])];
    assert_eq!(write_purchases(&shop.state, &purchases).await.unwrap(), 1);
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.cookies.insert("giano-face".to_owned(), "business".to_owned());
    let first = anna.get::<ListOrders>(&[]).await.unwrap();
    shop.pass(2 * 3_600_000);
    assert_eq!(write_purchases(&shop.state, &purchases).await.unwrap(), 0, "on the same day");
    assert_eq!(anna.get::<ListOrders>(&[]).await.unwrap(), first);
    shop.pass(10 * 86_400_000);
    assert_eq!(write_purchases(&shop.state, &purchases).await.unwrap(), 1, "it has gone on meanwhile");
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.cookies.insert("giano-face".to_owned(), "business".to_owned());
    let later = anna.get::<ListOrders>(&[]).await.unwrap();
    assert_eq!((later.orders.len(), later.orders[0].number.clone()), (1, first.orders[0].number.clone()));
    assert_eq!((first.orders[0].state.as_str(), later.orders[0].state.as_str()), ("shipped", "delivered"));
}

async fn what_is_not_paid_yet_takes_credit(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let left = async || {
        let mut anna = shop.signed_in("anna@bar.example").await;
        let view: SessionView = anna.get::<GetSession>(&[]).await.unwrap();
        view.person.unwrap().company.unwrap().credit_left.unwrap()
    };
    assert_eq!(left().await, eur("150.00"));
    let purchases = [
        bought("old", "anna@bar.example", 90, PaymentMethod::Account, &[("MOKA-3", 2)]),
        bought("new", "anna@bar.example", 10, PaymentMethod::Account, &[("MOKA-3", 2)]),
    ];
    write_purchases(&shop.state, &purchases).await.unwrap();
    write_purchases(&shop.state, &purchases).await.unwrap();
    // Two at 15 net, freight of 9 and a step of 2.50, and 22 per cent VAT.
    assert_eq!(left().await, eur("99.37"));
    shop.pass(40 * 86_400_000);
    write_purchases(&shop.state, &purchases).await.unwrap();
    assert_eq!(left().await, eur("150.00"), "paid when it was due");
}

async fn nothing_is_bought_of_what_is_not_sold(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let card = PaymentMethod::Card;
    let gone = write_purchases(&shop.state, &[bought("a", "paolo@home.example", 9, card, &[("GONE", 1)])]).await;
    assert!(matches!(gone, Err(PurchaseError::Sku(_))), "{gone:?}");
    let nobody = write_purchases(&shop.state, &[bought("a", "nobody@home.example", 9, card, &[("LAST", 1)])]).await;
    assert!(matches!(nobody, Err(PurchaseError::Person(_))), "{nobody:?}");
}
