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
