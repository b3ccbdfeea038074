//! The basket.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, eur};
use giano_api::basket::{
    AddCoupon, BasketView, ChangeLine, ChangeLineBody, ChooseTerm, CouponBody, GetBasket, PreviewFace,
    PreviewFaceQuery, RemoveCoupon, RemoveLine, TermBody,
};
use giano_api::price::{PriceAnswer, PriceBody, PriceLine, PriceLines};
use giano_api::session::{BASKET_COOKIE, GetSession, PreferencesBody, SetPreferences};
use giano_api::{Code, NoBody};
use giano_commerce::pricing::{CouponState, Rule};
use giano_commerce::quantity::QuantityIssue;
use giano_commerce::{Face, Quantity};

on_both!(
    adding_makes_the_basket_and_adds_up,
    good_lines_are_not_held_back_by_bad_ones,
    lines_change_are_saved_and_go,
    coupons_count_and_are_taken_back,
    guessing_coupons_is_limited,
    terms_are_the_companys,
    what_can_be_ordered_is_asked_of_a_sku_and_not_of_a_line,
    codes_beyond_the_tenth_are_named,
    the_other_face_is_shown_line_by_line,
    nobody_sees_anothers_basket_or_prices,
    what_is_no_longer_sold_is_dropped_once,
    a_basket_holds_a_thousand_lines,
);

fn quantities(basket: &BasketView) -> Vec<(String, u32)> {
    basket.lines.iter().map(|line| (line.input.item.sku.to_string(), line.input.quantity.get())).collect()
}

fn change(quantity: u32) -> ChangeLineBody {
    ChangeLineBody { quantity: Quantity::new(quantity).ok(), saved: None }
}

async fn coupon(browser: &mut Browser, code: &str) -> Result<BasketView, giano_api::Problem> {
    browser.send_body::<AddCoupon>(&[], &CouponBody { code: code.to_owned() }).await
}

async fn adding_makes_the_basket_and_adds_up(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    assert!(guest.get::<GetBasket>(&[]).await.unwrap().lines.is_empty());
    let first = guest.add(&[("MOKA-3", 2)]).await.unwrap();
    assert_eq!((first.count.lines, first.count.pieces, first.goods), (1, 2, eur("60.00")));
    assert_eq!(guest.cookies[BASKET_COOKIE].len(), 64);
    let second = guest.add(&[("moka-3", 1), ("LAST", 1)]).await.unwrap();
    assert_eq!((second.count.lines, second.count.pieces), (2, 4));
    assert!(second.version > first.version);
    let added: Vec<_> = second.added.iter().map(|line| (line.sku.as_str(), line.quantity.get(), line.total)).collect();
    assert_eq!(added.len(), 2);
    assert!(added.contains(&("MOKA-3", 3, eur("90.00"))));
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(basket.version, second.version);
    assert_eq!(quantities(&basket), [("LAST".into(), 1), ("MOKA-3".into(), 3)]);
    assert_eq!(basket.priced.total, eur("102.20"));
    assert_eq!(guest.get::<GetSession>(&[]).await.unwrap().basket.pieces, 4);
}

async fn good_lines_are_not_held_back_by_bad_ones(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    let answer = guest.add(&[("MOKA-3", 1), ("MOKA-4", 1), ("FEW", 4), ("LAST", 6)]).await.unwrap();
    assert_eq!((answer.count.lines, answer.count.pieces), (1, 1));
    let issue = |sku: &str| answer.issues.iter().find(|issue| issue.sku.as_str() == sku).unwrap();
    assert_eq!(issue("MOKA-4").did_you_mean.as_ref().unwrap().as_str(), "MOKA-3");
    assert_eq!(issue("FEW").quantity, Some(QuantityIssue::AboveMaximum { maximum: 3, previous: 3 }));
    assert_eq!(issue("LAST").available, Some(5));
    // What is there already counts.
    guest.add(&[("FEW", 2)]).await.unwrap();
    assert_eq!(guest.add(&[("FEW", 2)]).await.unwrap_err().code, Code::QuantityRule);
    assert_eq!(guest.add(&[("NO-SUCH-THING", 1)]).await.unwrap_err().code, Code::UnknownSku);
    assert_eq!(guest.add(&[("LAST", 9)]).await.unwrap_err().code, Code::OutOfStock);
    // On backorder there is no limit.
    guest.add(&[("LATER", 40)]).await.unwrap();
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(quantities(&basket), [("LATER".into(), 40), ("FEW".into(), 2), ("MOKA-3".into(), 1)]);
}

async fn lines_change_are_saved_and_go(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 2), ("FEW", 1)]).await.unwrap();
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    let id = |sku: &str| basket.lines.iter().find(|l| l.input.item.sku.as_str() == sku).unwrap().input.id.to_string();
    let (moka, few) = (id("MOKA-3"), id("FEW"));
    let changed = guest.send_body::<ChangeLine>(&[&moka], &change(7)).await.unwrap();
    assert_eq!(quantities(&changed), [("FEW".into(), 1), ("MOKA-3".into(), 7)]);
    assert!(changed.version > basket.version);
    let refused = guest.send_body::<ChangeLine>(&[&few], &change(4)).await.unwrap_err();
    assert_eq!((refused.code, refused.lines[0].sku.as_str()), (Code::QuantityRule, "FEW"));
    assert_eq!(guest.send_body::<ChangeLine>(&[&moka], &change(101)).await.unwrap_err().code, Code::OutOfStock);

    let save = ChangeLineBody { quantity: None, saved: Some(true) };
    let saved = guest.send_body::<ChangeLine>(&[&moka], &save).await.unwrap();
    assert_eq!(quantities(&saved), [("FEW".into(), 1)]);
    assert_eq!((saved.saved.len(), saved.saved[0].quantity.get()), (1, 7));
    assert_eq!((saved.priced.goods, saved.priced.total), (eur("7.00"), eur("12.90")));
    // Added anew meanwhile, then brought back: both quantities are there.
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let back = ChangeLineBody { quantity: None, saved: Some(false) };
    let basket = guest.send_body::<ChangeLine>(&[&moka], &back).await.unwrap();
    assert!(quantities(&basket).contains(&("MOKA-3".into(), 8)));
    assert!(basket.saved.is_empty());

    let left = guest.delete::<RemoveLine>(&[&few]).await.unwrap();
    assert_eq!(quantities(&left), [("MOKA-3".into(), 8)]);
    assert_eq!(guest.delete::<RemoveLine>(&[&few]).await.unwrap_err().code, Code::NotFound);
}

async fn coupons_count_and_are_taken_back(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let basket = coupon(&mut guest, " ten ").await.unwrap();
    assert_eq!((basket.priced.discounts[0].amount, basket.priced.total), (eur("3.00"), eur("32.90")));
    assert_eq!(basket.priced.coupons[0].state, CouponState::Applied);
    assert_eq!(coupon(&mut guest, "TWENTY").await.unwrap_err().code, Code::UnknownCoupon);
    let basket = guest.delete::<RemoveCoupon>(&["ten"]).await.unwrap();
    assert_eq!((basket.priced.total, basket.priced.coupons.len()), (eur("35.90"), 0));
}

async fn guessing_coupons_is_limited(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let mut codes = Vec::new();
    for guess in 0..40 {
        codes.push(coupon(&mut guest, &format!("GUESS{guess}")).await.unwrap_err().code);
    }
    assert_eq!(codes.first(), Some(&Code::UnknownCoupon));
    assert_eq!(codes.last(), Some(&Code::TooManyRequests));
    // Not even the right one tells itself apart then.
    assert_eq!(coupon(&mut guest, "TEN").await.unwrap_err().code, Code::TooManyRequests);
}

/// Any list of SKUs, priced.
async fn priced(browser: &mut Browser, lines: &[(&str, u32)], coupons: &[String]) -> PriceAnswer {
    let line = |(sku, quantity): &(&str, u32)| PriceLine {
        sku: sku.parse().unwrap(),
        quantity: Quantity::new(*quantity).unwrap(),
    };
    let lines = lines.iter().map(line).collect();
    let body = PriceBody { lines, face: None, country: None, term: None, coupons: coupons.to_vec() };
    browser.send_body::<PriceLines>(&[], &body).await.unwrap()
}

async fn what_can_be_ordered_is_asked_of_a_sku_and_not_of_a_line(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    let answer = priced(&mut guest, &[("LAST", 3), ("FEW", 2), ("last", 3), ("FEW", 2)], &[]).await;
    let issues: Vec<_> =
        answer.issues.iter().map(|issue| (issue.sku.as_str(), issue.available, issue.quantity)).collect();
    let above = QuantityIssue::AboveMaximum { maximum: 3, previous: 3 };
    assert_eq!(issues, [("LAST", Some(5), None), ("FEW", None, Some(above))]);
    // For business MOKA-3 is sold in twos: three and one are four.
    let mut anna = shop.signed_in("anna@bar.example").await;
    assert_eq!(priced(&mut anna, &[("MOKA-3", 3), ("MOKA-3", 1)], &[]).await.issues, []);
    assert_eq!(priced(&mut anna, &[("MOKA-3", 3)], &[]).await.issues.len(), 1);
}

async fn codes_beyond_the_tenth_are_named(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut codes: Vec<String> = (0..10).map(|number| format!("NONE{number}")).collect();
    codes.push("ten".to_owned());
    let answer = priced(&mut shop.guest(), &[("MOKA-3", 1)], &codes).await;
    let states: Vec<_> = answer.basket.coupons.iter().map(|coupon| (coupon.code.as_str(), &coupon.state)).collect();
    assert_eq!((states.len(), states[10]), (11, ("TEN", &CouponState::TooMany)));
    assert!(states[..10].iter().all(|(_, state)| **state == CouponState::Unknown));
    assert_eq!(answer.basket.total, eur("30.00"));
}

async fn terms_are_the_companys(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    let usual = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(usual.context.term.as_ref().unwrap().code, "net30");
    assert_eq!(usual.priced.goods, eur("80.00"));
    let prepaid = anna.send_body::<ChooseTerm>(&[], &TermBody { code: "prepaid".to_owned() }).await.unwrap();
    assert_eq!(prepaid.priced.goods, eur("78.40"));
    let wrong = anna.send_body::<ChooseTerm>(&[], &TermBody { code: "net90".to_owned() }).await.unwrap_err();
    assert_eq!((wrong.code, wrong.fields[0].pointer.as_str()), (Code::InvalidFields, "/code"));
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    assert!(guest.send_body::<ChooseTerm>(&[], &TermBody { code: "net30".to_owned() }).await.is_err());
}

async fn the_other_face_is_shown_line_by_line(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 3)]).await.unwrap();
    let query = PreviewFaceQuery { to: Face::Business };
    let seen = guest.call_with::<PreviewFace>(&[], &query, None::<&NoBody>, &[]).await.unwrap();
    assert_eq!((seen.from, seen.to), (Face::Home, Face::Business));
    assert_eq!(seen.lines[0].name, "MOKA-3 in English");
    assert_eq!((seen.lines[0].unit_before, seen.lines[0].unit_after), (eur("30.00"), eur("20.00")));
    // With what the usual delivery costs: nothing from 79 € on at home, for business 9 € and 2.50 € for the begun weight.
    assert_eq!((seen.total_before, seen.total_after), (eur("90.00"), eur("87.23")));
    let issue = seen.lines[0].quantity_issue.unwrap();
    assert_eq!(issue, QuantityIssue::NotAMultiple { increment: 2, previous: Some(2), next: Some(4) });
}

async fn nobody_sees_anothers_basket_or_prices(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let own = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(own.priced.lines[0].unit, eur("15.00"));
    let line = own.lines[0].input.id.to_string();

    let mut others = vec![shop.guest(), shop.signed_in("dora@hotel.example").await];
    let business = PreferencesBody { face: Some(Face::Business), ..PreferencesBody::default() };
    others[0].send_body::<SetPreferences>(&[], &business).await.unwrap();
    // A made-up cookie opens nothing.
    let mut forger = shop.guest();
    forger.cookies.insert(BASKET_COOKIE.to_owned(), "person:1".to_owned());
    others.push(forger);
    for other in &mut others {
        assert!(other.get::<GetBasket>(&[]).await.unwrap().lines.is_empty());
        assert_eq!(other.send_body::<ChangeLine>(&[&line], &change(4)).await.unwrap_err().code, Code::NotFound);
        assert_eq!(other.delete::<RemoveLine>(&[&line]).await.unwrap_err().code, Code::NotFound);
        other.add(&[("MOKA-3", 2)]).await.unwrap();
        let basket = other.get::<GetBasket>(&[]).await.unwrap();
        assert!(basket.lines[0].input.item.contract.is_empty());
        let body = PriceBody {
            lines: vec![PriceLine { sku: "MOKA-3".parse().unwrap(), quantity: Quantity::new(2).unwrap() }],
            face: Some(Face::Business),
            country: None,
            term: None,
            coupons: Vec::new(),
        };
        let priced = other.send_body::<PriceLines>(&[], &body).await.unwrap();
        assert_eq!(priced.basket.lines[0].unit, eur("20.00"));
        let contract = |step: &giano_commerce::pricing::Step| matches!(step.rule, Rule::Contract { .. });
        assert!(!priced.basket.lines[0].trace.iter().any(contract));
    }
    // At home the company's own people pay what everybody pays.
    let home = PreferencesBody { face: Some(Face::Home), ..PreferencesBody::default() };
    anna.send_body::<SetPreferences>(&[], &home).await.unwrap();
    let basket = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(basket.priced.lines[0].unit, eur("30.00"));
    assert_eq!(quantities(&anna.get::<GetBasket>(&[]).await.unwrap()), [("MOKA-3".into(), 2)]);
}

async fn what_is_no_longer_sold_is_dropped_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1), ("FEW", 1)]).await.unwrap();
    let gone = giano_store::ProductDraft { visible: false, ..shop.store.product_draft("few").await.unwrap().unwrap() };
    shop.store.upsert_product(&gone, 0).await.unwrap();
    assert!(shop.state.refresh_catalog().await.unwrap());
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(basket.dropped.iter().map(|sku| sku.as_str()).collect::<Vec<_>>(), ["FEW"]);
    assert_eq!(quantities(&basket), [("MOKA-3".into(), 1)]);
    let again = guest.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!((again.dropped.len(), again.version), (0, basket.version));
}

async fn a_basket_holds_a_thousand_lines(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let base = shop.store.product_draft("grinder").await.unwrap().unwrap();
    let variants = (0..1001).map(|n| giano_store::VariantDraft {
        sku: format!("SCREW-{n:04}").parse().unwrap(),
        options: vec![n.to_string()],
        ..base.variants[0].clone()
    });
    let screws = giano_store::ProductDraft { slug: "screws".to_owned(), variants: variants.collect(), ..base };
    shop.store.upsert_product(&screws, 0).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let skus: Vec<String> = (0..1001).map(|n| format!("SCREW-{n:04}")).collect();
    let mut guest = shop.guest();
    for some in skus[..1000].chunks(500) {
        let lines: Vec<(&str, u32)> = some.iter().map(|sku| (sku.as_str(), 1)).collect();
        assert!(guest.add(&lines).await.unwrap().issues.is_empty());
    }
    assert_eq!(guest.get::<GetSession>(&[]).await.unwrap().basket.lines, 1000);
    assert_eq!(guest.add(&[(&skus[1000], 1)]).await.unwrap_err().code, Code::BasketFull);
    let answer = guest.add(&[(&skus[1000], 1), (&skus[0], 1)]).await.unwrap();
    assert_eq!((answer.issues.len(), answer.count.pieces), (1, 1001));
}
