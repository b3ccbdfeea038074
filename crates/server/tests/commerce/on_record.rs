//! What the audit log says of orders: who placed, answered for or gave up one, and for whom.

use crate::database::Fresh;
use crate::moody::Mood;
use crate::shop::{Browser, Shop, by, person_of, placed};
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PaymentMethod, PlacedOrder, SaveDraft};
use giano_api::orders::{GiveUpOrder, OrderKey};
use giano_api::session::{BeginActing, BeginActingBody, FACE_COOKIE};
use giano_commerce::company::{CompanyId, PersonId, StaffRole};
use giano_commerce::order::OrderNumber;
use giano_store::{AuditAction, AuditPage, AuditRecord, ShopPart, Subject, Who};
use serde_json::json;

on_both!(
    who_orders_for_a_customer_is_on_record_with_the_customer,
    whoever_orders_is_on_record,
    who_gives_up_an_order_is_on_record,
    who_answers_the_bank_is_on_record,
    what_the_bank_or_the_shop_cancels_is_on_record_as_theirs,
);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// What is on record of an order, the oldest first.
async fn record(shop: &Shop, company: Option<CompanyId>, number: &str) -> Vec<AuditRecord> {
    let page = AuditPage { before: None, most: 200 };
    let mut entries = shop.store.audit_of(&Subject::Order(company, number.to_owned()), page).await.unwrap();
    entries.reverse();
    entries
}

/// Who did it, and for whom.
fn whose(entry: &AuditRecord) -> (Who, Option<PersonId>) {
    (entry.author.who.clone(), entry.author.acting_for)
}

/// A sales representative at work for Anna of the bar: the browser, both people and the bar.
async fn at_work_for_anna(shop: &Shop) -> (Browser, PersonId, PersonId, CompanyId) {
    let anna = shop.store.person_by_email(&"anna@bar.example".parse().unwrap()).await.unwrap().unwrap();
    let bar = anna.usual_company.unwrap();
    let rosa = person_of(&shop.store, "rosa@shop.example", None).await.id;
    shop.store.set_staff(&by(), rosa, Some(StaffRole::SalesRepresentative)).await.unwrap();
    let mut browser = shop.signed_in("rosa@shop.example").await;
    let body = BeginActingBody { person: anna.id, company: Some(bar) };
    browser.send_body::<BeginActing>(&[], &body).await.unwrap();
    (browser, rosa, anna.id, bar)
}

/// Number and payment of an order for the bar, whose bank has a question.
async fn asked_by_the_bank(browser: &mut Browser) -> (String, String) {
    browser.add(&[("MOKA-3", 2)]).await.unwrap();
    let mut draft = browser.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Card);
    draft.term = "prepaid".to_owned();
    browser.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    match browser.place("tok_challenge").await.unwrap() {
        PlacedOrder::Challenge { payment, number, .. } => (number, payment),
        other => panic!("no challenge: {other:?}"),
    }
}

async fn give_up(browser: &mut Browser, number: &str) {
    let query = OrderKey::default();
    assert!(browser.call_with::<GiveUpOrder>(&[number], &query, None, &[]).await.unwrap().given_up);
}

async fn who_orders_for_a_customer_is_on_record_with_the_customer(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let (mut browser, rosa, anna, bar) = at_work_for_anna(&shop).await;
    browser.add(&[("MOKA-3", 2)]).await.unwrap();
    let PlacedOrder::Placed { order, .. } = browser.place("").await.unwrap() else { panic!("not placed") };
    let [entry] = &record(&shop, Some(bar), &order.number).await[..] else { panic!("one entry") };
    assert_eq!(whose(entry), (Who::Person(rosa), Some(anna)));
    assert_eq!((entry.action, entry.company, &entry.before), (AuditAction::Created, Some(bar), &None));
    assert!(entry.author.request.is_some() && entry.author.at == shop.state.clock.millis());
    let after = entry.after.as_ref().unwrap();
    assert_eq!((&after["number"], &after["total"]), (&json!(order.number), &json!(order.priced.total)));
}

async fn whoever_orders_is_on_record(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("FEW", 1)], "g@home.example").await;
    let (by_guest, _) = placed(guest.place("tok_success").await.unwrap());
    let [entry] = &record(&shop, None, &by_guest).await[..] else { panic!("one entry") };
    assert_eq!((whose(entry), entry.company), ((Who::Guest, None), None));

    let mut paolo = shop.signed_in("paolo@home.example").await;
    paolo.add(&[("FEW", 1)]).await.unwrap();
    paolo.type_address("paolo@home.example").await;
    let (by_paolo, _) = placed(paolo.place("tok_success").await.unwrap());
    let id = shop.store.person_by_email(&"paolo@home.example".parse().unwrap()).await.unwrap().unwrap().id;
    let [entry] = &record(&shop, None, &by_paolo).await[..] else { panic!("one entry") };
    assert_eq!(whose(entry), (Who::Person(id), None));
}

async fn who_gives_up_an_order_is_on_record(fresh: Fresh) {
    let (shop, provider) = Shop::open_moody(fresh, "test").await;
    let (mut browser, rosa, anna, bar) = at_work_for_anna(&shop).await;
    // Whether the bank answers, and lets the money go, or not.
    for mood in [None, Some(Mood::Hangs)] {
        provider.takes("void", mood);
        let (number, _) = asked_by_the_bank(&mut browser).await;
        give_up(&mut browser, &number).await;
        // Again changes nothing.
        give_up(&mut browser, &number).await;
        let [_, entry] = &record(&shop, Some(bar), &number).await[..] else { panic!("placed and given up: {mood:?}") };
        assert_eq!((whose(entry), entry.action), ((Who::Person(rosa), Some(anna)), AuditAction::Changed), "{mood:?}");
        assert!(entry.author.request.is_some());
        assert_eq!(entry.before, Some(json!({"lifecycle": "placed", "reason": null})));
        assert_eq!(entry.after, Some(json!({"lifecycle": "cancelled", "reason": "payment_given_up"})));
    }
}

async fn who_answers_the_bank_is_on_record(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let (mut browser, rosa, anna, bar) = at_work_for_anna(&shop).await;
    for (approve, said) in [(true, "approve_challenge"), (false, "refuse_challenge")] {
        let (number, payment) = asked_by_the_bank(&mut browser).await;
        let body = ChallengeBody { approve };
        let answered = browser.send_body::<AnswerChallenge>(&[&payment], &body).await;
        assert_eq!(answered.is_ok(), approve);
        let entries = record(&shop, Some(bar), &number).await;
        let answer = &entries[1];
        assert_eq!((whose(answer), answer.action), ((Who::Person(rosa), Some(anna)), AuditAction::Changed));
        assert_eq!(answer.before, Some(json!({"payment": "challenge", "answer": null})));
        assert_eq!(answer.after, Some(json!({"payment": "challenge", "answer": said})));
        // After a no the order is cancelled: the bank's decline is the bank's.
        let declined: Vec<_> = entries[2..].iter().map(whose).collect();
        let expected = if approve { vec![] } else { vec![(Who::Shop(ShopPart::Payments), None)] };
        assert_eq!(declined, expected);
    }
    // A guest has no name, and is on record as that.
    let mut guest = shop.guest_ready(&[("LAST", 1)], "g@home.example").await;
    let PlacedOrder::Challenge { payment, number, .. } = guest.place("tok_challenge").await.unwrap() else {
        panic!("no challenge")
    };
    guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: true }).await.unwrap();
    let entries = record(&shop, None, &number).await;
    assert_eq!(entries.iter().map(whose).collect::<Vec<_>>(), [(Who::Guest, None), (Who::Guest, None)]);
}

async fn what_the_bank_or_the_shop_cancels_is_on_record_as_theirs(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // The card is declined at once.
    let mut guest = shop.guest_ready(&[("FEW", 1)], "g@home.example").await;
    guest.place("tok_declined").await.unwrap_err();
    // The bank is never answered.
    let mut slow = shop.guest_ready(&[("FEW", 1)], "s@home.example").await;
    let PlacedOrder::Challenge { number: waited, .. } = slow.place("tok_challenge").await.unwrap() else {
        panic!("no challenge")
    };
    // The transfer never comes.
    let mut other = shop.guest();
    other.cookies.insert(FACE_COOKIE.to_owned(), "business".to_owned());
    other.add(&[("LAST", 1)]).await.unwrap();
    let mut draft = other.type_address("o@home.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    other.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let (overdue, _) = placed(other.place("").await.unwrap());
    for _ in 0..60 {
        shop.pass(DAY);
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    // Numbers are counted, and the declined order's is the one before.
    let count: u64 = waited[2..9].parse().unwrap();
    let declined = OrderNumber::from_count(count - 1).to_string();
    for (number, part, reason) in [
        (declined, ShopPart::Payments, "payment_declined"),
        (waited, ShopPart::Payments, "payment_expired"),
        (overdue, ShopPart::Work, "transfer_overdue"),
    ] {
        let [placed, entry] = &record(&shop, None, &number).await[..] else { panic!("placed and cancelled: {reason}") };
        assert_eq!(whose(placed), (Who::Guest, None));
        assert_eq!(whose(entry), (Who::Shop(part), None), "{reason}");
        assert_eq!(entry.after, Some(json!({"lifecycle": "cancelled", "reason": reason})));
    }
}
