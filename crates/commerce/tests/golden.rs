//! The golden vectors: what baskets cost, worked out by hand. Natively and in wasm the same cases run, so that browser
//! and server agree to the cent.
//!
//! `golden/*.json` holds a list of cases each. A case is written short and filled up here:
//! - `context` is laid over [`usual_context`]; `lines` have a `sku`, a `quantity` and what differs from [`usual_line`];
//! - an amount is a text such as `"9.80"` (euro unless written in full), a name a text in one language;
//! - `expect` is what must be in the outcome: keys that are not named are not looked at, lists are as long as written;
//!   `error` instead is the code of the error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(not(target_arch = "wasm32"))]
mod reference;

use giano_commerce::pricing::{LineInput, PricedBasket, PricingContext, PricingError, price};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

macro_rules! golden {
    ($($name:ident),+ $(,)?) => {$(
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        fn $name() {
            run(include_str!(concat!("golden/", stringify!($name), ".json")));
        }
    )+};
}

golden!(base, contract, tiers, promotions, groups, order, shipping, vat, terms, coupons);

fn run(file: &str) {
    let cases: Vec<Value> = serde_json::from_str(file).expect("a list of cases");
    assert!(!cases.is_empty());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn check(case: &Value) -> Result<(), String> {
    let name = case["case"].as_str().expect("every case says what it shows");
    let context: PricingContext = read(name, filled(usual_context(), &case["context"]));
    let lines: Vec<LineInput> = case["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .enumerate()
        .map(|(at, line)| read(name, full_line(at, line)))
        .collect();
    let outcome = price(&context, &lines);
    match (&case["error"], outcome) {
        (Value::Null, Ok(priced)) => {
            adds_up(&priced).map_err(|what| format!("- {name}: {what}"))?;
            #[cfg(not(target_arch = "wasm32"))]
            if let Some(difference) = reference::difference(&context, &lines, &priced) {
                return Err(format!("- {name}, by the reference:\n{difference}"));
            }
            let mut differences = Vec::new();
            compare(&case["expect"], &serde_json::to_value(&priced).unwrap(), "", &mut differences);
            if differences.is_empty() { Ok(()) } else { Err(format!("- {name}:\n    {}", differences.join("\n    "))) }
        }
        (Value::String(expected), Err(error)) if *expected == code(&error) => Ok(()),
        (expected, outcome) => Err(format!("- {name}: expected the error {expected}, not {outcome:?}")),
    }
}

fn code(error: &PricingError) -> &'static str {
    match error {
        PricingError::Currency { .. } => "currency",
        PricingError::NoRate { .. } => "no_rate",
        PricingError::OutOfRange => "out_of_range",
    }
}

fn read<T: serde::de::DeserializeOwned>(case: &str, value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{case}: {error} in {value:#}"))
}

/// What holds of every outcome: the parts add up to the whole.
fn adds_up(priced: &PricedBasket) -> Result<(), String> {
    let amounts =
        |all: &mut dyn Iterator<Item = giano_commerce::Money>| all.map(|money| money.amount()).sum::<Decimal>();
    let goods = amounts(&mut priced.lines.iter().map(|line| line.total));
    let off = amounts(&mut priced.discounts.iter().map(|discount| discount.amount));
    let shares = amounts(&mut priced.lines.iter().map(|line| line.order_discount));
    let net = amounts(&mut priced.vat.iter().map(|part| part.net));
    let tax = amounts(&mut priced.vat.iter().map(|part| part.tax));
    let all = [
        ("goods", goods, priced.goods.amount()),
        ("shares of discounts", shares, off),
        ("nets", net, priced.net.amount()),
        ("taxes", tax, priced.tax.amount()),
        ("net and tax", net + tax, priced.total.amount()),
    ];
    match all.into_iter().find(|(_, sum, whole)| sum != whole) {
        Some((what, sum, whole)) => Err(format!("{what} are {sum} in all, not {whole}")),
        None => Ok(()),
    }
}

fn usual_context() -> Value {
    let rate =
        |country: &str, class: &str, percent: &str| json!({ "country": country, "class": class, "percent": percent });
    json!({
        "face": "home",
        "now": "2026-03-02T10:00:00Z",
        "today": "2026-03-02",
        "currency": "EUR",
        "home_country": "IT",
        "vat": { "treatment": "charged", "country": "IT" },
        "rates": [
            rate("IT", "standard", "22"), rate("IT", "food", "10"), rate("IT", "books", "4"),
            rate("DE", "standard", "19"), rate("DE", "food", "7"), rate("DE", "books", "7"),
        ],
        "promotions": [],
        "coupons": [],
        "term": null,
        "shipping": null,
    })
}

/// A product and a variant of its own for each line, if the case does not say otherwise.
fn usual_line(at: usize) -> Value {
    json!({
        "variant": at + 1,
        "product": at + 1,
        "categories": [],
        "vat_class": "standard",
        "home_price": "12.20",
        "list_price": null,
        "tiers": [],
        "mix_and_match": false,
        "weight_grams": 0,
        "contract": [],
    })
}

fn full_line(at: usize, line: &Value) -> Value {
    let mut item = filled(usual_line(at), line);
    let item = item.as_object_mut().unwrap();
    let quantity = item.remove("quantity").unwrap_or(json!(1));
    let id = item.remove("id").unwrap_or(json!(at + 1));
    json!({ "id": id, "quantity": quantity, "item": item })
}

fn usual_promotion(at: usize) -> Value {
    json!({
        "id": at + 1,
        "name": "Promotion",
        "description": { "en": "" },
        "scope": { "scope": "order" },
        "audience": "both",
        "starts": null, "ends": null,
        "minimum_amount": null, "minimum_quantity": null,
        "coupon": null,
        "limit_total": null, "limit_per_customer": null,
        "priority": 0,
        "stacking": "combines",
    })
}

fn usual_contract() -> Value {
    json!({
        "list": "Bar 2026", "owner": "company", "minimum": 1, "firm": false, "mix_and_match": false,
        "valid_from": null, "valid_until": null,
    })
}

/// Lays what a case says over what is usual, and writes short forms out.
fn filled(mut usual: Value, given: &Value) -> Value {
    let object = usual.as_object_mut().expect("an object");
    for (key, value) in given.as_object().unwrap_or(&Map::new()) {
        object.insert(key.clone(), value.clone());
    }
    write_out(&mut usual);
    usual
}

fn write_out(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(write_out),
        Value::Object(object) if object.contains_key("currency") && object.contains_key("amount") => {}
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("promotions", Value::Array(all)) => {
                        for (at, promotion) in all.iter_mut().enumerate() {
                            *promotion = filled(usual_promotion(at), promotion);
                        }
                    }
                    ("contract", Value::Array(all)) => {
                        all.iter_mut().for_each(|entry| *entry = filled(usual_contract(), entry));
                    }
                    ("name", Value::String(text)) => *value = json!({ "en": text }),
                    (
                        "home_price" | "list_price" | "price" | "amount" | "minimum_amount" | "free_from" | "base"
                        | "per_step" | "compare_at" | "lowest_30_days",
                        Value::String(text),
                    ) => *value = json!({ "amount": text, "currency": "EUR" }),
                    (_, inner) => write_out(inner),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn compare(expected: &Value, found: &Value, path: &str, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                compare(value, found.get(key).unwrap_or(&Value::Null), &format!("{path}.{key}"), differences);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (at, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{path}[{at}]"), differences);
            }
        }
        (Value::String(amount), Value::Object(money))
            if money.get("amount").is_some_and(|found| *found == **amount) => {}
        (expected, found) if expected == found => {}
        (expected, found) => differences.push(format!("{path}: expected {expected}, found {found}")),
    }
}
