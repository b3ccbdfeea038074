//! The clock and chance, injected so that tests decide both.

use jiff::Timestamp;
use jiff::civil::Date;
use rand::RngCore;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// What time it is.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's own.
    System,
    /// What a test says, in milliseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at a moment until it is moved.
    pub fn fixed(milliseconds: i64) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(milliseconds)))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        match self {
            #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine")]
            Self::System => Timestamp::now(),
            Self::Fixed(at) => Timestamp::from_millisecond(at.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// Now, in milliseconds since 1970.
    pub fn millis(&self) -> i64 {
        self.now().as_millisecond()
    }
}

/// The shop's civil date at a moment: UTC plus the shop's fixed offset.
pub fn civil_date(now: Timestamp, offset_minutes: i32) -> Date {
    let shifted = now.as_second().saturating_add(i64::from(offset_minutes) * 60).div_euclid(86_400);
    let epoch = Date::constant(1970, 1, 1);
    jiff::Span::new().try_days(shifted).and_then(|span| epoch.checked_add(span)).unwrap_or(epoch)
}

/// The moment at which the shop's civil day begins, in milliseconds since 1970; the other way round of [`civil_date`].
pub fn start_of_day(day: Date, offset_minutes: i32) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    // Days between any two dates that there are fit in 32 bits.
    let days = (day - epoch).get_days();
    (i64::from(days) * 86_400 - i64::from(offset_minutes) * 60) * 1000
}

/// 256 random bits as 64 hexadecimal digits: tokens of sessions, baskets and payments.
pub fn draw_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// 64 random bits.
pub fn draw_number() -> u64 {
    rand::rng().next_u64()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_begins_where_the_one_before_ends() {
        for offset in [0, 60, -570, 765] {
            for day in [Date::constant(2024, 12, 31), Date::constant(2026, 12, 7), Date::constant(2028, 2, 29)] {
                let start = start_of_day(day, offset);
                let at = |millis| civil_date(Timestamp::from_millisecond(millis).unwrap(), offset);
                assert_eq!((at(start), at(start - 1)), (day, day.yesterday().unwrap()), "{day} {offset}");
            }
        }
    }
}
