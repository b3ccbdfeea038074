//! The running shop against its own contract: schemathesis makes up requests, right ones and wrong ones, out of the OpenAPI
//! document, and holds every answer against it. `tests/contract` says what it needs to know of the shop, and what it shall
//! not take for a mistake.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
};

use super::counts::{Tally, of_schemathesis};
use crate::{
    build::{Build, tested_server},
    failure::{Doing, Outcome},
    place,
    process::{command, watch},
    site::{Site, fresh_folder},
    tools,
};

/// Who visits, for how many seconds: two minutes in all.
const VISITORS: [Visitor; 2] = [
    Visitor { what: "guest", email: "", seconds: 60 },
    Visitor { what: "buyer", email: "buyer@barcentrale.example", seconds: 60 },
];

struct Visitor {
    what: &'static str,
    /// With which a person of the demonstration signs in; empty for a guest.
    email: &'static str,
    seconds: u32,
}

/// Serves the demonstration shop and lets each visitor try everything.
pub fn run(arguments: &[String]) -> Outcome<Tally> {
    let programs = match tools::python_packages("contract") {
        Ok(programs) => programs,
        // Whatever is left out elsewhere must run there.
        Err(why) if env::var_os("CI").is_some() => return Err(why),
        Err(why) => {
            let mut tally = Tally::one_skipped();
            tally.note([format!("skipped: {why}")]);
            return Ok(tally);
        }
    };
    tested_server()?;
    // As if behind a proxy, so that every request can come from an address of its own and no limit of one is reached.
    let options = ["--seed-demo", "--trusted-proxy", "127.0.0.1"];
    let site = Site::api(fresh_folder("contract")?, Build::Tested, &options)?;
    println!("the shop is at {}, its log at {}", site.url(), site.folder().join("server.log").display());
    let mut tally = Tally::default();
    for visitor in &VISITORS {
        println!("\n{} s as {}", visitor.seconds, visitor.what);
        tally = tally + &visit(&site, &programs, visitor, arguments)?;
    }
    Ok(tally + &super::after(site))
}

fn visit(site: &Site, programs: &Path, visitor: &Visitor, arguments: &[String]) -> Outcome<Tally> {
    let contract = place::tests().join("contract");
    let reports = place::target().join("contract");
    fs::create_dir_all(&reports).doing(reports.display())?;
    let report: PathBuf = reports.join(format!("{}.json", visitor.what));
    let _ = fs::remove_file(&report);
    let mut schemathesis = command(programs.join("schemathesis"));
    schemathesis.current_dir(&reports).arg("--config-file").arg(contract.join("schemathesis.toml")).arg("run");
    schemathesis.args([&format!("{}/api/openapi.json", site.url()), "--no-color", "--report", "json"]);
    schemathesis.arg("--report-json-path").arg(&report).args(["--max-time", &visitor.seconds.to_string()]);
    schemathesis.args(arguments);
    schemathesis.env("GIANO_URL", site.url()).env("GIANO_CONTRACT_EMAIL", visitor.email);
    schemathesis.env("SCHEMATHESIS_HOOKS", "visitor").env("PYTHONPATH", &contract).env("PYTHONDONTWRITEBYTECODE", "1");
    let (status, _) = watch(schemathesis)?;
    let Ok(file) = File::open(&report) else {
        return Ok(Tally::broken(format!("schemathesis left no report ({status})")));
    };
    let mut tally = of_schemathesis(&serde_json::from_reader(file).doing("schemathesis' report")?);
    if !tally.is_green() {
        tally.note([format!("as {}: see above, or {}", visitor.what, report.display())]);
    }
    Ok(tally)
}
