//! Those who buy: a browser with cookies, that comes to any of the servers, and to another where one does not answer.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{dice::Dice, timings::Timings};
use crate::{
    failure::{Failure, Outcome},
    http::{Answer, Connection, Request},
};

/// For so long somebody tries to have an answer to an order.
const PATIENCE: Duration = Duration::from_secs(6);

/// What all visitors share.
pub struct Town<'a> {
    /// Hosts and ports of the servers.
    pub hosts: &'a [String],
    /// How long requests took.
    pub timings: &'a Timings,
}

/// What became of an order that somebody tried to place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The shop said that it has it, under this number.
    Acknowledged(String),
    /// The shop said that the payment was declined.
    Declined,
    /// The shop said no, by this code.
    Refused(String),
    /// No answer came.
    Unknown,
}

/// An order that somebody tried to place.
pub struct Attempt {
    /// What it is known by: it stands in the order's note, and is the idempotency key.
    pub mark: String,
    /// What became of it.
    pub end: End,
    /// What was found wrong at once: another answer to the same key.
    pub wrong: Option<String>,
    body: String,
    browser: Browser,
}

impl Attempt {
    /// Asks once more, where no answer had come.
    pub fn ask_again(&mut self, town: &Town<'_>, dice: &mut Dice) {
        if self.end == End::Unknown {
            self.end = self.browser.place(town, dice, &self.mark, &self.body, 4 * PATIENCE);
        }
    }
}

/// A browser.
#[derive(Debug, Clone, Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
    /// Where it comes from.
    address: String,
}

impl Browser {
    /// Asks one of the servers; another where that one cannot be reached.
    fn ask(
        &mut self,
        town: &Town<'_>,
        dice: &mut Dice,
        ask: (&str, &str, Option<&str>),
        key: Option<&str>,
    ) -> Outcome<Answer> {
        let (method, path, body) = ask;
        let (begun, mut connection) = reach(town, dice)?;
        let cookie = self.cookie();
        let answer = connection.ask(Request { method, path, cookie: &cookie, body, headers: &self.headers(key) });
        let said = answer.as_ref().map_or_else(|_| "no answer".to_owned(), |answer| answer.status.to_string());
        let status = answer.as_ref().ok().map(|answer| answer.status);
        town.timings.note(begun, format!("{method} {path}, answered {said}"), status);
        let answer = answer?;
        for cookie in &answer.cookies {
            match cookie.split_once('=') {
                Some((name, "")) => _ = self.cookies.remove(name),
                Some((name, value)) => _ = self.cookies.insert(name.to_owned(), value.to_owned()),
                None => {}
            }
        }
        Ok(answer)
    }

    fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn headers<'a>(&'a self, key: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
        let key = key.map(|key| ("idempotency-key", key));
        [("x-forwarded-for", self.address.as_str())].into_iter().chain(key).collect()
    }

    /// Asks for something that has to go well for there to be an order.
    fn step(&mut self, town: &Town<'_>, dice: &mut Dice, ask: (&str, &str, Option<&Value>)) -> Outcome<Value> {
        let (method, path, body) = ask;
        let body = body.map(Value::to_string);
        self.ask(town, dice, (method, path, body.as_deref()), None)?.json()
    }

    /// Sends an order until there is an answer, always under the same key.
    fn place(&mut self, town: &Town<'_>, dice: &mut Dice, key: &str, body: &str, patience: Duration) -> End {
        let until = Instant::now() + patience;
        loop {
            if let Ok(answer) = self.ask(town, dice, ("POST", "/api/orders", Some(body)), Some(key)) {
                let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                let code = said["code"].as_str().unwrap_or_default();
                match answer.status {
                    200..300 => return acknowledged(&said),
                    402 => return End::Declined,
                    500.. | 429 => {}
                    _ if code == "idempotency_in_progress" => {}
                    _ => return End::Refused(code.to_owned()),
                }
            }
            if Instant::now() > until {
                return End::Unknown;
            }
            thread::sleep(Duration::from_millis(50 + dice.below(200) as u64));
        }
    }
}

fn acknowledged(said: &Value) -> End {
    let number = said["order"]["number"].as_str().or_else(|| said["number"].as_str());
    number.map_or(End::Unknown, |number| End::Acknowledged(number.to_owned()))
}

/// A connection to a server that is there, tried in turn from any of them on.
fn reach(town: &Town<'_>, dice: &mut Dice) -> Outcome<(Instant, Connection)> {
    let first = dice.below(town.hosts.len());
    for place in 0..town.hosts.len() {
        let begun = Instant::now();
        if let Ok(connection) = Connection::open(&town.hosts[(first + place) % town.hosts.len()]) {
            return Ok((begun, connection));
        }
    }
    Err(Failure::new("no server can be reached"))
}

/// Somebody who orders again and again.
pub struct Visitor {
    name: String,
    dice: Dice,
    orders: usize,
    /// Who buys for a company is signed in.
    company: Option<&'static str>,
    signed_in: Option<Browser>,
    sold: &'static [&'static str],
    coupon: &'static str,
}

impl Visitor {
    /// The n-th visitor of a town. One in three buys for a company.
    pub fn new(
        seed: u64,
        n: usize,
        buyers: &[&'static str],
        sold: &'static [&'static str],
        coupon: &'static str,
    ) -> Self {
        let company = if n % 3 == 2 { buyers.get(n / 3 % buyers.len().max(1)).copied() } else { None };
        let dice = Dice::new(seed, n as u64 + 1);
        Self { name: format!("{seed:x}-{n}"), dice, orders: 0, company, signed_in: None, sold, coupon }
    }

    /// Fills a basket, goes to the checkout and orders; nothing where it does not come to that.
    pub fn order(&mut self, town: &Town<'_>) -> Option<Attempt> {
        self.orders += 1;
        let mark = format!("{}-{}", self.name, self.orders);
        let (browser, body, card) = self.checkout(town, &mark).ok()?;
        let mut attempt = Attempt { end: End::Unknown, wrong: None, body, browser, mark };
        let Attempt { mark, body, browser, .. } = &mut attempt;
        let dice = &mut self.dice;
        if dice.percent(10) {
            // Goes away without waiting; perhaps comes back, perhaps not.
            let (cookie, headers) = (browser.cookie(), browser.headers(Some(mark)));
            let request =
                Request { method: "POST", path: "/api/orders", cookie: &cookie, body: Some(body), headers: &headers };
            let _ = reach(town, dice).and_then(|(_, connection)| connection.hang_up_after(request));
            if dice.percent(50) {
                return Some(attempt);
            }
        }
        let end = browser.place(town, dice, mark, body, PATIENCE);
        if card == "tok_challenge" && matches!(end, End::Acknowledged(_)) {
            self.answer_bank(town, &mut attempt);
        }
        let dice = &mut self.dice;
        if let End::Acknowledged(number) = &end
            && dice.percent(15)
        {
            // Clicks again.
            match attempt.browser.place(town, dice, &attempt.mark, &attempt.body, PATIENCE) {
                End::Acknowledged(other) if other != *number => {
                    attempt.wrong = Some(format!("{}: answered {number}, then {other}", attempt.mark));
                }
                _ => {}
            }
        }
        attempt.end = end;
        Some(attempt)
    }

    /// The bank's question is answered, mostly with yes.
    fn answer_bank(&mut self, town: &Town<'_>, attempt: &mut Attempt) {
        let dice = &mut self.dice;
        let asked = attempt.browser.ask(town, dice, ("POST", "/api/orders", Some(&attempt.body)), Some(&attempt.mark));
        let said = asked.and_then(|answer| answer.json()).unwrap_or_default();
        if let Some(payment) = said["payment"].as_str() {
            let yes = json!({ "approve": dice.percent(80) }).to_string();
            let path = format!("/api/payments/{payment}/challenge");
            // Where this is lost, nobody answers the bank, and the shop gives the payment up in its time.
            let _ = attempt.browser.ask(town, dice, ("POST", &path, Some(&yes)), None);
        }
    }

    fn sign_in(&mut self, town: &Town<'_>, email: &str) -> Outcome<Browser> {
        if let Some(browser) = &self.signed_in {
            return Ok(browser.clone());
        }
        let mut browser = Browser { address: self.address(), ..Browser::default() };
        let who = json!({ "email": email, "password": "giano-demo" });
        browser.step(town, &mut self.dice, ("POST", "/api/session", Some(&who)))?;
        self.signed_in = Some(browser.clone());
        Ok(browser)
    }

    fn address(&mut self) -> String {
        format!("10.{}.{}.{}", self.dice.below(256), self.dice.below(256), 1 + self.dice.below(254))
    }

    /// A browser at the till with the body of its order, and the card it pays with.
    fn checkout(&mut self, town: &Town<'_>, mark: &str) -> Outcome<(Browser, String, &'static str)> {
        let mut browser = match self.company {
            Some(email) => self.sign_in(town, email)?,
            None => {
                let language = self.dice.one_of(&["en", "it"]).unwrap_or("en");
                let cookies = BTreeMap::from([("giano-lang".to_owned(), language.to_owned())]);
                Browser { cookies, address: self.address() }
            }
        };
        let dice = &mut self.dice;
        // Most buy what there is enough of, so that orders go on being placed when the rest is sold out.
        let plenty = self.sold.get(..2).unwrap_or(self.sold);
        let wanted = if dice.percent(60) { plenty } else { self.sold };
        let count = 1 + dice.below(3);
        let lines: Vec<Value> = (0..count)
            .filter_map(|_| Some(json!({ "sku": dice.one_of(wanted)?, "quantity": 1 + dice.below(3) })))
            .collect();
        browser.step(town, dice, ("POST", "/api/basket/lines", Some(&json!({ "lines": lines }))))?;
        if self.company.is_none() && dice.percent(50) {
            // It may be used up, or not be worth anything here: that is no reason not to buy.
            let code = json!({ "code": self.coupon }).to_string();
            let _ = browser.ask(town, dice, ("POST", "/api/basket/coupons", Some(&code)), None)?;
        }
        let mut draft = browser.step(town, dice, ("GET", "/api/checkout", None))?["draft"].take();
        let written = [
            ("name", "Anna Rossi"),
            ("street", "Via Roma 1"),
            ("postal_code", "10121"),
            ("city", "Torino"),
            ("country", "IT"),
            ("note", mark),
        ];
        for (field, text) in written {
            draft[field] = text.into();
        }
        let card = match self.company {
            Some(_) => {
                draft["payment"] = "account".into();
                draft["term"] = "net30".into();
                None
            }
            None => {
                draft["email"] = format!("{mark}@visitor.example").into();
                draft["payment"] = "card".into();
                let cards = ["tok_success", "tok_success", "tok_success", "tok_declined", "tok_challenge", "tok_late"];
                dice.one_of(&cards)
            }
        };
        let view = browser.step(town, dice, ("PUT", "/api/checkout", Some(&draft)))?;
        let body = json!({
            "draft": view["draft"],
            "basket_version": view["basket"]["version"],
            "shown": shown(&view["basket"]["priced"]),
            "card_token": card,
        });
        Ok((browser, body.to_string(), card.unwrap_or_default()))
    }
}

/// The prices that a buyer saw.
fn shown(priced: &Value) -> Value {
    let line = |line: &Value| {
        let due = cents(&line["total"]) - cents(&line["order_discount"]);
        let total = json!({ "amount": format!("{}.{:02}", due / 100, due % 100), "currency": "EUR" });
        json!({ "id": line["id"], "sku": line["sku"], "total": total })
    };
    let lines: Vec<Value> = priced["lines"].as_array().into_iter().flatten().map(line).collect();
    json!({
        "lines": lines,
        "shipping": priced["shipping"]["price"],
        "tax": priced["tax"],
        "total": priced["total"],
    })
}

/// An amount in whole cents.
fn cents(money: &Value) -> u64 {
    let amount = money["amount"].as_str().unwrap_or_default();
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    whole.parse::<u64>().unwrap_or_default() * 100 + format!("{part:0<2}")[..2].parse::<u64>().unwrap_or_default()
}
