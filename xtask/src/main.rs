//! What people type: start, dev, test, bench, chaos.

mod bench;
mod build;
mod chaos;
mod dev;
mod failure;
mod http;
#[cfg(test)]
mod layers;
mod parts;
mod place;
mod postgres;
mod process;
mod site;
mod start;
mod test;
mod tools;

use std::{env, process::ExitCode};

use failure::{Failure, Outcome};

const USAGE: &str = "\
cargo xtask start [--listen ADDRESS] [--database URL] [--empty] [--release]
    Builds app and server and serves the shop, by default at 127.0.0.1:8080 out of var/giano.db, filled with the
    demonstration shop when empty (unless --empty). Built quickly; with --release as it is delivered, small and fast.
cargo xtask dev
    The backend at 127.0.0.1:8080 and the app at 127.0.0.1:8000, rebuilt and reloaded as its sources change.
cargo xtask test [--only PART]... [-- ARGUMENTS]
    Everything that must be green. Parts: fmt, clippy, clippy-wasm, native, wasm, chaos, journeys, contract. With
    --only, the arguments after -- go to the part's own test runner.
cargo xtask bench [--only MEASURE]... [--quick] [--minutes N] [--write]
    Measures: bytes, price, start, load, basket, lighthouse, memory (also of the quick build: --quick; under a load that goes on: --minutes N). Prints a table; --write puts it into docs/benchmarks.md.
cargo xtask chaos [--seconds N] [--servers N] [--visitors N] [--seed N]
    Several servers on a PostgreSQL of their own sell the demonstration while one is killed and the database crashes; then
    orders, stock, credit, coupons, jobs and times are checked. docs/chaos.md says how.
cargo xtask tools
    Fetches what the commands above need, and nothing else.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}

/// True when everything asked for is well.
fn run(arguments: &[String]) -> Outcome<bool> {
    let (command, rest) = arguments.split_first().ok_or_else(|| Failure::new(USAGE))?;
    match command.as_str() {
        "start" => start::start(&start::Wishes::parse(rest)?).map(|()| true),
        "dev" if rest.is_empty() => dev::dev().map(|()| true),
        "test" => test::test(&test::Wishes::parse(rest)?),
        "bench" => bench::bench(&bench::Wishes::parse(rest)?),
        "chaos" => {
            let wishes = chaos::Wishes::parse(rest)?;
            build::server("debug")?;
            chaos::chaos(&wishes)
        }
        "tools" if rest.is_empty() => {
            tools::for_building()?;
            tools::npm_packages()?;
            tools::chromium()?;
            tools::python_packages("contract")?;
            tools::python_packages("s3")?;
            tools::postgresql().map(|_| true)
        }
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(true)
        }
        other => Err(Failure::new(format!("unknown: {other}\n\n{USAGE}"))),
    }
}
