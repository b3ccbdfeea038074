//! The shop's words in every language, generated from `locales/` by `build.rs`, and numbers and dates in the locale.
//!
//! `words::<feature>::<key>(l)` is a text; with parameters (alphabetical) it is a `String`; a pair `x_one`, `x_other`
//! also makes `x(l, count, …)`.

use giano_commerce::Locale;
use std::fmt::Display;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Puts values in place of `{name}`.
fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            // Writing to a string does not fail.
            let _ = write!(out, "{value}");
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A whole number with the locale's thousands separators.
pub fn number(l: Locale, n: u64) -> String {
    group(&n.to_string(), l)
}

/// Digits in groups of three. Italian leaves four digits alone, as is the custom there.
pub(crate) fn group(digits: &str, l: Locale) -> String {
    let (separator, least) = match l {
        Locale::En => (',', 4),
        Locale::It => ('.', 5),
    };
    if digits.len() < least {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() + 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A decimal given as text (`4.3`) with the locale's decimal mark.
pub fn decimal(l: Locale, text: &str) -> String {
    match l {
        Locale::En => text.to_owned(),
        Locale::It => text.replace('.', ","),
    }
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
];

/// A day: `12 March 2026`, `12 marzo 2026`.
pub fn day(l: Locale, date: jiff::civil::Date) -> String {
    let language = match l {
        Locale::En => 0,
        Locale::It => 1,
    };
    let month = usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS[language].get(m)).copied().unwrap_or("");
    format!("{} {month} {}", date.day(), date.year())
}

/// The day (UTC, so that server and browser agree) of milliseconds since 1970.
pub fn day_of(l: Locale, ms: i64) -> String {
    civil(ms).map(|date| day(l, date)).unwrap_or_default()
}

/// The day in the form machines read: `2026-03-12`.
pub fn iso_day_of(ms: i64) -> String {
    civil(ms).map(|date| date.to_string()).unwrap_or_default()
}

fn civil(ms: i64) -> Option<jiff::civil::Date> {
    // Howard Hinnant's days-from-civil, inverted; jiff's own would bring time zones into the wasm.
    let days = ms.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fills_in_parameters_and_leaves_the_rest() {
        assert_eq!(fill("{a} of {b}!", &[("a", &1), ("b", &"two")]), "1 of two!");
        assert_eq!(fill("plain", &[]), "plain");
        assert_eq!(fill("open { brace", &[]), "open  brace");
    }

    #[test]
    fn groups_digits_as_each_language_does() {
        assert_eq!(number(Locale::En, 1234), "1,234");
        assert_eq!(number(Locale::It, 1234), "1234");
        assert_eq!(number(Locale::It, 1_234_567), "1.234.567");
        assert_eq!(number(Locale::En, 999), "999");
    }

    #[test]
    fn tells_the_day_of_a_moment() {
        assert_eq!(day_of(Locale::En, 0), "1 January 1970");
        assert_eq!(day_of(Locale::It, 1_709_164_800_000), "29 febbraio 2024");
        assert_eq!(iso_day_of(-1), "1969-12-31");
        assert_eq!(iso_day_of(1_795_461_000_000), "2026-11-23");
    }
}
