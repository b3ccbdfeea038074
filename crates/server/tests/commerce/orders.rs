//! Orders, as their buyers see them.

use crate::database::Fresh;
use crate::shop::{Browser, NOON, Shop, eur, placed};
use giano_api::orders::{GetOrder, ListOrders, LookUpBody, LookUpOrder, OrderKey, OrderView};
use giano_api::{Code, Problem};

on_both!(
    an_order_is_what_was_shown,
    only_its_people_see_an_order,
    looking_up_tells_nothing_else,
    lists_are_ones_own,
    who_left_a_company_opens_none_of_its_orders,
);

async fn open(browser: &mut Browser, number: &str, key: Option<&str>) -> Result<OrderView, Problem> {
    let query = OrderKey { key: key.map(str::to_owned) };
    browser.call_with::<GetOrder>(&[number], &query, None, &[]).await
}

async fn an_order_is_what_was_shown(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1), ("LATER", 3)], "Guest@Home.example").await;
    let (number, key) = placed(guest.place("tok_success").await.unwrap());
    let order = open(&mut shop.guest(), &number.to_lowercase(), Some(&key)).await.unwrap();
    assert_eq!((order.state.as_str(), order.email.as_str()), ("paid", "Guest@Home.example"));
    assert_eq!((order.lines.len(), order.priced.lines.len()), (2, 2));
    assert_eq!(order.lines[1].shown.name, "MOKA-3 in English");
    assert_eq!(order.priced.total, eur("65.90"));
    assert!(!order.lines[0].priced.trace.is_empty());
    assert_eq!(order.address.city, "Torino");
    // What was shown stays, whatever becomes of the catalogue.
    let mut dearer = shop.store.product_draft("moka-3").await.unwrap().unwrap();
    dearer.variants[0].home_price = eur("99.00");
    shop.store.upsert_product(&dearer, 0).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    assert_eq!(open(&mut shop.guest(), &number, Some(&key)).await.unwrap(), order);
}

async fn only_its_people_see_an_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let (number, key) = placed(anna.place("").await.unwrap());
    assert_eq!(open(&mut anna, &number, None).await.unwrap().state, "placed");
    let mut colleague = shop.signed_in("vera@bar.example").await;
    assert_eq!(open(&mut colleague, &number, None).await.unwrap().number, number);
    let wrong = format!("{}0", &key[..key.len() - 1]);
    let other = if wrong == key { "1".repeat(key.len()) } else { wrong };
    for mut stranger in [shop.guest(), shop.signed_in("dora@hotel.example").await] {
        for key in [None, Some(other.as_str()), Some("")] {
            assert_eq!(open(&mut stranger, &number, key).await.unwrap_err().code, Code::NotFound);
        }
    }
    assert_eq!(open(&mut anna, "no number", None).await.unwrap_err().code, Code::NotFound);
}

async fn looking_up_tells_nothing_else(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "guest@home.example").await;
    let (number, key) = placed(guest.place("tok_success").await.unwrap());
    let mut elsewhere = shop.guest();
    let body = |number: &str, email: &str| LookUpBody { number: number.to_owned(), email: email.to_owned() };
    let found =
        elsewhere.send_body::<LookUpOrder>(&[], &body(&number.to_lowercase(), "GUEST@home.example")).await.unwrap();
    assert_eq!((found.number, found.key), (number.clone(), key));
    let wrong = [body(&number, "other@home.example"), body("G-00000000", "guest@home.example"), body("x", "y")];
    for body in &wrong {
        let problem = elsewhere.send_body::<LookUpOrder>(&[], body).await.unwrap_err();
        assert_eq!(problem, Problem::new(Code::NotFound));
    }
    let mut last = Code::NotFound;
    for _ in 0..40 {
        last = elsewhere.send_body::<LookUpOrder>(&[], &wrong[0]).await.unwrap_err().code;
    }
    assert_eq!(last, Code::TooManyRequests);
}

async fn lists_are_ones_own(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let (number, _) = placed(anna.place("").await.unwrap());
    let mut paolo = shop.signed_in("paolo@home.example").await;
    paolo.add(&[("MOKA-3", 1)]).await.unwrap();
    paolo.type_address("paolo@home.example").await;
    paolo.place("tok_declined").await.unwrap_err();
    paolo.place("tok_success").await.unwrap();
    let company = anna.get::<ListOrders>(&[]).await.unwrap().orders;
    assert_eq!(company.iter().map(|order| order.number.as_str()).collect::<Vec<_>>(), [number.as_str()]);
    assert_eq!((company[0].pieces, company[0].state.as_str()), (2, "placed"));
    // The declined attempt is none of his orders.
    let own = paolo.get::<ListOrders>(&[]).await.unwrap().orders;
    assert_eq!((own.len(), own[0].state.as_str()), (1, "paid"));
    assert!(shop.signed_in("dora@hotel.example").await.get::<ListOrders>(&[]).await.unwrap().orders.is_empty());
    assert_eq!(shop.guest().get::<ListOrders>(&[]).await.unwrap_err().code, Code::SignInRequired);
}

async fn who_left_a_company_opens_none_of_its_orders(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("LAST", 1)]).await.unwrap();
    anna.type_address("anna@bar.example").await;
    let (number, _) = placed(anna.place("").await.unwrap());
    let key = OrderKey::default();
    assert!(anna.call_with::<GetOrder>(&[&number], &key, None, &[]).await.is_ok());
    assert_eq!(anna.get::<ListOrders>(&[]).await.unwrap().orders.len(), 1);
    let person = shop.store.person_by_email(&"anna@bar.example".parse().unwrap()).await.unwrap().unwrap().id;
    let company = shop.store.memberships(person).await.unwrap()[0].company;
    let by = giano_store::Author::shop(giano_store::ShopPart::Import, NOON);
    assert!(shop.store.remove_member(&by, company, person).await.unwrap());
    // The session that is there, and one that begins now.
    for mut anna in [anna, shop.signed_in("anna@bar.example").await] {
        let problem = anna.call_with::<GetOrder>(&[&number], &key, None, &[]).await.unwrap_err();
        assert_eq!(problem.code, Code::NotFound);
        assert!(anna.get::<ListOrders>(&[]).await.unwrap().orders.is_empty());
    }
}
