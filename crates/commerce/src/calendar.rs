//! Days on which a shop works: neither weekends nor the days it names.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "days of the week speak for themselves")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    /// Monday to Friday.
    pub const MONDAY_TO_FRIDAY: [Self; 5] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday];

    /// Which one a date is.
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// A day on which nobody works, whatever day of the week it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedDay {
    /// The same day of every year. 29 February is only there in leap years; a day that no year has never comes.
    Yearly {
        /// Month, from 1.
        month: i8,
        /// Day of the month, from 1.
        day: i8,
    },
    /// So many days after Easter Sunday of the Western churches, before where negative: Good Friday is `-2`, Easter Monday
    /// `1`, Whit Monday `50`.
    Easter {
        /// Days.
        days: i16,
    },
    /// One day only, e.g. of stocktaking.
    Once {
        /// Which.
        date: Date,
    },
}

impl ClosedDay {
    fn is(self, date: Date) -> bool {
        match self {
            Self::Yearly { month, day } => (date.month(), date.day()) == (month, day),
            // Counted from the day: what is some days after Easter may be in the year after.
            Self::Easter { days } => {
                let origin = date.checked_sub(Span::new().days(days));
                origin.is_ok_and(|origin| easter(origin.year()) == Some(origin))
            }
            Self::Once { date: once } => date == once,
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar (1583 and later); none where the calendar ends before.
///
/// The “anonymous Gregorian algorithm” of 1876, as in Jean Meeus, *Astronomical Algorithms* (1991), chapter 8. The letters
/// are the book's: `a` is the year's place in the moon's cycle of 19 years, `h` the age of the moon, `l` the way to Sunday.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (n / 31, n % 31 + 1);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Which days are worked: some days of the week, but for closed days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDays {
    weekdays: BTreeSet<DayOfWeek>,
    holidays: Vec<ClosedDay>,
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self::closed_on(Vec::new())
    }
}

impl WorkingDays {
    /// Monday to Friday, but for these days.
    pub fn closed_on(holidays: Vec<ClosedDay>) -> Self {
        Self { weekdays: DayOfWeek::MONDAY_TO_FRIDAY.into(), holidays }
    }

    /// The closed days that it names.
    pub fn holidays(&self) -> &[ClosedDay] {
        &self.holidays
    }

    /// Whether a day is worked.
    pub fn is_worked(&self, date: Date) -> bool {
        self.weekdays.contains(&DayOfWeek::of(date)) && !self.is_holiday(date)
    }

    /// Whether a day is one of the closed days that it names.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.holidays.iter().any(|closed| closed.is(date))
    }

    /// The most days in a row on which nobody works, from 2026 to 2032; those years have every kind of year in them.
    pub fn longest_rest(&self) -> u32 {
        let (mut longest, mut resting) = (0, 0);
        for day in date(2026, 1, 1).series(1.day()).take_while(|day| day.year() <= 2032) {
            resting = if self.is_worked(day) { 0 } else { resting + 1 };
            longest = longest.max(resting);
        }
        longest
    }

    /// The day so many working days after a day, which itself does not count; the day itself where it is none. Where the
    /// calendar ends before, its last day.
    pub fn after(&self, date: Date, days: u32) -> Date {
        let mut date = date;
        let mut left = days;
        while left > 0 {
            let Ok(next) = date.checked_add(1.day()) else { return date };
            date = next;
            if self.is_worked(date) {
                left -= 1;
            }
        }
        date
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Italy's national holidays: law 260 of 27 May 1949, article 2, as it stands after law 54 of 5 March 1977 (which took
    /// some away), presidential decree 792 of 28 December 1985 (Epiphany), law 336 of 20 November 2000 (2 June) and law 151
    /// of 8 October 2025 (Saint Francis, from 2026).
    fn italy() -> WorkingDays {
        let fixed = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (10, 4), (11, 1), (12, 8), (12, 25), (12, 26)];
        let fixed = fixed.map(|(month, day)| ClosedDay::Yearly { month, day });
        let moving = ClosedDay::Easter { days: 1 };
        WorkingDays::closed_on(fixed.into_iter().chain([moving]).collect())
    }

    #[test]
    fn easter_is_when_it_was_and_will_be() {
        // United States Naval Observatory, Astronomical Applications Department: Dates of Easter.
        let known = [
            date(1818, 3, 22),
            date(1943, 4, 25),
            date(2000, 4, 23),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2028, 4, 16),
            date(2029, 4, 1),
            date(2030, 4, 21),
            date(2031, 4, 13),
            date(2032, 3, 28),
            date(2033, 4, 17),
            date(2034, 4, 9),
            date(2035, 3, 25),
            date(2038, 4, 25),
        ];
        for day in known {
            assert_eq!(easter(day.year()), Some(day));
        }
        for year in 1583..=9999 {
            let day = easter(year).unwrap();
            assert_eq!(day.weekday(), Weekday::Sunday, "{day}");
            assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&day), "{day}");
        }
    }

    #[test]
    fn weekends_do_not_count() {
        let days = WorkingDays::default();
        let friday = date(2026, 11, 20);
        assert_eq!(days.after(friday, 1), date(2026, 11, 23));
        assert_eq!(days.after(friday, 0), friday);
        assert_eq!(days.after(friday, 6), date(2026, 11, 30));
        assert_eq!(days.after(date(2026, 11, 21), 1), date(2026, 11, 23));
    }

    #[test]
    fn italy_rests_on_its_holidays() {
        let italy = italy();
        // In 2027 seven of the twelve are on days that would else be worked.
        let rests = [(1, 1), (1, 6), (3, 29), (6, 2), (10, 4), (11, 1), (12, 8)];
        let mut closed: Vec<Date> = Vec::new();
        let mut day = date(2027, 1, 1);
        while day.year() == 2027 {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if !weekend && !italy.is_worked(day) {
                closed.push(day);
            }
            day = day.tomorrow().unwrap();
        }
        assert_eq!(closed, rests.map(|(month, day)| date(2027, month, day)));
        // Over Christmas of 2026: Thursday 24 is worked, Friday 25 and Saturday 26 are not.
        assert_eq!(italy.after(date(2026, 12, 23), 2), date(2026, 12, 28));
        // Over Easter of 2026: from Good Friday, which is worked in Italy, to Tuesday.
        assert_eq!(italy.after(date(2026, 4, 2), 1), date(2026, 4, 3));
        assert_eq!(italy.after(date(2026, 4, 3), 1), date(2026, 4, 7));
    }

    #[test]
    fn a_shop_names_its_own_days() {
        let days = WorkingDays::closed_on(vec![
            ClosedDay::Once { date: date(2026, 6, 30) },
            ClosedDay::Easter { days: -2 },
            ClosedDay::Easter { days: 290 },
            ClosedDay::Yearly { month: 2, day: 29 },
        ]);
        assert!(!days.is_worked(date(2026, 6, 30)) && days.is_worked(date(2027, 6, 30)));
        assert!(!days.is_worked(date(2027, 3, 26)) && days.is_worked(date(2026, 3, 26)));
        assert!(!days.is_worked(date(2028, 2, 29)));
        // 290 days after Easter of 2030 are in the year after.
        assert!(!days.is_worked(date(2031, 2, 5)) && days.is_worked(date(2030, 2, 5)));
    }

    #[test]
    fn a_shop_names_its_own_weekdays() {
        let days: WorkingDays = serde_json::from_str(
            r#"{"weekdays": ["tuesday", "saturday"], "holidays": [{"once": {"date": "2026-06-02"}}]}"#,
        )
        .unwrap();
        assert_eq!(days.after(date(2026, 5, 30), 1), date(2026, 6, 6), "Tuesday 2 June is closed");
        assert_eq!((days.longest_rest(), WorkingDays::default().longest_rest()), (6, 2));
        assert_eq!(serde_json::from_value::<WorkingDays>(serde_json::to_value(&days).unwrap()).unwrap(), days);
    }

    #[test]
    fn the_end_of_the_calendar_is_the_end() {
        assert_eq!(italy().after(Date::MAX, 3), Date::MAX);
        let never = (1..=12).flat_map(|month| (1..=31).map(move |day| ClosedDay::Yearly { month, day })).collect();
        assert_eq!(WorkingDays::closed_on(never).after(date(9998, 1, 1), 1), Date::MAX);
    }
}
