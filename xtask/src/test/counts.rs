//! How many tests passed, failed and were skipped, read from what their runners write.

use std::{fmt, ops::Add};

/// Numbers, and sentences that explain them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    notes: Vec<String>,
}

impl Tally {
    /// One check, passed.
    pub fn one_passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// One check, failed.
    pub fn one_failed() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// One check, skipped.
    pub fn one_skipped() -> Self {
        Self { skipped: 1, ..Self::default() }
    }

    /// Something that could not be tested at all, and why: that is a failure too.
    pub fn broken(why: String) -> Self {
        Self { failed: 1, notes: vec![why], ..Self::default() }
    }

    /// These numbers.
    pub fn of(passed: u64, failed: u64, skipped: u64) -> Self {
        Self { passed, failed, skipped, notes: Vec::new() }
    }

    /// Nothing failed.
    pub fn is_green(&self) -> bool {
        self.failed == 0
    }

    /// Nothing ran.
    pub fn is_empty(&self) -> bool {
        self.passed + self.failed == 0
    }

    /// Adds sentences that explain the numbers.
    pub fn note(&mut self, notes: impl IntoIterator<Item = String>) {
        self.notes.extend(notes);
    }

    /// The sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Add<&Self> for Tally {
    type Output = Self;

    fn add(mut self, other: &Self) -> Self {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.notes.extend(other.notes.iter().cloned());
        self
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// `Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`
pub fn of_nextest(text: &str) -> Tally {
    let summary = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
    let numbers = summary.and_then(|line| line.split_once(" run: ")).map_or("", |(_, numbers)| numbers);
    of_parts(numbers.split(','))
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`, once a binary
pub fn of_cargo_test(text: &str) -> Tally {
    let results = text.lines().filter_map(|line| line.trim_start().strip_prefix("test result: "));
    let numbers = results.filter_map(|result| result.split_once(". ")).map(|(_, numbers)| of_parts(numbers.split(';')));
    numbers.fold(Tally::default(), |sum, one| sum + &one)
}

/// Playwright's report as JSON. A test that passed only when repeated has not passed.
pub fn of_playwright(report: &serde_json::Value) -> Tally {
    let number = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
    // An error outside of any test, such as a file that does not parse.
    let outside = report["errors"].as_array().map_or(0, Vec::len) as u64;
    let mut tally = Tally::of(number("expected"), number("unexpected") + number("flaky") + outside, number("skipped"));
    if number("flaky") > 0 {
        tally.note([format!("{} passed only when repeated, and count as failed", number("flaky"))]);
    }
    tally
}

/// Schemathesis' report as JSON: requests, and those whose answer was not as the contract says. An operation that was not
/// reached, or a run without an end, has not passed.
pub fn of_schemathesis(report: &serde_json::Value) -> Tally {
    let number = |of: &str, name: &str| report[of][name].as_u64().unwrap_or(0);
    let requests = number("test_cases", "generated");
    let wrong = number("test_cases", "with_failures") + number("test_cases", "errored");
    let unreached = number("operations", "total").saturating_sub(number("operations", "tested"));
    let mut failed = wrong + unreached;
    let mut notes = Vec::new();
    if unreached > 0 {
        notes.push(format!("{unreached} operations were not tried in the time there is"));
    }
    let other = report["errors"].as_array().map_or(0, Vec::len) as u64;
    if failed == 0 && (other > 0 || report["complete"] != true || report["exit_code"] != 0) {
        failed = other.max(1);
        notes.push("the run did not end well".to_owned());
    }
    let mut tally = Tally::of(requests.saturating_sub(wrong), failed, 0);
    tally.note(notes);
    tally
}

fn of_parts<'a>(parts: impl Iterator<Item = &'a str>) -> Tally {
    let mut tally = Tally::default();
    for part in parts {
        let mut words = part.split_whitespace();
        let Some(number) = words.next().and_then(|number| number.parse::<u64>().ok()) else { continue };
        match words.next() {
            Some("passed") => tally.passed += number,
            Some("failed" | "timed" | "exec") => tally.failed += number,
            Some("skipped" | "ignored") => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_read_from_its_summary() {
        let text = "    PASS [ 0.1s] x y\n     Summary [   4.043s] 13 tests run: 10 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n  FAIL x\n";
        assert_eq!(of_nextest(text), Tally::of(10, 3, 3));
        assert_eq!(of_nextest("     Summary [   0.1s] 1 test run: 1 passed, 0 skipped\n"), Tally::of(1, 0, 0));
    }

    #[test]
    fn cargo_test_is_summed_over_its_binaries() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0.00s\n";
        assert_eq!(of_cargo_test(text), Tally::of(4, 2, 1));
    }

    #[test]
    fn a_journey_that_passed_only_when_repeated_has_failed() {
        let report = serde_json::json!({
            "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 2 },
            "errors": [{ "message": "x" }],
        });
        let tally = of_playwright(&report);
        assert_eq!(tally.to_string(), "5 passed, 3 failed, 2 skipped");
        assert!(!tally.is_green());
    }

    #[test]
    fn a_request_that_was_answered_otherwise_and_an_operation_not_tried_have_failed() {
        let report = |failures: u64, tested: u64, exit_code: u64| {
            let cases = serde_json::json!({ "generated": 90, "with_failures": failures, "errored": 1 });
            let operations = serde_json::json!({ "total": 36, "tested": tested });
            serde_json::json!({ "test_cases": cases, "operations": operations, "errors": [], "complete": true, "exit_code": exit_code })
        };
        assert_eq!(of_schemathesis(&report(2, 35, 1)).to_string(), "87 passed, 4 failed, 0 skipped");
        let mut right = report(0, 36, 0);
        right["test_cases"]["errored"] = 0.into();
        assert_eq!(of_schemathesis(&right), Tally::of(90, 0, 0));
        right["exit_code"] = 2.into();
        assert!(!of_schemathesis(&right).is_green());
        assert!(!of_schemathesis(&serde_json::json!({})).is_green());
    }

    #[test]
    fn output_without_numbers_counts_nothing() {
        assert!(of_nextest("error: could not compile").is_empty());
        assert!(of_cargo_test("error: could not compile").is_empty());
    }
}
