//! Payments of several orders: shares, what came in, what goes back, and what providers were asked.

use crate::database::Fresh;
use crate::orders::{by_transfer, key, order, shop};
use crate::people::by;
use futures::future::join_all;
use giano_commerce::order::{AttemptKind, CancelReason, PaymentEvent};
use giano_commerce::{Currency, Money};
use giano_store::{
    AuditPage, Author, CameIn, Job, JobFilter, NewAttempt, OrderHead, OrderOwner, PaymentHeard, Placed, Sending,
    ShopPart, Store, StoreError, Subject, Transfer, TransferNoted,
};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database, Statement};

on_both!(
    what_came_in_is_shared_among_orders,
    captures_in_parts_add_up,
    one_capture_told_of_in_two_ways_counts_once,
    another_currency_is_refused,
    the_share_of_a_cancelled_order_goes_back,
    what_came_in_is_for_orders_that_stand_first,
    a_payment_ends_with_the_last_of_its_orders,
    payments_with_a_job_hide_no_others,
    what_cannot_be_cancelled_is_not_overdue,
    what_is_not_new_touches_nothing,
    a_transfer_is_noted_in_parts_and_each_once,
    what_is_not_paid_is_sent_on_a_word_only,
    late_money_heard_of_at_once_goes_back_once,
    each_question_of_the_bank_has_its_number,
    each_ask_has_one_key_and_counts_its_tries,
);

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn cents(cents: i64) -> Money {
    Money::new(rust_decimal::Decimal::new(cents, 2), Currency::Eur)
}

async fn head(store: &Store, placed: &Placed) -> OrderHead {
    store.order(&placed.number, &OrderOwner::Key(key(&placed.number))).await.unwrap().unwrap().head
}

/// The whole numbers of one row.
async fn row(url: &str, sql: &str) -> Vec<i64> {
    let db = Database::connect(url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    let names = row.column_names();
    let numbers = names.iter().map(|name| row.try_get::<i64>("", name).unwrap()).collect();
    db.close().await.unwrap();
    numbers
}

/// Two orders of 60 € each, both paid by one payment through a provider: "both".
async fn paid_together(store: &Store, url: &str) -> [Placed; 2] {
    shop(store).await;
    let mut placed = Vec::new();
    for name in ["one", "two"] {
        placed.push(order(store, name, 1, 0).await.place(store).await.unwrap());
    }
    let db = Database::connect(url).await.unwrap();
    let (one, two) = (placed[0].id, placed[1].id);
    for statement in [
        "DELETE FROM payment".to_owned(),
        "INSERT INTO payment (id, method, provider, reference, state, state_at, amount_minor, currency, created_at, \
         updated_at) VALUES ('both', 'card', 'test', 'r', 'pending', 0, 12000, 'EUR', 0, 0)"
            .to_owned(),
        format!(
            "INSERT INTO payment_allocation (payment_id, order_id, amount_minor, captured_minor) \
             VALUES ('both', {one}, 6000, 0), ('both', {two}, 6000, 0)"
        ),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
    db.close().await.unwrap();
    placed.try_into().unwrap()
}

fn came(came_in: CameIn) -> PaymentHeard {
    PaymentHeard { came_in: Some(came_in), ..PaymentHeard::of(PaymentEvent::Capture) }
}

fn captured(amount: Money) -> PaymentHeard {
    came(CameIn::InAll(amount))
}

fn named(name: &str, amount: i64) -> PaymentHeard {
    came(CameIn::Named { name: name.to_owned(), amount: cents(amount) })
}

/// An order of 60 € that is paid through a provider, and its payment.
async fn by_card(store: &Store, name: &str) -> (Placed, String) {
    let mut wanted = order(store, name, 1, 0).await;
    wanted.order.payment.provider = Some(("test".to_owned(), "r".to_owned()));
    (wanted.place(store).await.unwrap(), wanted.order.payment.id.clone())
}

async fn what_came_in_is_shared_among_orders(fresh: Fresh) {
    let [one, two] = paid_together(&fresh.store, &fresh.url).await;
    let store = fresh.store;
    // Less than was asked for: the older order is paid, the other one in part.
    let settled = store.hear_of_payment("both", &captured(cents(9000)), AT).await.unwrap().unwrap();
    assert_eq!((settled.moved, settled.orders.len(), settled.payment.state.code()), (false, 2, "pending"));
    let (first, second) = (head(&store, &one).await, head(&store, &two).await);
    assert_eq!((first.standing().headline.code(), second.standing().headline.code()), ("paid", "awaiting_payment"));
    // Who has paid is told so; the other is not yet.
    let confirmed = "SELECT COUNT(*) AS confirmed FROM outbox";
    assert_eq!(row(&fresh.url, confirmed).await, [1]);
    assert_eq!((first.parts.payments[0].captured, second.parts.payments[0].captured), (cents(6000), cents(3000)));
    // What an order has been paid is the sum of its shares, and the shares are what came in.
    let sums = "SELECT (SELECT CAST(SUM(captured_minor) AS BIGINT) FROM payment_allocation) AS shared, \
                (SELECT CAST(SUM(amount_minor) AS BIGINT) FROM payment_capture) AS captured";
    assert_eq!(row(&fresh.url, sums).await, [9000, 9000]);
    // Told again, nothing comes in twice.
    assert!(!store.hear_of_payment("both", &captured(cents(9000)), AT).await.unwrap().unwrap().moved);
    assert_eq!((row(&fresh.url, sums).await, head(&store, &two).await.version), (vec![9000, 9000], second.version));
    // The rest is for who has not got all yet.
    assert!(store.hear_of_payment("both", &captured(cents(12_000)), AT).await.unwrap().unwrap().moved);
    assert_eq!((row(&fresh.url, sums).await, head(&store, &two).await.is_paid()), (vec![12_000, 12_000], true));
    assert_eq!(row(&fresh.url, confirmed).await, [2]);
}

async fn captures_in_parts_add_up(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, id) = by_card(&store, "one").await;
    let books = "SELECT (SELECT CAST(SUM(amount_minor) AS BIGINT) FROM payment_capture) AS captured, \
                 (SELECT COUNT(*) FROM outbox) AS confirmed";
    for (capture, state, headline, sums) in [
        (named("a", 1), "created", "awaiting_payment", [1, 0]),
        (named("a", 1), "created", "awaiting_payment", [1, 0]),
        (named("b", 5998), "created", "awaiting_payment", [5999, 0]),
        (named("c", 1), "captured", "paid", [6000, 1]),
        (named("c", 1), "captured", "paid", [6000, 1]),
        // More than was asked for came in: it is in the books, so that it can go back.
        (named("d", 100), "captured", "paid", [6100, 1]),
    ] {
        let settled = store.hear_of_payment(&id, &capture, AT).await.unwrap().unwrap();
        let head = head(&store, &placed).await;
        assert_eq!((settled.payment.state.code(), head.standing().headline.code()), (state, headline), "{capture:?}");
        assert_eq!(row(&fresh.url, books).await, sums, "{capture:?}");
    }
    // Cancelled, all of that goes back, and so does what comes later: never more than came in.
    let known = head(&store, &placed).await;
    assert!(store.cancel_order(&by(), &known, CancelReason::ByShop, AT).await.unwrap());
    for _ in 0..2 {
        store.hear_of_payment(&id, &named("e", 50), AT).await.unwrap().unwrap();
        store.hear_of_payment(&id, &named("f", 7), AT).await.unwrap().unwrap();
    }
    let refunds = head(&store, &placed).await.parts.refunds;
    assert_eq!(refunds.iter().map(|r| r.amount).collect::<Vec<_>>(), [cents(6100), cents(50), cents(7)]);
    let jobs = store.jobs(JobFilter::All, 20).await.unwrap();
    assert_eq!(jobs.iter().filter(|job| job.kind == "refund_payment").count(), 3);
    assert_eq!(row(&fresh.url, books).await, [6157, 1]);
}

/// A webhook names a capture, and whoever asks is told what came in by now: in any order, the same money counts once.
async fn one_capture_told_of_in_two_ways_counts_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let told = [named("a", 2000), named("b", 4000), captured(cents(2000)), captured(cents(6000))];
    let orders = [[0, 1, 2, 3], [2, 0, 3, 1], [3, 2, 1, 0], [1, 2, 0, 3]];
    for (turn, places) in orders.iter().enumerate() {
        let (placed, id) = by_card(&store, &turn.to_string()).await;
        for place in places {
            store.hear_of_payment(&id, &told[*place], AT).await.unwrap().unwrap();
        }
        let head = head(&store, &placed).await;
        assert_eq!((head.parts.payments[0].captured, head.is_paid()), (cents(6000), true), "turn {turn}");
        // The next one needs room.
        assert!(store.cancel_order(&by(), &head, CancelReason::ByShop, AT).await.unwrap());
    }
    let names = "SELECT COUNT(*) AS captures, CAST(SUM(amount_minor) AS BIGINT) AS captured FROM payment_capture";
    assert_eq!(row(&fresh.url, names).await, [8, 24_000]);
}

async fn another_currency_is_refused(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, id) = by_card(&store, "one").await;
    let before = head(&store, &placed).await;
    let dollars = Money::new(60.into(), Currency::Usd);
    for came_in in [CameIn::InAll(dollars), CameIn::Named { name: "a".to_owned(), amount: dollars }] {
        let refused = store.hear_of_payment(&id, &came(came_in), AT).await.unwrap_err();
        assert!(matches!(refused, StoreError::OtherCurrency { .. }), "{refused}");
        assert!(refused.to_string().contains("60 USD") && refused.to_string().contains("EUR"), "{refused}");
    }
    assert_eq!(head(&store, &placed).await, before);
}

async fn the_share_of_a_cancelled_order_goes_back(fresh: Fresh) {
    let [one, two] = paid_together(&fresh.store, &fresh.url).await;
    let store = fresh.store;
    // One is cancelled before the money comes: the payment goes on for the other.
    let known = head(&store, &one).await;
    assert!(store.cancel_order(&by(), &known, CancelReason::ByBuyer, AT).await.unwrap());
    assert_eq!(store.payment("both").await.unwrap().unwrap().state.code(), "pending");
    store.settle_payment("both", PaymentEvent::Capture, AT).await.unwrap().unwrap();
    let (first, second) = (head(&store, &one).await, head(&store, &two).await);
    assert_eq!((first.parts.refunds.len(), first.parts.refunds[0].amount), (1, cents(6000)));
    assert_eq!((second.parts.refunds.len(), second.standing().headline.code()), (0, "paid"));
    // The other is cancelled after it: of its share only the part that has not gone back yet.
    let db = Database::connect(&fresh.url).await.unwrap();
    let part = format!(
        "INSERT INTO refund (payment_id, order_id, reason, amount_minor, currency, state, state_at, attempts) \
         VALUES ('both', {}, 'return 1', 1999, 'EUR', 'succeeded', 0, 1)",
        two.id
    );
    db.execute_unprepared(&part).await.unwrap();
    db.close().await.unwrap();
    let known = head(&store, &two).await;
    assert!(store.cancel_order(&by(), &known, CancelReason::ByShop, AT).await.unwrap());
    let refunds = head(&store, &two).await.parts.refunds;
    assert_eq!(refunds.iter().map(|refund| refund.amount).collect::<Vec<_>>(), [cents(1999), cents(4001)]);
    let sums = "SELECT CAST(SUM(amount_minor) AS BIGINT) AS back FROM refund";
    assert_eq!(row(&fresh.url, sums).await, [12_000]);
    let jobs = store.jobs(JobFilter::All, 10).await.unwrap();
    assert_eq!(jobs.iter().filter(|job| job.kind == "refund_payment").count(), 2);
}

/// Less came in than was asked for: an order that is cancelled gets of it what the others leave.
async fn what_came_in_is_for_orders_that_stand_first(fresh: Fresh) {
    let [one, two] = paid_together(&fresh.store, &fresh.url).await;
    let store = fresh.store;
    let known = head(&store, &one).await;
    assert!(store.cancel_order(&by(), &known, CancelReason::ByBuyer, AT).await.unwrap());
    store.hear_of_payment("both", &captured(cents(7000)), AT).await.unwrap().unwrap();
    let (first, second) = (head(&store, &one).await, head(&store, &two).await);
    assert_eq!((first.parts.payments[0].captured, second.parts.payments[0].captured), (cents(1000), cents(6000)));
    assert_eq!((first.parts.refunds[0].amount, second.standing().headline.code()), (cents(1000), "paid"));
}

async fn a_payment_ends_with_the_last_of_its_orders(fresh: Fresh) {
    let placed = paid_together(&fresh.store, &fresh.url).await;
    let store = fresh.store;
    for (placed, state) in placed.iter().zip(["pending", "voided"]) {
        let known = head(&store, placed).await;
        assert!(store.cancel_order(&by(), &known, CancelReason::ByBuyer, AT).await.unwrap());
        assert_eq!(store.payment("both").await.unwrap().unwrap().state.code(), state);
    }
    let jobs = store.jobs(JobFilter::All, 10).await.unwrap();
    assert_eq!(jobs.iter().filter(|job| job.kind == "void_payment").count(), 1, "its provider is told");
}

async fn payments_with_a_job_hide_no_others(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let db = Database::connect(&fresh.url).await.unwrap();
    let rows = |row: &dyn Fn(usize) -> String| (0..100).map(row).collect::<Vec<_>>().join(", ");
    let payments = rows(&|n| format!("('h{n}', 'card', 'hangs', 'r', 'pending', 0, 100, 'EUR', 0, 0)"));
    let jobs = rows(&|n| format!("('settle_payment', '{{}}', 'settle_payment h{n}', 'dead', 0, 10, 0)"));
    for statement in [
        format!(
            "INSERT INTO payment (id, method, provider, reference, state, state_at, amount_minor, currency, created_at, \
             updated_at) VALUES {payments}"
        ),
        format!("INSERT INTO job (kind, job, job_key, state, run_at, attempts, created_at) VALUES {jobs}"),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
    db.close().await.unwrap();
    let (_, id) = by_card(&store, "one").await;
    store.settle_payment(&id, PaymentEvent::Pend, AT).await.unwrap();
    assert_eq!(store.payment_ids_in("pending", i64::MAX).await.unwrap(), [id]);
}

async fn what_cannot_be_cancelled_is_not_overdue(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let mut placed = Vec::new();
    for name in ["sent", "waits", "seen to"] {
        placed.push(by_transfer(&store, name, Some(1000)).await.place(&store).await.unwrap());
    }
    let [sent, waits, seen_to] = &placed[..] else { panic!("three") };
    assert_eq!(store.send_order(&by(), &sent.number, AT, true).await.unwrap(), Sending::Sent);
    let job = Job::CancelOverdueOrder { order: seen_to.id };
    assert!(store.enqueue_job(&job, job.key().as_deref(), 0, 0).await.unwrap());
    assert_eq!(store.overdue_order_ids(1000).await.unwrap(), [waits.id]);
    assert_eq!(store.overdue_order(sent.id, 1000).await.unwrap(), None);
    assert!(store.overdue_order(seen_to.id, 1000).await.unwrap().is_some());
}

async fn what_is_not_new_touches_nothing(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, id) = by_card(&store, "one").await;
    let touched = format!("SELECT updated_at FROM payment WHERE id = '{id}'");
    let later = Timestamp::from_second(60).unwrap();
    for event in [PaymentEvent::Pend, PaymentEvent::Challenge] {
        assert!(store.settle_payment(&id, event, AT).await.unwrap().unwrap().moved);
        let (before, at) = (head(&store, &placed).await, row(&fresh.url, &touched).await);
        let key = store.begin_attempt(&id, &NewAttempt::of(AttemptKind::Status), cents(6000), later).await.unwrap();
        let heard = PaymentHeard { answers: Some((key, "same")), ..PaymentHeard::of(event) };
        assert!(!store.hear_of_payment(&id, &heard, later).await.unwrap().unwrap().moved);
        assert_eq!((head(&store, &placed).await, row(&fresh.url, &touched).await), (before, at));
        let asked = store.attempts(&id).await.unwrap();
        assert_eq!(asked.last().unwrap().answer.as_deref(), Some("same"));
    }
}

async fn a_transfer_is_noted_in_parts_and_each_once(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let placed = by_transfer(&store, "one", Some(1000)).await.place(&store).await.unwrap();
    let by = Author::shop(ShopPart::CommandLine, 7);
    let part = |amount: i64, reference: &str| Transfer::Part {
        amount: cents(amount).amount(),
        reference: reference.to_owned(),
    };
    let noted = |amount, open| TransferNoted::Noted { amount: cents(amount), open: cents(open) };
    let not_open = TransferNoted::NotOpen { open: cents(4000) };
    for (transfer, came, headline) in [
        (part(2000, "A"), noted(2000, 4000), "awaiting_payment"),
        (part(2000, "A"), TransferNoted::Known, "awaiting_payment"),
        (part(4001, "B"), not_open.clone(), "awaiting_payment"),
        (part(-1, "B"), not_open.clone(), "awaiting_payment"),
        (
            Transfer::Part { amount: rust_decimal::Decimal::new(5, 3), reference: "B".to_owned() },
            not_open,
            "awaiting_payment",
        ),
        (part(1000, "B"), noted(1000, 3000), "awaiting_payment"),
        (Transfer::Rest, noted(3000, 0), "paid"),
        (Transfer::Rest, TransferNoted::Paid, "paid"),
        (Transfer::RestBy { reference: "A".to_owned() }, TransferNoted::Known, "paid"),
    ] {
        // What came in part is still waited for until its day.
        let waits = !store.overdue_order_ids(1000).await.unwrap().is_empty();
        assert_eq!(waits, head(&store, &placed).await.awaits_payment());
        assert_eq!(store.note_transfer(&by, &placed.number, &transfer, AT).await.unwrap(), came, "{transfer:?}");
        assert_eq!(head(&store, &placed).await.standing().headline.code(), headline, "{transfer:?}");
    }
    let subject = Subject::Order(None, placed.number.to_string());
    let entries = store.audit_of(&subject, AuditPage { before: None, most: 10 }).await.unwrap();
    assert_eq!(entries.len(), 4, "one for each that was noted, after the one of placing it");
    assert_eq!(entries[0].author, by);
    assert_eq!(entries[0].after.as_ref().unwrap()["payment"], "captured");
    assert_eq!(entries[2].after.as_ref().unwrap()["reference"], "A");

    // What cannot be paid so is refused.
    let (card, _) = by_card(&store, "card").await;
    let refused = store.note_transfer(&by, &card.number, &Transfer::Rest, AT).await.unwrap();
    assert_eq!(refused, TransferNoted::ByCard);
    let gone = by_transfer(&store, "gone", Some(1000)).await.place(&store).await.unwrap();
    assert!(store.cancel_order(&by, &head(&store, &gone).await, CancelReason::TransferOverdue, AT).await.unwrap());
    assert_eq!(store.note_transfer(&by, &gone.number, &Transfer::Rest, AT).await.unwrap(), TransferNoted::Cancelled);
    let nobody = giano_commerce::order::OrderNumber::from_random(5);
    assert_eq!(store.note_transfer(&by, &nobody, &Transfer::Rest, AT).await.unwrap(), TransferNoted::Unknown);
}

async fn what_is_not_paid_is_sent_on_a_word_only(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let by = Author::shop(ShopPart::CommandLine, 7);
    let (card, id) = by_card(&store, "card").await;
    let transfer = by_transfer(&store, "transfer", None).await.place(&store).await.unwrap();
    for event in [None, Some(PaymentEvent::Challenge), Some(PaymentEvent::Pend)] {
        if let Some(event) = event {
            store.settle_payment(&id, event, AT).await.unwrap();
        }
        for placed in [&card, &transfer] {
            assert_eq!(store.send_order(&by, &placed.number, AT, false).await.unwrap(), Sending::Unpaid, "{event:?}");
            assert!(head(&store, placed).await.parts.shipments.is_empty());
        }
    }
    store.settle_payment(&id, PaymentEvent::Capture, AT).await.unwrap();
    assert_eq!(store.send_order(&by, &card.number, AT, false).await.unwrap(), Sending::Sent);
    // Sent on trust, the money that comes later counts.
    assert_eq!(store.send_order(&by, &transfer.number, AT, true).await.unwrap(), Sending::Sent);
    store.note_transfer(&by, &transfer.number, &Transfer::Rest, AT).await.unwrap();
    assert!(head(&store, &transfer).await.is_paid());
}

async fn late_money_heard_of_at_once_goes_back_once(fresh: Fresh) {
    let store = fresh.store;
    let other = Store::connect(&fresh.url).await.unwrap();
    shop(&store).await;
    for turn in 0..4 {
        let name = format!("{turn}");
        let mut wanted = order(&store, &name, 1, 0).await;
        wanted.order.payment.provider = Some(("test".to_owned(), "r".to_owned()));
        let placed = wanted.place(&store).await.unwrap();
        let id = wanted.order.payment.id.clone();
        // It is heard of in the very moment in which it is given up, too.
        let said = (0..6).map(|n| {
            let (store, id) = (if n % 2 == 0 { store.clone() } else { other.clone() }, id.clone());
            let event = if n == 3 { PaymentEvent::Expire } else { PaymentEvent::Capture };
            tokio::spawn(async move { store.settle_payment(&id, event, AT).await.unwrap().unwrap().moved })
        });
        let moved = join_all(said).await.into_iter().filter(|moved| *moved.as_ref().unwrap()).count();
        let known = head(&store, &placed).await;
        assert_eq!((moved, known.parts.payments[0].captured), (1, cents(6000)));
        // Taken to the order or given back: one of them, and never both.
        match known.cancelled() {
            None => assert_eq!((known.parts.refunds.len(), known.standing().headline.code()), (0, "paid")),
            Some(reason) => {
                assert_eq!((reason, known.parts.refunds.len()), (CancelReason::PaymentExpired, 1));
                assert_eq!(known.parts.refunds[0].amount, cents(6000));
            }
        }
    }
    let back = "SELECT (SELECT COUNT(*) FROM refund) AS refunds, \
                (SELECT COUNT(*) FROM job WHERE kind = 'refund_payment') AS jobs, \
                (SELECT COUNT(*) FROM orders WHERE lifecycle = 'cancelled') AS cancelled, \
                (SELECT COUNT(*) FROM payment_capture) AS captures";
    let counts = row(&fresh.url, back).await;
    assert!(counts[0] == counts[1] && counts[1] == counts[2] && counts[3] == 4, "{counts:?}");
}

/// A question keeps its number until what the bank says to its answer is heard, however often it is answered in between.
async fn each_question_of_the_bank_has_its_number(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let (placed, id) = by_card(&store, "one").await;
    let known = async || store.payment(&id).await.unwrap().unwrap();
    let before = known().await;
    assert_eq!(store.begin_answer(&by(), &before, true, AT).await.unwrap(), None, "the bank asks nothing");
    let asks = async |event, key: Option<&String>| {
        let answers = key.map(|key| (key.clone(), "challenge"));
        let heard = PaymentHeard { answers, ..PaymentHeard::of(event) };
        store.hear_of_payment(&id, &heard, AT).await.unwrap().unwrap();
    };
    asks(PaymentEvent::Challenge, None).await;
    let first = known().await;
    let answer = async |known, approve| store.begin_answer(&by(), known, approve, AT).await.unwrap();
    let yes = answer(&first, true).await.unwrap();
    store.end_attempt(&yes, None, AT).await.unwrap();
    // The answer got lost, and the bank still asks when it is asked how the payment stands.
    store.settle_payment(&id, PaymentEvent::Pend, AT).await.unwrap();
    asks(PaymentEvent::Challenge, None).await;
    let again = known().await;
    assert_eq!(answer(&again, true).await.as_ref(), Some(&yes));
    let on_record = async || {
        let subject = Subject::Order(None, placed.number.to_string());
        store.audit_of(&subject, AuditPage { before: None, most: 10 }).await.unwrap().len()
    };
    assert_eq!(on_record().await, 2, "placing it, and the yes, which is one however often it is given");
    let no = answer(&again, false).await.unwrap();
    assert_ne!(no, yes);
    assert_eq!(on_record().await, 3, "the no is another answer");

    // The bank asks something else: that is one question, however many hear of it.
    asks(PaymentEvent::ChallengeAgain, Some(&no)).await;
    let second = known().await;
    assert_ne!(second.state, again.state);
    asks(PaymentEvent::ChallengeAgain, Some(&no)).await;
    assert_eq!(known().await, second);
    // Whoever has seen the first question only does not answer the second.
    assert_eq!(answer(&again, true).await, None);
    let next = answer(&second, true).await.unwrap();
    assert!(next != yes && next != no, "{next}");
    assert_eq!(answer(&second, true).await, Some(next));
}

async fn each_ask_has_one_key_and_counts_its_tries(fresh: Fresh) {
    let store = fresh.store;
    shop(&store).await;
    let wanted = order(&store, "one", 1, 0).await;
    wanted.place(&store).await.unwrap();
    let id = &wanted.order.payment.id;
    let status = NewAttempt::of(AttemptKind::Status);
    let key = store.begin_attempt(id, &status, cents(6000), AT).await.unwrap();
    store.end_attempt(&key, None, AT).await.unwrap();
    assert_eq!(store.begin_attempt(id, &status, cents(6000), AT).await.unwrap(), key);
    store.end_attempt(&key, Some("pending"), AT).await.unwrap();
    // A server that heard nothing does not undo what another heard.
    store.end_attempt(&key, None, AT).await.unwrap();
    let asked = store.attempts(id).await.unwrap();
    let asked: Vec<_> = asked.iter().map(|a| (a.kind, a.state.code(), a.tries, a.answer.as_deref())).collect();
    // Placing the order wrote that its authorisation is asked for.
    let authorise = (AttemptKind::Authorise, "asked", 1, None);
    assert_eq!(asked, [authorise, (AttemptKind::Status, "answered", 2, Some("pending"))]);
}
