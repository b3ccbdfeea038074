//! Orders and payments: all or nothing, limits held, given back once.

use crate::database::Fresh;
use crate::people::{by, company, euros, person};
use giano_commerce::catalog::Stock;
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::company::CompanyId;
use giano_commerce::locale::Text;
use giano_commerce::order::{CancelReason, Lifecycle, OrderNumber, PaymentEvent, PaymentState, ShipmentState};
use giano_commerce::pricing::{
    CouponOutcome, CouponState, Gift, ListOwner, OrderDiscount, PricedBasket, PricedLine, PricedShipping, Rounded,
    Rule, ShippingKind, Step, TierHint, Verdict,
};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatPart, VatTreatment};
use giano_commerce::terms::{DueAmount, PaymentSchedule};
use giano_commerce::{Country, Face, Locale, Money, Quantity, QuantityRule};
use giano_store::{
    AboutSnapshot, AddressSnapshot, BasketOwner, DraftSnapshot, NewOrder, NewPayment, OrderOwner, OrderRecord,
    PastOrder, PictureSnapshot, Placed, PricedAt, ProductDraft, PromiseSnapshot, PromotionUse, QuantitySnapshot,
    Refusal, ShownSnapshot, StockTaking, Store, Taking, Upserted, VariantDraft,
};
use jiff::Timestamp;
use jiff::civil::date;
use sea_orm::{ConnectionTrait, Database, Statement};

on_both!(
    placing_takes_all_or_nothing,
    backorders_and_gifts_take_what_is_there,
    a_cancelled_order_gives_back_once,
    an_overdue_transfer_is_found_and_given_up_once,
    a_paid_one_stays_paid,
    limits_reached_and_given_back_are_told_to_snapshots,
    orders_are_found_by_their_owners_only,
    the_last_pieces_are_sold_once,
    numbers_are_counted_without_gaps,
    a_number_that_is_taken_is_passed_over,
    an_order_is_read_as_it_was_priced,
    sums_of_orders_can_be_summed_by_the_database,
    what_changed_meanwhile_is_not_changed_again,
    an_order_of_the_past_is_one_however_often_it_is_written,
    an_order_that_cannot_be_read_keeps_no_other_from_being_listed,
);

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

async fn on_hand(store: &Store) -> (u32, u32) {
    let catalog = store.load_catalog().await.unwrap();
    let of = |sku: &str| catalog.products[0].variants.iter().find(|v| v.sku.as_str() == sku).unwrap().stock.on_hand;
    (of("CUP"), of("JUG"))
}

async fn used(store: &Store) -> u64 {
    store.load_promotions().await.unwrap()[0].used
}

async fn credit(store: &Store, company: CompanyId) -> String {
    store.company(company).await.unwrap().unwrap().credit_left.unwrap().amount().to_string()
}

fn owner(name: &str) -> BasketOwner {
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
        store.place_order(&self.order, &self.taking, key).await.unwrap()
    }
}

/// The hash of the key of an order: in these tests, as easily told as its number.
pub fn key(number: &OrderNumber) -> String {
    format!("key {number}")
}

fn line(id: i64, sku: &str, quantity: u32, total: &str) -> PricedLine {
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
fn priced(lines: &[(&str, u32)], gifts: &[(&str, u32)]) -> PricedBasket {
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

fn shown(sku: &str) -> ShownSnapshot {
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

fn about(email: &str) -> AboutSnapshot {
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

fn new_order(name: &str, priced: PricedBasket) -> NewOrder {
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

async fn promoted(store: &Store, mut wanted: Wanted) -> Wanted {
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

async fn read(store: &Store, placed: &Placed) -> OrderRecord {
    store.order(&placed.number, &OrderOwner::Key(key(&placed.number))).await.unwrap().unwrap()
}

fn code(order: &giano_store::OrderHead) -> &'static str {
    order.standing().headline.code()
}

async fn placing_takes_all_or_nothing(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let good = on_credit(promoted(&store, order(&store, "one", 3, 0).await).await, company).await;
    good.place(&store).await.unwrap();
    assert_eq!((on_hand(&store).await.0, used(&store).await), (2, 1));
    assert_eq!(credit(&store, company).await, "40.00");
    let basket = store.basket(&owner("one")).await.unwrap().unwrap();
    assert_eq!((basket.rows.len(), basket.draft.unwrap().note.as_str()), (0, "next"));
    // The same basket again: it is another one by now.
    assert_eq!(good.place(&store).await, Err(Refusal::BasketChanged));

    let used_up = good.taking.promotions[0].promotion;
    let mut limited = order(&store, "three", 1, 1).await;
    limited.taking.promotions = vec![PromotionUse { limit_total: Some(1), ..good.taking.promotions[0].clone() }];
    let mut had_it = order(&store, "four", 1, 1).await;
    had_it.taking.promotions = good.taking.promotions.clone();
    let refused = [
        (
            order(&store, "two", 3, 1).await,
            Refusal::OutOfStock(vec![StockTaking { sku: "CUP".parse().unwrap(), available: 2 }]),
        ),
        (limited, Refusal::PromotionUsedUp(used_up)),
        (had_it, Refusal::PromotionUsedUp(used_up)),
        (on_credit(promoted(&store, order(&store, "five", 1, 1).await).await, company).await, Refusal::CreditExceeded),
    ];
    for (wanted, refusal) in refused {
        assert_eq!(wanted.place(&store).await, Err(refusal));
        assert_eq!((on_hand(&store).await, used(&store).await), ((2, 2), 1));
        assert_eq!(credit(&store, company).await, "40.00");
        let (owner, version) = &wanted.taking.basket;
        assert_eq!(store.basket(owner).await.unwrap().unwrap().version, *version);
        assert_eq!(store.payment(&wanted.order.payment.id).await.unwrap(), None);
    }
    assert_eq!(store.orders_of(&OrderOwner::Company(company)).await.unwrap().len(), 1);
}

async fn backorders_and_gifts_take_what_is_there(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    order(&store, "one", 5, 6).await.place(&store).await.unwrap();
    assert_eq!(on_hand(&store).await, (0, 0));
    let mut gift = order(&store, "two", 0, 1).await;
    gift.order.priced = priced(&[("JUG", 1)], &[("CUP", 1), ("NO-MORE", 1)]);
    let placed = gift.place(&store).await.unwrap();
    let lines = read(&store, &placed).await.lines;
    assert_eq!(
        lines.iter().map(|line| (line.gift, line.taken)).collect::<Vec<_>>(),
        [(false, 0), (true, 0), (true, 0)]
    );
    // Only what was taken comes back.
    for name in ["one", "two"] {
        store.settle_payment(&format!("pay {name}"), PaymentEvent::Decline, Timestamp::UNIX_EPOCH).await.unwrap();
    }
    assert_eq!(on_hand(&store).await, (5, 2));
}

async fn a_cancelled_order_gives_back_once(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let placed = on_credit(promoted(&store, order(&store, "one", 3, 0).await).await, company).await;
    placed.place(&store).await.unwrap();
    let more = vec![("CUP".parse().unwrap(), Quantity::ONE)];
    store.add_to_basket(&owner("one"), |_| more, 1).await.unwrap();
    for turn in 0..2 {
        let settled =
            store.settle_payment("pay one", PaymentEvent::Expire, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
        assert_eq!((settled.moved, code(&settled.orders[0])), (turn == 0, "cancelled"));
        assert_eq!(settled.orders[0].cancelled(), Some(CancelReason::PaymentExpired));
        assert_eq!((on_hand(&store).await.0, used(&store).await), (5, 0));
        assert_eq!(credit(&store, company).await, "100.00");
        let basket = store.basket(&owner("one")).await.unwrap().unwrap();
        assert_eq!((basket.rows.len(), basket.rows[0].quantity.get(), basket.coupons.len()), (1, 4, 1));
    }
    assert!(store.settle_payment("no payment", PaymentEvent::Expire, Timestamp::UNIX_EPOCH).await.unwrap().is_none());
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

async fn an_overdue_transfer_is_found_and_given_up_once(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let late = promoted(&store, by_transfer(&store, "late", Some(1000)).await).await;
    let wanted = [
        on_credit(late, company).await,
        by_transfer(&store, "later", Some(1001)).await,
        by_transfer(&store, "never", None).await,
        by_transfer(&store, "paid", Some(1)).await,
    ];
    let mut placed = Vec::new();
    for wanted in &wanted {
        placed.push(wanted.place(&store).await.unwrap());
    }
    store.settle_payment("pay paid", PaymentEvent::Capture, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
    assert_eq!((on_hand(&store).await.0, used(&store).await), (1, 1));

    assert!(store.overdue_order_ids(999).await.unwrap().is_empty());
    let [overdue] = store.overdue_order_ids(1000).await.unwrap()[..] else { panic!("one is overdue") };
    assert_eq!(store.overdue_order(overdue, 999).await.unwrap(), None);
    let overdue = store.overdue_order(overdue, 1000).await.unwrap().unwrap();
    assert_eq!(overdue.number, placed[0].number.to_string());
    let both = store.overdue_order_ids(1001).await.unwrap();
    assert_eq!((both.len(), both[0]), (2, overdue.id));
    let later = store.overdue_order(both[1], 1001).await.unwrap().unwrap();
    assert_eq!(later.number, placed[1].number.to_string());
    for turn in 0..2 {
        let reason = CancelReason::TransferOverdue;
        let cancelled = store.cancel_order(&overdue, reason, Timestamp::UNIX_EPOCH).await.unwrap();
        assert_eq!(cancelled, turn == 0);
        let order = read(&store, &placed[0]).await.head;
        assert_eq!((code(&order), order.cancelled()), ("cancelled", Some(reason)));
        assert_eq!(order.parts.payments[0].state, PaymentState::Expired { at: Timestamp::UNIX_EPOCH });
        assert_eq!((on_hand(&store).await.0, used(&store).await), (2, 0));
        assert_eq!(credit(&store, company).await, "100.00");
        // Weeks later nobody expects old goods in the basket.
        let basket = store.basket(&owner("late")).await.unwrap().unwrap();
        assert!(basket.rows.is_empty() && basket.coupons.is_empty());
    }
    assert!(store.overdue_order_ids(1000).await.unwrap().is_empty());
}

async fn a_paid_one_stays_paid(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    order(&store, "one", 3, 0).await.place(&store).await.unwrap();
    let settle = |event| {
        let store = store.clone();
        async move { store.settle_payment("pay one", event, Timestamp::UNIX_EPOCH).await.unwrap().unwrap() }
    };
    let asked = settle(PaymentEvent::Challenge).await;
    assert_eq!((asked.payment.state.code(), code(&asked.orders[0])), ("challenge", "awaiting_payment"));
    assert_eq!(store.payment_ids_in("challenge", 1).await.unwrap(), ["pay one"]);
    assert_eq!(code(&settle(PaymentEvent::Capture).await.orders[0]), "paid");
    for event in [PaymentEvent::Decline, PaymentEvent::Expire, PaymentEvent::Pend, PaymentEvent::Capture] {
        let settled = settle(event).await;
        assert_eq!((settled.moved, settled.payment.state.code()), (false, "captured"));
        assert_eq!((code(&settled.orders[0]), on_hand(&store).await.0), ("paid", 2));
    }
}

async fn limits_reached_and_given_back_are_told_to_snapshots(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let first = store.catalog_version().await.unwrap();
    promoted(&store, order(&store, "one", 1, 0).await).await.place(&store).await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), first);
    promoted(&store, order(&store, "two", 1, 0).await).await.place(&store).await.unwrap();
    let used_up = store.catalog_version().await.unwrap();
    assert!(used_up > first);
    let promotion = store.load_promotions().await.unwrap()[0].promotion.id;
    assert!(store.used_up_promotions(&[(promotion, 2)]).await.unwrap().contains(&promotion));
    store.settle_payment("pay one", PaymentEvent::Decline, Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(store.catalog_version().await.unwrap() > used_up);
    assert!(store.used_up_promotions(&[(promotion, 2)]).await.unwrap().is_empty());
}

async fn orders_are_found_by_their_owners_only(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let person = store.person_by_email(&"a@bar.example".parse().unwrap()).await.unwrap().unwrap().id;
    let mut wanted = order(&store, "one", 1, 0).await;
    wanted.order.person = Some(person);
    wanted.order.company = Some(company);
    let placed = wanted.place(&store).await.unwrap();
    let find = |owner: OrderOwner| {
        let (store, number) = (store.clone(), placed.number.clone());
        async move { store.order(&number, &owner).await.unwrap().is_some() }
    };
    assert!(find(OrderOwner::Key(key(&placed.number))).await);
    let of = |person, at_home, company| OrderOwner::Person { person, at_home, company };
    assert!(find(of(person, false, Some(company))).await);
    // What somebody ordered for a company is read for that company only.
    assert!(!find(of(person, true, None)).await);
    assert!(!find(of(person, true, Some(CompanyId(company.0 + 1)))).await);
    assert!(!find(of(person, false, None)).await);
    assert!(find(OrderOwner::Company(company)).await);
    assert!(find(OrderOwner::Email("one@home.example".into())).await);
    assert!(!find(OrderOwner::Key(String::new())).await);
    assert!(!find(of(giano_commerce::company::PersonId(person.0 + 1), true, Some(company))).await);
    assert!(!find(OrderOwner::Company(CompanyId(company.0 + 1))).await);
    assert!(!find(OrderOwner::Email("two@home.example".into())).await);
    assert_eq!(store.orders_of(&OrderOwner::Company(company)).await.unwrap().len(), 1);
    // A key or an e-mail opens one order, never a list.
    assert!(store.orders_of(&OrderOwner::Key(key(&placed.number))).await.unwrap().is_empty());
    assert!(store.orders_of(&OrderOwner::Email("one@home.example".into())).await.unwrap().is_empty());
}

async fn the_last_pieces_are_sold_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let mut tasks = Vec::new();
    for n in 0..20 {
        let order = order(&store, &format!("g{n}"), 1, 0).await;
        let store = store.clone();
        tasks.push(tokio::spawn(async move { order.place(&store).await.is_ok() }));
    }
    let mut placed = 0;
    for task in tasks {
        placed += usize::from(task.await.unwrap());
    }
    assert_eq!((placed, on_hand(&store).await.0), (5, 0));
}

/// The counts of numbers, less that of the first one.
fn counts(numbers: &[OrderNumber]) -> Vec<u64> {
    let mut counts: Vec<u64> = numbers.iter().map(|number| number.as_str()[2..9].parse().unwrap()).collect();
    counts.sort_unstable();
    let first = counts[0];
    counts.iter().map(|count| count - first).collect()
}

async fn numbers_are_counted_without_gaps(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let mut tasks = Vec::new();
    for n in 0..12 {
        let wanted = order(&store, &format!("g{n}"), 1, 0).await;
        // A second connection to the database is another server.
        let store = if n % 2 == 0 { store.clone() } else { Store::connect(&fresh.url).await.unwrap() };
        tasks.push(tokio::spawn(async move { wanted.place(&store).await.map(|placed| placed.number) }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    // Seven found nothing left, after another had drawn or not.
    assert_eq!(counts(&numbers), [0, 1, 2, 3, 4]);
    let next = order(&store, "jug", 0, 1).await.place(&store).await.unwrap();
    numbers.push(next.number);
    assert_eq!(counts(&numbers), [0, 1, 2, 3, 4, 5]);
}

async fn a_number_that_is_taken_is_passed_over(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let first = order(&store, "one", 1, 0).await.place(&store).await.unwrap().number;
    let count: u64 = first.as_str()[2..9].parse().unwrap();
    // Before numbers were counted, some were drawn that look like it.
    for taken in [count + 1, count + 2] {
        let number = OrderNumber::from_count(taken);
        let past = PastOrder {
            key_hash: key(&number),
            order: new_order(&format!("past {taken}"), priced(&[("CUP", 1)], &[])),
            number,
            shipment: None,
            owed: false,
        };
        assert_eq!(store.put_past_order(&past).await.unwrap(), Upserted::Created);
    }
    let second = order(&store, "two", 1, 0).await.place(&store).await.unwrap();
    assert_eq!(second.number, OrderNumber::from_count(count + 3));
}

/// An order with one of everything.
fn full() -> PricedBasket {
    let mut one = line(11, "CUP", 3, "30.00");
    one.base = euros("12.00");
    one.before = Some(euros("11.50"));
    one.order_discount = euros("2.00");
    one.tier = Some(TierHint { counted: 3, current: 2, next: Some(9), next_unit: Some(euros("9.00")) });
    let rules = [
        Rule::HomePrice,
        Rule::ListPrice,
        Rule::DerivedFromHome { vat_percent: 22.into() },
        Rule::Contract {
            list: "Bar".to_owned(),
            owner: ListOwner::Group,
            minimum: 2,
            percent_off: Some("7.5".parse().unwrap()),
            firm: true,
        },
        Rule::Tier { minimum: 2, counted: 3 },
        Rule::Promotion { id: PromotionId(3), name: Text::both("Off", "Sconto") },
        Rule::Term { code: "net30".to_owned(), name: Text::one("Net 30"), percent: "1.5".parse().unwrap() },
        Rule::Rounding { of: Rounded::Unit },
        Rule::Rounding { of: Rounded::Line },
        Rule::Apart { pieces: 2 },
        Rule::OrderShare { id: PromotionId(4), name: Text::one("Order") },
    ];
    let verdicts = [
        Verdict::Won,
        Verdict::Dearer,
        Verdict::ContractFirm,
        Verdict::OutOfDate,
        Verdict::BelowMinimum,
        Verdict::Excluded,
        Verdict::NeedsCoupon,
        Verdict::Outranked,
        Verdict::Incomplete,
    ];
    let steps = rules.into_iter().zip(verdicts.into_iter().cycle());
    one.trace =
        steps.map(|(rule, verdict)| Step { rule, before: euros("12.00"), after: euros("10.0055"), verdict }).collect();
    let mut two = line(12, "JUG", 1, "10.00");
    two.vat_percent = "5.5".parse().unwrap();
    let coupon = |code: &str, state| CouponOutcome { code: code.to_owned(), state };
    PricedBasket {
        face: Face::Business,
        lines: vec![one, two],
        gifts: vec![Gift {
            promotion: PromotionId(7),
            name: Text::one("A gift"),
            sku: "SPOON".parse().unwrap(),
            quantity: 2,
        }],
        goods: euros("40.00"),
        discounts: vec![OrderDiscount { promotion: PromotionId(4), name: Text::one("Order"), amount: euros("2.00") }],
        saved: euros("6.00"),
        shipping: Some(PricedShipping {
            code: "freight".to_owned(),
            name: Text::both("Freight", "Corriere"),
            kind: ShippingKind::Chosen,
            regular: euros("8.00"),
            price: euros("4.00"),
            missing_to_free: None,
        }),
        coupons: vec![
            coupon("A", CouponState::Applied),
            coupon("B", CouponState::Unknown),
            coupon("C", CouponState::BelowMinimum { missing: Some(euros("1.00")) }),
            coupon("D", CouponState::NotBetter),
            coupon("E", CouponState::TooMany),
        ],
        promotions_used: vec![PromotionId(3), PromotionId(4)],
        treatment: VatTreatment::Charged { country: Country::IT },
        vat: vec![
            VatPart { rate: "5.5".parse().unwrap(), net: euros("11.05"), tax: euros("0.61") },
            VatPart { rate: 22.into(), net: euros("30.95"), tax: euros("6.81") },
        ],
        net: euros("42.00"),
        tax: euros("7.42"),
        total: euros("49.42"),
        schedule: Some(PaymentSchedule {
            early: Some(DueAmount { amount: euros("48.43"), on: Some(date(2026, 12, 8)) }),
            full: DueAmount { amount: euros("49.42"), on: None },
        }),
        weight_grams: 1234,
    }
}

async fn an_order_is_read_as_it_was_priced(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let mut wanted = order(&store, "one", 3, 1).await;
    wanted.order = NewOrder {
        company: Some(company),
        about: AboutSnapshot {
            vat_number: Some("IT00743110157".to_owned()),
            term: Some(Text::one("Net 30")),
            purchase_order: Some("PO 1".to_owned()),
            cost_centre: Some("kitchen".to_owned()),
            requested_date: Some(date(2026, 12, 24)),
            note: Some("Ring twice".to_owned()),
            arrives: Some((date(2026, 12, 1), date(2026, 12, 2))),
            pay_by: Some(date(2026, 12, 7)),
            ..about("one@home.example")
        },
        ..new_order("one", full())
    };
    let placed = wanted.place(&store).await.unwrap();
    let read = read(&store, &placed).await;
    assert_eq!(read.priced().unwrap(), full());
    assert_eq!(read.about.as_ref(), Some(&wanted.order.about));
    let seen: Vec<_> = read.lines.iter().filter_map(|line| line.shown().cloned()).collect();
    assert_eq!(seen, wanted.order.shown);
    assert_eq!((read.head.version, read.head.pieces, read.head.face), (1, 6, Face::Business));
    // Lines and delivery add up to the VAT of each rate, lines to the goods less the discounts.
    let cents = |money: Money| money.amount().to_string();
    let lines: Vec<_> = read.lines.iter().map(|line| (cents(line.total), cents(line.vat), line.taken)).collect();
    let expected = [("28.00", "6.16", 3), ("10.00", "0.55", 1), ("0.00", "0.00", 0)];
    assert_eq!(lines, expected.map(|(total, vat, taken)| (total.to_owned(), vat.to_owned(), taken)));
    assert_eq!(cents(read.totals.shipping_vat), "0.71");
    assert!(read.lines.iter().all(|line| line.cost_centre.as_deref() == Some("kitchen")));
}

/// What a query answers: whole numbers, in a row.
async fn numbers(url: &str, sql: &str) -> Vec<i64> {
    let db = Database::connect(url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql.to_owned())).await.unwrap();
    let row = row.unwrap();
    let numbers = row.column_names().iter().map(|name| row.try_get::<i64>("", name).unwrap()).collect();
    db.close().await.unwrap();
    numbers
}

async fn sums_of_orders_can_be_summed_by_the_database(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    order(&store, "one", 1, 0).await.place(&store).await.unwrap();
    let mut wanted = order(&store, "two", 3, 1).await;
    wanted.order = new_order("two", full());
    wanted.place(&store).await.unwrap();
    let sum = |columns: &[&str]| {
        let sums: Vec<String> =
            columns.iter().map(|column| format!("CAST(SUM({column}) AS BIGINT) AS {column}")).collect();
        sums.join(", ")
    };
    let columns = ["subtotal_minor", "discount_minor", "shipping_minor", "vat_minor", "total_minor"];
    let sql = format!("SELECT {} FROM orders", sum(&columns));
    assert_eq!(numbers(&fresh.url, &sql).await, [10000, 200, 400, 1824, 10942]);
    let columns = ["quantity", "taken", "discount_minor", "order_discount_minor", "total_minor", "vat_minor"];
    let sql = format!("SELECT {} FROM order_line", sum(&columns));
    assert_eq!(numbers(&fresh.url, &sql).await, [7, 5, 0, 200, 9800, 1753]);
    let sql = format!("SELECT {} FROM order_vat", sum(&["net_minor", "vat_minor"]));
    assert_eq!(numbers(&fresh.url, &sql).await, [9118, 1824]);
}

async fn what_changed_meanwhile_is_not_changed_again(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let placed = by_transfer(&store, "one", Some(1)).await.place(&store).await.unwrap();
    let seen = read(&store, &placed).await.head;
    let paid = store.settle_payment("pay one", PaymentEvent::Capture, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
    assert_eq!((seen.version, paid.orders[0].version), (1, 2));
    // The transfer came at the very moment at which somebody wanted to give the order up.
    let cancel = |order| {
        let store = store.clone();
        async move { store.cancel_order(&order, CancelReason::TransferOverdue, Timestamp::UNIX_EPOCH).await.unwrap() }
    };
    assert!(!cancel(seen).await);
    let now = read(&store, &placed).await.head;
    assert_eq!((code(&now), now.version, on_hand(&store).await.0), ("paid", 2, 4));
    assert!(cancel(now).await);
    assert_eq!(read(&store, &placed).await.head.version, 3);
}

async fn an_order_of_the_past_is_one_however_often_it_is_written(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let number = OrderNumber::from_random(9);
    let past = |shipment, payment, lifecycle| {
        let mut order = NewOrder { company: Some(company), lifecycle, ..new_order("past", priced(&[("CUP", 2)], &[])) };
        order.payment =
            NewPayment { id: "pay past".to_owned(), method: PaymentMethod::Account, provider: None, state: payment };
        let owed = !matches!(payment, PaymentState::Captured { .. });
        PastOrder { number: number.clone(), key_hash: key(&number), order, shipment, owed }
    };
    let at = Timestamp::UNIX_EPOCH;
    let placed = Lifecycle::Placed { at };
    let sent = past(Some(ShipmentState::Sent { at }), PaymentState::Owed { since: at }, placed.clone());
    let delivered = past(Some(ShipmentState::Delivered { at }), PaymentState::Owed { since: at }, placed);
    let closed = past(Some(ShipmentState::Delivered { at }), PaymentState::Captured { at }, Lifecycle::Closed { at });
    for (turn, past, done, headline, left) in [
        (0, &sent, Upserted::Created, "shipped", "40.00"),
        (1, &sent, Upserted::Unchanged, "shipped", "40.00"),
        (2, &delivered, Upserted::Updated, "delivered", "40.00"),
        (3, &closed, Upserted::Updated, "closed", "100.00"),
        (4, &closed, Upserted::Unchanged, "closed", "100.00"),
    ] {
        assert_eq!(store.put_past_order(past).await.unwrap(), done, "turn {turn}");
        let orders = store.orders_of(&OrderOwner::Company(company)).await.unwrap();
        assert_eq!(orders.iter().map(code).collect::<Vec<_>>(), [headline]);
        assert_eq!((orders[0].parts.payments.len(), orders[0].parts.shipments.len()), (1, 1));
        assert_eq!(credit(&store, company).await, left);
    }
    let read = store.order(&number, &OrderOwner::Key(key(&number))).await.unwrap().unwrap();
    assert_eq!((read.lines[0].quantity, read.lines[0].taken, read.lines[0].shipped), (2, 0, 2));
    assert_eq!(on_hand(&store).await.0, 5);
}

async fn an_order_that_cannot_be_read_keeps_no_other_from_being_listed(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let mut numbers = Vec::new();
    for name in ["one", "two", "three"] {
        let mut wanted = order(&store, name, 1, 0).await;
        wanted.order.company = Some(company);
        numbers.push(wanted.place(&store).await.unwrap().number.to_string());
    }
    let db = Database::connect(&fresh.url).await.unwrap();
    db.execute_unprepared("UPDATE payment SET state = 'of tomorrow' WHERE id = 'pay two'").await.unwrap();
    let damaged = format!("UPDATE orders SET lifecycle = 'of tomorrow' WHERE number = '{}'", numbers[2]);
    db.execute_unprepared(&damaged).await.unwrap();
    db.close().await.unwrap();
    let listed = store.orders_of(&OrderOwner::Company(company)).await.unwrap();
    assert_eq!(listed.iter().map(|order| order.number.as_str()).collect::<Vec<_>>(), [numbers[0].as_str()]);
    assert_eq!(store.payment_ids_in("created", i64::MAX).await.unwrap(), ["pay one", "pay three"]);
}
