//! How often somebody may try.

use crate::problem::Failure;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
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

impl Throttles {
    /// Forgets those who have all their tries again: addresses are many, and memory is not.
    pub fn forget(&self) {
        for limiter in [&self.sign_in, &self.coupons, &self.lookups] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Counts a try under a key.
pub(crate) fn count(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Failure> {
    limiter.check_key(&key.to_owned()).map_err(|wait| {
        let left = wait.wait_time_from(DefaultClock::default().now());
        Failure::too_many(left.as_secs().max(1))
    })
}

/// Under which name tries from an address are counted. An IPv6 visitor is given a network of 2^64 addresses at least
/// (RFC 6177), so the network counts and not the address.
pub(crate) fn key(address: Option<IpAddr>) -> String {
    match address {
        // Only the server calls itself without a connection.
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let network = Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX));
            format!("{network}/64")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn who_has_all_tries_again_is_forgotten() {
        let quick = RateLimiter::keyed(Quota::per_second(NonZeroU32::MAX));
        let throttles = Throttles { sign_in: limiter(1, 3600), coupons: quick, ..Throttles::default() };
        for key in ["0", "1", "2"] {
            count(&throttles.sign_in, key).unwrap();
            count(&throttles.coupons, key).unwrap();
        }
        // Tries come back within a nanosecond: as soon as the clock has moved on there is nothing to remember.
        for _ in 0..1_000_000 {
            throttles.forget();
            if throttles.coupons.is_empty() {
                break;
            }
        }
        assert_eq!((throttles.sign_in.len(), throttles.coupons.len()), (3, 0));
        assert!(count(&throttles.sign_in, "0").is_err(), "who has no tries left is remembered");
    }

    #[test]
    fn an_ipv6_visitor_is_the_network() {
        let key = |text: &str| key(Some(text.parse().unwrap()));
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("198.51.100.1"), "198.51.100.1");
    }
}
