//! What the server holds in memory: after the first start, at rest, and while it is visited.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{report::Report, resident};
use crate::{
    build::Build,
    failure::{Failure, Outcome},
    http::{Connection, Request},
    site::{Site, fresh_folder},
};

/// Connections that ask at the same time.
const VISITORS: usize = 8;
/// Requests after which it is looked.
const ROUND: usize = 2_000;
/// How often.
const ROUNDS: usize = 5;
/// How long a round lasts that is asked for slowly, for as long as somebody wants to look: some 33 requests a second.
const SLOW_ROUND: Duration = Duration::from_secs(60);
/// Slow rounds after which it is looked.
const SLOW_ROUNDS: u64 = 10;
/// What the server does of its own accord after a start, or gives back after a load, is done by then.
const REST: Duration = Duration::from_secs(3);

/// Measures with pictures made anew, on the database that is embedded; then for so many minutes under a load that goes on.
pub fn measure(report: &mut Report, build: Build, minutes: u64) -> Outcome {
    report.section("Memory of the server, pages and baskets and checkouts by 8 visitors at a time", "350–900 MB");
    let mut row = |what: &str, site: &Site| -> Outcome {
        thread::sleep(REST);
        report.row(what, &format!("{} MB", resident(site)? / 1_000_000));
        Ok(())
    };
    let folder = fresh_folder("memory")?;
    // Not those of other shops: making them, in processes of their own, is what is looked at.
    std::fs::remove_file(folder.join("media"))?;
    let first = Site::without_app(folder.clone(), build, &["--seed-demo"])?;
    row("after the first start", &first)?;
    first.stop();
    // As if behind a proxy, so that visitors come from many addresses: one alone is soon refused more baskets.
    let site = Site::without_app(folder, build, &["--trusted-proxy", "127.0.0.1"])?;
    row("after a second start", &site)?;
    let catalogue = Catalogue::of(&site)?;
    for n in 1..=ROUNDS {
        round(&site, &catalogue, n)?;
        row(&format!("after {} requests", n * ROUND), &site)?;
    }
    for minute in 1..=minutes {
        let begun = Instant::now();
        round(&site, &catalogue, ROUNDS + usize::try_from(minute).unwrap_or_default())?;
        thread::sleep(SLOW_ROUND.saturating_sub(begun.elapsed()));
        if minute % SLOW_ROUNDS == 0 {
            row(&format!("after {minute} more minutes with {ROUND} requests in each"), &site)?;
        }
    }
    site.stop();
    Ok(())
}

/// As many requests as a round has, by all visitors at once.
fn round(site: &Site, catalogue: &Catalogue, n: usize) -> Outcome {
    thread::scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS)
            .map(|visitor| scope.spawn(move || visit(&site.host(), catalogue, n * VISITORS + visitor)))
            .collect();
        let mut ended = visitors.into_iter().map(|visitor| visitor.join());
        ended.try_for_each(|ended| ended.unwrap_or_else(|_| Err(Failure::new("a visitor panicked"))))
    })
}

/// What can be asked for.
struct Catalogue {
    products: Vec<String>,
    skus: Vec<String>,
    categories: Vec<String>,
}

impl Catalogue {
    fn of(site: &Site) -> Outcome<Self> {
        let mut connection = Connection::open(&site.host())?;
        let mut all = |address: &str, list: &str, field: &str| -> Outcome<Vec<String>> {
            let answer = connection.ask(Request::get(address))?.json()?;
            let found: Vec<String> = answer[list]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|entry| entry[field].as_str().map(str::to_owned))
                .collect();
            if found.is_empty() { Err(Failure::new(format!("{address} names nothing"))) } else { Ok(found) }
        };
        Ok(Self {
            products: all("/api/products?per_page=96", "products", "slug")?,
            skus: all("/api/products?per_page=96", "products", "sku")?,
            categories: all("/api/categories", "categories", "slug")?,
        })
    }
}

/// Goes through the shop as one visitor after another; each address is asked for once only, so that every page is made.
fn visit(host: &str, catalogue: &Catalogue, visitor: usize) -> Outcome {
    const A_VISIT: usize = 10;
    let mut connection = Connection::open(host)?;
    let mut basket = String::new();
    let mut address = String::new();
    for visit in 0..ROUND / VISITORS / A_VISIT {
        let n = visitor * ROUND + visit;
        let of = |values: &[String]| values[n % values.len()].clone();
        let face = ["home", "business"][n % 2];
        let lang = ["en", "it"][n / 2 % 2];
        let pages = [
            format!("/?for={face}&n={n}"),
            format!("/c/{}?for={face}&lang={lang}&n={n}", of(&catalogue.categories)),
            format!("/p/{}?for={face}&lang={lang}&n={n}", of(&catalogue.products)),
            format!("/search?q={}&n={n}", ["moka", "filter", "tazze", "grinder"][n % 4]),
            format!("/api/products?for={face}&max_price=9999.{n}"),
            format!("/api/suggest?q=m{n}"),
        ];
        for page in &pages {
            answered(page, connection.ask(Request::get(page))?.status)?;
        }
        // A basket a few visits long: whoever makes one with each request is refused before long.
        if visit % 8 == 0 {
            basket.clear();
            address = format!("10.{}.{}.{}", visitor / 250 % 250, visitor % 250, visit % 250);
        }
        let headers = [("x-forwarded-for", address.as_str())];
        let body = format!(r#"{{"lines":[{{"sku":"{}","quantity":1}}]}}"#, of(&catalogue.skus));
        let add = Request {
            method: "POST",
            path: "/api/basket/lines?full=true",
            cookie: &basket,
            body: Some(&body),
            headers: &headers,
        };
        let added = connection.ask(add)?;
        // Some are sold out, and some are sold by the dozen.
        if ![409, 422].contains(&added.status) {
            answered("adding to the basket", added.status)?;
        }
        if let Some(made) = added.cookies.first() {
            basket.clone_from(made);
        }
        for page in ["/basket", "/checkout", "/api/checkout"] {
            let request = Request { cookie: &basket, headers: &headers, ..Request::get(page) };
            answered(page, connection.ask(request)?.status)?;
        }
    }
    Ok(())
}

fn answered(page: &str, status: u16) -> Outcome {
    if status == 200 { Ok(()) } else { Err(Failure::new(format!("{page} was answered {status}"))) }
}
