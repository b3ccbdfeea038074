//! What is measured in the browser: bytes of the first visit, pricing in wasm, Lighthouse.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{command, read},
    tools,
};

/// Runs a script of tests/bench, which answers in JSON.
pub fn script(name: &str, arguments: &[&str]) -> Outcome<Value> {
    tools::npm_packages()?;
    let mut node = command("node");
    node.current_dir(place::tests()).arg(Path::new("bench").join(name)).args(arguments);
    node.env("CHROMIUM", tools::chromium()?);
    serde_json::from_str(&read(node)?).doing(format!("what {name} answered"))
}

/// Bytes over the wire at the first visit of a page, by kind.
pub fn first_visit(address: &str) -> Outcome<Vec<(String, u64)>> {
    let bytes = script("first-visit.js", &[address])?;
    let kinds = bytes.as_object().ok_or_else(|| Failure::new("no kinds"))?;
    Ok(kinds.iter().map(|(kind, bytes)| (kind.clone(), bytes.as_u64().unwrap_or(0))).collect())
}

/// Lighthouse's word on a page.
pub struct Verdict {
    /// Performance, of 100.
    pub performance: f64,
    /// Accessibility, of 100.
    pub accessibility: f64,
    /// Best practices, of 100.
    pub best_practices: f64,
    /// Search engines, of 100.
    pub seo: f64,
    /// Largest contentful paint, in milliseconds.
    pub largest_paint: f64,
    /// Total blocking time, in milliseconds.
    pub blocking: f64,
    /// Layout shift.
    pub shift: f64,
    /// Kilobytes of script, wasm included or not as Lighthouse counts it.
    pub script: f64,
}

/// Lighthouse with its mobile preset; of three runs the one in the middle by performance.
pub fn lighthouse(address: &str) -> Outcome<Verdict> {
    tools::npm_packages()?;
    let mut verdicts = Vec::new();
    for _ in 0..3 {
        // On a busy machine the browser now and then records nothing; Lighthouse itself says to run it again.
        verdicts.push(one_lighthouse(address).or_else(|_| one_lighthouse(address))?);
    }
    verdicts.sort_by(|a, b| a.performance.total_cmp(&b.performance));
    Ok(verdicts.swap_remove(1))
}

fn one_lighthouse(address: &str) -> Outcome<Verdict> {
    let report = place::target().join("lighthouse.json");
    let _ = fs::remove_file(&report);
    let mut lighthouse = command("node");
    lighthouse.current_dir(place::tests()).arg("node_modules/lighthouse/cli/index.js").arg(address);
    lighthouse.args(["--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices,seo"]);
    lighthouse.arg(format!("--output-path={}", report.display())).env("CHROME_PATH", tools::chromium()?);
    lighthouse.arg(
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
         --disable-background-networking --disable-component-update --disable-sync",
    );
    read(lighthouse)?;
    let report: Value = serde_json::from_str(&fs::read_to_string(&report)?).doing("Lighthouse's report")?;
    let category = |name: &str| report["categories"][name]["score"].as_f64().unwrap_or(0.0) * 100.0;
    let audit = |name: &str| report["audits"][name]["numericValue"].as_f64().unwrap_or(f64::NAN);
    let resources = report["audits"]["resource-summary"]["details"]["items"].as_array().cloned().unwrap_or_default();
    let script = resources.iter().find(|item| item["resourceType"] == "script");
    Ok(Verdict {
        performance: category("performance"),
        accessibility: category("accessibility"),
        best_practices: category("best-practices"),
        seo: category("seo"),
        largest_paint: audit("largest-contentful-paint"),
        blocking: audit("total-blocking-time"),
        shift: audit("cumulative-layout-shift"),
        script: script.and_then(|item| item["transferSize"].as_f64()).unwrap_or(0.0) / 1000.0,
    })
}
