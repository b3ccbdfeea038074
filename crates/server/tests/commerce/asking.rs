//! What a provider is asked: written down before, for a limited time, and never without an end.

use crate::database::Fresh;
use crate::moody::{Mood, Moody, SECRET};
use crate::payments::{signed_webhook, word};
use crate::shop::{Browser, Shop, by, placed};
use axum::http::StatusCode;
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PlacedOrder};
use giano_api::orders::{GetOrder, OrderKey};
use giano_commerce::order::PaymentEvent;
use giano_server::payments::PaymentProvider;
use giano_server::{AppState, Clock};
use giano_store::{Job, OrderOwner};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

on_both!(
    what_is_asked_is_written_down_before,
    each_question_has_a_key_of_its_own,
    a_second_question_of_the_bank_is_answered_by_itself,
    a_question_whose_answer_got_lost_is_answered_under_its_own_key,
    a_double_yes_leads_to_one_second_question,
    the_bank_is_asked_before_a_challenge_ends,
    a_payment_of_which_nothing_is_heard_ends,
    money_that_comes_after_the_end_goes_back,
    money_kept_ready_after_the_end_is_let_go,
    money_that_is_ready_is_taken_though_the_answer_got_lost,
    money_that_is_ready_and_cannot_be_taken_is_let_go_after_a_week,
    goods_that_have_left_are_seen_by_people_before_their_money_is_let_go,
    a_payment_that_waits_is_asked_for_ever_more_rarely,
    a_provider_that_hangs_holds_up_nobody_else,
    webhooks_are_believed_for_a_while,
    each_provider_has_an_address_for_its_word,
);

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
/// Longer than anything else takes, on a busy machine too.
const HANGS_FOR: Duration = Duration::from_secs(40);

async fn open(fresh: Fresh) -> (Shop, Arc<Moody>) {
    Shop::open_moody(fresh, "test").await
}

async fn jobs(shop: &Shop) {
    giano_server::run_jobs_now(&shop.state).await.unwrap();
}

async fn state_of(shop: &Shop, number: &str, key: &str) -> String {
    let query = OrderKey { key: Some(key.to_owned()) };
    shop.guest().call_with::<GetOrder>(&[number], &query, None, &[]).await.unwrap().state
}

/// Number, key and payment of an order whose bank asks.
async fn challenged(browser: &mut Browser) -> (String, String, String) {
    match browser.place("tok_challenge").await.unwrap() {
        PlacedOrder::Challenge { payment, number, key } => (number, key, payment),
        other => panic!("no challenge: {other:?}"),
    }
}

/// Number, key and payment of an order of which the provider has not said anything.
async fn unanswered(shop: &Shop, email: &str) -> (String, String, String) {
    let mut guest = shop.guest_ready(&[("LAST", 2)], email).await;
    match guest.place("tok_success").await.unwrap() {
        PlacedOrder::Pending { order, key } => {
            let open = shop.store.payment_ids_in("pending", i64::MAX).await.unwrap();
            (order.number, key, open.last().unwrap().clone())
        }
        other => panic!("not pending: {other:?}"),
    }
}

async fn what_is_asked_is_written_down_before(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    let asked = Some(("asked".to_owned(), 1));
    for what in ["authorise", "capture"] {
        let seen = provider.seen(what);
        assert_eq!((seen.len(), &seen[0].written, seen[0].amount.as_str()), (1, &asked, "30.30"), "{what}");
    }
    let payment = provider.seen("capture")[0].key.split(' ').next().unwrap().to_owned();
    let answers: Vec<_> = shop.store.attempts(&payment).await.unwrap();
    let answers: Vec<_> =
        answers.iter().map(|a| (a.kind.code(), a.state.code(), a.tries, a.answer.as_deref())).collect();
    assert_eq!(
        answers,
        [("authorise", "answered", 1, Some("authorised")), ("capture", "answered", 1, Some("captured"))]
    );

    // What is not answered says so, and each try is counted.
    provider.takes("authorise", Some(Mood::Hangs));
    provider.takes("status", Some(Mood::Hangs));
    let (_, _, payment) = unanswered(&shop, "h@home.example").await;
    for _ in 0..2 {
        shop.pass(MINUTE);
        jobs(&shop).await;
    }
    let answers = shop.store.attempts(&payment).await.unwrap();
    let answers: Vec<_> = answers.iter().map(|a| (a.kind.code(), a.state.code(), a.tries)).collect();
    assert_eq!(answers, [("authorise", "unanswered", 1), ("status", "unanswered", 2)]);
}

/// What is asked under one key is done once: a buyer's no under the key of a yes that got lost would never be heard.
async fn each_question_has_a_key_of_its_own(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    // The approval does not arrive: the bank still asks, and the buyer has thought better of it.
    provider.takes("approve", Some(Mood::Fails));
    let waits = guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: true }).await.unwrap();
    assert!(matches!(waits, PlacedOrder::Pending { .. }), "{waits:?}");
    shop.pass(MINUTE);
    jobs(&shop).await;
    let refused = guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: false }).await.unwrap_err();
    assert_eq!(refused.code, giano_api::Code::PaymentDeclined);
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 5));

    // The approval arrives, and the answer to it gets lost: asked how the payment stands, the bank says so.
    provider.takes("approve", Some(Mood::LosesAnswer));
    let mut guest = shop.guest_ready(&[("LAST", 2)], "h@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: true }).await.unwrap();
    shop.pass(MINUTE);
    jobs(&shop).await;
    assert_eq!(state_of(&shop, &number, &key).await, "paid");

    let kinds = ["authorise", "approve", "refuse", "capture", "void", "refund"];
    let mut asked: HashMap<String, HashSet<&str>> = HashMap::new();
    for seen in kinds.iter().flat_map(|what| provider.seen(what)) {
        asked.entry(seen.key).or_default().insert(seen.what);
    }
    assert!(asked.len() >= 6 && asked.values().all(|questions| questions.len() == 1), "{asked:?}");
}

/// A bank that asks twice within one payment has to hear the second yes as well: under the key of the first it would only say
/// again what it said to that.
async fn a_second_question_of_the_bank_is_answered_by_itself(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    let yes = ChallengeBody { approve: true };
    provider.takes("approve", Some(Mood::AsksAgain));
    // At the same moment by the shop's clock, too.
    for _ in 0..2 {
        let asked = guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
        assert!(matches!(asked, PlacedOrder::Challenge { .. }), "{asked:?}");
    }
    // Asked how it stands, a bank that still asks the same makes no new question of it.
    let state = shop.store.payment(&payment).await.unwrap().unwrap().state;
    shop.store.settle_payment(&payment, PaymentEvent::Challenge, shop.state.clock.now()).await.unwrap();
    assert_eq!(shop.store.payment(&payment).await.unwrap().unwrap().state, state);
    provider.takes("approve", None);
    guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
    let asked = provider.seen("approve");
    let keys: HashSet<&str> = asked.iter().map(|seen| seen.key.as_str()).collect();
    assert_eq!((asked.len(), keys.len()), (3, 3), "{asked:?}");
    assert!(asked.iter().all(|seen| seen.written == Some(("asked".to_owned(), 1))), "{asked:?}");
}

/// The bank still asks, and nobody knows whether it is the question that the first yes was for: under a new key that yes could
/// be taken for the answer to a question that the buyer has not seen.
async fn a_question_whose_answer_got_lost_is_answered_under_its_own_key(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let yes = ChallengeBody { approve: true };
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    let keys = || provider.seen("approve").into_iter().map(|seen| seen.key).collect::<Vec<_>>();
    for lost in 1..=2 {
        provider.takes("approve", Some(Mood::AsksAgainUnheard));
        let waits = guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
        assert!(matches!(waits, PlacedOrder::Pending { .. }), "{waits:?}");
        shop.pass(MINUTE);
        jobs(&shop).await;
        let state = shop.store.payment(&payment).await.unwrap().unwrap().state;
        assert_eq!((state.code(), keys().len()), ("challenge", lost));
    }
    // Asked once more, the bank repeats what nobody has heard: that it asks something else. That is answered by itself.
    provider.takes("approve", Some(Mood::AsksAgain));
    let asked = guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
    assert!(matches!(asked, PlacedOrder::Challenge { .. }), "{asked:?}");
    provider.takes("approve", None);
    guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
    let keys = keys();
    let first = &keys[0];
    assert_eq!(keys.iter().map(|key| key == first).collect::<Vec<_>>(), [true, true, true, false], "{keys:?}");
    let tries: Vec<u32> = provider.seen("approve").into_iter().map(|seen| seen.written.unwrap().1).collect();
    assert_eq!(tries, [1, 2, 3, 1]);
}

/// A buyer clicks twice: both clicks answer the same question, and the bank asks one more, not two.
async fn a_double_yes_leads_to_one_second_question(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let yes = ChallengeBody { approve: true };
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    let since = async || shop.store.payment(&payment).await.unwrap().unwrap().state.since().as_millisecond();
    let first = since().await;
    provider.takes("approve", Some(Mood::AsksTwoAgain));
    provider.may_take(HANGS_FOR);
    let (mut again, answered) = (shop.guest(), [payment.as_str()]);
    let (one, two) = tokio::join!(
        guest.send_body::<AnswerChallenge>(&answered, &yes),
        again.send_body::<AnswerChallenge>(&answered, &yes),
    );
    for asked in [one.unwrap(), two.unwrap()] {
        assert!(matches!(asked, PlacedOrder::Challenge { .. }), "{asked:?}");
    }
    // The clock stands still here: the next question is a millisecond younger, and the one after that would be two.
    assert_eq!(since().await, first + 1);
    provider.takes("approve", None);
    guest.send_body::<AnswerChallenge>(&[&payment], &yes).await.unwrap();
    assert_eq!(state_of(&shop, &number, &key).await, "paid");
    let keys: Vec<String> = provider.seen("approve").into_iter().map(|seen| seen.key).collect();
    assert_eq!((keys.len(), keys[0] == keys[1], keys[1] == keys[2]), (3, true, false), "{keys:?}");
}

async fn the_bank_is_asked_before_a_challenge_ends(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    // The buyer approved at the bank's own page and closed the browser; the bank's word got lost.
    let known = shop.store.payment(&payment).await.unwrap().unwrap();
    let ask = giano_server::payments::Ask {
        key: "at the bank".to_owned(),
        payment: payment.clone(),
        reference: known.reference.unwrap(),
        amount: known.amount,
    };
    PaymentProvider::answer_challenge(&*provider, &ask, true).await.unwrap();
    // As long as the bank does not answer, the goods are not sold to others.
    provider.takes("status", Some(Mood::Hangs));
    shop.pass(31 * MINUTE);
    jobs(&shop).await;
    assert_eq!(state_of(&shop, &number, &key).await, "awaiting_payment");
    provider.takes("status", None);
    shop.pass(MINUTE);
    jobs(&shop).await;
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("paid", 3));
    assert_eq!(provider.booked(&payment).await, ("30.30".to_owned(), "0".to_owned()));

    // Nobody answers the bank: it is told, and only then the goods are free again.
    let mut guest = shop.guest_ready(&[("LAST", 2)], "h@home.example").await;
    let (number, key, payment) = challenged(&mut guest).await;
    shop.pass(31 * MINUTE);
    jobs(&shop).await;
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 3));
    let asked = shop.store.attempts(&payment).await.unwrap();
    let voided = asked.iter().find(|attempt| attempt.kind.code() == "void").unwrap();
    assert_eq!((voided.tries, voided.answer.as_deref()), (1, Some("voided")));
}

/// The provider is silent for good.
async fn silent_for(shop: &Shop, provider: &Moody, hours: i64) -> (String, String, String) {
    for what in ["authorise", "status", "void"] {
        provider.takes(what, Some(Mood::Fails));
    }
    let order = unanswered(shop, "g@home.example").await;
    for _ in 0..hours {
        assert_eq!(state_of(shop, &order.0, &order.1).await, "awaiting_payment");
        jobs(shop).await;
        shop.pass(HOUR);
    }
    jobs(shop).await;
    order
}

async fn a_payment_of_which_nothing_is_heard_ends(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let (number, key, payment) = silent_for(&shop, &provider, 25).await;
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 5));
    // The provider still learns of it as soon as it answers again.
    provider.takes("void", None);
    shop.pass(12 * HOUR);
    jobs(&shop).await;
    let asked = shop.store.attempts(&payment).await.unwrap();
    let voided = asked.iter().find(|attempt| attempt.kind.code() == "void").unwrap();
    assert_eq!((voided.state.code(), voided.answer.as_deref()), ("answered", Some("voided")));
    assert_eq!(provider.booked(&payment).await, ("0".to_owned(), "0".to_owned()));
}

async fn money_that_comes_after_the_end_goes_back(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let (number, key, payment) = silent_for(&shop, &provider, 25).await;
    // It had charged all the time.
    let known = shop.store.payment(&payment).await.unwrap().unwrap();
    let ask = giano_server::payments::Ask {
        key: "all the time".to_owned(),
        payment: payment.clone(),
        reference: known.reference.unwrap(),
        amount: known.amount,
    };
    PaymentProvider::capture(&*provider, &ask).await.unwrap();
    provider.takes("void", None);
    // Its word, and what it says when it is asked, both tell of the same money.
    let request = signed_webhook(&word(&payment, Some("30.30")), SECRET, shop.state.clock.millis());
    assert_eq!(shop.guest().send(request).await.status, StatusCode::NO_CONTENT);
    for _ in 0..3 {
        shop.pass(12 * HOUR);
        jobs(&shop).await;
    }
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("refunded", 5));
    assert_eq!(provider.booked(&payment).await, ("30.30".to_owned(), "30.30".to_owned()));
    assert_eq!(provider.seen("refund").len(), 1);
}

async fn money_kept_ready_after_the_end_is_let_go(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let (_, _, payment) = silent_for(&shop, &provider, 25).await;
    provider.takes("void", None);
    let body = format!(r#"{{"payment":"{payment}","charge":"authorised"}}"#);
    let request = signed_webhook(&body, SECRET, shop.state.clock.millis());
    assert_eq!(shop.guest().send(request).await.status, StatusCode::NO_CONTENT);
    shop.pass(12 * HOUR);
    jobs(&shop).await;
    assert!(provider.seen("capture").is_empty() && provider.seen("refund").is_empty());
    let asked = shop.store.attempts(&payment).await.unwrap();
    assert_eq!(asked.iter().find(|a| a.kind.code() == "void").unwrap().answer.as_deref(), Some("voided"));
}

async fn money_that_is_ready_is_taken_though_the_answer_got_lost(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("capture", Some(Mood::LosesAnswer));
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let PlacedOrder::Pending { order, key } = guest.place("tok_success").await.unwrap() else { panic!("heard") };
    provider.takes("capture", None);
    shop.pass(2 * MINUTE);
    jobs(&shop).await;
    assert_eq!(state_of(&shop, &order.number, &key).await, "paid");
    let keys: Vec<String> = provider.seen("capture").into_iter().map(|seen| seen.key).collect();
    assert_eq!((keys.len(), keys[0] == keys[1]), (2, true));
    let payment = keys[0].split(' ').next().unwrap();
    assert_eq!(provider.booked(payment).await, ("30.30".to_owned(), "0".to_owned()));
}

/// Number, key and payment of an order whose money is kept ready and cannot be taken.
async fn kept_ready(shop: &Shop, provider: &Moody, email: &str) -> (String, String, String) {
    provider.takes("capture", Some(Mood::Fails));
    let mut guest = shop.guest_ready(&[("LAST", 2)], email).await;
    let PlacedOrder::Pending { order, key } = guest.place("tok_success").await.unwrap() else { panic!("taken") };
    let open = shop.store.payment_ids_in("authorised", i64::MAX).await.unwrap();
    (order.number, key, open.last().unwrap().clone())
}

async fn money_that_is_ready_and_cannot_be_taken_is_let_go_after_a_week(fresh: Fresh) {
    let url = fresh.url.clone();
    let (shop, provider) = open(fresh).await;
    let (number, key, payment) = kept_ready(&shop, &provider, "g@home.example").await;
    // It is asked for at once and often, then ever more rarely, but every ten minutes at least.
    shop.pass(24 * HOUR);
    jobs(&shop).await;
    let asked = provider.seen("capture").len();
    shop.pass(MINUTE);
    jobs(&shop).await;
    assert_eq!(provider.seen("capture").len(), asked);
    shop.pass(10 * MINUTE);
    jobs(&shop).await;
    assert_eq!((provider.seen("capture").len(), state_of(&shop, &number, &key).await.as_str()), (asked + 1, "placed"));
    shop.pass(6 * 24 * HOUR);
    provider.takes("void", Some(Mood::Fails));
    jobs(&shop).await;
    assert_eq!(state_of(&shop, &number, &key).await, "placed", "the provider has not let it go yet");
    // It answers again, and still does not give the money.
    provider.takes("capture", Some(Mood::Ponders));
    provider.takes("void", None);
    shop.pass(MINUTE);
    jobs(&shop).await;
    assert_eq!((state_of(&shop, &number, &key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 5));
    let told = shop.store.attempts(&payment).await.unwrap();
    assert_eq!(told.iter().find(|attempt| attempt.kind.code() == "void").unwrap().answer.as_deref(), Some("voided"));

    // The same where the shop does not work with the provider any more.
    let (silent, silent_key, _) = kept_ready(&shop, &provider, "h@home.example").await;
    let clock = Clock::Fixed(Arc::clone(&shop.time));
    let store = giano_store::Store::connect(&url).await.unwrap();
    let alone = AppState::load_with(shop.state.settings.clone(), store, clock, |_| Vec::new()).await.unwrap();
    for days in [6, 1] {
        shop.pass(days * 24 * HOUR);
        giano_server::run_jobs_now(&alone).await.unwrap();
        assert_eq!(state_of(&shop, &silent, &silent_key).await, "placed");
    }
    shop.pass(HOUR);
    giano_server::run_jobs_now(&alone).await.unwrap();
    assert_eq!((state_of(&shop, &silent, &silent_key).await.as_str(), shop.on_hand("LAST").await), ("cancelled", 5));
}

async fn goods_that_have_left_are_seen_by_people_before_their_money_is_let_go(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    let (number, key, payment) = kept_ready(&shop, &provider, "g@home.example").await;
    let sent = shop.store.send_order(&by(), &number.parse().unwrap(), shop.state.clock.now(), false).await.unwrap();
    assert_eq!(sent, giano_store::Sending::Sent);
    shop.pass(7 * 24 * HOUR + HOUR);
    jobs(&shop).await;
    assert_eq!(state_of(&shop, &number, &key).await, "shipped");
    assert!(provider.seen("void").is_empty());
    let dead = shop.store.jobs(giano_store::JobFilter::Dead, 10).await.unwrap();
    assert!(dead.len() == 1 && dead[0].last_error.as_ref().unwrap().contains(&number), "{dead:?}");
    // Nobody asks for ever; somebody who repeats the job does once more.
    let asked = provider.seen("capture").len();
    shop.pass(HOUR);
    jobs(&shop).await;
    assert_eq!(provider.seen("capture").len(), asked);
    provider.takes("capture", None);
    assert!(shop.store.repeat_job(&by(), dead[0].id, shop.state.clock.millis()).await.unwrap());
    jobs(&shop).await;
    assert_eq!(provider.booked(&payment).await, ("30.30".to_owned(), "0".to_owned()));
}

async fn a_payment_that_waits_is_asked_for_ever_more_rarely(fresh: Fresh) {
    let (shop, provider) = open(fresh).await;
    provider.takes("authorise", Some(Mood::Fails));
    provider.takes("status", Some(Mood::Ponders));
    let (number, key, payment) = unanswered(&shop, "g@home.example").await;
    let owner = OrderOwner::Key(hex::encode(Sha256::digest(key.as_bytes())));
    let version = async || shop.store.order(&number.parse().unwrap(), &owner).await.unwrap().unwrap().head.version;
    let before = version().await;
    let mut asked = Vec::new();
    for pauses in [[10_000, 4000, 4000], [HOUR, 10_000, 2 * MINUTE]] {
        for pause in pauses {
            shop.pass(pause);
            jobs(&shop).await;
        }
        asked.push(provider.seen("status").len());
    }
    // At the till every few seconds; after an hour every few minutes.
    assert_eq!(asked, [3, 4]);
    shop.pass(10 * MINUTE);
    jobs(&shop).await;
    assert_eq!(provider.seen("status").len(), 5);
    // Nothing new was heard, and nothing but that was written.
    assert_eq!(version().await, before);
    let told = shop.store.attempts(&payment).await.unwrap();
    assert_eq!((told[1].kind.code(), told[1].tries, told[1].answer.as_deref()), ("status", 5, Some("pending")));
}

async fn a_provider_that_hangs_holds_up_nobody_else(fresh: Fresh) {
    let url = fresh.url.clone();
    let (shop, hanging) = Shop::open_moody(fresh, "hanging").await;
    hanging.takes("authorise", Some(Mood::Fails));
    hanging.takes("status", Some(Mood::Hangs));
    hanging.may_take(HANGS_FOR);
    for n in 0..8 {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], &format!("h{n}@home.example")).await;
        guest.place("tok_success").await.unwrap();
    }
    // A second server works with both; new payments go to the other one there.
    let clock = Clock::Fixed(Arc::clone(&shop.time));
    let store = giano_store::Store::connect(&url).await.unwrap();
    let other = Arc::new(Moody::new("other", clock.clone(), store.clone()));
    let known: Vec<Arc<dyn PaymentProvider>> = vec![Arc::clone(&other) as Arc<_>, Arc::clone(&hanging) as Arc<_>];
    let both = AppState::load_with(shop.state.settings.clone(), store, clock, |_| known).await.unwrap();
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    guest.router = giano_server::router(Arc::clone(&both));
    let PlacedOrder::Pending { order, key } = guest.place("tok_late").await.unwrap() else { panic!("heard") };
    shop.pass(MINUTE);
    let now = shop.state.clock.millis();
    assert!(shop.store.enqueue_job(&Job::CancelOverdueOrder { order: 0 }, Some("another"), now, now).await.unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(giano_server::run_jobs(Arc::clone(&both), async {
        _ = stopped.await;
    }));
    let begun = Instant::now();
    let is_done = async || {
        let jobs = shop.store.jobs(giano_store::JobFilter::All, 100).await.unwrap();
        let another = jobs
            .iter()
            .any(|job| job.kind == "cancel_overdue_order" && matches!(job.state, giano_store::JobState::Done { .. }));
        another && state_of(&shop, &order.number, &key).await == "paid"
    };
    // Whoever waits for the provider that hangs is too late.
    while !is_done().await {
        assert!(begun.elapsed() < HANGS_FOR, "held up by a provider that hangs");
        tokio::task::yield_now().await;
    }
    assert!(!hanging.seen("status").is_empty(), "it was never asked");
    working.abort();
    drop(stop);
}

async fn each_provider_has_an_address_for_its_word(fresh: Fresh) {
    let (shop, _) = Shop::open_moody(fresh, "another").await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let PlacedOrder::Pending { order, key } = guest.place("tok_late").await.unwrap() else { panic!("heard") };
    let payment = shop.store.payment_ids_in("pending", i64::MAX).await.unwrap()[0].clone();
    let told = async |name: &str| {
        let mut request = signed_webhook(&word(&payment, Some("30.30")), SECRET, shop.state.clock.millis());
        *request.uri_mut() = format!("/api/payments/{name}/webhook").parse().unwrap();
        shop.guest().send(request).await.status
    };
    assert_eq!(told("test").await, StatusCode::NOT_FOUND);
    assert_eq!(told("another/and").await, StatusCode::FORBIDDEN);
    assert_eq!(state_of(&shop, &order.number, &key).await, "awaiting_payment");
    assert_eq!(told("another").await, StatusCode::NO_CONTENT);
    assert_eq!(state_of(&shop, &order.number, &key).await, "paid");
}

async fn webhooks_are_believed_for_a_while(fresh: Fresh) {
    let (shop, _) = open(fresh).await;
    let mut guest = shop.guest_ready(&[("LAST", 2)], "g@home.example").await;
    let PlacedOrder::Pending { order, key } = guest.place("tok_late").await.unwrap() else { panic!("heard") };
    let payment = shop.store.payment_ids_in("pending", i64::MAX).await.unwrap()[0].clone();
    let body = word(&payment, Some("30.30"));
    let now = shop.state.clock.millis();
    for at in [now - 301_000, now + 301_000] {
        let answer = shop.guest().send(signed_webhook(&body, SECRET, at)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    // Of nobody's payment, and signed but not readable.
    let nobody = shop.guest().send(signed_webhook(&word("nobody", None), SECRET, now)).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let unreadable = shop.guest().send(signed_webhook("{}", SECRET, now)).await;
    assert_eq!(unreadable.status, StatusCode::BAD_REQUEST);
    assert_eq!(state_of(&shop, &order.number, &key).await, "awaiting_payment");
    let answer = shop.guest().send(signed_webhook(&body, SECRET, now - 299_000)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(state_of(&shop, &order.number, &key).await, "paid");
}
