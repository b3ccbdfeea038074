//! Placing orders and what becomes of them: all or nothing, limits held, given back once.

use crate::database::Fresh;
use crate::orders::{
    by_transfer, code, credit, key, new_order, on_credit, on_hand, order, owner, priced, promoted, read, shop, used,
};
use crate::people::by;
use giano_commerce::Quantity;
use giano_commerce::order::{CancelReason, OrderNumber, PaymentEvent, PaymentState};
use giano_store::{OrderOwner, PastOrder, PromotionUse, Refusal, StockTaking, Store, Upserted};
use jiff::Timestamp;

on_both!(
    placing_takes_all_or_nothing,
    backorders_and_gifts_take_what_is_there,
    a_cancelled_order_gives_back_once,
    an_overdue_transfer_is_found_and_given_up_once,
    a_paid_one_stays_paid,
    limits_reached_and_given_back_are_told_to_snapshots,
    the_last_pieces_are_sold_once,
    numbers_are_counted_without_gaps,
    a_number_that_is_taken_is_passed_over,
);

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
        let cancelled = store.cancel_order(&by(), &overdue, reason, Timestamp::UNIX_EPOCH).await.unwrap();
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
