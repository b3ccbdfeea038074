//! How long it takes to add the n-th line to a basket.

use std::time::{Duration, Instant};

use super::load::percentile;
use crate::{
    failure::{Failure, Outcome},
    http::{Connection, Request},
};

/// Baskets that are filled one line after the other.
const BASKETS: usize = 3;
/// The line asked about, and so many before it, are measured: one alone would say little.
const AROUND: usize = 10;

/// The time for adding the n-th line.
pub struct Added {
    /// Which line.
    pub nth: usize,
    /// Half of the additions took no longer.
    pub median: Duration,
    /// All but a hundredth took no longer.
    pub p99: Duration,
}

/// Fills baskets with different SKUs, one request a line, and times the additions around each of `wanted`.
pub fn add_lines(host: &str, wanted: &[usize]) -> Outcome<Vec<Added>> {
    let last = wanted.iter().copied().max().unwrap_or(0);
    let mut connection = Connection::open(host)?;
    let skus = skus(&mut connection, last)?;
    let mut times = vec![Vec::new(); wanted.len()];
    for _ in 0..BASKETS {
        let mut cookie = String::new();
        for (index, sku) in skus.iter().enumerate() {
            let body = serde_json::json!({ "lines": [{ "sku": sku, "quantity": 1 }] }).to_string();
            let begun = Instant::now();
            let answer = connection.ask(Request {
                method: "POST",
                path: "/api/basket/lines",
                cookie: &cookie,
                body: Some(&body),
                headers: &[],
            })?;
            let took = begun.elapsed();
            let lines = answer.json()?["count"]["lines"].as_u64();
            if lines != Some(index as u64 + 1) {
                return Err(Failure::new(format!("line {} was not added: {lines:?} lines in the basket", index + 1)));
            }
            if !answer.cookies.is_empty() {
                cookie = answer.cookies.join("; ");
            }
            for (nth, times) in wanted.iter().zip(&mut times) {
                if (index + 1..index + 1 + AROUND.min(*nth)).contains(nth) {
                    times.push(took);
                }
            }
        }
    }
    Ok(wanted
        .iter()
        .zip(times)
        .map(|(&nth, mut times)| {
            times.sort_unstable();
            Added { nth, median: percentile(&times, 50), p99: percentile(&times, 99) }
        })
        .collect())
}

/// So many different SKUs of the shop.
pub fn skus(connection: &mut Connection, count: usize) -> Outcome<Vec<String>> {
    let mut skus: Vec<String> = Vec::new();
    for page in 1.. {
        let path = format!("/api/products?for=home&available=true&sort=name&per_page=96&page={page}");
        let list = connection.ask(Request::get(&path))?.json()?;
        let products = list["products"].as_array().cloned().unwrap_or_default();
        if products.is_empty() {
            return Err(Failure::new(format!("the shop has {} SKUs, and {count} are needed", skus.len())));
        }
        skus.extend(products.iter().filter_map(|card| card["sku"].as_str().map(str::to_owned)));
        if skus.len() >= count {
            break;
        }
    }
    skus.truncate(count);
    Ok(skus)
}
