//! How long a job may take, how often it is tried, and when again.

use giano_store::JobRules;
use std::time::Duration;

/// How a kind of job is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Treatment {
    /// How long it may take; then it counts as failed.
    pub longest: Duration,
    /// After how many attempts it is given up; never where none.
    pub most_attempts: Option<u32>,
    /// The pause after the first failure; after each further one it is twice as long.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How many of the kind a server runs at once.
    pub most_at_once: usize,
}

/// How long the server that runs a job still has it for itself after the job's time is up: to stop it and to note that.
const GRACE: Duration = Duration::from_secs(15);

/// How many jobs of a kind a server runs at once that wait for one server elsewhere: if it hangs, they leave room for others.
const AT_ONE_ADDRESS: usize = 3;

impl Treatment {
    /// One that is given up when it fails for about an hour.
    const ONCE: Self = Self {
        longest: Duration::from_secs(45),
        most_attempts: Some(10),
        first_pause: Duration::from_secs(5),
        longest_pause: Duration::from_secs(1800),
        most_at_once: usize::MAX,
    };
    /// One that is due again and again: it is never given up, since everything else waits for it.
    const PERIODIC: Self = Self {
        longest: Duration::from_secs(45),
        most_attempts: None,
        first_pause: Duration::from_secs(2),
        longest_pause: Duration::from_secs(60),
        most_at_once: usize::MAX,
    };
    /// One that waits for somebody else's server, which may be away for two days.
    const TO_ELSEWHERE: Self = Self {
        longest: Duration::from_secs(90),
        most_attempts: Some(24),
        first_pause: Duration::from_secs(15),
        longest_pause: Duration::from_secs(3 * 3600),
        most_at_once: AT_ONE_ADDRESS,
    };

    /// How a kind is treated; also one that this version does not know.
    pub fn of(kind: &str) -> Self {
        match kind {
            "settle_payments" | "cancel_overdue_orders" => Self::PERIODIC,
            "send_message" | "refund_payment" | "void_payment" => Self::TO_ELSEWHERE,
            // The payment provider is asked.
            "settle_payment" => Self { most_at_once: AT_ONE_ADDRESS, ..Self::ONCE },
            "forget_old" => Self { longest: Duration::from_secs(300), ..Self::PERIODIC },
            _ => Self::ONCE,
        }
    }

    /// What the store has to know of it.
    pub fn rules(&self) -> JobRules {
        JobRules { lease: millis(self.longest + GRACE), most_attempts: self.most_attempts }
    }

    /// The pause after an attempt that failed, the first being 1; none where it was the last. `chance` is between 0 and 1,
    /// so that jobs that failed together are not tried again together.
    pub fn pause_after(&self, attempt: u32, chance: f64) -> Option<Duration> {
        if self.most_attempts.is_some_and(|most| attempt >= most) {
            return None;
        }
        let doubled = self.first_pause.saturating_mul(1 << attempt.saturating_sub(1).min(20));
        Some(Ord::min(doubled, self.longest_pause).mul_f64(0.75 + chance.clamp(0.0, 1.0) / 2.0))
    }
}

/// A time in milliseconds.
pub(super) fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
