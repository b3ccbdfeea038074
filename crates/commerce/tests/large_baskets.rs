//! Baskets of very many lines: however promotions overlap, they are priced while somebody waits, and are never dearer than
//! without what was searched for.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use giano_commerce::catalog::{CategoryId, ProductId, VariantId};
use giano_commerce::locale::Text;
use giano_commerce::pricing::{
    ContractPrice, ContractTerms, Item, LineInput, ListOwner, PricedBasket, PricingContext, VatRate, price,
};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatTreatment};
use giano_commerce::{Country, Currency, Face, Money, Quantity};
use rust_decimal::Decimal;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// What a company's basket may hold at the most.
const LINES: i64 = 10_000;
/// Generous for code without optimisation on a machine that does other things as well. Pricing that is more than linear in
/// the number of lines takes many times as long.
const PATIENCE: Duration = Duration::from_secs(60);

fn euros(cents: i64) -> Money {
    Money::new(Decimal::new(cents, 2), Currency::Eur)
}

fn promotion(id: i64, effect: Effect, coupon: Option<&str>, stacking: Stacking) -> Arc<Promotion> {
    Arc::new(Promotion {
        id: PromotionId(id),
        name: Text::one("Promotion"),
        description: Text::default(),
        effect,
        scope: Scope::Categories { categories: vec![CategoryId(1)] },
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: coupon.map(str::to_owned),
        advertised: false,
        limit_total: None,
        limit_per_customer: None,
        priority: i32::try_from(id).unwrap(),
        stacking,
    })
}

/// Three for the price of two, which goes with no other promotion.
fn three_for_two(id: i64) -> Arc<Promotion> {
    let effect = Effect::BuyXGetY { buy: 2, get: 1, percent: Decimal::ONE_HUNDRED };
    promotion(id, effect, None, Stacking::Exclusive)
}

fn with_code(id: i64, percent: i64, code: &str) -> Arc<Promotion> {
    promotion(id, Effect::Percentage { percent: percent.into() }, Some(code), Stacking::Combines)
}

fn context(face: Face, promotions: Vec<Arc<Promotion>>) -> PricingContext {
    let home: Country = "IT".parse().unwrap();
    let coupons = promotions.iter().filter_map(|promotion| promotion.coupon.clone()).collect();
    PricingContext {
        face,
        now: "2026-03-02T10:00:00Z".parse().unwrap(),
        today: "2026-03-02".parse().unwrap(),
        currency: Currency::Eur,
        home_country: home,
        vat: VatTreatment::Charged { country: home },
        rates: vec![VatRate { country: home, class: VatClass::Standard, percent: 22.into() }],
        promotions,
        coupons,
        term: None,
        shipping: None,
        usual_shipping: None,
    }
}

/// So many lines, each of another article at another price; every other with a contract where these are wanted.
fn lines(count: i64, contracts: bool) -> Vec<LineInput> {
    let line = |number: i64| {
        let cents = 250 + number * 37 % 90_000;
        let contract = ContractPrice {
            list: "Own".to_owned(),
            owner: ListOwner::Company,
            minimum: 1,
            price: ContractTerms::Fixed { price: euros(cents * 7 / 10) },
            firm: false,
            mix_and_match: false,
            valid_from: None,
            valid_until: None,
        };
        LineInput {
            id: number,
            quantity: Quantity::new(1 + u32::try_from(number % 5).unwrap()).unwrap(),
            item: Arc::new(Item {
                variant: VariantId(number),
                sku: format!("SKU-{number:05}").parse().unwrap(),
                product: ProductId(number),
                categories: vec![CategoryId(1)],
                vat_class: VatClass::Standard,
                home_price: euros(cents * 122 / 100),
                list_price: Some(euros(cents)),
                tiers: Vec::new(),
                mix_and_match: false,
                compare_at: None,
                lowest_30_days: None,
                weight_grams: 200,
                contract: if contracts && number % 2 == 0 { vec![contract] } else { Vec::new() },
            }),
        }
    };
    (0..count).map(line).collect()
}

/// Prices a basket, or fails where it takes longer than anybody waits. What goes on after that ends with the tests.
fn priced(what: &str, context: &PricingContext, lines: &[LineInput]) -> PricedBasket {
    let (send, receive) = mpsc::channel();
    let (context, lines) = (context.clone(), lines.to_vec());
    let begun = Instant::now();
    std::thread::spawn(move || drop(send.send(price(&context, &lines))));
    let priced = receive.recv_timeout(PATIENCE).expect("a price in time").unwrap();
    println!("{what}: {:?}", begun.elapsed());
    priced
}

/// A basket with these promotions is priced in time, and costs no more than with any of those alone that need a code, nor
/// than with those alone that need none.
fn is_priced_in_time(what: &str, face: Face, contracts: bool, promotions: &[Arc<Promotion>]) {
    let lines = lines(LINES, contracts);
    let all = priced(what, &context(face, promotions.to_vec()), &lines).total.amount();
    let (coded, plain): (Vec<_>, Vec<_>) = promotions.iter().cloned().partition(|promotion| promotion.coupon.is_some());
    let without = price(&context(face, plain.clone()), &lines).unwrap().total.amount();
    assert!(all <= without, "{what}: {all} with the codes, {without} without");
    for code in coded {
        let alone = priced("alone", &context(face, vec![code.clone()]), &lines).total.amount();
        if plain.iter().all(|promotion| promotion.stacking == Stacking::Exclusive) {
            assert!(all <= alone, "{what}: {all} with all, {alone} with {:?} alone", code.coupon);
        }
    }
}

#[test]
fn ten_thousand_lines_are_priced_beside_an_exclusive_promotion() {
    is_priced_in_time("exclusive and a code", Face::Home, false, &[three_for_two(1), with_code(2, 10, "TEN")]);
}

#[test]
fn ten_thousand_lines_are_priced_with_six_codes() {
    let mut promotions = vec![three_for_two(1)];
    promotions.extend((2..8).map(|id| with_code(id, id, &format!("CODE{id}"))));
    is_priced_in_time("exclusive and six codes", Face::Home, false, &promotions);
}

#[test]
fn ten_thousand_lines_with_contracts_are_priced_with_six_exclusive_promotions() {
    let mut promotions: Vec<_> = (1..7).map(three_for_two).collect();
    promotions.push(with_code(7, 10, "TEN"));
    is_priced_in_time("six exclusive ones, contracts and a code", Face::Business, true, &promotions);
}
