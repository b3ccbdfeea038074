//! The clock and chance, injected so that tests decide both.

use jiff::Timestamp;
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
