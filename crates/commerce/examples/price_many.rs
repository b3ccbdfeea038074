//! How long pricing takes: `price_many [LINES]` prices a company's basket and tells the milliseconds, the median of
//! nine. Built for wasm, it exports `price_many` for the page that measures the same in the browser.

use giano_commerce::catalog::{CategoryId, ProductId, PublicTier, VariantId};
use giano_commerce::pricing::{ContractPrice, ContractTerms, Item, LineInput, ListOwner, PricingContext, price};
use giano_commerce::tax::VatClass;
use giano_commerce::{Currency, Money, Quantity};
use rust_decimal::Decimal;
use std::error::Error;
use std::sync::Arc;

/// A basket in which every step has something to do: contracts, tiers over a product's variants, promotions, a term.
fn basket(lines: u32) -> Result<(PricingContext, Vec<LineInput>), Box<dyn Error>> {
    let context = serde_json::from_value(serde_json::json!({
        "face": "business",
        "now": "2026-03-02T10:00:00Z",
        "today": "2026-03-02",
        "currency": "EUR",
        "home_country": "IT",
        "vat": { "treatment": "charged", "country": "IT" },
        "rates": [
            { "country": "IT", "class": "standard", "percent": "22" },
            { "country": "IT", "class": "food", "percent": "10" },
        ],
        "promotions": [
            promotion(1, serde_json::json!({ "effect": "percentage", "percent": "10" }), serde_json::json!({ "scope": "categories", "categories": [3] })),
            promotion(2, serde_json::json!({ "effect": "buy_x_get_y", "buy": 3, "get": 1, "percent": "100" }), serde_json::json!({ "scope": "categories", "categories": [5] })),
            promotion(3, serde_json::json!({ "effect": "percentage", "percent": "2" }), serde_json::json!({ "scope": "order" })),
        ],
        "coupons": [],
        "term": {
            "code": "prepaid",
            "name": { "en": "Prepaid", "it": "Anticipato" },
            "adjustment_percent": "-2",
            "due": { "when": "prepaid" },
            "on_account": false,
        },
        "shipping": null,
    }))?;
    let lines = (0..i64::from(lines)).map(line).collect::<Result<_, _>>()?;
    Ok((context, lines))
}

fn promotion(id: i64, effect: serde_json::Value, scope: serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "id": id,
        "name": { "en": "Promotion", "it": "Promozione" },
        "description": { "en": "", "it": "" },
        "effect": effect,
        "scope": scope,
        "audience": "both",
        "starts": null, "ends": null, "minimum_amount": null, "minimum_quantity": null, "coupon": null,
        "limit_total": null, "limit_per_customer": null,
        "priority": id,
        "stacking": "combines",
    })
}

fn line(number: i64) -> Result<LineInput, Box<dyn Error>> {
    let euros = |cents: i64| Money::new(Decimal::new(cents, 2), Currency::Eur);
    let list = 250 + number * 37 % 90_000;
    let contract = |minimum: u32, price| ContractPrice {
        list: "Bar 2026".to_owned(),
        owner: ListOwner::Company,
        minimum,
        price,
        firm: number % 9 == 0,
        mix_and_match: number % 2 == 0,
        valid_from: None,
        valid_until: None,
    };
    let contracts = match number % 3 {
        0 => vec![
            contract(1, ContractTerms::Fixed { price: euros(list * 9 / 10) }),
            contract(12, ContractTerms::Fixed { price: euros(list * 8 / 10) }),
        ],
        1 => vec![contract(1, ContractTerms::PercentOff { percent: Decimal::new(125, 1) })],
        _ => Vec::new(),
    };
    let tiers = [(1, 100), (12, 95), (48, 90), (240, 85)];
    Ok(LineInput {
        id: number,
        quantity: Quantity::new(1 + u32::try_from(number * 7 % 60)?)?,
        item: Arc::new(Item {
            variant: VariantId(number),
            sku: format!("SKU-{number:05}").parse()?,
            product: ProductId(number / 4),
            categories: vec![CategoryId(1), CategoryId(2 + number / 4 % 20)],
            vat_class: if number % 5 == 0 { VatClass::Food } else { VatClass::Standard },
            home_price: euros(list * 122 / 100),
            list_price: Some(euros(list)),
            tiers: tiers.map(|(minimum, percent)| PublicTier { minimum, price: euros(list * percent / 100) }).to_vec(),
            mix_and_match: number % 2 == 0,
            compare_at: None,
            lowest_30_days: None,
            weight_grams: 200,
            contract: contracts,
        }),
    })
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn Error>> {
    let lines = std::env::args().nth(1).map_or(Ok(10_000), |lines| lines.parse())?;
    let (context, lines) = basket(lines)?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let begun = std::time::Instant::now();
        std::hint::black_box(price(&context, &lines)?);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    println!("{:.3}", times[4].as_secs_f64() * 1000.0);
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}

/// What the page in the browser calls.
#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use super::{LineInput, PricingContext, basket, price};
    use wasm_bindgen::prelude::wasm_bindgen;

    /// A basket, ready to be priced.
    #[wasm_bindgen]
    pub struct Basket(PricingContext, Vec<LineInput>);

    #[wasm_bindgen]
    impl Basket {
        /// Makes the basket.
        #[wasm_bindgen(constructor)]
        pub fn new(lines: u32) -> Result<Self, String> {
            basket(lines).map(|(context, lines)| Self(context, lines)).map_err(|error| error.to_string())
        }

        /// Prices it; the total.
        pub fn price(&self) -> Result<String, String> {
            let priced = price(&self.0, &self.1).map_err(|error| error.to_string())?;
            Ok(priced.total.to_string())
        }
    }
}
