//! The test provider in a mood, as a test says: it hangs, fails, refuses, or does what it is asked and its answer is lost.

use async_trait::async_trait;
use axum::http::HeaderMap;
use giano_server::Clock;
use giano_server::payments::{
    Answer, Ask, Charge, Inquiry, NoAnswer, Notice, PaymentProvider, Refunding, TestProvider, WebhookRefused,
};
use giano_store::Store;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Barrier;

/// The secret that it signs with.
pub const SECRET: &str = "whsec_of_the_tests";

/// How it takes what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It never answers, and does nothing.
    Hangs,
    /// It breaks off, and has done nothing.
    Fails,
    /// It does it, and the answer gets lost.
    LosesAnswer,
    /// It says no.
    Refuses,
    /// It has the answer, and asks something else.
    AsksAgain,
    /// The same, and nobody hears that it does.
    AsksAgainUnheard,
    /// It waits until it was asked twice, and asks both something else.
    AsksTwoAgain,
    /// It has not made up its mind.
    Ponders,
}

/// What it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub what: &'static str,
    /// The key under which it was asked; empty where it was asked how a payment stands.
    pub key: String,
    pub amount: String,
    /// State and tries of what was written down of the ask by the time it came; none where nothing was.
    pub written: Option<(String, u32)>,
}

pub struct Moody {
    name: &'static str,
    books: TestProvider,
    moods: Mutex<HashMap<&'static str, Mood>>,
    seen: Mutex<Vec<Seen>>,
    may_take: Mutex<Duration>,
    two: Barrier,
    store: Store,
}

impl Moody {
    /// One that looks into the shop's database at what was written down.
    pub fn new(name: &'static str, clock: Clock, store: Store) -> Self {
        let books = TestProvider::new(clock, SECRET.to_owned());
        // What goes well is there at once here: only what hangs takes so long.
        let may_take = Mutex::new(Duration::from_millis(300));
        let (moods, seen, two) = (Mutex::default(), Mutex::default(), Barrier::new(2));
        Self { name, books, moods, seen, may_take, two, store }
    }

    /// From now on it is waited for as long as this.
    pub fn may_take(&self, time: Duration) {
        *self.may_take.lock().unwrap() = time;
    }

    /// From now on it takes what it is asked so; well, without a mood.
    pub fn takes(&self, what: &'static str, mood: Option<Mood>) {
        let mut moods = self.moods.lock().unwrap();
        match mood {
            Some(mood) => moods.insert(what, mood),
            None => moods.remove(what),
        };
    }

    /// Everything it was asked of one kind.
    pub fn seen(&self, what: &str) -> Vec<Seen> {
        self.seen.lock().unwrap().iter().filter(|seen| seen.what == what).cloned().collect()
    }

    /// What its books say came in and went back of a payment.
    pub async fn booked(&self, payment: &str) -> (String, String) {
        let reference = self.store.payment(payment).await.unwrap().unwrap().reference.unwrap();
        let (came, went) = self.books.booked(&reference).unwrap_or_default();
        (came.to_string(), went.to_string())
    }

    async fn sees(&self, what: &'static str, ask: &Ask) -> Result<Option<Mood>, NoAnswer> {
        let attempts = self.store.attempts(&ask.payment).await.unwrap();
        let written = attempts.into_iter().find(|attempt| attempt.key == ask.key);
        let written = written.map(|attempt| (attempt.state.code().to_owned(), attempt.tries));
        let amount = ask.amount.amount().to_string();
        self.seen.lock().unwrap().push(Seen { what, key: ask.key.clone(), amount, written });
        self.mood(what).await
    }

    async fn mood(&self, what: &'static str) -> Result<Option<Mood>, NoAnswer> {
        let mood = self.moods.lock().unwrap().get(what).copied();
        match mood {
            Some(Mood::Hangs) => std::future::pending().await,
            Some(Mood::Fails) => Err(NoAnswer),
            mood => Ok(mood),
        }
    }
}

fn told<T>(mood: Option<Mood>, answer: Result<T, NoAnswer>) -> Result<T, NoAnswer> {
    if mood == Some(Mood::LosesAnswer) { Err(NoAnswer) } else { answer }
}

#[async_trait]
impl PaymentProvider for Moody {
    fn name(&self) -> &'static str {
        self.name
    }

    fn may_take(&self) -> Duration {
        *self.may_take.lock().unwrap()
    }

    fn reference(&self, payment: &str, card_token: &str) -> String {
        self.books.reference(payment, card_token)
    }

    async fn authorise(&self, ask: &Ask, card_token: &str) -> Result<Answer, NoAnswer> {
        let mood = self.sees("authorise", ask).await?;
        told(mood, self.books.authorise(ask, card_token).await)
    }

    async fn capture(&self, ask: &Ask) -> Result<Answer, NoAnswer> {
        let mood = self.sees("capture", ask).await?;
        if mood == Some(Mood::Ponders) {
            return Ok(Charge::Authorised.into());
        }
        told(mood, self.books.capture(ask).await)
    }

    async fn void(&self, ask: &Ask) -> Result<Answer, NoAnswer> {
        let mood = self.sees("void", ask).await?;
        told(mood, self.books.void(ask).await)
    }

    async fn status(&self, inquiry: &Inquiry) -> Result<Answer, NoAnswer> {
        let amount = inquiry.amount.amount().to_string();
        self.seen.lock().unwrap().push(Seen { what: "status", key: String::new(), amount, written: None });
        let mood = self.mood("status").await?;
        if mood == Some(Mood::Ponders) {
            return Ok(Charge::Pending.into());
        }
        told(mood, self.books.status(inquiry).await)
    }

    async fn answer_challenge(&self, ask: &Ask, approve: bool) -> Result<Answer, NoAnswer> {
        let mood = self.sees(if approve { "approve" } else { "refuse" }, ask).await?;
        match mood {
            Some(Mood::AsksAgain) => Ok(Charge::Challenge.into()),
            Some(Mood::AsksAgainUnheard) => Err(NoAnswer),
            Some(Mood::AsksTwoAgain) => {
                self.two.wait().await;
                Ok(Charge::Challenge.into())
            }
            mood => told(mood, self.books.answer_challenge(ask, approve).await),
        }
    }

    async fn refund(&self, ask: &Ask) -> Result<Refunding, NoAnswer> {
        match self.sees("refund", ask).await? {
            Some(Mood::Refuses) => Ok(Refunding::Refused),
            mood => told(mood, self.books.refund(ask).await),
        }
    }

    fn verify_webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Notice, WebhookRefused> {
        self.books.verify_webhook(headers, body, now)
    }
}
