//! `cargo xtask chaos`: several servers on one database sell while one of them is killed and the database crashes.
//!
//! Everything is of this run alone: the database's cluster, its folders, its ports on the loopback. Whatever happens, what
//! was started ends with it.

mod checks;
mod dice;
mod servers;
mod timings;
mod visitor;

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use checks::{Before, DATABASE, Finding};
use dice::Dice;
use servers::Server;
use timings::{Limit, Moments, Timings};
use visitor::{Attempt, End, Town, Visitor};

use crate::{
    failure::{Failure, Outcome},
    postgres::{Keeps, Postgres},
};

/// The code that visitors try, of a promotion that may be used once by everybody.
const COUPON: &str = "BENVENUTO10";
/// How often it may be used in a run.
const COUPON_LIMIT: usize = 25;
/// What visitors buy, and how many of it there are: of the first two enough for all, the others run short.
const SOLD: [(&str, usize); 6] = [
    ("MOKA-3-ALU", 9000),
    ("GUARN-3", 9000),
    ("TAMP-58", 60),
    ("MOKA-3-FOR", 40),
    ("MOKA-9-TER", 25),
    ("MOKA-6-FOR", 8),
];
/// Their names.
const SKUS: [&str; 6] = ["MOKA-3-ALU", "GUARN-3", "TAMP-58", "MOKA-3-FOR", "MOKA-9-TER", "MOKA-6-FOR"];
/// Those who buy for companies on account. Two are of one company, whose credit runs short.
const BUYERS: [&str; 3] = ["buyer@barcentrale.example", "admin@barcentrale.example", "einkauf@lindenhof.example"];
/// The credit of each company in cents.
const CREDIT: usize = 60_000;
/// No run places more orders.
const MOST_ORDERS: usize = 5000;

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    seconds: u64,
    servers: usize,
    visitors: usize,
    seed: u64,
    limit: Limit,
}

impl Wishes {
    /// The short run of the tests, always with the same dice.
    pub fn short() -> Self {
        Self { seconds: 20, servers: 3, visitors: 6, seed: 1, limit: Limit::AsBefore }
    }

    /// Reads `--seconds N`, `--servers N`, `--visitors N` and `--seed N`.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut wishes = Self { seconds: 60, servers: 3, visitors: 9, seed: clock.as_secs(), limit: Limit::TwoSeconds };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else { return Err(Failure::new(format!("{} needs a number", pair[0]))) };
            let within = |least: u64, most: u64| match value.parse::<u64>() {
                Ok(number) if (least..=most).contains(&number) => Ok(number),
                _ => Err(Failure::new(format!("{name} takes a number from {least} to {most}"))),
            };
            match name.as_str() {
                "--seconds" => wishes.seconds = within(10, 3600)?,
                "--servers" => wishes.servers = within(2, 8)? as usize,
                "--visitors" => wishes.visitors = within(3, 64)? as usize,
                "--seed" => wishes.seed = within(0, u64::MAX)?,
                other => return Err(Failure::new(format!("`chaos` does not know {other}"))),
            }
        }
        Ok(wishes)
    }
}

/// Runs it with the server that is built. True when everything held.
pub fn chaos(wishes: &Wishes) -> Outcome<bool> {
    let mut postgres = Postgres::start(Keeps::Commits)?;
    postgres.query("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    let url = postgres.url_of(DATABASE);
    println!("filling the shop");
    servers::fill(&url)?;
    prepare(&postgres)?;
    let before = Before::of(&postgres)?;
    let mut servers =
        (1..=wishes.servers).map(|n| Server::start(&format!("chaos-{n}"), &url)).collect::<Outcome<Vec<Server>>>()?;
    println!("{} servers, {} visitors, {} s, seed {}", wishes.servers, wishes.visitors, wishes.seconds, wishes.seed);
    let timings = Timings::default();
    let hosts: Vec<String> = servers.iter().map(|server| server.host.clone()).collect();
    let town = Town { hosts: &hosts, timings: &timings };
    let (mut attempts, moments) = load(wishes, &town, &mut servers, &mut postgres)?;
    let mut dice = Dice::new(wishes.seed, 0);
    let unanswered = attempts.iter().filter(|attempt| attempt.end == End::Unknown).count();
    attempts.iter_mut().for_each(|attempt| attempt.ask_again(&town, &mut dice));

    let mails = || servers.iter().flat_map(Server::mails).collect();
    let mut findings = checks::findings(&postgres, &before, &attempts, mails)?;
    findings.push(quiet(&servers));
    findings.push(sold(&attempts));
    let ([first, meanwhile, after], limit) = timings.parts(moments, wishes.limit);
    println!("\nbefore: {first}\nmeanwhile: {meanwhile}\nafter: {after}");
    println!("{unanswered} orders had no answer and were asked for again under their key\n");
    findings.push(Finding {
        what: "no slow request once all was there again",
        counted: format!(
            "over {:.1} s: {} before, {} meanwhile, {} after",
            limit.as_secs_f32(),
            first.slow.len(),
            meanwhile.slow.len(),
            after.slow.len()
        ),
        wrong: after.slow,
    });
    findings.push(Finding {
        what: "no fault answered, nor 503 before anything broke",
        counted: format!(
            "{} before, {} meanwhile, {} after",
            first.faults.len(),
            meanwhile.faults.len(),
            after.faults.len()
        ),
        wrong: [first.faults, meanwhile.faults, after.faults].concat(),
    });
    for finding in &findings {
        let verdict = if finding.wrong.is_empty() { "holds" } else { "WRONG" };
        println!("{verdict}  {:<44}  {}", finding.what, finding.counted);
        finding.wrong.iter().take(10).for_each(|wrong| println!("       - {wrong}"));
        if finding.wrong.len() > 10 {
            println!("       - and {} more", finding.wrong.len() - 10);
        }
    }
    Ok(findings.iter().all(|finding| finding.wrong.is_empty()))
}

/// Little stock of some goods, a coupon that runs out, companies with little credit.
fn prepare(postgres: &Postgres) -> Outcome {
    for (sku, on_hand) in SOLD {
        let sql = format!("UPDATE variant SET on_hand = {on_hand}, backorder = false WHERE sku = '{sku}' RETURNING id");
        if postgres.query(DATABASE, &sql)?.len() != 1 {
            return Err(Failure::new(format!("the demonstration has no {sku} any more")));
        }
    }
    let coupon = format!(
        "UPDATE promotion SET document = jsonb_set(document::jsonb, '{{limit_total}}', to_jsonb(used + {COUPON_LIMIT}))::text \
         WHERE document::jsonb->>'coupon' = '{COUPON}' RETURNING id"
    );
    if postgres.query(DATABASE, &coupon)?.len() != 1 {
        return Err(Failure::new(format!("the demonstration has no {COUPON} any more")));
    }
    let credit =
        format!("UPDATE company SET credit_limit_minor = {CREDIT} - credit_balance_minor WHERE state = 'active'");
    postgres.query(DATABASE, &credit).map(drop)
}

/// Lets visitors buy; after three tenths of the time a server is killed, after half of it the database crashes and comes
/// again.
fn load(
    wishes: &Wishes,
    town: &Town<'_>,
    servers: &mut [Server],
    postgres: &mut Postgres,
) -> Outcome<(Vec<Attempt>, Moments)> {
    let begun = Instant::now();
    let at = |tenths: u64| begun + Duration::from_millis(wishes.seconds * 100 * tenths);
    let (attempts, count) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let moments = thread::scope(|scope| {
        for n in 0..wishes.visitors {
            let (attempts, count) = (&attempts, &count);
            scope.spawn(move || {
                let mut visitor = Visitor::new(wishes.seed, n, &BUYERS, &SKUS, COUPON);
                while Instant::now() < at(10) && count.fetch_add(1, Ordering::Relaxed) < MOST_ORDERS {
                    if let (Some(attempt), Ok(mut all)) = (visitor.order(town), attempts.lock()) {
                        all.push(attempt);
                    }
                    thread::sleep(Duration::from_millis(30));
                }
            });
        }
        wait_until(at(3));
        let first_fault = Instant::now();
        if let Some(server) = servers.first_mut() {
            println!("{:>5.1} s: a server is killed", begun.elapsed().as_secs_f32());
            server.kill();
        }
        wait_until(at(5));
        println!("{:>5.1} s: the database crashes", begun.elapsed().as_secs_f32());
        postgres.crash();
        // Away for a little while, as when a machine starts anew.
        wait_until(Instant::now() + Duration::from_secs(1));
        let started = postgres.start_again();
        println!("{:>5.1} s: the database is there again", begun.elapsed().as_secs_f32());
        started.map(|()| Moments { first_fault, mended: Instant::now() })
    });
    let attempts = attempts.into_inner().map_err(|_| Failure::new("a visitor panicked"))?;
    Ok((attempts, moments?))
}

fn wait_until(moment: Instant) {
    thread::sleep(moment.saturating_duration_since(Instant::now()));
}

/// Orders, and among them those that end otherwise: where nobody could buy, nothing that was looked at means anything.
fn sold(attempts: &[Attempt]) -> Finding {
    const LEAST: usize = 20;
    let placed = attempts.iter().filter(|attempt| matches!(attempt.end, End::Acknowledged(_))).count();
    let declined = attempts.iter().filter(|attempt| attempt.end == End::Declined).count();
    let mut wrong = Vec::new();
    if placed < LEAST || placed * 3 < attempts.len() {
        wrong.push(format!("{placed} of {} orders were acknowledged", attempts.len()));
    }
    if declined == 0 {
        wrong.push("no card was declined".to_owned());
    }
    let counted = format!("{} tried, {placed} acknowledged, {declined} declined", attempts.len());
    Finding { what: "visitors could buy", counted, wrong }
}

/// No server panicked.
fn quiet(servers: &[Server]) -> Finding {
    let logs: Vec<String> = servers.iter().map(Server::log).collect();
    let lines = || logs.iter().flat_map(|log| log.lines());
    let panics: Vec<String> = lines().filter(|line| line.contains("panicked")).map(str::to_owned).collect();
    let warnings = lines().filter(|line| line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""));
    Finding { what: "no server panicked", counted: format!("{} warnings in the logs", warnings.count()), wrong: panics }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_numbers_within_bounds() {
        let read = |text: &str| Wishes::parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let all = read("--seconds 30 --servers 4 --visitors 12 --seed 7").ok();
        assert_eq!(all, Some(Wishes { seconds: 30, servers: 4, visitors: 12, seed: 7, limit: Limit::TwoSeconds }));
        for wrong in ["--seconds", "--seconds 5", "--servers 1", "--servers x", "--what 1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_sold_is_what_is_prepared() {
        assert_eq!(SOLD.map(|(sku, _)| sku), SKUS);
    }
}
