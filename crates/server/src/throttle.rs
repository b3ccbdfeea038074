//! How often somebody may try.

use crate::problem::Failure;
use axum::http::HeaderMap;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::SocketAddr;
use std::num::NonZeroU32;

/// Limits of what can be guessed: passwords, coupons, order numbers.
pub(crate) struct Throttles {
    pub sign_in: DefaultKeyedRateLimiter<String>,
    pub coupons: DefaultKeyedRateLimiter<String>,
    pub lookups: DefaultKeyedRateLimiter<String>,
}

/// So many at once, then one every few seconds.
fn limiter(burst: u32, seconds_each: u64) -> DefaultKeyedRateLimiter<String> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(std::time::Duration::from_secs(seconds_each))
        .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
        .allow_burst(burst);
    RateLimiter::keyed(quota)
}

impl Default for Throttles {
    fn default() -> Self {
        Self { sign_in: limiter(30, 6), coupons: limiter(20, 6), lookups: limiter(20, 6) }
    }
}

/// Counts a try under a key.
pub(crate) fn count(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Failure> {
    limiter.check_key(&key.to_owned()).map_err(|wait| {
        let left = wait.wait_time_from(DefaultClock::default().now());
        Failure::too_many(left.as_secs().max(1))
    })
}

/// Where a request comes from: the connection's address, as the server's frame noted it.
pub(crate) fn address(headers: &HeaderMap, peer: Option<SocketAddr>) -> String {
    let _ = headers;
    peer.map_or_else(|| "unknown".to_owned(), |peer| peer.ip().to_string())
}
