//! When the stock of a file was counted: what the file, or whoever loads it, says.

use crate::error::ImportError;
use crate::report::Reason;
use crate::table::Row;
use giano_commerce::Sku;
use giano_commerce::civil_time::CivilTime;
use giano_commerce::stock::check_count;
use giano_store::CountDates;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// How the column may be called in a file.
const COLUMNS: [&str; 2] = ["counted_at", "counted at"];

/// A moment as people and files write it: `2026-11-28T18:00:00Z` with its time zone, or `2026-11-28 18:00` by the shop's
/// clocks. A day alone is its first moment: what was sent on that day may have lain there or not, and nothing must be sold
/// twice. None where it is neither.
pub fn moment(text: &str, civil_time: &CivilTime) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    // As a day it must be one; jiff would take the day of a longer text.
    if text.len() <= 10 {
        return text.parse::<Date>().ok().map(|day| civil_time.start_of(day));
    }
    let at: DateTime = text.parse().ok()?;
    let minutes = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).ok()?;
    Some(civil_time.at(at.date(), minutes))
}

/// Refuses a moment for all of a file that is yet to come, before anything is loaded.
pub(crate) fn check(counted_at: Option<Timestamp>, now: Timestamp) -> Result<(), ImportError> {
    counted_at.map_or(Ok(()), |at| check_count(at, None, now)).map_err(ImportError::Count)
}

/// Notes when the stock of a row was counted, where the row says so; the column's name comes with the reason why not.
pub(crate) fn note(
    dates: &mut CountDates,
    row: &Row,
    sku: &Sku,
    civil_time: &CivilTime,
) -> Result<(), (&'static str, Reason)> {
    let said = COLUMNS.into_iter().map(|column| (column, row.get(column))).find(|(_, text)| !text.is_empty());
    let Some((column, text)) = said else { return Ok(()) };
    let at = moment(text, civil_time).ok_or_else(|| (column, Reason::Moment(text.chars().take(40).collect())))?;
    dates.of_sku.insert(sku.key(), at);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn moments_as_they_are_written() {
        let rome = CivilTime::named("Europe/Rome").unwrap();
        for (text, expected) in [
            ("2026-11-28T18:00:00Z", Some("2026-11-28T18:00:00Z")),
            ("2026-11-28T18:00:00+02:00", Some("2026-11-28T16:00:00Z")),
            ("2026-11-28 18:00", Some("2026-11-28T17:00:00Z")),
            ("2026-11-28T18:00", Some("2026-11-28T17:00:00Z")),
            ("2026-07-01 00:30:00", Some("2026-06-30T22:30:00Z")),
            ("2026-07-01", Some("2026-06-30T22:00:00Z")),
            ("28/11/2026", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(moment(text, &rome), expected.map(|text| text.parse().unwrap()), "{text}");
        }
    }
}
