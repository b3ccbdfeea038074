//! The total of a basket is what the till takes: in the basket's own answers, in what the browser reckons meanwhile, when the
//! face is switched, at the checkout and on the order.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, by, coupon, eur, placed};
use giano_api::NoBody;
use giano_api::basket::{
    AddLines, AddLinesBody, AddQuery, BasketView, ChangeLine, ChangeLineBody, GetBasket, PreviewFace, PreviewFaceQuery,
};
use giano_api::checkout::{CheckoutDraft, GetCheckout, SaveDraft};
use giano_api::orders::{GetOrder, OrderKey};
use giano_api::price::PriceLine;
use giano_api::session::{PreferencesBody, SetPreferences};
use giano_commerce::address::Address;
use giano_commerce::basket::ShownPrices;
use giano_commerce::pricing::{LineInput, PricedBasket, ShippingKind, price_basket};
use giano_commerce::promotion::{Effect, Promotion};
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Face, Money, Quantity};
use serde_json::json;

on_both!(
    what_the_basket_says_is_what_the_order_costs,
    where_nothing_is_delivered_the_basket_asks_for_the_goods_alone,
    who_only_picks_up_pays_nothing_for_it,
    an_empty_basket_costs_nothing,
    what_was_chosen_at_the_checkout_is_in_the_basket,
    a_companys_first_address_is_known_in_the_basket,
);

async fn prefer(browser: &mut Browser, face: Face, country: &str) {
    let body = PreferencesBody { face: Some(face), locale: None, country: Some(country.parse().unwrap()) };
    browser.send_body::<SetPreferences>(&[], &body).await.unwrap();
}

fn lines_of(basket: &BasketView) -> Vec<LineInput> {
    basket.lines.iter().map(|line| line.input.clone()).collect()
}

fn delivery(priced: &PricedBasket) -> Option<(&str, Money, ShippingKind)> {
    priced.shipping.as_ref().map(|way| (way.code.as_str(), way.price, way.kind))
}

/// Looks at the basket in every way there is; they all say the same.
async fn agreed(browser: &mut Browser, face: Face, case: &str) -> PricedBasket {
    let basket = browser.get::<GetBasket>(&[]).await.unwrap();
    let lines = lines_of(&basket);
    assert_eq!(price_basket(&basket.context, &lines).unwrap(), basket.priced, "{case}: the browser reckons otherwise");
    for to in [face, face.other()] {
        let query = PreviewFaceQuery { to };
        let change = browser.call_with::<PreviewFace>(&[], &query, None::<&NoBody>, &[]).await.unwrap();
        let shown = if to == face { change.total_after } else { change.total_before };
        assert_eq!(shown, basket.priced.total, "{case}: where the face is switched to {to:?}");
    }
    let checkout = browser.get::<GetCheckout>(&[]).await.unwrap().basket.priced;
    assert_eq!(ShownPrices::from(&checkout), ShownPrices::from(&basket.priced), "{case}: at the checkout");
    basket.priced
}

async fn free_delivery(shop: &Shop) {
    let promotion = Promotion {
        effect: Effect::FreeShipping,
        coupon: None,
        minimum_amount: Some(eur("40.00")),
        ..coupon("FREE", "1", None, None)
    };
    shop.store.put_promotion("free", &promotion).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
}

async fn what_the_basket_says_is_what_the_order_costs(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    free_delivery(&shop).await;
    let cases = [
        (Face::Home, "IT", ("FEW", 1), ("standard", eur("5.90"))),
        (Face::Home, "DE", ("FEW", 1), ("standard", eur("5.90"))),
        (Face::Home, "IT", ("LATER", 4), ("standard", eur("0.00"))),
        (Face::Business, "IT", ("FEW", 1), ("freight", eur("11.50"))),
        (Face::Business, "DE", ("FEW", 1), ("freight", eur("11.50"))),
        (Face::Business, "IT", ("GRINDER", 1), ("freight", eur("0.00"))),
    ];
    for (at, (face, country, (sku, pieces), (code, price))) in cases.into_iter().enumerate() {
        let case = format!("{face:?} {country} {sku}");
        let mut guest = shop.guest();
        prefer(&mut guest, face, country).await;
        let line = PriceLine { sku: sku.parse().unwrap(), quantity: Quantity::new(pieces).unwrap() };
        let body = AddLinesBody { lines: vec![line] };
        let short = guest.call_with::<AddLines>(&[], &AddQuery { full: false }, Some(&body), &[]).await.unwrap();
        let basket = agreed(&mut guest, face, &case).await;
        assert_eq!(delivery(&basket), Some((code, price, ShippingKind::Usual)), "{case}");
        assert_eq!((short.goods, short.total), (basket.goods, basket.total), "{case}: as it was added");

        // One piece more, as the browser shows it at once and the server says afterwards.
        let before = guest.get::<GetBasket>(&[]).await.unwrap();
        let (mut lines, more) = (lines_of(&before), Quantity::new(pieces + 1).unwrap());
        lines[0].quantity = more;
        let change = ChangeLineBody { quantity: Some(more), saved: None };
        let changed = guest.send_body::<ChangeLine>(&[&lines[0].id.to_string()], &change).await.unwrap();
        assert_eq!(changed.priced, price_basket(&before.context, &lines).unwrap(), "{case}: a piece more");

        let draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
        assert_eq!((draft.country.as_str(), draft.delivery.as_str()), (country, code), "{case}");
        let draft = CheckoutDraft {
            email: format!("g{at}@home.example"),
            name: "Anna Rossi".to_owned(),
            company: if face == Face::Business { "Bar Nuovo".to_owned() } else { String::new() },
            street: "Via Roma 1".to_owned(),
            postal_code: "10121".to_owned(),
            city: "Torino".to_owned(),
            ..draft
        };
        guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
        let total = agreed(&mut guest, face, &case).await.total;
        assert_eq!(total, changed.priced.total, "{case}: typing an address changes nothing");
        let (number, key) = placed(guest.place("tok_success").await.unwrap());
        let query = OrderKey { key: Some(key) };
        let order = guest.call_with::<GetOrder>(&[&number], &query, None, &[]).await.unwrap();
        assert_eq!(order.priced.total, total, "{case}: on the order");
        assert_eq!(order.priced.shipping.unwrap().kind, ShippingKind::Chosen);
    }
}

async fn where_nothing_is_delivered_the_basket_asks_for_the_goods_alone(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    for face in [Face::Home, Face::Business] {
        let mut guest = shop.guest();
        prefer(&mut guest, face, "FR").await;
        // The shop has stopped delivering to where the visitor said to be.
        guest.cookies.insert("giano-country".to_owned(), "JP".to_owned());
        guest.add(&[("FEW", 1)]).await.unwrap();
        let basket = agreed(&mut guest, face, "nothing is delivered").await;
        assert_eq!((basket.shipping, basket.total), (None, basket.goods));
        assert!(guest.get::<GetCheckout>(&[]).await.unwrap().deliveries.is_empty());
    }
}

async fn who_only_picks_up_pays_nothing_for_it(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let records = shop.store.shop_setting_records().await.unwrap();
    let mut ways = records.into_iter().find(|record| record.name == "deliveries").unwrap().value;
    ways.as_array_mut().unwrap().retain(|way| way["shipping"]["code"] == "pickup");
    shop.set("countries", json!(["IT"])).await;
    shop.set("deliveries", ways).await;
    for face in [Face::Home, Face::Business] {
        let mut guest = shop.guest();
        prefer(&mut guest, face, "IT").await;
        guest.add(&[("FEW", 1)]).await.unwrap();
        let basket = agreed(&mut guest, face, "picked up").await;
        assert_eq!(delivery(&basket), Some(("pickup", eur("0.00"), ShippingKind::Usual)));
    }
}

async fn an_empty_basket_costs_nothing(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    for face in [Face::Home, Face::Business] {
        let mut guest = shop.guest();
        prefer(&mut guest, face, "IT").await;
        let basket = agreed(&mut guest, face, "empty").await;
        assert_eq!((basket.total, basket.shipping), (eur("0.00"), None));
    }
}

async fn what_was_chosen_at_the_checkout_is_in_the_basket(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("FEW", 1)], "g@home.example").await;
    let draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    for (way, country, price) in [("express", "IT", "12.90"), ("pickup", "IT", "0.00"), ("express", "DE", "12.90")] {
        let draft = CheckoutDraft { delivery: way.to_owned(), country: country.to_owned(), ..draft.clone() };
        guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
        let basket = agreed(&mut guest, Face::Home, way).await;
        assert_eq!(delivery(&basket), Some((way, eur(price), ShippingKind::Chosen)));
        assert_eq!(basket.treatment, VatTreatment::Charged { country: country.parse().unwrap() });
    }
    // Of a way that is not offered there nothing is kept.
    let draft = CheckoutDraft { delivery: "pickup".to_owned(), country: "DE".to_owned(), ..draft };
    guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    assert_eq!(delivery(&agreed(&mut guest, Face::Home, "not offered").await).unwrap().0, "standard");
}

async fn a_companys_first_address_is_known_in_the_basket(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let person = shop.store.person_by_email(&"anna@bar.example".parse().unwrap()).await.unwrap().unwrap();
    let company = person.usual_company.unwrap();
    let known = shop.store.company_addresses(company).await.unwrap();
    let address = Address { country: "CH".parse().unwrap(), ..known[0].address.clone() };
    shop.store.change_company_address(&by(), company, known[0].id, &address).await.unwrap();
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    let basket = agreed(&mut anna, Face::Business, "a company abroad").await;
    assert_eq!((basket.treatment, basket.tax), (VatTreatment::Export, eur("0.00")));
}
