//! Pricing many lines outside the browser.

use std::time::{Duration, Instant};

use super::{basket::skus, browser::script};
use crate::{
    failure::{Doing, Failure, Outcome},
    http::{Connection, Request},
    place,
    process::{cargo, command, read, run},
    tools,
};

/// The domain's pricing function alone, as the server is built.
pub fn native(lines: u32) -> Outcome<Duration> {
    run(cargo([
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--package",
        "giano-commerce",
        "--example",
        "price_many",
    ]))?;
    let mut example = command(place::target().join("release/examples/price_many"));
    example.arg(lines.to_string());
    let milliseconds: f64 = read(example)?.trim().parse().doing("what price_many says")?;
    Duration::try_from_secs_f64(milliseconds / 1000.0).doing("the time of pricing")
}

/// The same in the browser, as the app is built.
pub fn in_the_browser(lines: u32) -> Outcome<Duration> {
    let target = "wasm32-unknown-unknown";
    tools::wasm_bindgen()?;
    let mut build = cargo(["build", "--quiet", "--profile", "wasm-release", "--locked", "--target", target]);
    build.args(["--package", "giano-commerce", "--example", "price_many"]);
    run(build)?;
    let folder = place::target().join("bench-wasm");
    let mut bindgen = command(place::tools().join("bin/wasm-bindgen"));
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder);
    bindgen.arg(place::target().join(target).join("wasm-release/examples/price_many.wasm"));
    run(bindgen)?;
    let times = script("price.js", &[&folder.display().to_string(), &lines.to_string()])?;
    let milliseconds = times["median"].as_f64().ok_or_else(|| Failure::new("price.js tells no time"))?;
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
        let answer = connection.ask(Request {
            method: "POST",
            path: "/api/price",
            cookie: "",
            body: Some(&body),
            headers: &[],
        })?;
        times.push(begun.elapsed());
        answer.json()?;
    }
    times.sort_unstable();
    Ok(times[4])
}
