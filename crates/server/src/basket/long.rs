//! Baskets of many lines hold up nobody: whatever prices one waits for a turn, and short ones do not.

use crate::apart::MANY_LINES;
use crate::clock::Clock;
use crate::cookies;
use crate::settings::Settings;
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use giano_api::session::BASKET_COOKIE;
use giano_commerce::catalog::{OptionValue, ProductOption, Stock};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, Currency, Face, Money, Quantity, QuantityRule};
use giano_store::{BasketOwner, ProductDraft, Store, VariantDraft};
use serde_json::{Value, json};
use std::sync::Arc;
use tower::ServiceExt;

/// Monday, 23 November 2026, 10:00 UTC.
const NOON: i64 = 1_795_428_000_000;

fn sku(number: usize) -> String {
    format!("CUP-{number}")
}

/// A product with so many variants.
fn product(variants: usize) -> ProductDraft {
    let code = |number: usize| format!("v{number}");
    let any = QuantityRule { minimum: 1, maximum: None, increment: 1 };
    let variant = |number: usize| VariantDraft {
        sku: sku(number).parse().unwrap(),
        gtin: None,
        options: vec![code(number)],
        home_price: Money::parse("12.20", Currency::Eur).unwrap(),
        compare_at: None,
        special: None,
        list_price: None,
        tiers: Vec::new(),
        mix_and_match: false,
        home_quantities: any,
        business_quantities: any,
        pack_size: 1,
        pallet_size: None,
        weight_grams: 500,
        dimensions: None,
        origin: None,
        media: Vec::new(),
        stock: Stock { on_hand: 20, backorder: false, lead_days: None },
    };
    let value = |number| OptionValue { code: code(number), name: Text::one(code(number)), swatch: None };
    ProductDraft {
        slug: "cup".to_owned(),
        name: Text::one("Cup"),
        summary: Text::default(),
        description_html: Text::default(),
        brand: None,
        categories: Vec::new(),
        options: vec![ProductOption {
            code: "kind".to_owned(),
            name: Text::one("Kind"),
            values: (0..variants).map(value).collect(),
        }],
        attributes: Vec::new(),
        media: Vec::new(),
        turntable: None,
        video: None,
        care_html: None,
        in_the_box: Vec::new(),
        dimensions: None,
        variants: (0..variants).map(variant).collect(),
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: 0,
    }
}

fn coupon() -> Promotion {
    Promotion {
        id: PromotionId(0),
        name: Text::one("Ten"),
        description: Text::default(),
        effect: Effect::Percentage { percent: "10".parse().unwrap() },
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: Some("TEN".to_owned()),
        advertised: false,
        limit_total: None,
        limit_per_customer: None,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

/// A guest with a basket.
struct Guest {
    state: Arc<AppState>,
    cookies: String,
}

impl Guest {
    async fn with_lines(state: &Arc<AppState>, token: &str, lines: usize) -> Self {
        let token = token.repeat(64);
        let owner = BasketOwner::Guest(cookies::hash(&token));
        let lines: Vec<_> = (0..lines).map(|number| (sku(number).parse().unwrap(), Quantity::ONE)).collect();
        state.store.add_to_basket(&owner, |_| lines, NOON).await.unwrap();
        Self { state: Arc::clone(state), cookies: format!("{BASKET_COOKIE}={token}; giano-face=business") }
    }

    async fn asks(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookies);
        let request = request.header(header::HOST, "shop.example").header("idempotency-key", "one");
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()));
        let answer = crate::router(Arc::clone(&self.state)).oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// Whatever prices the basket, with what comes of it.
    async fn asks_everything(&self) -> Vec<(&'static str, StatusCode, Value)> {
        let owner = BasketOwner::Guest(cookies::hash(&self.cookies[BASKET_COOKIE.len() + 1..][..64]));
        let kept = self.state.store.basket(&owner).await.unwrap().unwrap();
        let line = format!("/api/basket/lines/{}", kept.rows[0].id);
        let other = format!("/api/basket/lines/{}", kept.rows[1].id);
        let snapshot = self.state.snapshot();
        let delivery = &snapshot.settings.usual_delivery(Face::Business, Country::IT).unwrap().shipping.code;
        let draft = json!({
            "email": "anna@home.example", "name": "Anna Bo", "company": "Bo", "street": "Via Po 3", "extra": "",
            "postal_code": "10123", "city": "Torino", "region": "", "country": "IT", "phone": "", "delivery": delivery,
            "payment": "card", "term": "", "vat_number": "IT00743110157",
        });
        let mut all = Vec::new();
        let add = json!({"lines": [{"sku": sku(0), "quantity": 1}]});
        for (name, method, path, body) in [
            ("look", "GET", "/api/basket", Value::Null),
            ("add", "POST", "/api/basket/lines", add.clone()),
            ("add and look", "POST", "/api/basket/lines?full=true", add),
            ("change", "PATCH", &line, json!({"quantity": 2})),
            ("remove", "DELETE", &other, Value::Null),
            ("give a coupon", "POST", "/api/basket/coupons", json!({"code": "TEN"})),
            ("take a coupon back", "DELETE", "/api/basket/coupons/TEN", Value::Null),
            ("switch", "GET", "/api/basket/face-change?to=home", Value::Null),
            ("check out", "GET", "/api/checkout", Value::Null),
            ("type", "PUT", "/api/checkout", draft.clone()),
        ] {
            let (status, answer) = self.asks(method, path, &body).await;
            all.push((name, status, answer["code"].clone()));
        }
        let version = self.state.store.basket(&owner).await.unwrap().unwrap().version;
        let order = json!({
            "basket_version": version, "card_token": "tok_success", "draft": draft,
            "shown": {"lines": [], "shipping": null, "tax": {"amount": "0.00", "currency": "EUR"},
                      "total": {"amount": "0.00", "currency": "EUR"}},
        });
        let (status, answer) = self.asks("POST", "/api/orders", &order).await;
        all.push(("order", status, answer["code"].clone()));
        all
    }
}

#[tokio::test]
async fn whatever_prices_many_lines_waits_for_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    store.upsert_product(&product(MANY_LINES + 10), NOON).await.unwrap();
    store.put_promotion("ten", &coupon()).await.unwrap();
    let state = AppState::load(Settings::default(), store, Clock::fixed(NOON)).await.unwrap();
    let long = Guest::with_lines(&state, "a", MANY_LINES + 10).await;
    let short = Guest::with_lines(&state, "b", 3).await;
    let known = long.asks_everything().await;
    let (order, others) = known.split_last().unwrap();
    assert!(others.iter().all(|(_, status, _)| *status == StatusCode::OK), "{others:?}");
    assert_eq!(*order, ("order", StatusCode::CONFLICT, json!("price_moved")), "it costs more than nothing");

    // No turn will come any more.
    state.turns.close();
    let long = Guest::with_lines(&state, "c", MANY_LINES + 10).await;
    for (name, status, _) in long.asks_everything().await {
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "to {name} a basket of many lines held up others");
    }
    for (name, status, _) in short.asks_everything().await {
        assert_ne!(status, StatusCode::SERVICE_UNAVAILABLE, "to {name} a short basket waited for long ones");
    }
}
