//! What e-mails say, and of what: each order is confirmed once.

use crate::database::Fresh;
use crate::payments::{pending, signed_webhook, word};
use crate::shop::{Shop, eur, placed};
use crate::smtp::{Mail, read};
use axum::http::StatusCode;
use giano_api::Code;
use giano_api::checkout::{AnswerChallenge, ChallengeBody, PaymentMethod, PlacedOrder, SaveDraft};
use giano_commerce::{Locale, format};
use giano_store::{JobFilter, JobRecord};
use std::path::Path;

on_both!(
    an_order_is_confirmed_with_its_totals,
    a_company_is_confirmed_in_net,
    in_italian_to_who_reads_italian,
    what_is_not_paid_is_not_confirmed,
    what_others_wrote_stays_text,
    one_word_of_the_provider_said_twice_confirms_once,
    what_was_refused_is_not_confirmed,
);

/// Messages in a shop's folder.
fn kept(folder: &Path) -> Vec<Mail> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).map(|files| files.map(|file| file.unwrap().path()).collect()).unwrap_or_default();
    files.sort();
    files.iter().map(|file| read(&std::fs::read(file).unwrap())).collect()
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

/// Jobs that send a message.
pub async fn sending(shop: &Shop) -> Vec<JobRecord> {
    let jobs = shop.store.jobs(JobFilter::All, 100).await.unwrap();
    jobs.into_iter().filter(|job| job.kind == "send_message").collect()
}

async fn one_word_of_the_provider_said_twice_confirms_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let (number, _, payment) = pending(&shop, &mut guest, "tok_late").await;
    assert!(sending(&shop).await.is_empty(), "it is not paid yet");
    let secret = shop.store.setting("secret").await.unwrap().unwrap();
    let body = word(&payment, Some("35.90"));
    let now = shop.state.clock.millis();
    let words = (0..4).map(|_| {
        let (mut provider, said) = (shop.guest(), signed_webhook(&body, &secret, now));
        tokio::spawn(async move { provider.send(said).await.status })
    });
    for status in futures::future::join_all(words).await {
        assert_eq!(status.unwrap(), StatusCode::NO_CONTENT);
    }
    for _ in 0..2 {
        shop.guest().send(signed_webhook(&body, &secret, now)).await;
        giano_server::run_jobs_now(&shop.state).await.unwrap();
    }
    let [mail] = &kept(shop.mail())[..] else { panic!("one message: {:?}", kept(shop.mail())) };
    assert!(mail.subject.contains(&number));
    assert_eq!(sending(&shop).await.len(), 1);
}

async fn what_was_refused_is_not_confirmed(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 80)]).await.unwrap();
    let mut draft = anna.type_address("anna@bar.example").await.draft;
    draft.payment = Some(PaymentMethod::Account);
    anna.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let refused = anna.place("").await.unwrap_err();
    assert_eq!(refused.code, Code::CreditExceeded);
    assert!(sending(&shop).await.is_empty());
}
