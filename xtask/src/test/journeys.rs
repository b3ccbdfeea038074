//! The journeys in a real browser, against the app as it is delivered. The server is the one that the tests have built: it
//! differs from the delivered one by its optimisation only, and building that takes longer than the journeys.

use std::{env, fs};

use super::counts::{Tally, of_playwright};
use crate::{
    build::Build,
    failure::{Doing, Outcome},
    place,
    process::{command, watch},
    site::Site,
    tools,
};

/// Builds, serves, and sends the browser through it.
pub fn run(arguments: &[String]) -> Outcome<Tally> {
    tools::npm_packages()?;
    let chromium = tools::chromium()?;
    Build::Tested.make()?;
    let site = Site::demonstration("journeys", Build::Tested)?;
    println!("the shop is at {}, its log at {}", site.url(), site.folder().join("server.log").display());
    let report = place::target().join("journeys/report.json");
    let _ = fs::remove_file(&report);

    let mut playwright = command("node");
    playwright.current_dir(place::tests()).arg("node_modules/@playwright/test/cli.js").arg("test").args(arguments);
    playwright.env("GIANO_URL", site.url()).env("CHROMIUM", chromium);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report).env("GIANO_REPORTS", place::target().join("journeys"));
    playwright.env("FORCE_COLOR", "0").env_remove("NO_COLOR");
    if env::var_os("CI").is_some() {
        playwright.env("CI", "1");
    }
    let (status, _) = watch(playwright)?;
    let text = fs::read_to_string(&report).doing("Playwright's report")?;
    let mut tally = of_playwright(&serde_json::from_str(&text).doing("Playwright's report")?);
    if !status.success() && tally.is_green() {
        tally = tally + &Tally::broken(format!("Playwright failed ({status})"));
    }
    if tally.is_empty() {
        tally = tally + &Tally::broken("no journey ran".to_owned());
    }
    Ok(tally + &super::after(site))
}
