//! How often somebody may do what must have a limit.
//!
//! What can be guessed ([`Tries`]) is counted in the database, for all servers together. What only takes room
//! ([`Storing`]) is counted by each server for itself, in memory.

use crate::problem::Failure;
use crate::state::AppState;
use giano_store::{Tried, TryLimit};
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
    const fn limit(self) -> TryLimit {
        let (burst, seconds) = match self {
            Self::SignInFromAddress => (30, 6),
            Self::SignInToAccountFromAddress | Self::SignInFromKnownDevice => (10, 60),
            Self::SignInToAccount => (100, 36),
            Self::SignInUnderAttack => (1, 3600),
            Self::OrderLookups => (20, 6),
        };
        TryLimit { burst, each: seconds * 1000 }
    }

    /// What its keys in the database begin with.
    const fn word(self) -> &'static str {
        match self {
            Self::SignInFromAddress => "sign-in address",
            Self::SignInToAccountFromAddress => "sign-in account address",
            Self::SignInToAccount => "sign-in account",
            Self::SignInUnderAttack => "sign-in attack",
            Self::SignInFromKnownDevice => "sign-in device",
            Self::OrderLookups => "look-ups",
        }
    }
}

impl AppState {
    /// Counts a try under a key.
    ///
    /// # Errors
    /// 429 where none is left; then this one was not counted.
    pub(crate) async fn count_try(&self, tries: Tries, key: &str) -> Result<(), Failure> {
        match self.try_once(tries, key).await? {
            Tried::Counted => Ok(()),
            Tried::NoneLeft { wait } => Err(too_many(wait)),
        }
    }

    /// Counts a try under a key, unless none is left.
    ///
    /// # Errors
    /// [`Failure`] where the database does not answer.
    pub(crate) async fn try_once(&self, tries: Tries, key: &str) -> Result<Tried, Failure> {
        let key = format!("{} {key}", tries.word());
        let now = self.clock.millis();
        // Who is refused goes on asking, perhaps a thousand times a second: the database need not hear of it.
        if let Some(wait) = self.throttles.refused.get(&key).map(|until| until - now).filter(|wait| *wait > 0) {
            return Ok(Tried::NoneLeft { wait });
        }
        let tried = self.store.count_try(&key, tries.limit(), now).await?;
        if let Tried::NoneLeft { wait } = tried {
            self.throttles.refused.insert(key, now.saturating_add(wait));
        }
        Ok(tried)
    }
}

fn too_many(wait: i64) -> Failure {
    Failure::too_many(u64::try_from(wait).unwrap_or_default().div_ceil(1000).max(1))
}

/// What takes room in the database and anybody may store, each with a limit of its own for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storing {
    /// Baskets of guests.
    GuestBaskets,
    /// Lines in baskets of guests.
    GuestLines,
}

/// What each server counts for itself.
pub(crate) struct Throttles {
    /// Keys of tries that were refused, with the moment until which they are.
    refused: moka::sync::Cache<String, i64>,
    guest_baskets: DefaultKeyedRateLimiter<String>,
    guest_lines: DefaultKeyedRateLimiter<String>,
}

/// So many at once, then one every so many milliseconds.
fn limiter(burst: u32, each: u64) -> DefaultKeyedRateLimiter<String> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(Duration::from_millis(each))
        .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
        .allow_burst(burst);
    RateLimiter::keyed(quota)
}

impl Default for Throttles {
    fn default() -> Self {
        Self {
            refused: moka::sync::Cache::builder().max_capacity(100_000).time_to_live(Duration::from_secs(3600)).build(),
            // An office with many people has one address; a list that is pasted may have thousands of lines.
            guest_baskets: limiter(100, 5_000),
            guest_lines: limiter(30_000, 500),
        }
    }
}

impl Throttles {
    /// Counts what somebody stores; what there is no room left for is refused and not counted. More than the whole limit
    /// at once counts as the whole limit.
    ///
    /// # Errors
    /// 429.
    pub fn count_stored(&self, storing: Storing, client: Client, number: u32) -> Result<(), Failure> {
        let (limiter, whole) = match storing {
            Storing::GuestBaskets => (&self.guest_baskets, 100),
            Storing::GuestLines => (&self.guest_lines, 30_000),
        };
        // The server itself, which comes without an address, stores for nobody.
        let number = NonZeroU32::new(number.min(whole)).filter(|_| client.0.is_some());
        let Some(number) = number else { return Ok(()) };
        match limiter.check_key_n(&client.key(), number) {
            Ok(Err(wait)) => {
                let left = wait.wait_time_from(DefaultClock::default().now());
                Err(too_many(i64::try_from(left.as_millis()).unwrap_or(i64::MAX)))
            }
            // No number is above the whole limit.
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }

    /// Forgets those who have all of it again: addresses are many, and memory is not.
    pub fn forget(&self) {
        for limiter in [&self.guest_baskets, &self.guest_lines] {
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
    fn who_has_all_of_it_again_is_forgotten() {
        let throttles =
            Throttles { guest_baskets: limiter(1, 3_600_000), guest_lines: limiter(30_000, 1), ..Throttles::default() };
        for host in 1..=3 {
            let client = Client::new(Some(IpAddr::from([203, 0, 113, host])));
            throttles.count_stored(Storing::GuestLines, client, 1).unwrap();
            throttles.guest_baskets.check_key(&client.key()).unwrap();
        }
        // A line comes back within a millisecond: as soon as the clock has moved on there is nothing to remember.
        for _ in 0..10_000_000 {
            throttles.forget();
            if throttles.guest_lines.is_empty() {
                break;
            }
        }
        assert_eq!((throttles.guest_baskets.len(), throttles.guest_lines.len()), (3, 0));
    }

    #[test]
    fn what_an_address_stores_has_a_limit() {
        let throttles = Throttles::default();
        let client = |host| Client::new(Some(IpAddr::from([203, 0, 113, host])));
        for _ in 0..3 {
            throttles.count_stored(Storing::GuestLines, client(1), 10_000).unwrap();
        }
        let refused = throttles.count_stored(Storing::GuestLines, client(1), 10_000).unwrap_err();
        assert!(refused.problem().retry_after.is_some_and(|seconds| seconds > 60), "{refused:?}");
        throttles.count_stored(Storing::GuestLines, client(2), 50_000).unwrap();
        assert!(throttles.count_stored(Storing::GuestLines, client(2), 1_000).is_err());
        throttles.count_stored(Storing::GuestLines, client(1), 0).unwrap();
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
