//! Money that goes back: each refund moves on once, and none hides another.

use crate::database::Fresh;
use crate::orders::{key, order, shop};
use giano_commerce::order::{AttemptKind, CancelReason, PaymentEvent};
use giano_commerce::{Currency, Money};
use giano_store::{CameIn, NewAttempt, OrderHead, OrderOwner, PaymentHeard, Placed, RefundRecord, Store};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database};

on_both!(a_refund_moves_on_once, refunds_with_a_job_hide_no_others, each_refund_is_asked_for_under_a_key_of_its_own);

const AT: Timestamp = Timestamp::UNIX_EPOCH;

async fn head(store: &Store, placed: &Placed) -> OrderHead {
    store.order(&placed.number, &OrderOwner::Key(key(&placed.number))).await.unwrap().unwrap().head
}

/// An order that was paid through a provider and cancelled: its refund waits.
async fn cancelled(store: &Store, name: &str) -> (Placed, RefundRecord) {
    let mut wanted = order(store, name, 1, 0).await;
    wanted.order.payment.provider = Some(("test".to_owned(), "r".to_owned()));
    let placed = wanted.place(store).await.unwrap();
    store.settle_payment(&wanted.order.payment.id, PaymentEvent::Capture, AT).await.unwrap().unwrap();
    let known = head(store, &placed).await;
    assert!(store.cancel_order(&known, CancelReason::ByShop, AT).await.unwrap());
    let refund = head(store, &placed).await.parts.refunds[0].clone();
    (placed, store.refund(refund.id).await.unwrap().unwrap())
}

/// Two servers heard the same of it, and both read it before either wrote: one of them moves it.
async fn a_refund_moves_on_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, refund) = cancelled(&store, "one").await;
    let before = head(&store, &placed).await.version;
    assert!(store.finish_refund(&refund, AT).await.unwrap());
    assert!(!store.finish_refund(&refund, AT).await.unwrap(), "it was finished already");
    assert!(!store.fail_refund(&refund, "no answer", AT).await.unwrap(), "what went back did not fail");
    let now = store.refund(refund.id).await.unwrap().unwrap();
    assert_eq!((now.state.code(), now.last_error), ("succeeded", None));
    assert_eq!(head(&store, &placed).await.version, before + 1);
}

async fn refunds_with_a_job_hide_no_others(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, refund) = cancelled(&store, "one").await;
    // A hundred that were given up stand before another that has no job.
    let db = Database::connect(&fresh.url).await.unwrap();
    let rows = |row: &dyn Fn(i64) -> String| (1..=100).map(row).collect::<Vec<_>>().join(", ");
    let (payment, order) = (&refund.payment, placed.id);
    let refunds = rows(&|n| format!("({}, '{payment}', {order}, 'r {n}', 1, 'EUR', 'requested', 0, 1)", 1000 + n));
    let jobs = rows(&|n| format!("('refund_payment', '{{}}', 'refund_payment {}', 'dead', 0, 10, 0)", 1000 + n));
    for statement in [
        format!(
            "INSERT INTO refund (id, payment_id, order_id, reason, amount_minor, currency, state, state_at, attempts) \
             VALUES {refunds}, (2000, '{payment}', {order}, 'last', 1, 'EUR', 'requested', 0, 1)"
        ),
        format!("INSERT INTO job (kind, job, job_key, state, run_at, attempts, created_at) VALUES {jobs}"),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
    db.close().await.unwrap();
    assert_eq!(store.enqueue_refunds(0).await.unwrap(), 1);
    assert_eq!(store.enqueue_refunds(0).await.unwrap(), 0, "each has its job now");
}

/// More money came of a payment that was given back: a provider that knew the key would say that it has given it back already.
async fn each_refund_is_asked_for_under_a_key_of_its_own(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, first) = cancelled(&store, "one").await;
    let more = CameIn::InAll(Money::new(65.into(), Currency::Eur));
    let heard = PaymentHeard { came_in: Some(more), ..PaymentHeard::of(PaymentEvent::Capture) };
    store.hear_of_payment(&first.payment, &heard, AT).await.unwrap().unwrap();
    let refunds = head(&store, &placed).await.parts.refunds;
    let mut keys = Vec::new();
    for refund in &refunds {
        let attempt = NewAttempt { kind: AttemptKind::Refund, refund: Some(refund.id) };
        keys.push(store.begin_attempt(&first.payment, &attempt, refund.amount, AT).await.unwrap());
    }
    assert_eq!((keys.len(), keys[0] == keys[1]), (2, false), "{keys:?}");
    // Asked again, each has the key that it had.
    let again = NewAttempt { kind: AttemptKind::Refund, refund: Some(refunds[0].id) };
    assert_eq!(store.begin_attempt(&first.payment, &again, refunds[0].amount, AT).await.unwrap(), keys[0]);
}
