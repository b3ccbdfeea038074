//! How often somebody may try.

use crate::problem::Failure;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// What is tried and can be guessed, each with a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tries {
    /// Passwords of any account, from one address.
    SignInFromAddress,
    /// Passwords of one account, from one address.
    SignInToAccountFromAddress,
    /// Passwords of one account, from anywhere but the devices that are known to be its owner's.
    SignInToAccount,
    /// Passwords of one account that is being guessed at from many addresses, from one network.
    SignInUnderAttack,
    /// Passwords of one account, from a device that its owner has signed in with.
    SignInFromKnownDevice,
    /// Numbers of orders, from one address.
    OrderLookups,
}

impl Tries {
    const ALL: [Self; 6] = [
        Self::SignInFromAddress,
        Self::SignInToAccountFromAddress,
        Self::SignInToAccount,
        Self::SignInUnderAttack,
        Self::SignInFromKnownDevice,
        Self::OrderLookups,
    ];

    /// So many at once, then one every so many seconds.
    const fn limit(self) -> (u32, u64) {
        match self {
            Self::SignInFromAddress => (30, 6),
            Self::SignInToAccountFromAddress | Self::SignInFromKnownDevice => (10, 60),
            Self::SignInToAccount => (100, 36),
            Self::SignInUnderAttack => (1, 3600),
            Self::OrderLookups => (20, 6),
        }
    }

    fn limiter(self) -> DefaultKeyedRateLimiter<String> {
        let (burst, seconds_each) = self.limit();
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(Duration::from_secs(seconds_each))
            .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
            .allow_burst(burst);
        RateLimiter::keyed(quota)
    }
}

/// There are no tries left; the next comes after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    pub seconds: u64,
}

impl From<Wait> for Failure {
    fn from(wait: Wait) -> Self {
        Self::too_many(wait.seconds)
    }
}

/// Counts what was tried.
pub(crate) struct Throttles(Vec<(Tries, DefaultKeyedRateLimiter<String>)>);

impl Default for Throttles {
    fn default() -> Self {
        Self(Tries::ALL.into_iter().map(|tries| (tries, tries.limiter())).collect())
    }
}

impl Throttles {
    /// Counts a try under a key; one for which there is nothing left is refused and not counted.
    pub fn count(&self, tries: Tries, key: &str) -> Result<(), Wait> {
        let Some((_, limiter)) = self.0.iter().find(|(known, _)| *known == tries) else { return Ok(()) };
        limiter.check_key(&key.to_owned()).map_err(|wait| {
            let left = wait.wait_time_from(DefaultClock::default().now());
            Wait { seconds: left.as_secs().max(1) }
        })
    }

    /// Forgets those who have all their tries again: addresses are many, and memory is not.
    pub fn forget(&self) {
        for (_, limiter) in &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Where a request comes from, for limits. None where the server calls itself: only then is there no connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Client(Option<IpAddr>);

impl Client {
    pub const fn new(address: Option<IpAddr>) -> Self {
        Self(address)
    }

    /// Under which name tries of one visitor are counted. An IPv6 visitor is given a network of 2^64 addresses at least
    /// (RFC 6177), so the network counts and not the address.
    pub fn key(self) -> String {
        self.network(32, 64)
    }

    /// Under which name tries of a whole neighbourhood are counted: /24 of IPv4, /48 of IPv6, which is what a site is
    /// given at most.
    pub fn neighbourhood(self) -> String {
        self.network(24, 48)
    }

    fn network(self, v4: u8, v6: u8) -> String {
        match self.0 {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) if v4 >= 32 => address.to_string(),
            Some(IpAddr::V4(address)) => {
                let network = Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << (32 - u32::from(v4))));
                format!("{network}/{v4}")
            }
            Some(IpAddr::V6(address)) => {
                let network = Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - u32::from(v6))));
                format!("{network}/{v6}")
            }
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
        let throttles = Throttles(vec![
            (Tries::SignInUnderAttack, Tries::SignInUnderAttack.limiter()),
            (Tries::OrderLookups, quick),
        ]);
        for key in ["0", "1", "2"] {
            throttles.count(Tries::SignInUnderAttack, key).unwrap();
            throttles.count(Tries::OrderLookups, key).unwrap();
        }
        // Tries come back within a nanosecond: as soon as the clock has moved on there is nothing to remember.
        for _ in 0..1_000_000 {
            throttles.forget();
            if throttles.0[1].1.is_empty() {
                break;
            }
        }
        assert_eq!((throttles.0[0].1.len(), throttles.0[1].1.len()), (3, 0));
        assert!(throttles.count(Tries::SignInUnderAttack, "0").is_err(), "who has no tries left is remembered");
    }

    #[test]
    fn every_kind_of_try_has_a_limit() {
        let throttles = Throttles::default();
        for tries in Tries::ALL {
            let (burst, seconds_each) = tries.limit();
            for _ in 0..burst {
                assert_eq!(throttles.count(tries, "key"), Ok(()), "{tries:?}");
            }
            let wait = throttles.count(tries, "key").unwrap_err();
            assert!((1..=seconds_each).contains(&wait.seconds), "{tries:?}: {wait:?}");
        }
    }

    #[test]
    fn an_ipv6_visitor_is_the_network() {
        let client = |text: &str| Client::new(Some(text.parse().unwrap()));
        let key = |text: &str| client(text).key();
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("198.51.100.1"), "198.51.100.1");
        assert_eq!(client("2001:db8:1:2:3:4:5:6").neighbourhood(), "2001:db8:1::/48");
        assert_eq!(client("198.51.100.77").neighbourhood(), "198.51.100.0/24");
    }
}
