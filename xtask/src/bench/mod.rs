//! `cargo xtask bench`: the numbers of docs/benchmarks.md.

mod basket;
mod browser;
mod catalogue;
mod load;
mod memory;
mod price;
mod report;

use std::{fs, path::Path, thread, time::Duration};

use crate::http::{Connection, Request};
use report::{Report, count, kilobytes, milliseconds};

use crate::{
    build::{Build, server},
    failure::{Doing, Failure, Outcome},
    site::{Site, fresh_folder, giano},
};

const MEASURES: [&str; 7] = ["bytes", "price", "start", "load", "basket", "lighthouse", "memory"];

/// What was asked for on the command line.
pub struct Wishes {
    only: Vec<String>,
    write: bool,
    /// Whether to measure the build that is made soon, as far as that says anything.
    quick: bool,
    /// For how many minutes memory is looked at under a load that goes on.
    minutes: u64,
}

impl Wishes {
    /// Reads any number of `--only MEASURE`, `--quick`, `--minutes N`, and `--write`.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut wishes = Self { only: Vec::new(), write: false, quick: false, minutes: 0 };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match (argument.as_str(), argument == "--only") {
                (_, true) => {
                    let measure = arguments.next().filter(|name| MEASURES.contains(&name.as_str()));
                    wishes.only.push(
                        measure
                            .cloned()
                            .ok_or_else(|| Failure::new(format!("--only needs one of {}", MEASURES.join(", "))))?,
                    );
                }
                ("--write", _) => wishes.write = true,
                ("--quick", _) => wishes.quick = true,
                ("--minutes", _) => {
                    let minutes = arguments.next().and_then(|text| text.parse().ok());
                    wishes.minutes = minutes.ok_or_else(|| Failure::new("--minutes needs a number"))?;
                }
                (other, _) => return Err(Failure::new(format!("`bench` does not know {other}"))),
            }
        }
        if wishes.write && !wishes.only.is_empty() {
            return Err(Failure::new("--write keeps a whole table, so it does not go with --only"));
        }
        if wishes.quick && wishes.only != ["memory"] {
            return Err(Failure::new("--quick goes with `--only memory` alone: all else is a matter of optimisation"));
        }
        if wishes.minutes > 0 && wishes.only != ["memory"] {
            return Err(Failure::new("--minutes goes with `--only memory` alone"));
        }
        Ok(wishes)
    }

    fn want(&self, measure: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == measure)
    }
}

/// Measures. True when everything asked for could be measured.
pub fn bench(wishes: &Wishes) -> Outcome<bool> {
    if wishes.quick {
        let mut report = Report::default();
        server("debug")?;
        memory::measure(&mut report, Build::Quick, wishes.minutes)?;
        println!("{report}");
        return Ok(report.is_whole());
    }
    Build::Release.make()?;
    let folder = fresh_folder("bench")?;
    giano(&folder, &["demo", "load"])?;
    let mut report = Report::default();
    let demonstration = Site::serve(folder.clone(), Build::Release, &[])?;
    let pages = Pages::of(&demonstration)?;
    let mut measure = |name: &str, measure: &mut dyn FnMut(&mut Report) -> Outcome| {
        if wishes.want(name) {
            eprintln!("measuring: {name}");
            if let Err(failure) = measure(&mut report) {
                report.missing(name, &failure.to_string());
            }
        }
    };
    measure("bytes", &mut |report| bytes(report, &demonstration, &pages));
    measure("price", &mut |report| price(report, &demonstration));
    measure("lighthouse", &mut |report| lighthouse(report, &demonstration, &pages));
    demonstration.stop();
    measure("start", &mut |report| start(report, &folder));
    if wishes.want("load") || wishes.want("basket") {
        let export = folder.join("catalogue.csv");
        catalogue::write(&export)?;
        giano(&folder, &["import", "shopify", &export.display().to_string()])?;
    }
    measure("load", &mut |report| under_load(report, &folder));
    measure("basket", &mut |report| basket(report, &folder));
    measure("memory", &mut |report| memory::measure(report, Build::Release, wishes.minutes));
    println!("{report}");
    if wishes.write {
        report.write()?;
    }
    Ok(report.is_whole())
}

/// Pages of the shop that are measured: some product, some category.
struct Pages {
    product: String,
    category: String,
}

impl Pages {
    fn of(site: &Site) -> Outcome<Self> {
        let mut connection = Connection::open(&site.host())?;
        let some = |address: &str, list: &str, connection: &mut Connection| -> Outcome<String> {
            let answer = connection.ask(Request::get(address))?.json()?;
            let slug = answer[list][0]["slug"].as_str().map(str::to_owned);
            slug.ok_or_else(|| Failure::new(format!("{address} names nothing")))
        };
        let product = some("/api/products?for=home", "products", &mut connection)?;
        let category = some("/api/categories?for=home", "categories", &mut connection)?;
        Ok(Self { product: format!("/p/{product}"), category: format!("/c/{category}") })
    }

    /// Each page in each face, with its name.
    fn in_both_faces(&self) -> Vec<(String, String)> {
        let pages = [("home", "/"), ("list", self.category.as_str()), ("product", self.product.as_str())];
        let faces = [("home", "at home"), ("business", "for business")];
        let all = faces.iter().flat_map(|(face, words)| {
            pages.iter().map(move |(name, path)| (format!("{name}, {words}"), format!("{path}?for={face}")))
        });
        all.collect()
    }
}

fn bytes(report: &mut Report, site: &Site, pages: &Pages) -> Outcome {
    report.section("First visit, bytes over the wire (brotli where it helps)", "181–223 KB of script");
    for (name, path) in pages.in_both_faces() {
        let kinds = browser::first_visit(&format!("{}{path}", site.url()))?;
        let total: u64 = kinds.iter().map(|(_, bytes)| bytes).sum();
        let parts: Vec<_> = kinds.iter().map(|(kind, bytes)| format!("{kind} {}", kilobytes(*bytes))).collect();
        report.row(&name, &format!("{} ({})", kilobytes(total), parts.join(", ")));
    }
    Ok(())
}

fn price(report: &mut Report, site: &Site) -> Outcome {
    report.section("Pricing 10 000 lines", "");
    report.row("native", &milliseconds(price::native(10_000)?));
    report.row("in the browser, in wasm", &milliseconds(price::in_the_browser(10_000)?));
    report.row("`POST /api/price`, 10 000 lines over HTTP", &milliseconds(price::over_http(&site.host(), 10_000)?));
    Ok(())
}

fn start(report: &mut Report, folder: &Path) -> Outcome {
    let mut times = Vec::new();
    let mut idle = 0;
    for _ in 0..5 {
        let site = Site::serve(folder.to_owned(), Build::Release, &[])?;
        times.push(site.first_page);
        // What the start left to do in the background is done by then.
        thread::sleep(Duration::from_secs(1));
        idle = resident(&site)?;
        site.stop();
    }
    times.sort_unstable();
    report.section("Start", "2.9–4.7 s to start, 350–900 MB");
    report.row("from the start of the program to the first answered page (median of 5)", &milliseconds(times[2]));
    report.row("memory, idle", &format!("{} MB", idle / 1_000_000));
    Ok(())
}

fn under_load(report: &mut Report, folder: &Path) -> Outcome {
    let site = Site::serve(folder.to_owned(), Build::Release, &[])?;
    let host = site.host();
    let scenarios = scenarios(&host)?;
    report.section(
        &format!("Requests, 16 connections, {} generated products beside the demonstration", catalogue::PRODUCTS),
        "34–86 pages/s for home, 41–61 for a product, 33–538 list requests/s, 29–51 text searches/s",
    );
    for (name, paths) in scenarios {
        eprintln!("  {name}");
        let loaded = load::load(&host, &paths)?;
        report.row(
            &name,
            &format!(
                "{} /s, p50 {}, p99 {} ({} an answer)",
                count(loaded.per_second),
                milliseconds(loaded.median),
                milliseconds(loaded.p99),
                kilobytes(loaded.mean_bytes as u64),
            ),
        );
    }
    report.row("memory, after all of this", &format!("{} MB", resident(&site)? / 1_000_000));
    site.stop();
    Ok(())
}

/// What is asked for under load. The shop keeps finished answers for a few seconds, as a shop in front of many visitors
/// should; what it does without is measured beside that, with addresses that were never asked for before.
fn scenarios(host: &str) -> Outcome<Vec<(String, Vec<String>)>> {
    let mut connection = Connection::open(host)?;
    let list = connection.ask(Request::get("/api/products?for=home&per_page=96"))?.json()?;
    let slugs = |list: &serde_json::Value, of: &str| -> Vec<String> {
        let items = list[of].as_array().cloned().unwrap_or_default();
        items.iter().filter_map(|item| item["slug"].as_str().map(str::to_owned)).collect()
    };
    let products = slugs(&list, "products");
    let categories = slugs(&connection.ask(Request::get("/api/categories?for=home"))?.json()?, "categories");
    let of = |slugs: &[String], address: &dyn Fn(&str, &str) -> String| -> Vec<String> {
        let faces = ["home", "business"];
        slugs.iter().flat_map(|slug| faces.map(|face| address(slug, face))).collect()
    };
    let words =
        ["moka", "grinder copper", "kettel", "filter", "brunelli", "cup etna", "scale steel", "tamper", "pitcher"];
    let searches = words.map(str::to_owned).to_vec();
    let plus = |words: &str| words.replace(' ', "+");
    let home = [String::new()];
    let n = load::NUMBER;
    let scenarios: [(&str, Vec<String>); 14] = [
        ("home, HTML", of(&home, &|_, face| format!("/?for={face}"))),
        ("home, HTML, rendered anew each time", of(&home, &|_, face| format!("/?for={face}&n={n}"))),
        ("home, JSON", of(&home, &|_, face| format!("/api/home?for={face}"))),
        ("list of 24, HTML", of(&categories, &|slug, face| format!("/c/{slug}?for={face}"))),
        (
            "list of 24, HTML, rendered anew each time",
            of(&categories, &|slug, face| format!("/c/{slug}?for={face}&max_price=9999.{n}")),
        ),
        ("list of 24, JSON", of(&categories, &|slug, face| format!("/api/products?category={slug}&for={face}"))),
        (
            "list of 24, JSON, made anew each time",
            of(&categories, &|slug, face| format!("/api/products?category={slug}&for={face}&max_price=9999.{n}")),
        ),
        ("product, HTML", of(&products, &|slug, face| format!("/p/{slug}?for={face}"))),
        ("product, HTML, rendered anew each time", of(&products, &|slug, face| format!("/p/{slug}?for={face}&n={n}"))),
        ("product, JSON", of(&products, &|slug, face| format!("/api/products/{slug}?for={face}"))),
        ("text search, HTML", of(&searches, &|q, face| format!("/search?q={}&for={face}", plus(q)))),
        ("text search, JSON", of(&searches, &|q, face| format!("/api/products?q={}&for={face}", plus(q)))),
        (
            "text search, JSON, searched anew each time",
            of(&searches, &|q, face| format!("/api/products?q={}&for={face}&max_price=9999.{n}", plus(q))),
        ),
        ("suggestions, JSON", of(&searches, &|q, face| format!("/api/suggest?q={}&for={face}", plus(q)))),
    ];
    Ok(scenarios.map(|(name, paths)| (name.to_owned(), paths)).to_vec())
}

fn basket(report: &mut Report, folder: &Path) -> Outcome {
    let site = Site::serve(folder.to_owned(), Build::Release, &[])?;
    let added = basket::add_lines(&site.host(), &[1, 100, 500, 1_000])?;
    site.stop();
    report.section("Adding the n-th line to a basket, one request a line", "236–1 067 ms for the 500th");
    for basket::Added { nth, median, p99 } in added {
        report.row(&format!("line {nth}"), &format!("p50 {}, p99 {}", milliseconds(median), milliseconds(p99)));
    }
    Ok(())
}

fn lighthouse(report: &mut Report, site: &Site, pages: &Pages) -> Outcome {
    report.section("Lighthouse, mobile preset, median of three", "87–99, LCP 2.0–3.9 s, 181–223 KB of script");
    for (name, path) in pages.in_both_faces() {
        eprintln!("  {name}");
        let verdict = browser::lighthouse(&format!("{}{path}", site.url()))?;
        report.row(
            &name,
            &format!(
                "performance {:.0}, accessibility {:.0}, best practices {:.0}, SEO {:.0}; LCP {:.1} s, TBT {:.0} ms, CLS {:.3}, script {:.0} KB",
                verdict.performance,
                verdict.accessibility,
                verdict.best_practices,
                verdict.seo,
                verdict.largest_paint / 1000.0,
                verdict.blocking,
                verdict.shift,
                verdict.script
            ),
        );
    }
    Ok(())
}

/// The bytes of memory that the server holds.
fn resident(site: &Site) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", site.id())).doing("the server's memory")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.map(|kibibytes| kibibytes * 1024).ok_or_else(|| Failure::new("the server's memory is not told here"))
}
