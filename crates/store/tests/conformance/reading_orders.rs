//! Orders as they are read: by their owners, as they were priced, and summed by the database.

use crate::database::Fresh;
use crate::orders::{about, by_transfer, code, credit, key, line, new_order, on_hand, order, priced, read, shop};
use crate::people::{by, euros};
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::company::CompanyId;
use giano_commerce::locale::Text;
use giano_commerce::order::{CancelReason, Lifecycle, OrderNumber, PaymentEvent, PaymentState, ShipmentState};
use giano_commerce::pricing::{
    CouponOutcome, CouponState, Gift, ListOwner, OrderDiscount, PricedBasket, PricedShipping, Rounded, Rule,
    ShippingKind, Step, TierHint, Verdict,
};
use giano_commerce::promotion::PromotionId;
use giano_commerce::tax::{VatPart, VatTreatment};
use giano_commerce::terms::{DueAmount, PaymentSchedule};
use giano_commerce::{Country, Face, Money};
use giano_store::{AboutSnapshot, NewOrder, NewPayment, OrderOwner, PastOrder, Upserted};
use jiff::Timestamp;
use jiff::civil::date;
use sea_orm::{ConnectionTrait, Database, Statement};

on_both!(
    orders_are_found_by_their_owners_only,
    an_order_is_read_as_it_was_priced,
    sums_of_orders_can_be_summed_by_the_database,
    what_changed_meanwhile_is_not_changed_again,
    an_order_of_the_past_is_one_however_often_it_is_written,
    an_order_that_cannot_be_read_keeps_no_other_from_being_listed,
);

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
        async move { store.cancel_order(&by(), &order, CancelReason::TransferOverdue, Timestamp::UNIX_EPOCH).await.unwrap() }
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
