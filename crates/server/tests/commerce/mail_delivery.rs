//! How e-mails leave the shop: each is sent once, whatever stops in between.

use crate::database::Fresh;
use crate::mail::sending;
use crate::payments::pending;
use crate::shop::{Shop, placed};
use crate::smtp::{Fate, Smtp};
use giano_api::checkout::{PaymentMethod, SaveDraft};
use giano_server::{AppState, Clock, MailSettings, MailTransport, Settings};
use giano_store::{Job, JobFilter, JobRules, JobState, Store};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

on_both!(
    two_servers_send_each_message_once,
    a_message_that_was_lost_on_the_way_comes_again_as_the_same,
    a_server_that_stops_before_sending_leaves_it_to_another,
    what_cannot_be_delivered_is_seen_and_repeated,
    a_server_that_is_away_is_waited_for,
    a_password_that_has_expired_holds_letters_up_and_loses_none,
    what_was_cancelled_meanwhile_is_not_confirmed,
    a_server_that_stops_after_sending_leaves_the_same_message_to_another,
    a_mail_server_that_hangs_stops_nothing_else,
    a_mail_server_that_hangs_is_tried_again,
    a_mail_server_that_stays_away_is_a_dead_letter_in_the_end,
);

fn by(smtp: &Smtp) -> Settings {
    Settings {
        mail: MailSettings {
            from: "orders@shop.example".parse().unwrap(),
            transport: MailTransport::Smtp(smtp.url().parse().unwrap()),
            ..MailSettings::default()
        },
        ..Settings::default()
    }
}

async fn two_servers_send_each_message_once(fresh: Fresh) {
    const ORDERS: u32 = 24;
    let (url, smtp) = (fresh.url.clone(), Smtp::start());
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    let second = Store::connect(&url).await.unwrap();
    let second = AppState::load(by(&smtp), second, Clock::Fixed(Arc::clone(&shop.time))).await.unwrap();
    let mut numbers = HashSet::new();
    for n in 0..ORDERS {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], &format!("g{n}@home.example")).await;
        numbers.insert(placed(guest.place("tok_success").await.unwrap()).0);
    }
    let (stop, _) = tokio::sync::broadcast::channel::<()>(1);
    let servers = [Arc::clone(&shop.state), second].map(|state| {
        let mut stopped = stop.subscribe();
        tokio::spawn(giano_server::run_jobs(state, async move {
            let _ = stopped.recv().await;
        }))
    });
    let all_are_done = async {
        while shop
            .store
            .jobs(JobFilter::All, 100)
            .await
            .unwrap()
            .iter()
            .any(|job| job.kind == "send_message" && !matches!(job.state, JobState::Done { .. }))
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all_are_done).await.unwrap();
    stop.send(()).unwrap();
    for server in servers {
        server.await.unwrap();
    }
    let taken = smtp.taken();
    assert_eq!(taken.len(), ORDERS as usize);
    assert_eq!(taken.iter().map(|mail| &mail.id).collect::<HashSet<_>>().len(), ORDERS as usize);
    assert!(numbers.iter().all(|number| taken.iter().any(|mail| mail.subject.contains(number))));
    assert!(taken.iter().all(|mail| mail.from == "Giano <orders@shop.example>"), "{:?}", taken[0].from);
}

async fn a_message_that_was_lost_on_the_way_comes_again_as_the_same(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::TakenInSilence]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(shop.store.jobs(JobFilter::Failing, 10).await.unwrap().len(), 1);
    shop.pass(60 * 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let taken = smtp.taken();
    assert_eq!((taken.len(), &taken[0]), (2, &taken[1]));
}

async fn a_server_that_stops_before_sending_leaves_it_to_another(fresh: Fresh) {
    let (url, smtp) = (fresh.url.clone(), Smtp::start());
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    // A server notes that it sends the message, and is gone.
    let gone = Store::connect(&url).await.unwrap();
    let now = shop.state.clock.millis();
    let claimed =
        gone.claim_job("gone", now, |_| JobRules { lease: 60_000, most_attempts: None }).await.unwrap().unwrap();
    let Job::SendMessage { message } = *claimed.job.as_ref().unwrap() else { panic!("{:?}", claimed.job) };
    gone.begin_sending(message, now).await.unwrap().unwrap();
    gone.close().await;

    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(smtp.taken().is_empty(), "it may still be at it");
    shop.pass(60_000);
    for _ in 0..2 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    assert_eq!(smtp.taken().len(), 1);
    assert!(shop.store.begin_sending(message, now).await.unwrap().is_none());
}

async fn what_cannot_be_delivered_is_seen_and_repeated(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::NobodyThere]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let [dead] = &shop.store.jobs(JobFilter::Dead, 10).await.unwrap()[..] else { panic!("one was given up") };
    assert!(dead.last_error.as_ref().unwrap().contains("Mailbox unavailable"), "{:?}", dead.last_error);
    shop.pass(7 * 24 * 60 * 60 * 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(smtp.taken().is_empty());
    assert!(shop.store.repeat_job(&crate::shop::by(), dead.id, shop.state.clock.millis()).await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(smtp.taken().len(), 1);
}

async fn a_password_that_has_expired_holds_letters_up_and_loses_none(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::WrongPassword; 3]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    for _ in 0..4 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        assert!(shop.store.jobs(JobFilter::Dead, 10).await.unwrap().is_empty());
        shop.pass(60 * 60 * 1000);
    }
    assert_eq!(smtp.taken().len(), 1);
}

async fn a_server_that_is_away_is_waited_for(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::NotNow; 5]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    for _ in 0..6 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        shop.pass(60 * 60 * 1000);
    }
    assert_eq!(smtp.taken().len(), 1);
    assert!(shop.store.jobs(JobFilter::Failing, 10).await.unwrap().is_empty());
}

async fn what_was_cancelled_meanwhile_is_not_confirmed(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 4)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    placed(anna.place("").await.unwrap());
    smtp.next(&[Fate::NotNow; 2]);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    // No transfer comes, and the order is cancelled while the mail server is still away.
    shop.pass(30 * 24 * 60 * 60 * 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    shop.pass(24 * 60 * 60 * 1000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(smtp.taken().is_empty(), "it thanks for an order that there is no more");
    assert!(sending(&shop).await.iter().all(|job| matches!(job.state, JobState::Done { .. })));
}

async fn a_server_that_stops_after_sending_leaves_the_same_message_to_another(fresh: Fresh) {
    let (url, smtp) = (fresh.url.clone(), Smtp::start());
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    smtp.next(&[Fate::TakenAndHangs]);
    // A server whose message was taken stops before it learns that.
    let doomed = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (settings, clock) = (by(&smtp), Clock::Fixed(Arc::clone(&shop.time)));
    doomed.spawn(async move {
        let state = AppState::load(settings, Store::connect(&url).await.unwrap(), clock).await.unwrap();
        giano_server::run_jobs(state, std::future::pending()).await;
    });
    until(async || smtp.taken().len() == 1).await;
    doomed.shutdown_background();

    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(smtp.taken().len(), 1, "as far as anybody knows, the other server is still at it");
    shop.pass(120_000);
    for _ in 0..2 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    // That it was taken nobody could know, so it came twice: as one message, which mail servers and programs can tell.
    let taken = smtp.taken();
    assert_eq!((taken.len(), &taken[0]), (2, &taken[1]));
    assert!(sending(&shop).await.iter().all(|job| matches!(job.state, JobState::Done { .. })));
}

/// Waits until something holds that others bring about.
async fn until(holds: impl AsyncFn() -> bool) {
    let held = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), held).await.expect("it did not come to hold");
}

async fn a_mail_server_that_hangs_stops_nothing_else(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::Hangs; 20]);
    for n in 0..10 {
        let mut guest = shop.guest_ready(&[("MOKA-3", 1)], &format!("g{n}@home.example")).await;
        placed(guest.place("tok_success").await.unwrap());
    }
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "late@home.example").await;
    let (_, _, payment) = pending(&shop, &mut guest, "tok_late").await;
    shop.pass(10_000);
    let server = tokio::spawn(giano_server::run_jobs(Arc::clone(&shop.state), std::future::pending()));
    // While every message that is tried waits for the mail server, money is asked for all the same.
    until(async || shop.store.payment(&payment).await.unwrap().unwrap().state.is_final()).await;
    let mails = sending(&shop).await;
    assert!(mails.iter().any(|job| matches!(job.state, JobState::Running { .. })), "{mails:?}");
    assert!(mails.iter().all(|job| !matches!(job.state, JobState::Done { .. })), "{mails:?}");
    server.abort();
}

async fn a_mail_server_that_hangs_is_tried_again(fresh: Fresh) {
    let smtp = Smtp::start();
    let mut settings = by(&smtp);
    settings.mail.server_may_take = Duration::from_secs(2);
    let shop = Shop::open_as(fresh, settings).await;
    smtp.next(&[Fate::Hangs]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let [failing] = &shop.store.jobs(JobFilter::Failing, 10).await.unwrap()[..] else { panic!("it failed once") };
    let error = failing.last_error.as_ref().unwrap();
    assert!(error.contains("longer than 2 s"), "{error}");
    shop.pass(60_000);
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(smtp.taken().len(), 1);
}

async fn a_mail_server_that_stays_away_is_a_dead_letter_in_the_end(fresh: Fresh) {
    let smtp = Smtp::start();
    let shop = Shop::open_as(fresh, by(&smtp)).await;
    smtp.next(&[Fate::GoesAway; 24]);
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    let mut pauses = Vec::new();
    let dead = loop {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
        let [job] = &sending(&shop).await[..] else { panic!("one message") };
        match job.state {
            JobState::Queued { run_at } => {
                let pause = run_at - shop.state.clock.millis();
                pauses.push(pause);
                shop.pass(pause);
            }
            JobState::Dead { .. } => break job.id,
            _ => panic!("{job:?}"),
        }
    };
    const HOUR: i64 = 60 * 60 * 1000;
    assert!((10_000..20_000).contains(&pauses[0]), "{pauses:?}");
    // Each is twice the one before, give or take a quarter, up to three hours.
    let growing = pauses.iter().take_while(|pause| **pause < 2 * HOUR);
    assert!(growing.clone().count() >= 8 && growing.is_sorted(), "{pauses:?}");
    assert!((36 * HOUR..72 * HOUR).contains(&pauses.iter().sum()), "{pauses:?}");
    let [seen] = &shop.store.jobs(JobFilter::Dead, 10).await.unwrap()[..] else { panic!("one was given up") };
    assert_eq!((seen.id, seen.attempts), (dead, 24));
    assert!(smtp.taken().is_empty());
    assert!(shop.store.repeat_job(&crate::shop::by(), dead, shop.state.clock.millis()).await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert_eq!(smtp.taken().len(), 1);
}
