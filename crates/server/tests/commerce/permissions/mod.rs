//! Who may call what: every endpoint of the contract, asked by everybody there is.
//!
//! A new endpoint needs a line in [`rules`]; without one this fails. What is refused says nothing but that it is refused,
//! and nobody outside of a company sees anything of it.

mod actors;
mod rules;

use crate::database::Fresh;
use crate::permissions::actors::{Scene, Who};
use crate::permissions::rules::{Expected, Rule, rules};
use crate::shop::Raw;
use giano_api::Problem;
use std::collections::BTreeSet;

on_both!(everybody_may_call_what_the_rules_say);

/// Every endpoint of the contract: method and path.
fn contract() -> BTreeSet<(String, String)> {
    let document = serde_json::to_value(giano_server::openapi_document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];
    paths
        .iter()
        .flat_map(|(path, operations)| {
            let there = methods.iter().filter(|method| operations.get(**method).is_some());
            there.map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect()
}

#[test]
fn every_endpoint_has_a_rule() {
    let ruled: BTreeSet<_> = rules().iter().map(|rule| (rule.method.to_owned(), rule.path.to_owned())).collect();
    let without: Vec<_> = contract().difference(&ruled).cloned().collect();
    assert!(without.is_empty(), "without a rule of who may call it: {without:?}");
    let gone: Vec<_> = ruled.difference(&contract()).cloned().collect();
    assert!(gone.is_empty(), "rules of endpoints that are not there: {gone:?}");
}

/// The page that describes who may do what says how much of it is tried, and is held to that.
#[test]
fn the_matrix_is_as_large_as_the_architecture_says() {
    let page = include_str!("../../../../../ARCHITECTURE.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let size = format!("every one of {} endpoints is asked by {} actors", contract().len(), Who::ALL.len());
    assert!(page.contains(&size), "ARCHITECTURE.md does not say that {size}");
}

/// Why an answer is not as the rule says.
fn wrong(rule: &Rule, who: Who, scene: &Scene, answer: &Raw) -> Option<String> {
    let expected = rule.access.of(who);
    let said = String::from_utf8_lossy(&answer.body);
    let code = serde_json::from_slice::<Problem>(&answer.body).map(|problem| problem.code);
    let right = match expected {
        Expected::Answered => answer.status.is_success(),
        Expected::Refused(expected) => code.is_ok_and(|code| code == expected),
    };
    if !right {
        return Some(format!("expected {expected:?}, came {} {said}", answer.status));
    }
    if who.knows_the_bar() || rule.access.lets_in(who) {
        return None;
    }
    scene.secrets.iter().find(|secret| said.contains(*secret)).map(|secret| format!("tells {secret}: {said}"))
}

async fn everybody_may_call_what_the_rules_say(fresh: Fresh) {
    let scene = Scene::open(fresh).await;
    let rules = rules();
    let mut findings = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        for (place, who) in Who::ALL.into_iter().enumerate() {
            let mut browser = scene.browser(who).await;
            // In turns, so that every endpoint and everybody comes to both servers.
            let answer = scene.call(&mut browser, rule, (at + place) % 2 == 1).await;
            if let Some(finding) = wrong(rule, who, &scene, &answer) {
                findings.push(format!("{} {} by {who:?}: {finding}", rule.method, rule.path));
            }
        }
    }
    println!("{} endpoints × {} actors, {} requests", contract().len(), Who::ALL.len(), rules.len() * Who::ALL.len());
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
