//! Baskets of every kind, for properties that hold of all of them.

use giano_commerce::catalog::{CategoryId, ProductId, PublicTier, VariantId};
use giano_commerce::locale::Text;
use giano_commerce::pricing::{
    ContractPrice, ContractTerms, Item, LineInput, ListOwner, PricingContext, Shipping, ShippingPrice,
};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatTreatment, rates_on};
use giano_commerce::terms::{EarlyPayment, PaymentTerm, TermDue};
use giano_commerce::{Country, Currency, Face, Money, Quantity, Sku};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

const TODAY: Date = date(2026, 3, 2);

fn now() -> Timestamp {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn sku(number: i64) -> Sku {
    format!("SKU-{number}").parse().unwrap()
}

/// An amount of up to a thousand euro.
fn money() -> impl Strategy<Value = Money> + Clone {
    prop_oneof![0_i64..300, 0_i64..100_000].prop_map(|cents| Money::new(Decimal::new(cents, 2), Currency::Eur))
}

fn percent() -> impl Strategy<Value = Decimal> + Clone {
    prop_oneof![
        Just(Decimal::new(10, 0)),
        Just(Decimal::new(50, 0)),
        Just(Decimal::ONE_HUNDRED),
        (1_i64..1000).prop_map(|tenths| Decimal::new(tenths, 1)),
    ]
}

/// A moment before, at or after now.
fn moment() -> impl Strategy<Value = Option<Timestamp>> + Clone {
    option::weighted(0.3, (-1_i64..=1).prop_map(|hours| now() + jiff::SignedDuration::from_hours(hours)))
}

fn contract() -> impl Strategy<Value = ContractPrice> {
    let terms = prop_oneof![
        money().prop_map(|price| ContractTerms::Fixed { price }),
        percent().prop_map(|percent| ContractTerms::PercentOff { percent }),
    ];
    // The list a price stands in says whose it is, how its pieces are counted and whether it is firm.
    (0_usize..3, prop_oneof![Just(1_u32), 2_u32..30], terms, moment(), moment()).prop_map(
        |(list, minimum, price, valid_from, valid_until)| ContractPrice {
            list: ["Own", "Old", "Group"][list].to_owned(),
            owner: if list == 2 { ListOwner::Group } else { ListOwner::Company },
            minimum,
            price,
            firm: list == 1,
            mix_and_match: list == 0,
            valid_from,
            valid_until,
        },
    )
}

fn item(number: i64) -> impl Strategy<Value = Item> {
    let class = prop_oneof![
        4 => Just(VatClass::Standard), 2 => Just(VatClass::Food), 1 => Just(VatClass::Books), 1 => Just(VatClass::Exempt),
    ];
    let numbers = (1_i64..4, vec(1_i64..4, 0..3), 0_u32..3000);
    let prices = (money(), option::of(money()), vec((2_u32..40, money()), 0..4), vec(contract(), 0..4));
    (numbers, class, prices, any::<bool>()).prop_map(
        move |((product, categories, weight_grams), vat_class, (home_price, list_price, tiers, contract), mix)| Item {
            variant: VariantId(number),
            sku: sku(number),
            product: ProductId(product),
            categories: categories.into_iter().map(CategoryId).collect(),
            vat_class,
            home_price,
            compare_at: None,
            lowest_30_days: None,
            list_price,
            tiers: distinct(tiers, |tier| tier.0)
                .into_iter()
                .map(|(minimum, price)| PublicTier { minimum, price })
                .collect(),
            mix_and_match: mix,
            weight_grams,
            contract: distinct(contract, |entry: &ContractPrice| (entry.list.clone(), entry.minimum)),
        },
    )
}

/// Of entries with the same key the first; two prices for one quantity in one list would contradict each other.
fn distinct<T, K: PartialEq>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if kept.iter().all(|other| key(other) != key(&one)) {
            kept.push(one);
        }
    }
    kept
}

fn promotion(number: i64) -> impl Strategy<Value = Promotion> {
    let effect = prop_oneof![
        3 => percent().prop_map(|percent| Effect::Percentage { percent }),
        2 => money().prop_map(|amount| Effect::FixedAmount { amount }),
        1 => money().prop_map(|price| Effect::FixedPrice { price }),
        2 => (1_u32..4, 1_u32..3, percent()).prop_map(|(buy, get, percent)| Effect::BuyXGetY { buy, get, percent }),
        2 => (vec(0_i64..4, 1..4), money())
            .prop_map(|(skus, price)| Effect::Bundle { skus: skus.into_iter().map(sku).collect(), price }),
        1 => Just(Effect::FreeShipping),
        1 => Just(Effect::Gift { sku: sku(99) }),
    ];
    let scope = prop_oneof![
        vec(1_i64..4, 1..3).prop_map(|ids| Scope::Products { products: ids.into_iter().map(ProductId).collect() }),
        vec(1_i64..4, 1..3).prop_map(|ids| Scope::Categories { categories: ids.into_iter().map(CategoryId).collect() }),
        Just(Scope::Order),
    ];
    let audience = prop_oneof![Just(Audience::Both), Just(Audience::Home), Just(Audience::Business)];
    let minimums = (option::weighted(0.3, money()), option::weighted(0.2, 1_u32..20));
    let coupon = option::weighted(0.3, prop_oneof![Just("GIVEN".to_owned()), Just("OTHER".to_owned())]);
    (effect, scope, audience, moment(), moment(), minimums, coupon, 0_i32..3, any::<bool>()).prop_map(
        move |(effect, scope, audience, starts, ends, (minimum_amount, minimum_quantity), coupon, priority, alone)| {
            Promotion {
                id: PromotionId(number),
                name: Text::one("Promotion"),
                description: Text::one(""),
                effect,
                scope,
                audience,
                starts,
                ends,
                minimum_amount,
                minimum_quantity,
                coupon,
                advertised: false,
                limit_total: None,
                limit_per_customer: None,
                priority,
                stacking: if alone { Stacking::Exclusive } else { Stacking::Combines },
            }
        },
    )
}

fn term() -> impl Strategy<Value = PaymentTerm> {
    (-50_i64..50, option::of((1_i64..50, 1_u32..20))).prop_map(|(tenths, early)| PaymentTerm {
        code: "term".to_owned(),
        name: Text::one("Term"),
        adjustment_percent: Decimal::new(tenths, 1),
        due: TermDue::NetDays { days: 30 },
        early: early.map(|(tenths, days)| EarlyPayment { percent: Decimal::new(tenths, 1), days }),
        on_account: true,
    })
}

fn shipping() -> impl Strategy<Value = Shipping> {
    let price = prop_oneof![
        money().prop_map(|price| ShippingPrice::Flat { price }),
        (money(), money(), 100_u32..2000).prop_map(|(base, per_step, step_grams)| ShippingPrice::Weight {
            base,
            per_step,
            step_grams
        }),
    ];
    (price, option::of(money())).prop_map(|(price, free_from)| Shipping {
        code: "standard".to_owned(),
        name: Text::one("Standard"),
        price,
        free_from,
    })
}

fn context() -> impl Strategy<Value = PricingContext> {
    let vat = prop_oneof![
        4 => Just(VatTreatment::Charged { country: country("IT") }),
        2 => Just(VatTreatment::Charged { country: country("FI") }),
        1 => Just(VatTreatment::ReverseCharge { vat_number: "DE136695976".to_owned() }),
        1 => Just(VatTreatment::Export),
    ];
    let promotions = (0_usize..6).prop_flat_map(|count| (0..count as i64).map(promotion).collect::<Vec<_>>());
    let face = prop_oneof![Just(Face::Home), Just(Face::Business)];
    (face, vat, promotions, option::of(term()), option::of(shipping())).prop_map(
        |(face, vat, promotions, term, shipping)| PricingContext {
            face,
            now: now(),
            today: TODAY,
            currency: Currency::Eur,
            home_country: country("IT"),
            vat,
            rates: rates_on(TODAY, &[country("IT"), country("FI")]),
            promotions: promotions.into_iter().map(Arc::new).collect(),
            coupons: vec!["GIVEN".to_owned()],
            term: term.map(Arc::new),
            shipping,
            usual_shipping: None,
        },
    )
}

/// A basket of one to seven lines, in either face.
pub fn basket() -> impl Strategy<Value = (PricingContext, Vec<LineInput>)> {
    let lines =
        (1_i64..8).prop_flat_map(|count| (0..count).map(|number| (item(number), 1_u32..30)).collect::<Vec<_>>());
    (context(), lines).prop_map(|(context, items)| {
        let lines = items.into_iter().enumerate().map(|(at, (item, quantity))| LineInput {
            id: at as i64,
            quantity: Quantity::new(quantity).unwrap(),
            item: Arc::new(item),
        });
        (context, lines.collect())
    })
}

/// A company's baskets in which contracts and promotions on several pieces meet: prices, contracts and what is taken off
/// are near each other, so that now one wins and now the other.
pub fn deals() -> impl Strategy<Value = (PricingContext, Vec<LineInput>)> {
    let effect = prop_oneof![
        (1_u32..3, 1_u32..3, percent()).prop_map(|(buy, get, percent)| Effect::BuyXGetY { buy, get, percent }),
        (vec(0_i64..4, 2..4), 500_i64..3_000).prop_map(|(skus, cents)| Effect::Bundle {
            skus: skus.into_iter().map(sku).collect(),
            price: Money::new(Decimal::new(cents, 2), Currency::Eur),
        }),
    ];
    let effects = vec((effect, any::<bool>()), 1..4);
    let lines = vec((500_i64..2_000, 40_i64..105, 0_u8..6, 1_u32..5), 7);
    (basket(), effects, lines).prop_map(|((mut context, mut lines), effects, numbers)| {
        let money = |cents| Money::new(Decimal::new(cents, 2), Currency::Eur);
        context.face = Face::Business;
        context.promotions.truncate(2);
        let numbered = context.promotions.len() as i64..;
        for (id, (effect, everywhere)) in numbered.zip(effects) {
            context.promotions.push(Arc::new(Promotion {
                id: PromotionId(id),
                name: Text::one("Deal"),
                description: Text::one(""),
                effect,
                scope: if everywhere {
                    Scope::Order
                } else {
                    Scope::Products { products: vec![ProductId(1), ProductId(2)] }
                },
                audience: Audience::Both,
                starts: None,
                ends: None,
                minimum_amount: None,
                minimum_quantity: None,
                coupon: None,
                advertised: false,
                limit_total: None,
                limit_per_customer: None,
                priority: id as i32 % 3,
                stacking: if id % 4 == 3 { Stacking::Exclusive } else { Stacking::Combines },
            }));
        }
        for (line, (list, percent, kind, quantity)) in lines.iter_mut().zip(numbers) {
            let mut item = line.item.as_ref().clone();
            item.list_price = Some(money(list));
            item.tiers.clear();
            item.contract = match kind {
                0 => Vec::new(),
                kind => vec![ContractPrice {
                    list: "Own".to_owned(),
                    owner: ListOwner::Company,
                    minimum: 1,
                    price: ContractTerms::Fixed { price: money(list * percent / 100) },
                    firm: kind == 1,
                    mix_and_match: false,
                    valid_from: None,
                    valid_until: None,
                }],
            };
            *line = LineInput { item: Arc::new(item), quantity: Quantity::new(quantity).unwrap(), ..line.clone() };
        }
        (context, lines)
    })
}

/// Baskets in which prices, promotions, terms and shipping are any amounts at all.
pub fn lines_of(amount: impl Strategy<Value = Decimal>) -> impl Strategy<Value = (PricingContext, Vec<LineInput>)> {
    (basket(), vec(amount, 6)).prop_map(|((mut context, mut lines), amounts)| {
        let money = |at: usize| Money::new(amounts[at], Currency::Eur);
        for (at, line) in lines.iter_mut().enumerate() {
            let mut item = line.item.as_ref().clone();
            match at {
                0 => item.home_price = money(0),
                1 => item.list_price = Some(money(1)),
                _ => item.tiers.iter_mut().for_each(|tier| tier.price = money(2)),
            }
            line.item = Arc::new(item);
            line.quantity = Quantity::new(Quantity::MAX).unwrap();
        }
        for promotion in &mut context.promotions {
            let promotion = Arc::make_mut(promotion);
            match &mut promotion.effect {
                Effect::Percentage { percent } | Effect::BuyXGetY { percent, .. } => *percent = amounts[3],
                Effect::FixedAmount { amount: price } | Effect::FixedPrice { price } | Effect::Bundle { price, .. } => {
                    *price = money(3);
                }
                Effect::FreeShipping | Effect::Gift { .. } => {}
            }
            promotion.minimum_amount = promotion.minimum_amount.map(|_| money(4));
        }
        if let Some(shipping) = &mut context.shipping {
            shipping.price = ShippingPrice::Weight { base: money(4), per_step: money(5), step_grams: 1 };
            shipping.free_from = shipping.free_from.map(|_| money(0));
        }
        if let Some(term) = &mut context.term {
            let term = Arc::make_mut(term);
            term.adjustment_percent = amounts[5];
            term.early = term.early.map(|early| EarlyPayment { percent: amounts[2], ..early });
        }
        (context, lines)
    })
}
