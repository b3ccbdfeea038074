//! What orders in these tests are made of: a small shop, and orders that are about to be placed in it.

use crate::people::{by, company, euros, person};
use giano_commerce::catalog::Stock;
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::company::CompanyId;
use giano_commerce::locale::Text;
use giano_commerce::order::{Lifecycle, OrderNumber, PaymentState};
use giano_commerce::pricing::{Gift, PricedBasket, PricedLine};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatPart, VatTreatment};
use giano_commerce::{Country, Face, Locale, Money, Quantity, QuantityRule};
use giano_store::{
    AboutSnapshot, AddressSnapshot, BasketOwner, DraftSnapshot, NewOrder, NewPayment, OrderOwner, OrderRecord,
    PictureSnapshot, Placed, PricedAt, ProductDraft, PromiseSnapshot, PromotionUse, QuantitySnapshot, Refusal,
    ShownSnapshot, Store, Taking, VariantDraft,
};
use jiff::Timestamp;

pub fn variant(sku: &str, on_hand: u32, backorder: bool) -> VariantDraft {
    VariantDraft {
        sku: sku.parse().unwrap(),
        gtin: None,
        options: vec![sku.to_owned()],
        home_price: euros("10.00"),
        compare_at: None,
        special: None,
        list_price: None,
        tiers: Vec::new(),
        mix_and_match: false,
        home_quantities: QuantityRule::default(),
        business_quantities: QuantityRule::default(),
        pack_size: 1,
        pallet_size: None,
        weight_grams: 1,
        dimensions: None,
        origin: None,
        media: Vec::new(),
        stock: Stock { on_hand, backorder, lead_days: None },
    }
}

pub async fn shop(store: &Store) -> CompanyId {
    let product = ProductDraft {
        slug: "cup".to_owned(),
        name: Text::one("Cup"),
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
        variants: vec![variant("CUP", 5, false), variant("JUG", 2, true)],
        links: Vec::new(),
        vat_class: VatClass::Standard,
        meta_title: None,
        meta_description: None,
        visible: true,
        prominence: 0,
    };
    store.upsert_product(&product, 0).await.unwrap();
    let promotion = Promotion {
        id: PromotionId(0),
        name: Text::one("Twice"),
        description: Text::default(),
        effect: Effect::FreeShipping,
        scope: Scope::Order,
        audience: Audience::Both,
        starts: None,
        ends: None,
        minimum_amount: None,
        minimum_quantity: None,
        coupon: None,
        advertised: false,
        limit_total: Some(2),
        limit_per_customer: Some(1),
        priority: 0,
        stacking: Stacking::Combines,
    };
    store.put_promotion("twice", &promotion).await.unwrap();
    store.put_company(&by(), &company("Bar")).await.unwrap();
    store.put_person(&by(), &person("a@bar.example", Some("Bar"))).await.unwrap();
    store.person_by_email(&"a@bar.example".parse().unwrap()).await.unwrap().unwrap().usual_company.unwrap()
}

pub async fn on_hand(store: &Store) -> (u32, u32) {
    let catalog = store.load_catalog().await.unwrap();
    let of = |sku: &str| catalog.products[0].variants.iter().find(|v| v.sku.as_str() == sku).unwrap().stock.on_hand;
    (of("CUP"), of("JUG"))
}

pub async fn used(store: &Store) -> u64 {
    store.load_promotions().await.unwrap()[0].used
}

pub async fn credit(store: &Store, company: CompanyId) -> String {
    store.company(company).await.unwrap().unwrap().credit_left.unwrap().amount().to_string()
}

pub fn owner(name: &str) -> BasketOwner {
    BasketOwner::Guest(name.to_owned())
}

/// An order, and what it takes.
#[derive(Clone)]
pub struct Wanted {
    pub order: NewOrder,
    pub taking: Taking,
}

impl Wanted {
    pub async fn place(&self, store: &Store) -> Result<Placed, Refusal> {
        store.place_order(&by(), &self.order, &self.taking, key).await.unwrap()
    }
}

/// The hash of the key of an order: in these tests, as easily told as its number.
pub fn key(number: &OrderNumber) -> String {
    format!("key {number}")
}

pub fn line(id: i64, sku: &str, quantity: u32, total: &str) -> PricedLine {
    let total = euros(total);
    let unit = Money::new(total.amount() / rust_decimal::Decimal::from(quantity), total.currency()).rounded();
    PricedLine {
        id,
        sku: sku.parse().unwrap(),
        quantity: Quantity::new(quantity).unwrap(),
        base: unit,
        unit,
        before: None,
        total,
        order_discount: euros("0.00"),
        tier: None,
        vat_percent: 22.into(),
        trace: Vec::new(),
    }
}

/// Lines of 60 € in all.
pub fn priced(lines: &[(&str, u32)], gifts: &[(&str, u32)]) -> PricedBasket {
    let lines =
        (1..).zip(lines).map(|(id, (sku, pieces))| line(id, sku, *pieces, if id == 1 { "60.00" } else { "0.00" }));
    let gift = |(sku, quantity): &(&str, u32)| Gift {
        promotion: PromotionId(7),
        name: Text::one("A gift"),
        sku: sku.parse().unwrap(),
        quantity: *quantity,
    };
    PricedBasket {
        face: Face::Home,
        lines: lines.collect(),
        gifts: gifts.iter().map(gift).collect(),
        goods: euros("60.00"),
        discounts: Vec::new(),
        saved: euros("0.00"),
        shipping: None,
        coupons: Vec::new(),
        promotions_used: Vec::new(),
        treatment: VatTreatment::Charged { country: Country::IT },
        vat: vec![VatPart { rate: 22.into(), net: euros("49.18"), tax: euros("10.82") }],
        net: euros("49.18"),
        tax: euros("10.82"),
        total: euros("60.00"),
        schedule: None,
        weight_grams: 0,
    }
}

pub fn shown(sku: &str) -> ShownSnapshot {
    ShownSnapshot {
        slug: sku.to_lowercase(),
        name: format!("The {sku}"),
        label: "Red".to_owned(),
        picture: Some(PictureSnapshot {
            key: "k".to_owned(),
            width: 1200,
            height: 800,
            widths: vec![160, 320],
            avif: true,
            alt: Text::both("It", "Lui"),
        }),
        quantities: QuantitySnapshot { minimum: 1, maximum: Some(9), increment: 1 },
        pack_size: 4,
        promise: PromiseSnapshot::Later { days: Some(5) },
    }
}

pub fn about(email: &str) -> AboutSnapshot {
    AboutSnapshot {
        locale: Locale::It,
        email: email.to_owned(),
        address: AddressSnapshot {
            name: "Ada Rossi".to_owned(),
            company: Some("Bar Ada".to_owned()),
            street: "Via Po 1".to_owned(),
            extra: None,
            postal_code: "10123".to_owned(),
            city: "Torino".to_owned(),
            region: None,
            country: Country::IT,
            phone: None,
        },
        vat_number: None,
        term: None,
        purchase_order: None,
        cost_centre: None,
        requested_date: None,
        note: None,
        arrives: None,
        pay_by: None,
    }
}

pub fn new_order(name: &str, priced: PricedBasket) -> NewOrder {
    NewOrder {
        person: None,
        company: None,
        email_key: format!("{name}@home.example"),
        placed_at: 1,
        lifecycle: Lifecycle::Placed { at: Timestamp::UNIX_EPOCH },
        about: about(&format!("{name}@home.example")),
        shown: priced.lines.iter().map(|line| shown(line.sku.as_str())).collect(),
        priced,
        payment: NewPayment {
            id: format!("pay {name}"),
            method: PaymentMethod::Card,
            provider: Some(("test".to_owned(), "ref".to_owned())),
            state: PaymentState::Created { since: Timestamp::UNIX_EPOCH },
        },
    }
}

/// An order of a basket of its own with so many cups and jugs.
pub async fn order(store: &Store, name: &str, cups: u32, jugs: u32) -> Wanted {
    let lines = [("CUP", cups), ("JUG", jugs)].into_iter().filter(|(_, pieces)| *pieces > 0);
    order_of(store, name, &lines.collect::<Vec<_>>()).await
}

/// An order of a basket of its own.
pub async fn order_of(store: &Store, name: &str, wanted: &[(&str, u32)]) -> Wanted {
    let basket = wanted.iter().map(|(sku, pieces)| (sku.parse().unwrap(), Quantity::new(*pieces).unwrap())).collect();
    let version = store.add_to_basket(&owner(name), |_| basket, 1).await.unwrap().unwrap().0.version;
    Wanted {
        order: new_order(name, priced(wanted, &[])),
        taking: Taking {
            priced_at: PricedAt { versions: store.versions().await.unwrap(), price_lists: Vec::new() },
            promotions: Vec::new(),
            credit: None,
            basket: (owner(name), version),
            coupons: vec!["TEN".to_owned()],
            next_draft: Some(DraftSnapshot { note: "next".to_owned(), ..DraftSnapshot::default() }),
            idempotency: None,
            stock_share: None,
        },
    }
}

pub async fn promoted(store: &Store, mut wanted: Wanted) -> Wanted {
    let promotion = store.load_promotions().await.unwrap()[0].promotion.clone();
    wanted.taking.promotions = vec![PromotionUse {
        promotion: promotion.id,
        customer: wanted.order.email_key.clone(),
        limit_total: promotion.limit_total,
        limit_per_customer: promotion.limit_per_customer,
    }];
    wanted
}

pub async fn on_credit(mut wanted: Wanted, company: CompanyId) -> Wanted {
    wanted.taking.credit = Some(company);
    wanted.order.company = Some(company);
    wanted
}

pub async fn read(store: &Store, placed: &Placed) -> OrderRecord {
    store.order(&placed.number, &OrderOwner::Key(key(&placed.number))).await.unwrap().unwrap()
}

pub fn code(order: &giano_store::OrderHead) -> &'static str {
    order.standing().headline.code()
}

/// An order that waits for a transfer, until a moment.
pub async fn by_transfer(store: &Store, name: &str, until: Option<i64>) -> Wanted {
    let mut wanted = order(store, name, 1, 0).await;
    let until = until.map(|until| Timestamp::from_millisecond(until).unwrap());
    wanted.order.payment = NewPayment {
        id: format!("pay {name}"),
        method: PaymentMethod::Transfer,
        provider: None,
        state: PaymentState::Awaited { since: Timestamp::UNIX_EPOCH, until },
    };
    wanted
}
