//! A generated catalogue of 10 000 products, always the same, for what is measured on one.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use giano_commerce::catalog::Stock;
use giano_commerce::locale::Text;
use giano_commerce::tax::VatClass;
use giano_commerce::{Currency, Money, QuantityRule};
use giano_server::{AppState, Clock, Settings};
use giano_store::{ProductDraft, Store, VariantDraft};
use std::time::{Duration, Instant};
use tower::ServiceExt;

const PRODUCTS: u64 = 10_000;

/// A word of three to five syllables, always the same for a number.
pub fn word(number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "cor", "del", "fi", "gra", "lo", "mo", "ner", "pe", "qui", "ra", "sto", "ti", "van", "zo", "lu"];
    let mut bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let length = 3 + bits % 3;
    (0..length)
        .map(|_| {
            bits = bits.rotate_left(11).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            SYLLABLES[(bits >> 60) as usize]
        })
        .collect()
}

fn product(number: u64) -> ProductDraft {
    let name = format!("{} {} {}", word(number), word(number + 20_000), word(number % 500 + 40_000));
    let money = Money::parse("10.00", Currency::Eur).unwrap();
    let quantities = QuantityRule { minimum: 1, maximum: None, increment: 1 };
    ProductDraft {
        slug: format!("product-{number}"),
        name: Text::one(name),
        summary: Text::default(),
        description_html: Text::default(),
        brand: Some(word(number % 100 + 60_000)),
        categories: Vec::new(),
        options: Vec::new(),
        attributes: Vec::new(),
        media: Vec::new(),
        turntable: None,
        video: None,
        care_html: None,
        in_the_box: Vec::new(),
        dimensions: None,
        variants: vec![VariantDraft {
            sku: format!("SKU-{number}").parse().unwrap(),
            gtin: None,
            options: Vec::new(),
            home_price: money,
            compare_at: None,
            special: None,
            list_price: None,
            tiers: Vec::new(),
            mix_and_match: false,
            home_quantities: quantities,
            business_quantities: quantities,
            pack_size: 1,
            pallet_size: None,
            weight_grams: 100,
            dimensions: None,
            origin: None,
            media: Vec::new(),
            stock: Stock { on_hand: 1, backorder: false, lead_days: None },
        }],
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: 0,
    }
}

/// Asks, and tells how long it took.
pub async fn ask(router: axum::Router, address: String) -> Duration {
    let begun = Instant::now();
    let answer = router.oneshot(Request::get(address).body(Body::empty()).unwrap()).await.unwrap();
    to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    begun.elapsed()
}

/// A shop with the catalogue, and the folder that it lies in as long as that is held.
pub async fn shop() -> (axum::Router, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    for number in 0..PRODUCTS {
        store.upsert_product(&product(number), 0).await.unwrap();
    }
    let state = AppState::load(Settings::default(), store, Clock::System).await.unwrap();
    (giano_server::router(state), folder)
}
