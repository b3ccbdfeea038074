//! Money that goes back: each refund moves on once, and none hides another.

use crate::database::Fresh;
use crate::orders::{by_transfer, key, on_credit, order, shop};
use giano_commerce::checkout::PaymentMethod;
use giano_commerce::order::{CancelReason, PaymentEvent, PaymentState};
use giano_commerce::{Currency, Money};
use giano_store::{
    AuditPage, Author, CameIn, NewAttempt, OrderHead, OrderOwner, PaymentHeard, Placed, RefundNoted, RefundRecord,
    ShopPart, Store, Subject, Transfer, TransferNoted,
};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database};

on_both!(
    a_refund_by_hand_is_noted_once,
    which_of_several_refunds_was_made_has_to_be_said,
    what_a_provider_gave_up_can_be_made_by_hand,
    what_was_made_by_hand_is_not_asked_for_again,
    a_transfer_for_an_order_on_account_frees_its_credit,
    a_refund_moves_on_once,
    refunds_with_a_job_hide_no_others,
    each_refund_is_asked_for_under_a_key_of_its_own
);

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
    assert!(store.cancel_order(&by(), &known, CancelReason::ByShop, AT).await.unwrap());
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
        let attempt = NewAttempt::refund(refund.id);
        keys.push(store.begin_attempt(&first.payment, &attempt, refund.amount, AT).await.unwrap());
    }
    assert_eq!((keys.len(), keys[0] == keys[1]), (2, false), "{keys:?}");
    // Asked again, each has the key that it had.
    let again = NewAttempt::refund(refunds[0].id);
    assert_eq!(store.begin_attempt(&first.payment, &again, refunds[0].amount, AT).await.unwrap(), keys[0]);
}

/// An order that was paid by bank transfer and cancelled.
async fn cancelled_transfer(store: &Store, name: &str) -> Placed {
    let placed = by_transfer(store, name, None).await.place(store).await.unwrap();
    store.note_transfer(&by(), &placed.number, &Transfer::Rest, AT).await.unwrap();
    let known = head(store, &placed).await;
    assert!(store.cancel_order(&by(), &known, CancelReason::ByShop, AT).await.unwrap());
    placed
}

fn by() -> Author {
    Author::shop(ShopPart::CommandLine, 7)
}

async fn a_refund_by_hand_is_noted_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let placed = cancelled_transfer(&store, "one").await;
    let seen = store.refunds_to_see_to(10).await.unwrap();
    assert_eq!((seen.len(), seen[0].order.as_str()), (1, placed.number.as_str()), "people have to see to it");
    let waits = head(&store, &placed).await;
    assert_eq!(waits.standing().headline.code(), "cancelled");
    let note = async |refund| store.note_refund(&by(), &placed.number, refund, Some("R 7"), AT).await.unwrap();
    assert_eq!(note(Some(seen[0].refund.id + 1)).await, RefundNoted::Nothing);
    assert_eq!(note(None).await, RefundNoted::Noted { amount: Money::new(60.into(), Currency::Eur) });
    let done = head(&store, &placed).await;
    assert_eq!((done.standing().headline.code(), done.version), ("refunded", waits.version + 1));
    assert!(store.refunds_to_see_to(10).await.unwrap().is_empty());
    // Noted again, by its order or by itself, nothing changes.
    assert_eq!(note(None).await, RefundNoted::Known);
    assert_eq!(note(Some(seen[0].refund.id)).await, RefundNoted::Known);
    assert_eq!(head(&store, &placed).await, done);
    let subject = Subject::Order(None, placed.number.to_string());
    let entries = store.audit_of(&subject, AuditPage { before: None, most: 10 }).await.unwrap();
    let noted: Vec<_> = entries.iter().filter_map(|entry| entry.after.as_ref()?.get("refund").map(|_| entry)).collect();
    assert_eq!(noted.len(), 1, "one entry for one refund");
    let (before, after) = (noted[0].before.as_ref().unwrap(), noted[0].after.as_ref().unwrap());
    assert_eq!(
        (&before["state"], &after["state"], &after["reference"]),
        (&"requested".into(), &"succeeded".into(), &"R 7".into())
    );

    let nobody = giano_commerce::order::OrderNumber::from_random(5);
    assert_eq!(store.note_refund(&by(), &nobody, None, None, AT).await.unwrap(), RefundNoted::Unknown);
    let stands = by_transfer(&store, "two", None).await.place(&store).await.unwrap();
    assert_eq!(store.note_refund(&by(), &stands.number, None, None, AT).await.unwrap(), RefundNoted::Nothing);
}

async fn which_of_several_refunds_was_made_has_to_be_said(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let placed = cancelled_transfer(&store, "one").await;
    let payment = head(&store, &placed).await.parts.payments[0].id.clone();
    let more = CameIn::InAll(Money::new(65.into(), Currency::Eur));
    let heard = PaymentHeard { came_in: Some(more), ..PaymentHeard::of(PaymentEvent::Capture) };
    store.hear_of_payment(&payment, &heard, AT).await.unwrap().unwrap();
    let ids: Vec<i64> = head(&store, &placed).await.parts.refunds.iter().map(|refund| refund.id).collect();
    let RefundNoted::Several(told) = store.note_refund(&by(), &placed.number, None, None, AT).await.unwrap() else {
        panic!("which of them is not known")
    };
    assert_eq!(told.iter().map(|refund| refund.id).collect::<Vec<_>>(), ids);
    let noted = store.note_refund(&by(), &placed.number, Some(ids[1]), None, AT).await.unwrap();
    assert_eq!(noted, RefundNoted::Noted { amount: Money::new(5.into(), Currency::Eur) });
    // Of the one that is left there is no doubt.
    let noted = store.note_refund(&by(), &placed.number, None, None, AT).await.unwrap();
    assert_eq!(noted, RefundNoted::Noted { amount: Money::new(60.into(), Currency::Eur) });
}

async fn what_a_provider_gave_up_can_be_made_by_hand(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, refund) = cancelled(&store, "one").await;
    let note = async || store.note_refund(&by(), &placed.number, None, None, AT).await.unwrap();
    assert_eq!(note().await, RefundNoted::ByProvider, "it is about to go back by itself");
    assert!(store.fail_refund(&refund, "refused", AT).await.unwrap());
    assert_eq!(note().await, RefundNoted::Noted { amount: refund.amount });
    let now = store.refund(refund.id).await.unwrap().unwrap();
    assert_eq!((now.state.code(), now.last_error), ("succeeded", None));
}

/// The job of a refund that was given up is done again, and people note at the same time that they made it: whoever is later
/// gives way.
async fn what_was_made_by_hand_is_not_asked_for_again(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let given_up = async |name| {
        let (placed, refund) = cancelled(&store, name).await;
        assert_eq!(store.take_refund_up(&refund, AT).await.unwrap().as_ref(), Some(&refund), "it is waited for");
        assert!(store.fail_refund(&refund, "refused", AT).await.unwrap());
        (placed, store.refund(refund.id).await.unwrap().unwrap())
    };
    let note = async |placed: &Placed| store.note_refund(&by(), &placed.number, None, None, AT).await.unwrap();
    // The job has read that it was given up before it was noted.
    let (placed, known) = given_up("one").await;
    assert_eq!(note(&placed).await, RefundNoted::Noted { amount: known.amount });
    assert_eq!(store.take_refund_up(&known, AT).await.unwrap(), None, "it would go back twice");
    assert_eq!(store.refund(known.id).await.unwrap().unwrap().state.code(), "succeeded");
    // The other way round the provider is asked, and people are told that it is.
    let (placed, known) = given_up("two").await;
    let taken_up = store.take_refund_up(&known, AT).await.unwrap().unwrap();
    assert_eq!(taken_up.state.code(), "requested");
    assert_eq!(note(&placed).await, RefundNoted::ByProvider);
}

/// What was paid of an order on account does not count against the company's limit any more.
async fn a_transfer_for_an_order_on_account_frees_its_credit(fresh: Fresh) {
    let store = fresh.store;
    let company = shop(&store).await;
    let left = async || store.company(company).await.unwrap().unwrap().credit_left.unwrap();
    let before = left().await;
    let mut wanted = on_credit(order(&store, "one", 1, 0).await, company).await;
    wanted.order.payment.method = PaymentMethod::Account;
    wanted.order.payment.provider = None;
    wanted.order.payment.state = PaymentState::Owed { since: AT };
    let placed = wanted.place(&store).await.unwrap();
    let taken = |cents| Money::new(before.amount() - rust_decimal::Decimal::new(cents, 2), Currency::Eur);
    assert_eq!(left().await, taken(6000));
    let part = Transfer::Part { amount: 20.into(), reference: "A".to_owned() };
    for noted in [
        TransferNoted::Noted {
            amount: Money::new(20.into(), Currency::Eur),
            open: Money::new(40.into(), Currency::Eur),
        },
        TransferNoted::Known,
    ] {
        assert_eq!(store.note_transfer(&by(), &placed.number, &part, AT).await.unwrap(), noted);
        assert_eq!(left().await, taken(4000));
    }
    store.note_transfer(&by(), &placed.number, &Transfer::Rest, AT).await.unwrap();
    let paid = head(&store, &placed).await;
    assert_eq!((left().await, paid.is_paid(), paid.parts.payments[0].state.code()), (before, true, "captured"));
    assert_eq!(store.note_transfer(&by(), &placed.number, &Transfer::Rest, AT).await.unwrap(), TransferNoted::Paid);
    // Cancelled, the money goes back; the credit is free already.
    assert!(store.cancel_order(&by(), &paid, CancelReason::ByShop, AT).await.unwrap());
    assert_eq!(left().await, before);
    assert_eq!(store.refunds_to_see_to(10).await.unwrap().len(), 1);
}
