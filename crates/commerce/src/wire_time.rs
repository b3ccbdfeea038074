//! Reads moments and days in the one form in which the shop writes them, for the types that every page carries.
//!
//! jiff's own reader takes every form of RFC 3339 and of RFC 9557, and brings the text of every error with it: a tenth
//! of what a first visit loads. What the shop writes is always in UTC, with a `Z`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::de::{Deserialize, Deserializer, Error};
use std::borrow::Cow;

/// A moment: `2026-03-02T10:00:00Z`, with up to nine digits of fraction.
///
/// # Errors
/// That of the format, where it is not in this form.
pub fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    read_moment(&text).ok_or_else(|| D::Error::custom("expected a moment like 2026-03-02T10:00:00Z"))
}

/// A moment, or none.
///
/// # Errors
/// That of the format, where it is not in this form.
pub fn maybe_moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<Cow<str>>::deserialize(from)? else { return Ok(None) };
    read_moment(&text).map(Some).ok_or_else(|| D::Error::custom("expected a moment like 2026-03-02T10:00:00Z"))
}

/// A day: `2026-03-02`.
///
/// # Errors
/// That of the format, where it is not in this form.
pub fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = Cow::<str>::deserialize(from)?;
    read_day(&text).ok_or_else(|| D::Error::custom("expected a day like 2026-03-02"))
}

/// A day, or none.
///
/// # Errors
/// That of the format, where it is not in this form.
pub fn maybe_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<Cow<str>>::deserialize(from)? else { return Ok(None) };
    read_day(&text).map(Some).ok_or_else(|| D::Error::custom("expected a day like 2026-03-02"))
}

/// Two days, or none.
///
/// # Errors
/// That of the format, where they are not in this form.
pub fn maybe_days<'de, D: Deserializer<'de>>(from: D) -> Result<Option<(Date, Date)>, D::Error> {
    let Some((first, last)) = Option::<(Cow<str>, Cow<str>)>::deserialize(from)? else { return Ok(None) };
    let days = read_day(&first).zip(read_day(&last));
    days.map(Some).ok_or_else(|| D::Error::custom("expected two days like 2026-03-02"))
}

fn read_moment(text: &str) -> Option<Timestamp> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    let mut parts = time.split(':');
    let (hour, minute, second) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let nanoseconds = match fraction {
        Some(digits) if (1..=9).contains(&digits.len()) => {
            number(digits, digits.len())?.checked_mul(10_i32.pow(9 - digits.len() as u32))?
        }
        Some(_) => return None,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    let time = Time::new(hour as i8, minute as i8, second as i8, nanoseconds).ok()?;
    Offset::UTC.to_timestamp(DateTime::from_parts(read_day(day)?, time)).ok()
}

/// Reads a day: `2026-03-02`.
pub(crate) fn read_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year as i16, month as i8, day as i8).ok()
}

/// A number of exactly so many digits (at most nine, so that it fits).
fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_in_the_form_is_refused() {
        for wrong in [
            "",
            "Z",
            "2026-03-02",
            "2026-03-02T10:00:00",
            "2026-03-02T10:00Z",
            "2026-02-30T10:00:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T10:00:00.Z",
            "2026-03-02T10:00:00.1234567890Z",
            "2026-03-02T10:00:00:00Z",
            "2026-03-02T+1:00:00Z",
            "+026-03-02T10:00:00Z",
            "2026-3-2T10:00:00Z",
        ] {
            assert_eq!(read_moment(wrong), None, "{wrong}");
        }
        for wrong in ["", "2026-3-2", "2026-13-01", "2026-02-29", "2026-03-02-01", "26-03-02", "２０２６-03-02"] {
            assert_eq!(read_day(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_and_day_comes_back(seconds in -62_135_596_800_i64..=253_402_207_200, nanoseconds in 0..1_000_000_000_i32) {
            let moment = Timestamp::new(seconds, nanoseconds).unwrap();
            prop_assert_eq!(read_moment(&moment.to_string()), Some(moment), "{}", moment);
            let day = Offset::UTC.to_datetime(moment).date();
            prop_assert_eq!(read_day(&day.to_string()), Some(day), "{}", day);
        }
    }

    #[test]
    fn a_fraction_is_read_by_its_digits() {
        let half = date(2026, 3, 2).at(10, 0, 0, 500_000_000);
        assert_eq!(read_moment("2026-03-02T10:00:00.5Z"), Offset::UTC.to_timestamp(half).ok());
    }
}
