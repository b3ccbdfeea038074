//! What the step writes for a document that has something of everything. The step was released: this never changes.

#![allow(clippy::unwrap_used)]
use super::legacy::Document;
use super::written::write;

/// As an order was stored before the step.
const BEFORE: &str = include_str!("stored/document.json");
/// What became of it: a line each for the order, its lines, its gifts, and their VAT.
const AFTER: &str = include_str!("stored/written.txt");

/// What the step writes of a document.
fn written(json: &str) -> String {
    let document: Document = serde_json::from_str(json).unwrap();
    let mut written = vec![write(&document.snapshot()).unwrap()];
    written.extend(document.priced.lines.iter().map(|line| write(&document.line_snapshot(line)).unwrap()));
    written.extend(document.priced.gifts.iter().map(|gift| write(&gift.line_snapshot()).unwrap()));
    let (taxes, delivery) = document.priced.taxes();
    written.push(taxes.iter().chain([&delivery]).map(|tax| tax.amount().to_string()).collect::<Vec<_>>().join(" "));
    written.join("\n")
}

#[test]
fn a_document_becomes_what_it_became() {
    for (line, (now, then)) in written(BEFORE).lines().zip(AFTER.lines()).enumerate() {
        assert_eq!(now, then, "line {}", line + 1);
    }
    assert_eq!(written(BEFORE).lines().count(), AFTER.lines().count());
}

/// How VAT was charged is one of three, and of the other two nothing else hangs on it.
#[test]
fn every_treatment_becomes_what_it_became() {
    let charged = r#"{"treatment": "charged", "country": "IT"}"#;
    for (treatment, then) in [
        (
            r#"{"treatment": "reverse_charge", "vat_number": "DE136695976"}"#,
            r#"{"reverse_charge":{"vat_number":"DE136695976"}}"#,
        ),
        (r#"{"treatment": "export"}"#, r#""export""#),
    ] {
        let before = BEFORE.replacen(charged, treatment, 1);
        assert_ne!(before, BEFORE);
        let now = written(&before);
        let then = AFTER.replacen(r#"{"charged":{"country":"IT"}}"#, then, 1);
        assert_eq!(now.lines().next(), then.lines().next());
    }
}
