//! The shop's words in every language, generated from `locales/` by `build.rs`, and numbers and dates in the locale.
//!
//! `words::<feature>::<key>(l)` is a text; with parameters (alphabetical) it is a `String`; a pair `x_one`, `x_other`
//! also makes `x(l, count, …)`.

use giano_commerce::{Language, Locale, format};
use jiff::civil::Date;
use std::fmt::Display;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A whole number with the locale's thousands separators.
pub fn number(l: Locale, n: u64) -> String {
    format::count(l, n)
}

/// A decimal given as text (`4.3`) with the locale's decimal mark.
pub fn decimal(l: Locale, text: &str) -> String {
    match l {
        Locale::En => text.to_owned(),
        Locale::It => text.replace('.', ","),
    }
}

/// A day: `12 March 2026`, `12 marzo 2026`.
pub fn day(l: Locale, date: Date) -> String {
    format::date(l, date)
}

/// The day (UTC, so that server and browser agree) of milliseconds since 1970.
pub fn day_of(l: Locale, ms: i64) -> String {
    format::day_of(l, ms)
}

/// The day in the form machines read: `2026-03-12`.
pub fn iso_day_of(ms: i64) -> String {
    let days = jiff::Span::new().try_days(ms.div_euclid(86_400_000));
    let date = days.and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// The value of `lang` around words that somebody wrote: empty, as HTML has it, where their language is not known.
pub fn language(known: Option<&Language>) -> &str {
    known.map_or("", Language::as_str)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fills_in_parameters_and_leaves_the_rest() {
        assert_eq!(fill("{a} of {b}!", &[("a", &1), ("b", &"two")]), "1 of two!");
        assert_eq!(fill("plain", &[]), "plain");
        assert_eq!(fill("open { brace", &[]), "open { brace");
    }

    #[test]
    fn tells_the_day_of_a_moment() {
        assert_eq!(iso_day_of(-1), "1969-12-31");
        assert_eq!(iso_day_of(1_795_461_000_000), "2026-11-23");
        assert_eq!(day_of(Locale::It, 1_709_164_800_000), "29 febbraio 2024");
    }

    #[test]
    fn plurals_choose_by_count() {
        assert_eq!(ui::review_count(Locale::En, 1), "1 review");
        assert_eq!(ui::review_count(Locale::It, 1200), "1.200 recensioni");
    }
}
