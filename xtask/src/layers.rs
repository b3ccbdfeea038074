//! Dependencies point one way: app → api → commerce; shop → app, server, import → api, files, store → commerce.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    failure::{Doing, Outcome},
    process::{cargo, read},
};

/// Each package of the workspace and the ones of the workspace that it may know.
const MAY_KNOW: [(&str, &[&str]); 13] = [
    ("giano-commerce", &[]),
    ("giano-markup", &[]),
    ("giano-words", &[]),
    ("giano-api", &["giano-commerce"]),
    ("giano-store", &["giano-commerce"]),
    ("giano-app", &["giano-api", "giano-commerce", "giano-markup"]),
    ("giano-server", &["giano-api", "giano-store", "giano-commerce", "giano-markup"]),
    ("giano-pictures", &[]),
    ("giano-files", &[]),
    ("giano-import", &["giano-files", "giano-pictures", "giano-store", "giano-commerce"]),
    (
        "giano-shop",
        &["giano-app", "giano-server", "giano-import", "giano-api", "giano-files", "giano-store", "giano-commerce"],
    ),
    ("giano-bindgen", &[]),
    ("xtask", &[]),
];

/// What does I/O, tells the time or rolls dice has no place in the domain.
const NOT_IN_THE_DOMAIN: [&str; 9] =
    ["async-trait", "axum", "leptos", "rand", "sea-orm", "tokio", "tracing", "uuid", "web-sys"];

type Known = BTreeMap<String, BTreeSet<String>>;

/// What each package of the workspace depends on, leaving out what only its tests use.
fn dependencies() -> Outcome<Known> {
    let text = read(cargo(["metadata", "--no-deps", "--format-version", "1", "--locked"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text).doing("cargo metadata")?;
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap_or_default().to_owned();
    Ok(list(&metadata["packages"])
        .iter()
        .map(|package| {
            let used = list(&package["dependencies"]).iter().filter(|used| used["kind"].is_null()).map(name).collect();
            (name(package), used)
        })
        .collect())
}

/// Every dependency that points the wrong way.
fn wrong(known: &Known) -> Vec<String> {
    let mut wrong = Vec::new();
    for (package, used) in known {
        let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| name == package) else {
            wrong.push(format!("{package} has no place in the layers"));
            continue;
        };
        for other in used.iter().filter(|other| known.contains_key(*other) && !may_know.contains(&other.as_str())) {
            wrong.push(format!("{package} must not know {other}"));
        }
        if package == "giano-commerce" {
            let outside = used.iter().filter(|other| NOT_IN_THE_DOMAIN.contains(&other.as_str()));
            wrong.extend(outside.map(|other| format!("the domain must not know {other}")));
        }
    }
    wrong
}

#[test]
fn dependencies_point_one_way() {
    let known = dependencies().unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(known.len(), MAY_KNOW.len(), "a package of the table is gone: {:?}", known.keys());
    assert_eq!(wrong(&known), Vec::<String>::new());
}

#[test]
fn a_dependency_the_wrong_way_is_found() {
    let uses = |package: &str, used: &[&str]| (package.to_owned(), used.iter().map(|&name| name.to_owned()).collect());
    let known = Known::from([
        uses("giano-app", &["giano-api", "giano-store", "serde"]),
        uses("giano-api", &["giano-commerce"]),
        uses("giano-commerce", &["serde", "tokio"]),
        uses("giano-store", &[]),
        uses("giano-odd", &[]),
    ]);
    assert_eq!(
        wrong(&known),
        [
            "giano-app must not know giano-store",
            "the domain must not know tokio",
            "giano-odd has no place in the layers"
        ]
    );
}
