//! Baskets of many lines hold up nobody: whatever prices one waits for a turn, and short ones do not.

use crate::apart::MANY_LINES;
use crate::clock::Clock;
use crate::cookies;
use crate::database::Fresh;
use crate::settings::Settings;
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use giano_api::checkout::{CheckoutView, PlacedOrder};
use giano_api::session::BASKET_COOKIE;
use giano_commerce::basket::ShownPrices;
use giano_commerce::catalog::{OptionValue, ProductOption, Stock};
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_commerce::{Country, Currency, Face, Money, Quantity, QuantityRule};
use giano_store::{BasketOwner, CartRecord, ProductDraft, VariantDraft};
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
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
    owner: BasketOwner,
}

/// What came of a request.
#[derive(Debug)]
struct Answer {
    name: &'static str,
    status: StatusCode,
    /// What the header Retry-After says.
    retry_after: Option<String>,
    body: Value,
    /// Whether the guest's basket is as it was before.
    unchanged: bool,
}

impl Guest {
    /// A guest without a basket.
    fn new(state: &Arc<AppState>, token: &str) -> Self {
        let token = token.repeat(64);
        Self {
            state: Arc::clone(state),
            cookies: format!("{BASKET_COOKIE}={token}; giano-face=business"),
            owner: BasketOwner::Guest(cookies::hash(&token)),
        }
    }

    async fn with_lines(state: &Arc<AppState>, token: &str, lines: usize) -> Self {
        let guest = Self::new(state, token);
        let lines: Vec<_> = (0..lines).map(|number| (sku(number).parse().unwrap(), Quantity::ONE)).collect();
        state.store.add_to_basket(&guest.owner, |_| lines, NOON).await.unwrap();
        guest
    }

    async fn basket(&self) -> Option<CartRecord> {
        self.state.store.basket(&self.owner).await.unwrap()
    }

    async fn asks(&self, name: &'static str, method: &str, path: &str, body: &Value) -> Answer {
        let before = self.basket().await;
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookies);
        let request = request.header(header::HOST, "shop.example").header("idempotency-key", "one");
        let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()));
        let answer = crate::router(Arc::clone(&self.state)).oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let retry_after = answer.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap();
        Answer { name, status, retry_after, body, unchanged: self.basket().await == before }
    }

    fn draft(&self) -> Value {
        let snapshot = self.state.snapshot();
        let delivery = &snapshot.settings.usual_delivery(Face::Business, Country::IT).unwrap().shipping.code;
        json!({
            "email": "anna@home.example", "name": "Anna Bo", "company": "Bo", "street": "Via Po 3", "extra": "",
            "postal_code": "10123", "city": "Torino", "region": "", "country": "IT", "phone": "", "delivery": delivery,
            "payment": "card", "term": "", "vat_number": "IT00743110157",
        })
    }

    /// Whatever prices the basket, with what comes of it.
    async fn asks_everything(&self) -> Vec<Answer> {
        let kept = self.basket().await.unwrap();
        let line = format!("/api/basket/lines/{}", kept.rows[0].id);
        let other = format!("/api/basket/lines/{}", kept.rows[1].id);
        let draft = self.draft();
        let mut all = Vec::new();
        let add = json!({"lines": [{"sku": sku(0), "quantity": 1}]});
        let with_unknown = json!({"lines": [{"sku": sku(0), "quantity": 1}, {"sku": "CAP-1", "quantity": 1}]});
        for (name, method, path, body) in [
            ("look", "GET", "/api/basket", Value::Null),
            ("add", "POST", "/api/basket/lines", add.clone()),
            ("add and look", "POST", "/api/basket/lines?full=true", add),
            ("change", "PATCH", &line, json!({"quantity": 2})),
            ("save for later", "PATCH", &line, json!({"saved": true})),
            ("remove", "DELETE", &other, Value::Null),
            ("give a coupon", "POST", "/api/basket/coupons", json!({"code": "TEN"})),
            ("take a coupon back", "DELETE", "/api/basket/coupons/TEN", Value::Null),
            ("switch", "GET", "/api/basket/face-change?to=home", Value::Null),
            ("check out", "GET", "/api/checkout", Value::Null),
            ("type", "PUT", "/api/checkout", draft.clone()),
        ] {
            all.push(self.asks(name, method, path, &body).await);
        }
        if kept.rows.len() >= MANY_LINES {
            // Guessing looks through the whole catalogue, so it waits for a turn whatever the basket has.
            all.push(self.asks("add what is not sold", "POST", "/api/basket/lines", &with_unknown).await);
        }
        let order = json!({
            "basket_version": self.basket().await.unwrap().version, "card_token": "tok_success", "draft": draft,
            "shown": {"lines": [], "shipping": null, "tax": {"amount": "0.00", "currency": "EUR"},
                      "total": {"amount": "0.00", "currency": "EUR"}},
        });
        all.push(self.asks("order", "POST", "/api/orders", &order).await);
        all
    }

    /// Orders what is in the basket; the address at which the order is read.
    async fn orders(&self) -> String {
        let typed = self.asks("type", "PUT", "/api/checkout", &self.draft()).await;
        assert_eq!(typed.status, StatusCode::OK, "{:?}", typed.body);
        let checkout: CheckoutView = serde_json::from_value(typed.body).unwrap();
        let order = json!({
            "basket_version": checkout.basket.version, "card_token": "tok_success", "draft": checkout.draft,
            "shown": ShownPrices::from(&checkout.basket.priced),
        });
        let placed = self.asks("order", "POST", "/api/orders", &order).await;
        assert_eq!(placed.status, StatusCode::OK, "{:?}", placed.body);
        let PlacedOrder::Placed { order, key } = serde_json::from_value(placed.body).unwrap() else {
            panic!("a card that is good pays at once");
        };
        format!("/api/orders/{}?key={key}", order.number)
    }
}

async fn shop(fresh: &Fresh) -> Arc<AppState> {
    let store = fresh.store.clone();
    store.upsert_product(&product(MANY_LINES + 10), NOON).await.unwrap();
    store.put_promotion("ten", &coupon()).await.unwrap();
    AppState::load(Settings::default(), store, Clock::fixed(NOON)).await.unwrap()
}

on_both!(
    whatever_prices_many_lines_waits_for_its_turn,
    who_gets_no_turn_has_changed_nothing,
    an_order_of_many_lines_is_shown_in_its_turn,
);

async fn whatever_prices_many_lines_waits_for_its_turn(fresh: Fresh) {
    let state = shop(&fresh).await;
    let long = Guest::with_lines(&state, "a", MANY_LINES + 10).await;
    let short = Guest::with_lines(&state, "b", 3).await;
    let known = long.asks_everything().await;
    let (order, others) = known.split_last().unwrap();
    for Answer { name, status, body, .. } in others {
        assert_eq!(*status, StatusCode::OK, "{name}: {body}");
    }
    assert_eq!((order.status, &order.body["code"]), (StatusCode::CONFLICT, &json!("price_moved")), "it has a price");
    let turns = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    assert_eq!(state.turns.available_permits(), turns, "each turn was given back");

    // No turn will come any more.
    state.turns.close();
    let long = Guest::with_lines(&state, "c", MANY_LINES + 10).await;
    for Answer { name, status, .. } in long.asks_everything().await {
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "to {name} a basket of many lines held up others");
    }
    for Answer { name, status, .. } in short.asks_everything().await {
        assert_ne!(status, StatusCode::SERVICE_UNAVAILABLE, "to {name} a short basket waited for long ones");
    }
}

/// The answer says "try again", and whoever adds again must not have twice as much then.
async fn who_gets_no_turn_has_changed_nothing(fresh: Fresh) {
    let state = shop(&fresh).await;
    let long = Guest::with_lines(&state, "a", MANY_LINES + 10).await;
    let new = Guest::new(&state, "b");
    let stored = state.store.basket_lines().await.unwrap();
    let counted = state.basket_lines.load(Ordering::Relaxed);
    state.turns.close();
    let lines: Vec<Value> = (0..MANY_LINES).map(|number| json!({"sku": sku(number), "quantity": 1})).collect();
    let mut refused = long.asks_everything().await;
    refused.push(new.asks("add much", "POST", "/api/basket/lines", &json!({ "lines": lines })).await);
    for Answer { name, status, retry_after, unchanged, .. } in refused {
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{name}");
        assert!(unchanged, "to {name} was refused, and done all the same");
        assert!(retry_after.is_some(), "{name}: nobody is told when to come again");
    }
    assert_eq!(
        state.store.basket_lines().await.unwrap(),
        stored,
        "a guest's first basket was stored, and no cookie sent"
    );
    assert_eq!(state.basket_lines.load(Ordering::Relaxed), counted, "room was taken for lines that are not there");
}

async fn an_order_of_many_lines_is_shown_in_its_turn(fresh: Fresh) {
    let state = shop(&fresh).await;
    let long = Guest::with_lines(&state, "a", MANY_LINES + 10).await;
    let short = Guest::with_lines(&state, "b", 3).await;
    let (of_many, of_few) = (long.orders().await, short.orders().await);
    let shown = long.asks("look", "GET", &of_many, &Value::Null).await;
    assert_eq!(shown.body["lines"].as_array().map(Vec::len), Some(MANY_LINES + 10));
    state.turns.close();
    let refused = long.asks("look", "GET", &of_many, &Value::Null).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "an order of many lines held up others");
    assert!(refused.retry_after.is_some());
    assert_eq!(short.asks("look", "GET", &of_few, &Value::Null).await.status, StatusCode::OK);
}
