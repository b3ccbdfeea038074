//! The shop's day, with summer time: of VAT rates, of the last day for a transfer, of the day that is asked for.

use crate::database::Fresh;
use crate::shop::{NOON, Shop, eur, placed};
use giano_api::Code;
use giano_api::basket::GetBasket;
use giano_api::checkout::{PaymentMethod, PlacedOrder, SaveDraft};
use giano_commerce::catalog::SpecialPrice;
use jiff::Timestamp;
use jiff::civil::{Date, date};

on_both!(
    the_day_is_the_shops,
    a_transfer_may_take_until_the_shops_day,
    tomorrow_is_the_shops_tomorrow,
    a_special_price_begins_and_ends_by_itself,
    a_vat_rate_begins_with_the_shops_day_in_summer,
);

/// Moments around both changes of 2026 and 2027, and the first hour of summer days, with the day it is in the shop.
const MOMENTS: [(&str, Date); 10] = [
    ("2026-03-28T22:59:59Z", date(2026, 3, 28)),
    ("2026-03-28T23:00:00Z", date(2026, 3, 29)),
    ("2026-03-29T21:59:59Z", date(2026, 3, 29)),
    ("2026-03-29T22:00:00Z", date(2026, 3, 30)),
    ("2026-06-30T22:00:00Z", date(2026, 7, 1)),
    ("2026-10-24T22:00:00Z", date(2026, 10, 25)),
    ("2026-10-25T22:59:59Z", date(2026, 10, 25)),
    ("2027-03-28T22:00:00Z", date(2027, 3, 29)),
    ("2027-08-14T22:30:00Z", date(2027, 8, 15)),
    ("2027-10-31T22:59:59Z", date(2027, 10, 31)),
];

fn go_to(shop: &Shop, moment: &str) {
    let moment: Timestamp = moment.parse().unwrap();
    shop.pass(moment.as_millisecond() - shop.state.clock.millis());
}

async fn the_day_is_the_shops(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    for (moment, day) in MOMENTS {
        go_to(&shop, moment);
        let basket = guest.clone().get::<GetBasket>(&[]).await.unwrap();
        assert_eq!(basket.context.today, day, "at {moment}");
    }
}

async fn a_transfer_may_take_until_the_shops_day(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    go_to(&shop, "2026-06-30T22:30:00Z");
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 12)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let PlacedOrder::Placed { order, .. } = anna.place("").await.unwrap() else { panic!("not placed") };
    assert_eq!(order.pay_by, Some(date(2026, 7, 15)));
    // Two working days more, until the last second of the 17th in summer time.
    go_to(&shop, "2026-07-17T21:59:59Z");
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("MOKA-3").await, 88);
    go_to(&shop, "2026-07-17T22:00:00Z");
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
}

async fn tomorrow_is_the_shops_tomorrow(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    assert_eq!(NOON, shop.state.clock.millis());
    go_to(&shop, "2026-06-30T22:30:00Z");
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let mut draft = guest.type_address("g@home.example").await.draft;
    // At half past midnight of the first of July the first is today already.
    draft.requested_date = "2026-07-01".to_owned();
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let problem = guest.place("tok_success").await.unwrap_err();
    assert_eq!(
        problem.fields.iter().map(|field| field.pointer.as_str()).collect::<Vec<_>>(),
        ["/draft/requested_date"]
    );
    draft.requested_date = "2026-07-02".to_owned();
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    guest.place("tok_success").await.unwrap();
}

async fn a_special_price_begins_and_ends_by_itself(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // July, in the shop's summer time.
    let july = SpecialPrice {
        price: eur("24.00"),
        from: Some("2026-06-30T22:00:00Z".parse().unwrap()),
        until: Some("2026-07-31T22:00:00Z".parse().unwrap()),
    };
    go_to(&shop, "2026-06-30T21:59:59Z");
    shop.change("moka-3", |product| product.variants[0].special = Some(july)).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    for (moment, price) in
        [("2026-06-30T21:59:59Z", "30.00"), ("2026-06-30T22:00:00Z", "24.00"), ("2026-07-31T21:59:59Z", "24.00")]
    {
        go_to(&shop, moment);
        shop.state.refresh_catalog().await.unwrap();
        let body = guest.order_body("tok_success").await;
        assert_eq!(body.shown.lines[0].total, eur(price), "at {moment}");
    }
    // Nobody has noticed yet that it has ended: it is not sold at that price all the same.
    let body = guest.order_body("tok_success").await;
    go_to(&shop, "2026-07-31T22:00:00Z");
    let refused = guest.place_as(&body, "too late").await.unwrap_err();
    assert_eq!((refused.code, refused.moved.unwrap().lines[0].after), (Code::PriceMoved, Some(eur("30.00"))));
    placed(guest.place("tok_success").await.unwrap());
}

async fn a_vat_rate_begins_with_the_shops_day_in_summer(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let from_july = serde_json::json!([{"name": "Italy from July on", "country": "IT",
        "vat": {"rates": [{"class": "standard", "from": "2026-07-01", "percent": "23"}]}}]);
    shop.set("tax_territories", from_july).await;
    let guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    // In Rome July begins two hours before it does in Greenwich, and one hour before it would in winter.
    for (moment, rate) in [
        ("2026-06-30T21:59:59Z", "22"),
        ("2026-06-30T22:00:00Z", "23"),
        ("2026-06-30T22:59:59Z", "23"),
        ("2026-07-01T00:00:00Z", "23"),
    ] {
        go_to(&shop, moment);
        let mut guest = guest.clone();
        let basket = guest.get::<GetBasket>(&[]).await.unwrap();
        assert_eq!(basket.priced.vat[0].rate.to_string(), rate, "in the basket at {moment}");
        let order = match guest.place("tok_success").await.unwrap() {
            PlacedOrder::Placed { order, .. } => order,
            other => panic!("not placed: {other:?}"),
        };
        assert_eq!(order.priced.vat[0].rate.to_string(), rate, "on the order at {moment}");
        guest.add(&[("MOKA-3", 1)]).await.unwrap();
    }
}
