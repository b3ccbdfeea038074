//! The delivery in a basket's total: the chosen one, else the usual one, in cases worked out by hand.
#![allow(clippy::unwrap_used)]

use giano_commerce::Quantity;
use giano_commerce::pricing::{CouponState, LineInput, PricingContext, ShippingKind, price, price_basket};
use serde_json::{Value, json};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn way(code: &str, price: &str, free_from: Option<&str>) -> Value {
    json!({
        "code": code, "name": { "en": code },
        "price": { "by": "flat", "price": eur(price) },
        "free_from": free_from.map(eur),
    })
}

/// What is delivered free by a promotion from so many euro on.
fn free(minimum: &str) -> Value {
    json!([{
        "id": 1, "name": { "en": "Free" }, "description": { "en": "" }, "effect": { "effect": "free_shipping" },
        "scope": { "scope": "order" }, "audience": "both", "starts": null, "ends": null,
        "minimum_amount": eur(minimum), "minimum_quantity": null, "coupon": null,
        "limit_total": null, "limit_per_customer": null, "priority": 0, "stacking": "combines",
    }])
}

fn context(face: &str, differs: Value) -> PricingContext {
    let mut context = json!({
        "face": face, "now": "2026-03-02T10:00:00Z", "today": "2026-03-02", "currency": "EUR", "home_country": "IT",
        "vat": { "treatment": "charged", "country": "IT" },
        "rates": [{ "country": "IT", "class": "standard", "percent": "22" }, { "country": "DE", "class": "standard", "percent": "19" }],
        "promotions": [], "coupons": [], "term": null, "shipping": null,
        "usual_shipping": way("standard", "5.90", Some("79.00")),
    });
    context.as_object_mut().unwrap().extend(differs.as_object().unwrap().clone());
    serde_json::from_value(context).unwrap()
}

fn line(price: &str, quantity: u32) -> LineInput {
    let item = json!({
        "variant": 1, "sku": "A", "product": 1, "categories": [], "vat_class": "standard", "home_price": eur(price),
        "list_price": eur(price), "tiers": [], "mix_and_match": false, "weight_grams": 0, "contract": [],
    });
    LineInput { id: 1, quantity: Quantity::new(quantity).unwrap(), item: serde_json::from_value(item).unwrap() }
}

/// Total, and of the delivery its code, price and kind.
type Seen = (String, Option<(String, String, ShippingKind)>);

fn seen(context: &PricingContext, lines: &[LineInput]) -> Seen {
    let priced = price_basket(context, lines).unwrap();
    let shipping = priced.shipping.map(|way| (way.code, way.price.amount().to_string(), way.kind));
    (priced.total.amount().to_string(), shipping)
}

#[test]
fn the_total_holds_the_chosen_delivery_else_the_usual_one() {
    use ShippingKind::{Chosen, Usual};
    let express = || way("express", "12.90", None);
    let one = || vec![line("20.00", 1)];
    let german = json!({ "treatment": "charged", "country": "DE" });
    let cases: Vec<(&str, PricingContext, Vec<LineInput>, &str, Option<(&str, &str, ShippingKind)>)> = vec![
        ("none is chosen", context("home", json!({})), one(), "25.90", Some(("standard", "5.90", Usual))),
        (
            "one is chosen",
            context("home", json!({ "shipping": express() })),
            one(),
            "32.90",
            Some(("express", "12.90", Chosen)),
        ),
        (
            "the usual one is chosen",
            context("home", json!({ "shipping": way("standard", "5.90", Some("79.00")) })),
            one(),
            "25.90",
            Some(("standard", "5.90", Chosen)),
        ),
        (
            "free by its own sum",
            context("home", json!({})),
            vec![line("20.00", 4)],
            "80.00",
            Some(("standard", "0.00", Usual)),
        ),
        (
            "free by a promotion",
            context("home", json!({ "promotions": free("20.00") })),
            one(),
            "20.00",
            Some(("standard", "0.00", Usual)),
        ),
        (
            "a promotion makes the usual one free: 12.90 less 5.90",
            context("home", json!({ "promotions": free("20.00"), "shipping": express() })),
            one(),
            "27.00",
            Some(("express", "7.00", Chosen)),
        ),
        (
            "only picked up",
            context("home", json!({ "usual_shipping": way("pickup", "0.00", None) })),
            one(),
            "20.00",
            Some(("pickup", "0.00", Usual)),
        ),
        ("nothing is delivered there", context("home", json!({ "usual_shipping": null })), one(), "20.00", None),
        ("nothing is in it", context("home", json!({})), Vec::new(), "0.00", None),
        (
            "nor where one was chosen before",
            context("home", json!({ "shipping": express() })),
            Vec::new(),
            "0.00",
            None,
        ),
        (
            "net, and its VAT is added: 25.90 and 5.70",
            context("business", json!({})),
            one(),
            "31.60",
            Some(("standard", "5.90", Usual)),
        ),
        (
            "in another country: 25.90 and 4.92",
            context("business", json!({ "vat": german })),
            one(),
            "30.82",
            Some(("standard", "5.90", Usual)),
        ),
    ];
    for (case, context, lines, total, delivery) in cases {
        let delivery = delivery.map(|(code, price, kind)| (code.to_owned(), price.to_owned(), kind));
        assert_eq!(seen(&context, &lines), (total.to_owned(), delivery), "{case}");
    }
}

#[test]
fn a_coupon_for_free_delivery_is_told_from_the_first_what_it_does_at_the_till() {
    let mut promotions = free("20.00");
    promotions[0]["coupon"] = "FREE".into();
    let given = |shipping: Value| json!({ "promotions": promotions, "coupons": ["FREE"], "shipping": shipping });
    let usual = || way("standard", "5.90", Some("79.00"));
    // With 79.00 delivery is free by itself, and the coupon brings nothing.
    for (pieces, state) in [(1, CouponState::Applied), (4, CouponState::NotBetter)] {
        let lines = [line("20.00", pieces)];
        let basket = price_basket(&context("home", given(Value::Null)), &lines).unwrap();
        let till = price(&context("home", given(usual())), &lines).unwrap();
        for priced in [&basket, &till] {
            assert_eq!(priced.coupons[0].state, state, "{pieces} pieces");
        }
    }
    // Where no delivery is priced, it is still to come.
    let goods = price(&context("home", given(Value::Null)), &[line("20.00", 4)]).unwrap();
    assert_eq!(goods.coupons[0].state, CouponState::Applied);
}
