//! A small shop with everything that buying needs, and browsers that visit it.

use crate::database::Fresh;
use crate::moody::Moody;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use giano_api::basket::{AddLines, AddLinesBody, AddQuery, BasketAnswer};
use giano_api::checkout::{
    CheckoutDraft, CheckoutView, GetCheckout, PaymentMethod, PlaceOrder, PlaceOrderBody, PlacedOrder, SaveDraft,
};
use giano_api::price::PriceLine;
use giano_api::session::{SessionView, SignIn, SignInBody};
use giano_api::{Endpoint, Method, NoBody, NoQuery, Problem};
use giano_commerce::basket::ShownPrices;
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::locale::Text;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_commerce::terms::{PaymentTerm, TermDue};
use giano_commerce::{Country, Currency, Money, Quantity, QuantityRule};
use giano_server::{AppState, Clock, MailTransport, Settings};
use giano_store::{
    Author, CompanyDocument, CompanyDraft, PersonDraft, PersonRecord, PriceEntryDraft, ProductDraft, SettingDraft,
    ShopPart, Store, Trial, VariantDraft,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;

/// Monday, 23 November 2026, 10:00 UTC.
pub const NOON: i64 = 1_795_428_000_000;
pub const PASSWORD: &str = "one good password";

pub fn eur(text: &str) -> Money {
    Money::parse(text, Currency::Eur).unwrap()
}

/// A shop on a fresh database.
pub struct Shop {
    pub state: Arc<AppState>,
    pub router: axum::Router,
    pub time: Arc<AtomicI64>,
    pub store: Store,
    mail: tempfile::TempDir,
    _fresh: Fresh,
}

struct Sold<'a> {
    sku: &'a str,
    home: &'a str,
    list: &'a str,
    on_hand: u32,
    backorder: bool,
    home_maximum: Option<u32>,
    business_step: u32,
}

const SOLD: [Sold<'static>; 5] = [
    Sold {
        sku: "MOKA-3",
        home: "30.00",
        list: "20.00",
        on_hand: 100,
        backorder: false,
        home_maximum: None,
        business_step: 2,
    },
    Sold {
        sku: "LAST",
        home: "12.20",
        list: "10.00",
        on_hand: 5,
        backorder: false,
        home_maximum: None,
        business_step: 1,
    },
    Sold {
        sku: "LATER",
        home: "10.00",
        list: "8.00",
        on_hand: 2,
        backorder: true,
        home_maximum: None,
        business_step: 1,
    },
    Sold {
        sku: "FEW",
        home: "7.00",
        list: "5.00",
        on_hand: 50,
        backorder: false,
        home_maximum: Some(3),
        business_step: 1,
    },
    Sold {
        sku: "GRINDER",
        home: "122.00",
        list: "80.00",
        on_hand: 100,
        backorder: false,
        home_maximum: None,
        business_step: 1,
    },
];

fn rule(step: u32, maximum: Option<u32>) -> QuantityRule {
    QuantityRule { minimum: step, maximum, increment: step }
}

fn product(sold: &Sold<'_>) -> ProductDraft {
    ProductDraft {
        slug: sold.sku.to_lowercase(),
        name: Text::both(format!("{} in English", sold.sku), format!("{} in italiano", sold.sku)),
        summary: Text::default(),
        description_html: Text::default(),
        brand: None,
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
            sku: sold.sku.parse().unwrap(),
            gtin: None,
            options: Vec::new(),
            home_price: eur(sold.home),
            compare_at: None,
            special: None,
            list_price: Some(eur(sold.list)),
            tiers: Vec::new(),
            mix_and_match: false,
            home_quantities: rule(1, sold.home_maximum),
            business_quantities: rule(sold.business_step, None),
            pack_size: 1,
            pallet_size: None,
            weight_grams: 500,
            dimensions: None,
            origin: None,
            media: Vec::new(),
            stock: giano_commerce::catalog::Stock {
                on_hand: sold.on_hand,
                backorder: sold.backorder,
                lead_days: Some(5),
            },
        }],
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: 0,
    }
}

pub fn coupon(code: &str, percent: &str, limit_total: Option<u32>, limit_per_customer: Option<u32>) -> Promotion {
    Promotion {
        id: PromotionId(0),
        name: Text::one(code),
        description: Text::default(),
        effect: Effect::Percentage { percent: percent.parse().unwrap() },
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: Some(code.to_owned()),
        advertised: false,
        limit_total,
        limit_per_customer,
        priority: 0,
        stacking: Stacking::Combines,
    }
}

fn term(code: &str, percent: &str, due: TermDue, on_account: bool) -> PaymentTerm {
    PaymentTerm {
        code: code.to_owned(),
        name: Text::one(code),
        adjustment_percent: percent.parse().unwrap(),
        due,
        early: None,
        on_account,
    }
}

pub fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| giano_server::hash_password(PASSWORD).unwrap())
}

async fn fill(store: &Store) {
    for sold in &SOLD {
        store.upsert_product(&product(sold), NOON).await.unwrap();
    }
    store.put_promotion("ten", &coupon("TEN", "10", None, None)).await.unwrap();
    store.put_promotion("three", &coupon("THREE", "50", Some(3), None)).await.unwrap();
    store.put_promotion("once", &coupon("ONCE", "20", None, Some(1))).await.unwrap();
    let terms =
        [term("net30", "0", TermDue::NetDays { days: 30 }, true), term("prepaid", "-2", TermDue::Prepaid, false)];
    for (position, term) in (0..).zip(&terms) {
        store.put_term(term, position).await.unwrap();
    }
    let contract = PriceEntryDraft {
        list: "bar".to_owned(),
        sku: "MOKA-3".parse().unwrap(),
        minimum: 1,
        price: ContractTerms::Fixed { price: eur("15.00") },
        currency: Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: None,
        valid_until: None,
    };
    store.put_price_entry(&contract, NOON).await.unwrap();
    company(store, "Bar Centrale", Some("bar"), CompanyState::Active, "150.00").await;
    company(store, "Hotel Due", None, CompanyState::Active, "150.00").await;
    company(store, "Blocked Inn", None, CompanyState::Blocked, "150.00").await;
    person(store, "anna@bar.example", Some(("Bar Centrale", CompanyRole::Buyer))).await;
    person(store, "vera@bar.example", Some(("Bar Centrale", CompanyRole::Viewer))).await;
    person(store, "dora@hotel.example", Some(("Hotel Due", CompanyRole::Buyer))).await;
    person(store, "ivo@inn.example", Some(("Blocked Inn", CompanyRole::Buyer))).await;
    person(store, "paolo@home.example", None).await;
}

/// Who fills the shop.
pub fn by() -> Author {
    Author::shop(ShopPart::Import, NOON)
}

async fn company(store: &Store, name: &str, list: Option<&str>, state: CompanyState, credit: &str) {
    let document = CompanyDocument {
        vat_number: Some("IT00743110157".parse().unwrap()),
        vat_verified: true,
        country: Country::IT,
        price_list: list.map(str::to_owned),
        group_price_list: None,
        terms: vec!["net30".to_owned(), "prepaid".to_owned()],
    };
    let draft = CompanyDraft {
        name: name.to_owned(),
        state,
        document,
        credit_limit: eur(credit),
        credit_may_exceed: false,
        addresses: vec![giano_commerce::address::Address {
            name: name.to_owned(),
            company: Some(name.to_owned()),
            street: "Via Po 3".to_owned(),
            extra: None,
            postal_code: "10123".to_owned(),
            city: "Torino".to_owned(),
            region: None,
            country: Country::IT,
            phone: None,
        }],
        cost_centres: ["bar", "kitchen"].map(|name| name.parse().unwrap()).to_vec(),
    };
    store.put_company(&by(), &draft).await.unwrap();
}

async fn person(store: &Store, email: &str, company: Option<(&str, CompanyRole)>) {
    let draft = PersonDraft {
        email: email.parse().unwrap(),
        name: email.split('@').next().unwrap().to_owned(),
        password_hash: password_hash().to_owned(),
        company: company.map(|(name, role)| (name.to_owned(), role)),
        demo: String::new(),
    };
    store.put_person(&by(), &draft).await.unwrap();
}

/// A person with an account, made where there is none.
pub async fn person_of(store: &Store, email: &str, company: Option<(&str, CompanyRole)>) -> PersonRecord {
    person(store, email, company).await;
    store.person_by_email(&email.parse().unwrap()).await.unwrap().unwrap()
}

impl Shop {
    pub async fn open(fresh: Fresh) -> Self {
        Self::open_as(fresh, Settings::default()).await
    }

    /// Where its e-mails are, unless it is set to send them elsewhere.
    pub fn mail(&self) -> &Path {
        self.mail.path()
    }

    /// A shop that is set to something else than usual.
    pub async fn open_as(fresh: Fresh, settings: Settings) -> Self {
        Self::assembled(fresh, settings, None).await
    }

    /// A shop whose payments go to a provider that has moods.
    pub async fn open_moody(fresh: Fresh, name: &'static str) -> (Self, Arc<Moody>) {
        let mut made = None;
        let shop = Self::assembled(fresh, Settings::default(), Some((name, &mut made))).await;
        (shop, made.unwrap())
    }

    /// A second server on the shop's database, which is at this address. It is set as the first one is.
    pub async fn second(&self, url: &str) -> (Arc<AppState>, axum::Router) {
        let (store, clock) = (Store::connect(url).await.unwrap(), Clock::Fixed(Arc::clone(&self.time)));
        let state = AppState::load(self.state.settings.clone(), store, clock).await.unwrap();
        (Arc::clone(&state), giano_server::router(state))
    }

    async fn assembled(
        fresh: Fresh,
        mut settings: Settings,
        moody: Option<(&'static str, &mut Option<Arc<Moody>>)>,
    ) -> Self {
        let mail = tempfile::tempdir().unwrap();
        if let MailTransport::Folder(folder) = &mut settings.mail.transport {
            *folder = mail.path().to_owned();
        }
        let store = fresh.store.clone();
        fill(&store).await;
        let time = Arc::new(AtomicI64::new(NOON));
        let clock = Clock::Fixed(Arc::clone(&time));
        let state = match moody {
            None => AppState::load(settings, store.clone(), clock).await.unwrap(),
            Some((name, made)) => {
                let provider = Arc::new(Moody::new(name, clock.clone(), store.clone()));
                *made = Some(Arc::clone(&provider));
                AppState::load_with(settings, store.clone(), clock, |_| vec![provider]).await.unwrap()
            }
        };
        let router = giano_server::router(Arc::clone(&state));
        Self { state, router, time, store, mail, _fresh: fresh }
    }

    /// Sets what the merchant decides for the shop as a whole, as the command does.
    pub async fn set(&self, name: &str, value: serde_json::Value) {
        let drafts = [SettingDraft { name: name.to_owned(), value, if_version: None }];
        let done = self.store.change_shop_settings(&by(), &drafts, Trial::No).await.unwrap();
        assert_eq!(done.unwrap().len(), 1);
        self.state.refresh_catalog().await.unwrap();
    }

    pub fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Somebody with a browser of their own.
    pub fn guest(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// Somebody signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.guest();
        browser.sign_in(email, PASSWORD).await.unwrap();
        browser
    }

    /// Writes a company, with the price list of the bar where it is the bar.
    pub async fn company(&self, name: &str, state: CompanyState, credit: &str) {
        company(&self.store, name, (name == "Bar Centrale").then_some("bar"), state, credit).await;
    }

    /// Another buyer of a company, signed in.
    pub async fn second_buyer(&self, email: &str, company: &str) -> Browser {
        person(&self.store, email, Some((company, CompanyRole::Buyer))).await;
        self.signed_in(email).await
    }

    /// A guest with a basket and everything typed that an order by card needs.
    pub async fn guest_ready(&self, lines: &[(&str, u32)], email: &str) -> Browser {
        let mut browser = self.guest();
        browser.add(lines).await.unwrap();
        browser.type_address(email).await;
        browser
    }

    /// Changes a product behind everybody's back.
    pub async fn change(&self, slug: &str, what: impl FnOnce(&mut ProductDraft)) {
        let mut draft = self.store.product_draft(slug).await.unwrap().unwrap();
        what(&mut draft);
        self.store.upsert_product(&draft, 0).await.unwrap();
        self.state.refresh_catalog().await.unwrap();
    }

    /// Pieces on hand in the database.
    pub async fn on_hand(&self, sku: &str) -> u32 {
        let snapshot = self.state.snapshot();
        let (product, variant) = snapshot.by_sku(&sku.parse().unwrap()).unwrap();
        let id = snapshot.variant(product, variant).id;
        let stock = self.store.stock_since(i64::MIN).await.unwrap();
        stock.changed.iter().find(|(known, _)| *known == id).unwrap().1.on_hand
    }
}

/// A browser: keeps cookies.
#[derive(Clone)]
pub struct Browser {
    pub router: axum::Router,
    pub cookies: BTreeMap<String, String>,
}

/// What came back, undigested.
pub struct Raw {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Browser {
    /// The same visitor, whose next request comes to another server.
    pub fn at(&self, router: &axum::Router) -> Self {
        Self { router: router.clone(), cookies: self.cookies.clone() }
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Raw {
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Raw { status: parts.status, headers: parts.headers, body }
    }

    /// Calls an endpoint with further headers.
    pub async fn call_with<E: Endpoint>(
        &mut self,
        parameters: &[&str],
        query: &E::Query,
        body: Option<&E::Body>,
        headers: &[(&str, &str)],
    ) -> Result<E::Answer, Problem> {
        let query = serde_urlencoded::to_string(query).unwrap();
        let path = E::path(parameters);
        let uri = if query.is_empty() { path } else { format!("{path}?{query}") };
        let method = match E::METHOD {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        };
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let content = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(serde_json::to_vec(body).unwrap())
            }
            None => Body::empty(),
        };
        let raw = self.send(request.body(content).unwrap()).await;
        if raw.status.is_success() {
            Ok(serde_json::from_slice(&raw.body).unwrap())
        } else {
            assert_eq!(raw.headers[header::CONTENT_TYPE], "application/problem+json");
            let problem: Problem = serde_json::from_slice(&raw.body).unwrap();
            assert_eq!(problem.status, raw.status.as_u16());
            Err(problem)
        }
    }

    pub async fn get<E: Endpoint<Query = NoQuery>>(&mut self, parameters: &[&str]) -> Result<E::Answer, Problem> {
        self.call_with::<E>(parameters, &NoQuery {}, None, &[]).await
    }

    pub async fn send_body<E: Endpoint<Query = NoQuery>>(
        &mut self,
        parameters: &[&str],
        body: &E::Body,
    ) -> Result<E::Answer, Problem> {
        self.call_with::<E>(parameters, &NoQuery {}, Some(body), &[]).await
    }

    pub async fn delete<E: Endpoint<Query = NoQuery, Body = NoBody>>(
        &mut self,
        parameters: &[&str],
    ) -> Result<E::Answer, Problem> {
        self.call_with::<E>(parameters, &NoQuery {}, None, &[]).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Result<SessionView, Problem> {
        let body = SignInBody { email: email.to_owned(), password: password.to_owned() };
        self.send_body::<SignIn>(&[], &body).await
    }

    pub async fn add(&mut self, lines: &[(&str, u32)]) -> Result<BasketAnswer, Problem> {
        let line = |(sku, pieces): &(&str, u32)| PriceLine {
            sku: sku.parse().unwrap(),
            quantity: Quantity::new(*pieces).unwrap(),
        };
        let body = AddLinesBody { lines: lines.iter().map(line).collect() };
        self.call_with::<AddLines>(&[], &AddQuery { full: true }, Some(&body), &[]).await
    }

    /// Types a right address into the checkout.
    pub async fn type_address(&mut self, email: &str) -> CheckoutView {
        let draft = self.get::<GetCheckout>(&[]).await.unwrap().draft;
        let draft = CheckoutDraft {
            email: email.to_owned(),
            name: "Anna Rossi".to_owned(),
            street: "Via Roma 1".to_owned(),
            postal_code: "10121".to_owned(),
            city: "Torino".to_owned(),
            country: "IT".to_owned(),
            ..draft
        };
        self.send_body::<SaveDraft>(&[], &draft).await.unwrap()
    }

    /// What the button of the checkout sends.
    pub async fn order_body(&mut self, card: &str) -> PlaceOrderBody {
        let checkout = self.get::<GetCheckout>(&[]).await.unwrap();
        let by_card = checkout.draft.payment == Some(PaymentMethod::Card);
        PlaceOrderBody {
            basket_version: checkout.basket.version,
            shown: ShownPrices::from(&checkout.basket.priced),
            card_token: by_card.then(|| card.to_owned()),
            draft: checkout.draft,
        }
    }

    /// Sends an order under a key.
    pub async fn place_as(&mut self, body: &PlaceOrderBody, key: &str) -> Result<PlacedOrder, Problem> {
        self.call_with::<PlaceOrder>(&[], &NoQuery {}, Some(body), &[("idempotency-key", key)]).await
    }

    /// Orders what is in the basket, under a key of its own.
    pub async fn place(&mut self, card: &str) -> Result<PlacedOrder, Problem> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let body = self.order_body(card).await;
        self.place_as(&body, &format!("key {}", NEXT.fetch_add(1, Ordering::Relaxed))).await
    }
}

/// Number and key of an order that was placed.
pub fn placed(answer: PlacedOrder) -> (String, String) {
    match answer {
        PlacedOrder::Placed { order, key } => (order.number, key),
        other => panic!("not placed: {other:?}"),
    }
}
