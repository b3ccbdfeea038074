//! Pricing many lines outside the browser.

use std::time::{Duration, Instant};

use super::{
    basket::skus,
    http::{Connection, Request},
};
use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{command, read},
};

/// The domain's pricing function alone, as the server is built.
pub fn native(lines: u32) -> Outcome<Duration> {
    let mut giano = command(place::server("release"));
    giano.args(["bench-price", "--lines", &lines.to_string()]);
    let text = read(giano)?;
    let milliseconds = text.split_whitespace().find_map(|word| word.parse::<f64>().ok());
    let milliseconds = milliseconds.ok_or_else(|| Failure::new(format!("no number in {text:?}")))?;
    Duration::try_from_secs_f64(milliseconds / 1000.0).doing("the time of pricing")
}

/// The whole way over HTTP, with parsing, traces and the answer's JSON; the median of nine.
pub fn over_http(host: &str, lines: usize) -> Outcome<Duration> {
    let mut connection = Connection::open(host)?;
    let known = skus(&mut connection, 8)?;
    let lines: Vec<_> = (0..lines)
        .map(|line| serde_json::json!({ "sku": known[line % known.len()], "quantity": 1 + line % 12 }))
        .collect();
    let body = serde_json::json!({ "lines": lines, "face": "home", "country": "IT" }).to_string();
    let mut times = Vec::new();
    for _ in 0..9 {
        let begun = Instant::now();
        let answer = connection.ask(Request { method: "POST", path: "/api/price", cookie: "", body: Some(&body) })?;
        times.push(begun.elapsed());
        answer.json()?;
    }
    times.sort_unstable();
    Ok(times[4])
}
