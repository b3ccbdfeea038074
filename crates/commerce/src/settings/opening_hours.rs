//! When people are there.

use crate::calendar::DayOfWeek;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When people are there, by day of the week and the shop's civil time. A day that is not named is closed; where none is
/// named, nothing is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpeningHours(pub BTreeMap<DayOfWeek, Vec<Hours>>);

/// Some hours of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// When they begin.
    pub from: Time,
    /// When they end: from then on it is closed. Midnight is the end of the day.
    pub until: Time,
}

impl Hours {
    /// Whether they end after they begin.
    pub fn are_in_order(self) -> bool {
        self.until == Time::midnight() || self.from < self.until
    }

    /// Whether others begin only when these have ended.
    pub fn are_before(self, next: Self) -> bool {
        self.until != Time::midnight() && self.until <= next.from
    }

    fn has(self, time: Time) -> bool {
        self.from <= time && (self.until == Time::midnight() || time < self.until)
    }
}

impl OpeningHours {
    /// Whether people are there at a time of a day of the week.
    pub fn are_open(&self, day: DayOfWeek, time: Time) -> bool {
        self.0.get(&day).is_some_and(|hours| hours.iter().any(|hours| hours.has(time)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::time;

    #[test]
    fn hours_have_their_beginning_but_not_their_end() {
        let hours: OpeningHours = serde_json::from_str(
            r#"{"monday": [{"from": "09:00", "until": "12:30"}, {"from": "15:00", "until": "00:00"}]}"#,
        )
        .unwrap();
        let at = |hour, minute| hours.are_open(DayOfWeek::Monday, time(hour, minute, 0, 0));
        assert_eq!(
            [at(8, 59), at(9, 0), at(12, 29), at(12, 30), at(15, 0), at(23, 59)],
            [false, true, true, false, true, true]
        );
        assert!(!hours.are_open(DayOfWeek::Tuesday, time(10, 0, 0, 0)));
    }
}
