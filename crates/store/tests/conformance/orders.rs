//! Orders and payments: all or nothing, limits held, given back once.

use crate::database::Fresh;
use crate::people::{by, company, euros, person};
use giano_commerce::catalog::Stock;
use giano_commerce::company::CompanyId;
use giano_commerce::locale::Text;
use giano_commerce::order::{CancelReason, OrderEvent, OrderNumber, OrderState};
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use giano_commerce::tax::VatClass;
use giano_commerce::{Quantity, QuantityRule};
use giano_store::{
    BasketOwner, NewOrder, NewOrderLine, NewPayment, OrderOwner, PaymentState, ProductDraft, PromotionUse, Refusal,
    StockTaking, Store, VariantDraft,
};
use jiff::Timestamp;

on_both!(
    placing_takes_all_or_nothing,
    backorders_and_gifts_take_what_is_there,
    a_cancelled_order_gives_back_once,
    an_overdue_transfer_is_found_and_given_up_once,
    a_paid_one_stays_paid,
    limits_reached_and_given_back_are_told_to_snapshots,
    orders_are_found_by_their_owners_only,
    the_last_pieces_are_sold_once,
);

pub fn variant(sku: &str, on_hand: u32, backorder: bool) -> VariantDraft {
    VariantDraft {
        sku: sku.parse().unwrap(),
        gtin: None,
        options: vec![sku.to_owned()],
        home_price: euros("10.00"),
        compare_at: None,
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

/// An order of a basket of its own with so many cups and jugs.
pub async fn order(store: &Store, name: &str, cups: u32, jugs: u32) -> NewOrder {
    let wanted = [("CUP", cups), ("JUG", jugs)].into_iter().filter(|(_, pieces)| *pieces > 0);
    let lines: Vec<NewOrderLine> =
        wanted.map(|(sku, quantity)| NewOrderLine { sku: sku.parse().unwrap(), quantity, gift: false }).collect();
    let basket = lines.iter().map(|line| (line.sku.clone(), Quantity::new(line.quantity).unwrap())).collect();
    let version = store.add_to_basket(&owner(name), |_| basket, 1).await.unwrap().unwrap().0.version;
    let seed = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    NewOrder {
        number: OrderNumber::from_random(seed),
        key_hash: format!("key {name}"),
        person: None,
        company: None,
        email_key: format!("{name}@home.example"),
        state: OrderState::AwaitingPayment { since: Timestamp::UNIX_EPOCH, payment: Some(format!("pay {name}")) },
        placed_at: 1,
        total: euros("60.00"),
        catalog_version: store.catalog_version().await.unwrap(),
        document: "{}".to_owned(),
        lines,
        promotions: Vec::new(),
        credit: None,
        basket: (owner(name), version),
        coupons: vec!["TEN".to_owned()],
        next_draft: Some("next".to_owned()),
        payment: Some(NewPayment { id: format!("pay {name}"), provider: "test".into(), reference: "ref".into() }),
        expires_at: None,
        idempotency: None,
    }
}

async fn promoted(store: &Store, order: NewOrder) -> NewOrder {
    let promotion = store.load_promotions().await.unwrap()[0].promotion.clone();
    let customer = order.email_key.clone();
    let used = PromotionUse {
        promotion: promotion.id,
        customer,
        limit_total: promotion.limit_total,
        limit_per_customer: promotion.limit_per_customer,
    };
    NewOrder { promotions: vec![used], ..order }
}

async fn placing_takes_all_or_nothing(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let good = promoted(&store, order(&store, "one", 3, 0).await).await;
    let good = NewOrder { credit: Some(company), company: Some(company), ..good };
    store.place_order(&good).await.unwrap().unwrap();
    assert_eq!((on_hand(&store).await.0, used(&store).await), (2, 1));
    assert_eq!(credit(&store, company).await, "40.00");
    let basket = store.basket(&owner("one")).await.unwrap().unwrap();
    assert_eq!((basket.rows.len(), basket.draft.as_deref()), (0, Some("next")));
    // The same basket again: it is another one by now.
    assert_eq!(store.place_order(&good).await.unwrap(), Err(Refusal::BasketChanged));

    let refused = [
        (
            order(&store, "two", 3, 1).await,
            Refusal::OutOfStock(vec![StockTaking { sku: "CUP".parse().unwrap(), available: 2 }]),
        ),
        (
            NewOrder {
                promotions: vec![PromotionUse { limit_total: Some(1), ..good.promotions[0].clone() }],
                ..order(&store, "three", 1, 1).await
            },
            Refusal::PromotionUsedUp(good.promotions[0].promotion),
        ),
        (NewOrder { promotions: good.promotions.clone(), ..order(&store, "four", 1, 1).await }, {
            // This customer had it.
            Refusal::PromotionUsedUp(good.promotions[0].promotion)
        }),
        (
            NewOrder { credit: Some(company), ..promoted(&store, order(&store, "five", 1, 1).await).await },
            Refusal::CreditExceeded,
        ),
    ];
    for (order, refusal) in refused {
        assert_eq!(store.place_order(&order).await.unwrap(), Err(refusal));
        assert_eq!((on_hand(&store).await, used(&store).await), ((2, 2), 1));
        assert_eq!(credit(&store, company).await, "40.00");
        assert_eq!(store.basket(&order.basket.0).await.unwrap().unwrap().version, order.basket.1);
        assert_eq!(store.order(&order.number, &OrderOwner::Key(order.key_hash.clone())).await.unwrap(), None);
        assert_eq!(store.payment(&order.payment.unwrap().id).await.unwrap(), None);
    }
}

async fn backorders_and_gifts_take_what_is_there(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    store.place_order(&order(&store, "one", 5, 6).await).await.unwrap().unwrap();
    assert_eq!(on_hand(&store).await, (0, 0));
    let mut gift = order(&store, "two", 0, 1).await;
    gift.lines.push(NewOrderLine { sku: "CUP".parse().unwrap(), quantity: 1, gift: true });
    gift.lines.push(NewOrderLine { sku: "NO-MORE".parse().unwrap(), quantity: 1, gift: true });
    store.place_order(&gift).await.unwrap().unwrap();
    // Only what was taken comes back.
    for name in ["one", "two"] {
        store.settle_payment(&format!("pay {name}"), PaymentState::Declined, Timestamp::UNIX_EPOCH).await.unwrap();
    }
    assert_eq!(on_hand(&store).await, (5, 2));
}

async fn a_cancelled_order_gives_back_once(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let placed = promoted(&store, order(&store, "one", 3, 0).await).await;
    let placed = NewOrder { credit: Some(company), ..placed };
    store.place_order(&placed).await.unwrap().unwrap();
    let more = vec![("CUP".parse().unwrap(), Quantity::ONE)];
    store.add_to_basket(&owner("one"), |_| more, 1).await.unwrap();
    for turn in 0..2 {
        let settled =
            store.settle_payment("pay one", PaymentState::Expired, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
        assert_eq!((settled.moved, settled.order.state.code()), (turn == 0, "cancelled"));
        assert_eq!((on_hand(&store).await.0, used(&store).await), (5, 0));
        assert_eq!(credit(&store, company).await, "100.00");
        let basket = store.basket(&owner("one")).await.unwrap().unwrap();
        assert_eq!((basket.rows.len(), basket.rows[0].quantity.get(), basket.coupons.len()), (1, 4, 1));
    }
    assert!(store.settle_payment("no payment", PaymentState::Expired, Timestamp::UNIX_EPOCH).await.unwrap().is_none());
}

/// An order that waits for a transfer, until a moment.
async fn by_transfer(store: &Store, name: &str, expires_at: Option<i64>) -> NewOrder {
    NewOrder {
        state: OrderState::AwaitingPayment { since: Timestamp::UNIX_EPOCH, payment: None },
        payment: None,
        expires_at,
        ..order(store, name, 1, 0).await
    }
}

async fn an_overdue_transfer_is_found_and_given_up_once(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let late = promoted(&store, by_transfer(&store, "late", Some(1000)).await).await;
    let late = NewOrder { credit: Some(company), ..late };
    let orders = [
        late,
        by_transfer(&store, "later", Some(1001)).await,
        by_transfer(&store, "never", None).await,
        by_transfer(&store, "paid", Some(1)).await,
    ];
    for order in &orders {
        store.place_order(order).await.unwrap().unwrap();
    }
    let paid = store.order(&orders[3].number, &OrderOwner::Key("key paid".into())).await.unwrap().unwrap();
    store.move_order(&paid, OrderEvent::ConfirmPayment, Timestamp::UNIX_EPOCH).await.unwrap().unwrap();
    assert_eq!((on_hand(&store).await.0, used(&store).await), (1, 1));

    assert!(store.overdue_order_ids(999).await.unwrap().is_empty());
    let [overdue] = store.overdue_order_ids(1000).await.unwrap()[..] else { panic!("one is overdue") };
    assert_eq!(store.overdue_order(overdue, 999).await.unwrap(), None);
    let overdue = store.overdue_order(overdue, 1000).await.unwrap().unwrap();
    assert_eq!(overdue.number, orders[0].number.to_string());
    let both = store.overdue_order_ids(1001).await.unwrap();
    assert_eq!((both.len(), both[0]), (2, overdue.id));
    let later = store.overdue_order(both[1], 1001).await.unwrap().unwrap();
    assert_eq!(later.number, orders[1].number.to_string());
    for turn in 0..2 {
        let cancel = OrderEvent::Cancel { reason: CancelReason::TransferOverdue };
        let moved = store.move_order(&overdue, cancel, Timestamp::UNIX_EPOCH).await.unwrap();
        assert_eq!(moved.map(|state| state.code()), (turn == 0).then_some("cancelled"));
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
    store.place_order(&order(&store, "one", 3, 0).await).await.unwrap().unwrap();
    let settle = |to| {
        let store = store.clone();
        async move { store.settle_payment("pay one", to, Timestamp::UNIX_EPOCH).await.unwrap().unwrap() }
    };
    let asked = settle(PaymentState::Challenge).await;
    assert_eq!((asked.payment.state, asked.order.state.code()), (PaymentState::Challenge, "awaiting_payment"));
    assert_eq!(store.payments_in(PaymentState::Challenge, 1).await.unwrap().len(), 1);
    assert_eq!(settle(PaymentState::Succeeded).await.order.state.code(), "paid");
    for to in [PaymentState::Declined, PaymentState::Expired, PaymentState::Pending, PaymentState::Succeeded] {
        let settled = settle(to).await;
        assert_eq!((settled.moved, settled.payment.state), (false, PaymentState::Succeeded));
        assert_eq!((settled.order.state.code(), on_hand(&store).await.0), ("paid", 2));
    }
}

async fn limits_reached_and_given_back_are_told_to_snapshots(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let first = store.catalog_version().await.unwrap();
    store.place_order(&promoted(&store, order(&store, "one", 1, 0).await).await).await.unwrap().unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), first);
    store.place_order(&promoted(&store, order(&store, "two", 1, 0).await).await).await.unwrap().unwrap();
    let used_up = store.catalog_version().await.unwrap();
    assert!(used_up > first);
    let promotion = store.load_promotions().await.unwrap()[0].promotion.id;
    assert!(store.used_up_promotions(&[(promotion, 2)]).await.unwrap().contains(&promotion));
    store.settle_payment("pay one", PaymentState::Declined, Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(store.catalog_version().await.unwrap() > used_up);
    assert!(store.used_up_promotions(&[(promotion, 2)]).await.unwrap().is_empty());
}

async fn orders_are_found_by_their_owners_only(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let person = store.person_by_email(&"a@bar.example".parse().unwrap()).await.unwrap().unwrap().id;
    let placed = order(&store, "one", 1, 0).await;
    let placed = NewOrder { person: Some(person), company: Some(company), ..placed };
    store.place_order(&placed).await.unwrap().unwrap();
    let find = |owner: OrderOwner| {
        let (store, number) = (store.clone(), placed.number.clone());
        async move { store.order(&number, &owner).await.unwrap().is_some() }
    };
    assert!(find(OrderOwner::Key("key one".into())).await);
    assert!(find(OrderOwner::Person(person)).await);
    assert!(find(OrderOwner::Company(company)).await);
    assert!(find(OrderOwner::Email("one@home.example".into())).await);
    assert!(!find(OrderOwner::Key(String::new())).await);
    assert!(!find(OrderOwner::Person(giano_commerce::company::PersonId(person.0 + 1))).await);
    assert!(!find(OrderOwner::Company(CompanyId(company.0 + 1))).await);
    assert!(!find(OrderOwner::Email("two@home.example".into())).await);
    assert_eq!(store.orders_of(&OrderOwner::Company(company)).await.unwrap().len(), 1);
    // A key or an e-mail opens one order, never a list.
    assert!(store.orders_of(&OrderOwner::Key("key one".into())).await.unwrap().is_empty());
    assert!(store.orders_of(&OrderOwner::Email("one@home.example".into())).await.unwrap().is_empty());
}

async fn the_last_pieces_are_sold_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let mut tasks = Vec::new();
    for n in 0..20 {
        let order = order(&store, &format!("g{n}"), 1, 0).await;
        let store = store.clone();
        tasks.push(tokio::spawn(async move { store.place_order(&order).await.unwrap().is_ok() }));
    }
    let mut placed = 0;
    for task in tasks {
        placed += usize::from(task.await.unwrap());
    }
    assert_eq!((placed, on_hand(&store).await.0), (5, 0));
}
