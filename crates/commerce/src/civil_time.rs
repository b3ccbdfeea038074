//! The shop's civil time: which day it is there at a moment, and when a day begins.
//!
//! The days of promotions, price lists, VAT rates and cut-offs are days of the shop's own place, with its summer time. The
//! rules come from the IANA time zone database, which [`jiff`] carries where the feature `time-zones` is on; the browser is
//! told the day and needs none of it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The civil time of a place, by its name in the IANA time zone database, e.g. `Europe/Rome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CivilTime {
    name: String,
    zone: TimeZone,
}

/// A name that the time zone database does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no time zone: use a name of the IANA database, like Europe/Rome")]
pub struct UnknownTimeZone(pub String);

impl CivilTime {
    /// The civil time of a place.
    ///
    /// # Errors
    /// [`UnknownTimeZone`] where the database has no such name, or was not compiled in.
    pub fn named(name: &str) -> Result<Self, UnknownTimeZone> {
        let zone = TimeZone::get(name).map_err(|_| UnknownTimeZone(name.to_owned()))?;
        // The database answers in any case of letters; what is kept is its own spelling.
        let name = zone.iana_name().unwrap_or(name).to_owned();
        Ok(Self { name, zone })
    }

    /// Greenwich's, without summer time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    /// Its name in the IANA time zone database.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which day it is at a moment.
    pub fn day_at(&self, moment: Timestamp) -> Date {
        self.zone.to_datetime(moment).date()
    }

    /// The first moment of a day. Where the clocks skip midnight it is the first moment after; where they strike it twice,
    /// the first of both. Beyond the calendar's ends, its first or last moment.
    pub fn start_of(&self, day: Date) -> Timestamp {
        self.at(day, 0)
    }

    /// The moment at which the clocks of the place show so many minutes after midnight of a day: an opening hour or a
    /// cut-off. Where they skip it, the moment is as much later as they skip.
    pub fn at(&self, day: Date, minutes: u16) -> Timestamp {
        let minutes = minutes.min(24 * 60 - 1);
        // In range: hours are below 24 and minutes below 60 by the line above.
        let (hour, minute) = ((minutes / 60) as i8, (minutes % 60) as i8);
        let end = if day.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.zone.to_timestamp(day.at(hour, minute, 0, 0)).unwrap_or(end)
    }
}

impl TryFrom<String> for CivilTime {
    type Error = UnknownTimeZone;

    fn try_from(name: String) -> Result<Self, UnknownTimeZone> {
        Self::named(&name)
    }
}

impl From<CivilTime> for String {
    fn from(time: CivilTime) -> Self {
        time.name
    }
}

#[cfg(all(test, feature = "time-zones"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    fn rome() -> CivilTime {
        CivilTime::named("Europe/Rome").unwrap()
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Directive 2000/84/EC, articles 2 and 3: from 1:00 UTC on the last Sunday of March to 1:00 UTC on the last of October.
    #[test]
    fn days_begin_by_the_clocks_of_the_place() {
        for (day, begins) in [
            // The two changes of 2026 and of 2027: the day before, of, and after each.
            (date(2026, 3, 28), "2026-03-27T23:00:00Z"),
            (date(2026, 3, 29), "2026-03-28T23:00:00Z"),
            (date(2026, 3, 30), "2026-03-29T22:00:00Z"),
            (date(2026, 10, 25), "2026-10-24T22:00:00Z"),
            (date(2026, 10, 26), "2026-10-25T23:00:00Z"),
            (date(2027, 3, 28), "2027-03-27T23:00:00Z"),
            (date(2027, 3, 29), "2027-03-28T22:00:00Z"),
            (date(2027, 10, 31), "2027-10-30T22:00:00Z"),
            (date(2027, 11, 1), "2027-10-31T23:00:00Z"),
            // A summer day, whose first hour was yesterday by a fixed offset.
            (date(2026, 7, 1), "2026-06-30T22:00:00Z"),
        ] {
            let begins = moment(begins);
            assert_eq!(rome().start_of(day), begins, "{day}");
            let just_before = begins.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap();
            assert_eq!((rome().day_at(begins), rome().day_at(just_before)), (day, day.yesterday().unwrap()), "{day}");
        }
    }

    #[test]
    fn the_hours_around_both_changes() {
        // In spring the hour after 2:00 is skipped, in autumn it comes twice: the first of both counts.
        let (spring, autumn) = (date(2026, 3, 29), date(2026, 10, 25));
        for (day, minutes, is) in [
            (spring, 119, "2026-03-29T00:59:00Z"),
            (spring, 150, "2026-03-29T01:30:00Z"),
            (spring, 180, "2026-03-29T01:00:00Z"),
            (autumn, 119, "2026-10-24T23:59:00Z"),
            (autumn, 150, "2026-10-25T00:30:00Z"),
            (autumn, 180, "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(rome().at(day, minutes), moment(is), "{day} {minutes}");
        }
    }

    #[test]
    fn a_day_that_begins_late_begins_late() {
        // In Beirut the clocks go from 0:00 to 1:00.
        let beirut = CivilTime::named("Asia/Beirut").unwrap();
        let begins = beirut.start_of(date(2022, 3, 27));
        assert_eq!(begins, moment("2022-03-26T22:00:00Z"));
        assert_eq!(beirut.day_at(begins), date(2022, 3, 27));
    }

    #[test]
    fn names_are_the_databases() {
        assert_eq!(CivilTime::named("europe/rome").unwrap().name(), "Europe/Rome");
        assert_eq!(CivilTime::named("Roma").unwrap_err().to_string(), UnknownTimeZone("Roma".to_owned()).to_string());
        let json = serde_json::to_string(&rome()).unwrap();
        assert_eq!(json, "\"Europe/Rome\"");
        assert_eq!(serde_json::from_str::<CivilTime>(&json).unwrap(), rome());
        assert!(serde_json::from_str::<CivilTime>("\"Roma\"").is_err());
    }

    #[test]
    fn the_ends_of_the_calendar_are_its_ends() {
        let far = CivilTime::named("Pacific/Kiritimati").unwrap();
        assert_eq!(far.start_of(Date::MIN), Timestamp::MIN);
        assert!(rome().start_of(Date::MAX) <= Timestamp::MAX);
    }
}
