//! E-mails: each is sent once, and says what the order says.

use crate::database::Fresh;
use crate::shop::{Shop, eur, placed};
use crate::smtp::{Fate, Mail, Smtp, read};
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PaymentMethod, PlacedOrder, SaveDraft};
use giano_commerce::{Locale, format};
use giano_server::{AppState, Clock, MailSettings, MailTransport, Settings};
use giano_store::{Job, JobFilter, JobRules, Store};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

on_both!(
    an_order_is_confirmed_with_its_totals,
    a_company_is_confirmed_in_net,
    in_italian_to_who_reads_italian,
    what_is_not_paid_is_not_confirmed,
    what_others_wrote_stays_text,
    two_servers_send_each_message_once,
    a_message_that_was_lost_on_the_way_comes_again_as_the_same,
    a_server_that_stops_before_sending_leaves_it_to_another,
    what_cannot_be_delivered_is_seen_and_repeated,
    a_server_that_is_away_is_waited_for,
);

/// Messages in a shop's folder.
fn kept(folder: &Path) -> Vec<Mail> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).map(|files| files.map(|file| file.unwrap().path()).collect()).unwrap_or_default();
    files.sort();
    files.iter().map(|file| read(&std::fs::read(file).unwrap())).collect()
}

fn by(smtp: &Smtp) -> Settings {
    Settings {
        mail: MailSettings {
            from: "orders@shop.example".parse().unwrap(),
            transport: MailTransport::Smtp(smtp.url().parse().unwrap()),
        },
        ..Settings::default()
    }
}

async fn an_order_is_confirmed_with_its_totals(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 2), ("FEW", 1)], "g@home.example").await;
    let PlacedOrder::Placed { order, .. } = guest.place("tok_success").await.unwrap() else { panic!("not placed") };
    assert!(kept(shop.mail()).is_empty(), "nothing is sent inside of the request");
    for _ in 0..3 {
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    let [mail] = &kept(shop.mail())[..] else { panic!("one message: {:?}", kept(shop.mail())) };
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("g@home.example", &*format!("Your order {} at Giano", order.number))
    );
    assert_eq!(mail.automatic, "auto-generated");
    assert!(mail.id.starts_with('<') && mail.id.ends_with("@localhost>"), "{}", mail.id);
    let money = |money| format::money(Locale::En, money);
    let vat =
        format!("VAT {} included: {}", format::percent(Locale::En, order.priced.vat[0].rate), money(order.priced.tax));
    for said in [
        format!("2 × MOKA-3 in English ({} each): {}", money(eur("30.00")), money(eur("60.00"))),
        format!("1 × FEW in English: {}", money(eur("7.00"))),
        format!("Goods: {}", money(order.priced.goods)),
        format!("Total: {}", money(order.priced.total)),
        vat,
        "Via Roma 1, 10121 Torino, Italy".to_owned(),
    ] {
        assert!(mail.text.contains(&said), "{said} is not in {}", mail.text);
    }
    for amount in [order.priced.goods, order.priced.total, order.priced.tax] {
        assert!(mail.html.contains(&money(amount)), "{} is not in {}", money(amount), mail.html);
    }
}

async fn a_company_is_confirmed_in_net(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 4)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Transfer);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let PlacedOrder::Placed { order, .. } = anna.place("").await.unwrap() else { panic!("not placed") };
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let [mail] = &kept(shop.mail())[..] else { panic!("one message") };
    let money = |money| format::money(Locale::En, money);
    let day = format::date(Locale::En, order.pay_by.unwrap());
    for said in [
        format!("Net: {}", money(order.priced.net)),
        format!("VAT 22% on {}: {}", money(order.priced.net), money(order.priced.tax)),
        format!("Total: {}", money(order.priced.total)),
        "MOKA-3 in English (MOKA-3, ".to_owned(),
        format!("Please pay by {day}"),
    ] {
        assert!(mail.text.contains(&said), "{said} is not in {}", mail.text);
    }
}

async fn in_italian_to_who_reads_italian(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.cookies.insert("giano-lang".to_owned(), "it".to_owned());
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    guest.type_address("g@home.example").await;
    let (number, _) = placed(guest.place("tok_success").await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let [mail] = &kept(shop.mail())[..] else { panic!("one message") };
    assert_eq!(mail.subject, format!("Il tuo ordine {number} da Giano"));
    assert!(mail.text.contains("1 × MOKA-3 in italiano: 30,00\u{a0}€"), "{}", mail.text);
    assert!(mail.html.contains("<html lang=\"it\">"));
}

async fn what_is_not_paid_is_not_confirmed(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    guest.place("tok_declined").await.unwrap_err();
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let PlacedOrder::Challenge { payment, number, .. } = guest.place("tok_challenge").await.unwrap() else {
        panic!("no challenge")
    };
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    assert!(kept(shop.mail()).is_empty());
    for _ in 0..2 {
        guest.send_body::<AnswerChallenge>(&[&payment], &ChallengeBody { approve: true }).await.unwrap();
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    let [mail] = &kept(shop.mail())[..] else { panic!("one message") };
    assert!(mail.subject.contains(&number));
}

async fn what_others_wrote_stays_text(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.change("moka-3", |product| {
        product.name = giano_commerce::locale::Text::one("<b>Bold</b>\r\nBcc: x@y.example")
    })
    .await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
    let [mail] = &kept(shop.mail())[..] else { panic!("one message") };
    assert!(mail.html.contains("&lt;b&gt;Bold&lt;/b&gt;") && !mail.html.contains("<b>"), "{}", mail.html);
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
            .any(|job| job.kind == "send_message" && !matches!(job.state, giano_store::JobState::Done { .. }))
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
    assert!(shop.store.repeat_job(dead.id, shop.state.clock.millis()).await.unwrap());
    giano_server::run_jobs_now(&shop.state).await.unwrap();
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
