//! `cargo xtask test`: everything that must be green, part by part, and in numbers.

mod contract;
mod counts;
mod journeys;

use std::{
    iter,
    process::Command,
    time::{Duration, Instant},
};

use counts::Tally;

use crate::{
    build::tested_server,
    chaos,
    failure::{Failure, Outcome},
    place,
    postgres::{Keeps, Postgres},
    process::{cargo, is_there, watch},
    site::Site,
    tools,
};

/// What was asked for on the command line.
pub struct Wishes {
    parts: Vec<&'static Part>,
    arguments: Vec<String>,
}

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(&[String]) -> Outcome<Tally>,
}

/// The cheap ones first: who has made a mistake there learns it soon.
const PARTS: [Part; 8] = [
    Part { name: "fmt", what: "formatting", run: formatting },
    Part { name: "clippy", what: "lints, native", run: lints },
    Part { name: "clippy-wasm", what: "lints, wasm", run: lints_in_wasm },
    Part { name: "native", what: "domain, store, backend, import", run: native },
    Part { name: "wasm", what: "the domain in wasm", run: wasm },
    Part { name: "chaos", what: "several servers, one killed, the database crashed", run: chaos },
    Part { name: "journeys", what: "journeys in the browser", run: journeys::run },
    Part { name: "contract", what: "the running API against its contract", run: contract::run },
];

impl Wishes {
    /// Reads any number of `--only PART`, and after `--` what the part's own test runner shall be told.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut parts = Vec::new();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--only" => {
                    let name = arguments.next().ok_or_else(|| Failure::new("--only needs the name of a part"))?;
                    let part = PARTS.iter().find(|part| part.name == name);
                    parts.push(part.ok_or_else(|| {
                        let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
                        Failure::new(format!("there is no part {name}; the parts are {}", names.join(", ")))
                    })?);
                }
                "--" => break,
                other => return Err(Failure::new(format!("`test` does not know {other}"))),
            }
        }
        let arguments: Vec<String> = arguments.cloned().collect();
        if !arguments.is_empty() && parts.len() != 1 {
            return Err(Failure::new("arguments after -- need exactly one --only"));
        }
        if parts.is_empty() {
            parts = PARTS.iter().collect();
        }
        Ok(Self { parts, arguments })
    }
}

/// Runs the parts, all of them even when one fails. True when none failed.
pub fn test(wishes: &Wishes) -> Outcome<bool> {
    let mut report = Vec::new();
    for part in &wishes.parts {
        println!("\n== {}: {}", part.name, part.what);
        let begun = Instant::now();
        let tally = (part.run)(&wishes.arguments).unwrap_or_else(|failure| Tally::broken(failure.to_string()));
        report.push((part, tally, begun.elapsed()));
    }
    println!("\n== what was tested");
    for (part, tally, took) in &report {
        println!("{:<12} {} in {} ({})", part.name, tally, shown(*took), part.what);
        tally.notes().iter().for_each(|note| println!("{:<12} - {note}", ""));
    }
    let total = report.iter().fold(Tally::default(), |total, (_, tally, _)| total + tally);
    println!("{total}");
    Ok(total.is_green())
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A command whose exit status is all it has to say.
fn check(command: Command) -> Outcome<Tally> {
    let (status, _) = watch(command)?;
    Ok(if status.success() { Tally::one_passed() } else { Tally::one_failed() })
}

fn formatting(_: &[String]) -> Outcome<Tally> {
    check(cargo(["fmt", "--all", "--check"]))
}

fn lints(_: &[String]) -> Outcome<Tally> {
    check(cargo(["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"]))
}

fn lints_in_wasm(_: &[String]) -> Outcome<Tally> {
    tools::wasm_target()?;
    let app = ["clippy", "--package", "giano-app", "--target", "wasm32-unknown-unknown", "--locked", "--quiet"];
    let as_delivered = ["--features", "hydrate", "--", "-D", "warnings"];
    let mut clippy = cargo(app);
    clippy.args(as_delivered);
    check(clippy)
}

fn native(arguments: &[String]) -> Outcome<Tally> {
    let postgres = Postgres::start(Keeps::Little);
    let nextest = is_there("cargo-nextest");
    let mut runner = if nextest {
        cargo([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--locked",
            "--status-level",
            "fail",
            "--color",
            "never",
        ])
    } else {
        cargo(["test", "--workspace", "--no-fail-fast", "--locked", "--quiet"])
    };
    runner.args(arguments);
    let mut notes = Vec::new();
    match &postgres {
        Ok(postgres) => _ = runner.env("GIANO_TEST_POSTGRES", postgres.url()),
        Err(why) => notes.push(format!("the store on PostgreSQL was skipped: {why}")),
    }
    // The tests start a server of S3 each, out of this.
    let s3 = tools::python_packages("s3");
    match &s3 {
        Ok(programs) => _ = runner.env("GIANO_TEST_S3", programs.join("python")),
        Err(why) => notes.push(format!("files on S3 were skipped: {why}")),
    }
    let (status, text) = watch(runner)?;
    let mut tally = if nextest { counts::of_nextest(&text) } else { counts::of_cargo_test(&text) };
    if !status.success() && tally.is_green() {
        tally = tally + &Tally::broken("the tests could not be built, or their runner failed".to_owned());
    } else if tally.is_empty() {
        tally = Tally::broken("no test ran, or the runner's last line was not understood".to_owned());
    }
    for left_out in [postgres.is_err(), s3.is_err()] {
        if left_out {
            tally = tally + &Tally::one_skipped();
        }
    }
    tally.note(notes);
    Ok(tally)
}

/// The short run: what `cargo xtask chaos` does for longer.
fn chaos(_: &[String]) -> Outcome<Tally> {
    if let Err(why) = tools::postgresql() {
        let mut skipped = Tally::one_skipped();
        skipped.note([format!("several servers were not tried: {why}")]);
        return Ok(skipped);
    }
    tested_server()?;
    let held = chaos::chaos(&chaos::Wishes::short())?;
    Ok(if held { Tally::one_passed() } else { Tally::one_failed() })
}

fn wasm(arguments: &[String]) -> Outcome<Tally> {
    tools::node()?;
    tools::wasm_bindgen()?;
    let mut runner = cargo(["test", "--package", "giano-commerce", "--target", "wasm32-unknown-unknown", "--locked"]);
    runner.args(["--no-fail-fast", "--test", "golden"]);
    runner.args(iter::once("--").filter(|_| !arguments.is_empty()).map(str::to_owned).chain(arguments.iter().cloned()));
    let bindgen_runner = place::tools().join("bin/wasm-bindgen-test-runner");
    runner.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", bindgen_runner);
    let (status, text) = watch(runner)?;
    let mut tally = counts::of_cargo_test(&text);
    if !status.success() && tally.is_green() {
        tally = tally + &Tally::broken("the tests could not be built, or their runner failed".to_owned());
    } else if tally.is_empty() {
        tally = Tally::broken("no test ran in wasm".to_owned());
    }
    Ok(tally)
}

/// What the server has to say for itself afterwards.
fn after(site: Site) -> Tally {
    let log = site.folder().join("server.log");
    let panics = site.log().lines().filter(|line| line.contains("panicked at")).count();
    let quiet = if panics == 0 {
        Tally::one_passed()
    } else {
        Tally::broken(format!("the server panicked {panics} times: see {}", log.display()))
    };
    let ended = if site.stop() {
        Tally::one_passed()
    } else {
        Tally::broken(format!("the server did not end in good order: see {}", log.display()))
    };
    quiet + &ended
}
