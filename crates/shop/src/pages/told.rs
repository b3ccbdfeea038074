//! What pages tell of sums and quantities is what the API says, and the same on all of them.

use super::hostile::{all, product};
use crate::test_shop::{Browser, NOON, TestShop};
use giano_api::basket::BasketView;
use giano_commerce::catalog::Stock;
use giano_commerce::locale::Text;
use giano_commerce::{Locale, QuantityRule, format};
use giano_store::{ProductDraft, Store, VariantDraft};
use scraper::Html;

/// Of everything two are on hand; more leave five working days later. At least three are sold.
async fn fill(store: &Store) {
    for (slug, variants) in [("pot", 2), ("cup", 1)] {
        let hostile = product(slug);
        let rule = QuantityRule { minimum: 3, maximum: None, increment: 1 };
        let variant = |variant: &VariantDraft| VariantDraft {
            home_quantities: rule,
            business_quantities: rule,
            stock: Stock { on_hand: 2, backorder: true, lead_days: Some(5) },
            ..variant.clone()
        };
        let variants = hostile.variants.iter().take(variants).map(variant).collect();
        let draft = ProductDraft { name: Text::one(slug), categories: Vec::new(), variants, ..hostile };
        store.upsert_product(&draft, NOON).await.unwrap();
    }
}

async fn page(browser: &mut Browser, address: &str) -> Html {
    Html::parse_document(&browser.get(address).await.text)
}

fn text_of(page: &Html, selector: &str) -> String {
    all(page, selector).into_iter().flat_map(|element| element.text()).collect()
}

/// A buyer in a face and a language with three cups.
async fn buyer(shop: &TestShop, face: &str, locale: &str) -> Browser {
    let mut buyer = shop.browser();
    buyer.cookies.insert("giano-face".to_owned(), face.to_owned());
    buyer.cookies.insert("giano-lang".to_owned(), locale.to_owned());
    let lines = serde_json::json!({"lines": [{"sku": "cup-a", "quantity": 3}]});
    buyer.send_json("POST", "/api/basket/lines", &lines).await;
    buyer
}

#[tokio::test(flavor = "multi_thread")]
async fn basket_and_checkout_name_the_total_of_the_api() {
    let shop = TestShop::open(&[], fill).await;
    for (face, locale, delivery) in [
        ("home", "en", "Standard delivery (unless you choose another)"),
        ("home", "it", "Consegna standard (se non ne scegli un'altra)"),
        ("business", "en", "Freight, by weight (unless you choose another)"),
        ("business", "it", "Corriere, a peso (se non ne scegli un'altra)"),
    ] {
        let mut buyer = buyer(&shop, face, locale).await;
        let basket: BasketView = serde_json::from_str(&buyer.get("/api/basket").await.text).unwrap();
        let total = format::money(locale.parse::<Locale>().unwrap(), basket.priced.total);
        let shown = page(&mut buyer, "/basket").await;
        assert_eq!(text_of(&shown, ".totals-total dd"), total, "{face} {locale}");
        assert!(text_of(&shown, ".totals").contains(delivery), "{face} {locale}: {}", text_of(&shown, ".totals"));
        let checkout = page(&mut buyer, "/checkout").await;
        assert_eq!(text_of(&checkout, ".totals-total dd"), total, "{face} {locale}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_in_parts_is_told_in_the_same_words_wherever_a_quantity_stands() {
    let shop = TestShop::open(&[], fill).await;
    for (locale, words) in [
        ("en", "Leaves in parts: 2 on the next working day, 1 in 5 working days."),
        ("it", "Parte in due volte: 2 il prossimo giorno lavorativo, 1 fra 5 giorni lavorativi."),
    ] {
        for face in ["home", "business"] {
            let mut buyer = buyer(&shop, face, locale).await;
            for address in ["/p/cup", "/basket", "/checkout"] {
                let told = text_of(&page(&mut buyer, address).await, "main");
                assert!(told.contains(words), "{address} {face} {locale}: {told}");
                let now = ["Ordered now, it leaves us on the next", "Se ordini ora, parte il prossimo"];
                assert!(!now.iter().any(|now| told.contains(now)), "{address} {face} {locale}: {told}");
            }
        }
    }
    // A field of a grid or a table tells it of what is typed there, so it knows what there is.
    let mut buyer = buyer(&shop, "business", "en").await;
    for (address, fields) in [("/p/pot", 2), ("/search?q=cup", 1)] {
        let page = page(&mut buyer, address).await;
        let known = all(&page, ".pick-input[data-there='2'][data-beyond='1'][data-days='5']");
        assert_eq!((known.len(), all(&page, ".pick-input").len()), (fields, fields), "{address}");
    }
}
