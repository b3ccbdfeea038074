//! No page has a coupon code that its visitor neither gave nor is meant to see, in its markup or in the data beside it.

use crate::test_shop::{NOON, TestShop};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_store::Store;
use serde_json::json;

fn promotion(code: &str, advertised: bool, scope: Scope) -> Promotion {
    Promotion {
        id: PromotionId(0),
        name: Text::one(format!("Named {code}")),
        description: Text::default(),
        effect: Effect::Percentage { percent: "10".parse().unwrap() },
        scope,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: Some(code.to_owned()),
        advertised,
        limit_total: None,
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

async fn fill(store: &Store) {
    let eur = |amount: &str| json!({"amount": amount, "currency": "EUR"});
    let any = json!({"minimum": 1, "maximum": null, "increment": 1});
    let pot = json!({
        "slug": "pot", "name": {"en": "Pot"}, "summary": {"en": ""}, "description_html": {"en": ""}, "brand": null,
        "categories": [], "options": [], "attributes": [], "media": [], "links": [], "vat_class": "standard",
        "meta_title": null, "meta_description": null, "visible": true, "prominence": 0,
        "variants": [{
            "sku": "POT", "gtin": null, "options": [], "home_price": eur("12.20"), "compare_at": null,
            "list_price": eur("8.00"), "tiers": [], "mix_and_match": false, "home_quantities": any,
            "business_quantities": any, "pack_size": 1, "pallet_size": null, "weight_grams": 500, "dimensions": null,
            "origin": null, "media": [], "stock": {"on_hand": 20, "backorder": false, "lead_days": null},
        }],
    });
    store.upsert_product(&serde_json::from_value(pot).unwrap(), NOON).await.unwrap();
    let on_pot = || Scope::Products { products: vec![giano_commerce::catalog::ProductId(1)] };
    for promotion in [
        promotion("SECRET7", false, Scope::Order),
        promotion("HIDDEN7", false, on_pot()),
        promotion("ADVERTISED7", true, on_pot()),
    ] {
        store.put_promotion(promotion.coupon.as_deref().unwrap(), &promotion).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_has_a_code_that_is_not_advertised() {
    let shop = TestShop::open(&[], fill).await;
    for face in ["home", "business"] {
        let mut browser = shop.browser();
        browser.cookies.insert("giano-face".to_owned(), face.to_owned());
        let lines = json!({"lines": [{"sku": "POT", "quantity": 1}]});
        browser.send_json("POST", "/api/basket/lines", &lines).await;
        let addresses = ["/", "/p/pot", "/search?q=pot", "/basket", "/checkout"];
        for address in addresses {
            let text = browser.get(address).await.text;
            assert!(text.contains("Pot"), "{face} {address} does not show what it is about");
            assert!(!text.contains("SECRET7") && !text.contains("HIDDEN7"), "{face} {address}");
        }
        assert!(browser.get("/p/pot").await.text.contains("ADVERTISED7"), "{face}");
        assert!(browser.get("/").await.text.contains("ADVERTISED7"), "{face}");
        browser.send_json("POST", "/api/basket/coupons", &json!({"code": "SECRET7"})).await;
        for address in ["/basket", "/checkout"] {
            let text = browser.get(address).await.text;
            assert!(text.contains("SECRET7") && !text.contains("HIDDEN7"), "{face} {address}");
        }
    }
}
