//! The table of numbers, and the file that keeps it.

use std::{fmt, fs, time::Duration};

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{command, read},
};

const BEGIN: &str = "<!-- numbers: written by `cargo xtask bench --write` -->";
const END: &str = "<!-- end of numbers -->";

/// Sections of rows.
#[derive(Default)]
pub struct Report {
    sections: Vec<Section>,
    missing: Vec<String>,
}

struct Section {
    title: String,
    others: String,
    rows: Vec<(String, String)>,
}

impl Report {
    /// Begins a section; `others` says what the shops that are compared with need for the same.
    pub fn section(&mut self, title: &str, others: &str) {
        self.sections.push(Section { title: title.to_owned(), others: others.to_owned(), rows: Vec::new() });
    }

    /// A number of the section begun last.
    pub fn row(&mut self, what: &str, value: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.rows.push((what.to_owned(), value.to_owned()));
        }
    }

    /// Something that could not be measured, and why.
    pub fn missing(&mut self, measure: &str, why: &str) {
        self.missing.push(format!("{measure}: {why}"));
    }

    /// Whether everything could be measured.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }

    /// Puts the numbers into docs/benchmarks.md, and leaves the words around them.
    pub fn write(&self) -> Outcome {
        let file = place::root().join("docs/benchmarks.md");
        let text = fs::read_to_string(&file).doing("docs/benchmarks.md")?;
        let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
        let (before, after) =
            parts.ok_or_else(|| Failure::new("docs/benchmarks.md does not say where the numbers belong"))?;
        let machine = machine();
        fs::write(&file, format!("{before}{BEGIN}\n\n{machine}\n{self}\n{END}{after}")).doing("docs/benchmarks.md")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in &self.sections {
            writeln!(f, "\n### {}\n", section.title)?;
            if !section.others.is_empty() {
                writeln!(f, "The shops compared with: {}.\n", section.others)?;
            }
            writeln!(f, "| what | number |\n|---|---|")?;
            for (what, value) in &section.rows {
                writeln!(f, "| {what} | {value} |")?;
            }
        }
        for missing in &self.missing {
            writeln!(f, "\nNot measured: {missing}")?;
        }
        Ok(())
    }
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kibibytes = memory.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0);
    let said = |program: &str, arguments: &[&str]| {
        let mut asked = command(program);
        asked.args(arguments);
        read(asked).map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    format!(
        "Measured on {} at commit {}: {} ({cores} cores), {} GiB of memory, Linux {}, {}, {}. The load generator runs \
         beside the server on the same cores.",
        said("date", &["-u", "+%Y-%m-%d"]),
        said("git", &["rev-parse", "--short", "HEAD"]),
        model.unwrap_or("unknown processor"),
        kibibytes.div_ceil(1024 * 1024),
        said("uname", &["-r"]),
        said("rustc", &["--version"]),
        said("/usr/bin/chromium", &["--version"]),
    )
}

/// `12.3 ms`
pub fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    if milliseconds < 10.0 { format!("{milliseconds:.2} ms") } else { format!("{milliseconds:.0} ms") }
}

/// `12.3 KB`, a thousand bytes each
pub fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

/// `12 345`
pub fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut spaced = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(count(1_234_567.4), "1 234 567");
        assert_eq!(count(999.6), "1 000");
        assert_eq!(count(12.0), "12");
        assert_eq!(kilobytes(12_345), "12.3 KB");
        assert_eq!(milliseconds(Duration::from_micros(1_234)), "1.23 ms");
        assert_eq!(milliseconds(Duration::from_micros(41_700)), "42 ms");
    }
}
