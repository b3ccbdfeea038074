//! Proxies in front of the server: whose word on visitors counts.
//!
//! Anybody can write `X-Forwarded-For` into a request. What it says is believed only where the connection comes from a
//! proxy that the shop's operator named, and only as far as the chain of named proxies reaches.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";
const FORWARDED_HOST: &str = "x-forwarded-host";

/// Addresses and networks of proxies whose `X-Forwarded-…` headers are believed. None by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// What is neither an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address like 10.0.0.1 nor a network like 10.0.0.0/8")]
pub struct NoNetwork(String);

impl FromStr for TrustedProxies {
    type Err = NoNetwork;

    /// Reads addresses and networks with commas between them; an empty text trusts nobody.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let network = |text: &str| {
            let address = text.parse().map(|address: IpAddr| IpNet::from(address.to_canonical()));
            address.or_else(|_| text.parse::<IpNet>()).map_err(|_| NoNetwork(text.to_owned()))
        };
        text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// The other end of the connection, as the server noted it; none for the calls it makes to itself.
pub(crate) fn peer(extensions: &Extensions) -> Option<IpAddr> {
    // A listener on `::` sees IPv4 visitors as ::ffff:a.b.c.d.
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical())
}

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether what a request's headers say of its way here is believed.
    fn believes(&self, extensions: &Extensions) -> bool {
        peer(extensions).is_some_and(|peer| self.trusts(peer))
    }

    /// Where a request comes from. Every proxy writes the address it was called from at the right of `X-Forwarded-For`,
    /// so the right-most that is not itself a trusted proxy is the last one somebody trusted has seen; what stands left
    /// of it is hearsay. Where the chain cannot be read, it is the connection's own address.
    pub(crate) fn client(&self, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
        let peer = peer(extensions)?;
        if !self.trusts(peer) {
            return Some(peer);
        }
        // A proxy may add a header of its own instead of lengthening the one it got.
        let values = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut client = peer;
        for entry in values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b',')) {
            let Some(address) = address_of(entry) else { return Some(peer) };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        Some(client)
    }

    /// Whether a request was sent on this very machine, by nobody who sent it on for somebody else. Proxies that were not
    /// named are found out by what they write into the head, or by the host that their visitors asked for.
    pub(crate) fn is_from_this_machine(&self, headers: &HeaderMap, extensions: &Extensions) -> bool {
        let local = |address: IpAddr| address.is_loopback();
        let sent_on = [FORWARDED_FOR, "forwarded", "via"].iter().any(|name| headers.contains_key(*name));
        let host = self.host(headers, extensions).unwrap_or_default();
        let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let name = name.map_or(host, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
        let local_name = name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(local);
        peer(extensions).is_some_and(local) && !sent_on && local_name
    }

    /// The host that the visitor asked for, with the port where it is not the usual one.
    pub(crate) fn host<'a>(&self, headers: &'a HeaderMap, extensions: &Extensions) -> Option<&'a str> {
        let forwarded = self.believes(extensions).then(|| last(headers, FORWARDED_HOST)).flatten();
        forwarded.filter(|host| is_host(host)).or_else(|| headers.get(header::HOST)?.to_str().ok())
    }

    /// Scheme and host that the visitor asked for: what a trusted proxy says, else plain HTTP and the header `Host`, else
    /// `http://localhost`.
    pub fn origin(&self, headers: &HeaderMap, extensions: &Extensions) -> String {
        let forwarded = self.believes(extensions).then(|| last(headers, FORWARDED_PROTO)).flatten();
        let scheme = match forwarded {
            Some(scheme) if scheme.eq_ignore_ascii_case("https") => "https",
            Some(_) | None => "http",
        };
        let host = self.host(headers, extensions).filter(|host| is_host(host)).unwrap_or("localhost");
        format!("{scheme}://{host}")
    }
}

/// An address as proxies write it: bare, or with a port.
fn address_of(entry: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(entry).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

/// The last value of a header: the trusted proxy's own, whatever the visitor had put before it.
fn last<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim)
}

/// Whether a host can stand in an address as it is.
pub fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    fn from(peer: &str) -> Extensions {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        extensions
    }

    fn client(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        let proxies: TrustedProxies = proxies.parse().unwrap();
        let pairs: Vec<_> = forwarded.iter().map(|value| (FORWARDED_FOR, *value)).collect();
        proxies.client(&headers(&pairs), &from(peer)).unwrap().to_string()
    }

    #[test]
    fn addresses_and_networks_are_read() {
        for text in ["", " , ", "127.0.0.1", "10.0.0.0/8, ::1 ,2001:db8::/32", "::ffff:10.0.0.1"] {
            assert!(text.parse::<TrustedProxies>().is_ok(), "{text}");
        }
        for text in ["proxy.example", "10.0.0.0/33", "10.0.0.1;10.0.0.2", "*"] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
    }

    #[test]
    fn strangers_are_not_believed() {
        assert_eq!(client("", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.0/8", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        // Nor one who says that he is the proxy.
        assert_eq!(client("10.0.0.0/8", "203.0.113.9", &["10.0.0.1"]), "203.0.113.9");
        let none = TrustedProxies::default();
        let said = headers(&[(FORWARDED_PROTO, "https"), (FORWARDED_HOST, "evil.example"), ("host", "shop.example")]);
        assert_eq!(none.origin(&said, &from("10.0.0.1")), "http://shop.example");
        assert_eq!(none.client(&said, &Extensions::new()), None);
    }

    #[test]
    fn the_right_most_address_that_is_no_proxy_counts() {
        let proxies = "10.0.0.0/8,2001:db8:ffff::/48";
        assert_eq!(client(proxies, "10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        // What the visitor wrote stands left of what the proxy wrote.
        assert_eq!(client(proxies, "10.0.0.1", &["192.0.2.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client(proxies, "10.0.0.1", &["192.0.2.1", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(client(proxies, "10.0.0.1", &["nonsense, 198.51.100.1, 10.9.9.9"]), "198.51.100.1");
        assert_eq!(client(proxies, "10.0.0.1", &["10.1.1.1,10.2.2.2"]), "10.1.1.1");
        assert_eq!(client(proxies, "::ffff:10.0.0.1", &["::ffff:198.51.100.1"]), "198.51.100.1");
        assert_eq!(client(proxies, "2001:db8:ffff::1", &["[2001:db8:1::7]:443"]), "2001:db8:1::7");
        assert_eq!(client(proxies, "10.0.0.1", &["198.51.100.1:5000"]), "198.51.100.1");
        assert_eq!(client(proxies, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_cannot_be_read_leaves_the_connections_address() {
        for wrong in ["", ",", "unknown", "198.51.100.1, _hidden", "999.1.1.1", "198.51.100.1,", "\u{e8}", "[::1"] {
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[wrong]), "10.0.0.1", "{wrong}");
        }
        let long = "1,".repeat(100_000);
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[&long]), "10.0.0.1");
    }

    #[test]
    fn who_is_on_this_machine_is_no_proxy_for_others() {
        let none = TrustedProxies::default();
        let here = |peer: &str, pairs: &[(&'static str, &str)]| none.is_from_this_machine(&headers(pairs), &from(peer));
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.0.0.1", "[::1]:8080", "[::1]"] {
            assert!(here("127.0.0.1", &[("host", host)]), "{host}");
        }
        assert!(here("::1", &[("host", "localhost")]));
        assert!(here("::ffff:127.0.0.1", &[("host", "localhost")]));
        for host in ["shop.example", "127.0.0.1.shop.example", "localhost.shop.example:8080", "", "10.0.0.1"] {
            assert!(!here("127.0.0.1", &[("host", host)]), "{host}");
        }
        assert!(!here("127.0.0.1", &[]));
        assert!(!here("203.0.113.9", &[("host", "localhost")]));
        for sent_on in [FORWARDED_FOR, "forwarded", "via"] {
            assert!(!here("127.0.0.1", &[("host", "localhost"), (sent_on, "x")]), "{sent_on}");
        }
        assert!(!none.is_from_this_machine(&headers(&[("host", "localhost")]), &Extensions::new()));
    }

    #[test]
    fn a_trusted_proxy_says_scheme_and_host() {
        let proxies: TrustedProxies = "10.0.0.1".parse().unwrap();
        let origin = |pairs: &[(&'static str, &str)]| proxies.origin(&headers(pairs), &from("10.0.0.1"));
        assert_eq!(origin(&[("host", "shop.example"), (FORWARDED_PROTO, "https")]), "https://shop.example");
        assert_eq!(
            origin(&[
                ("host", "inner:8080"),
                (FORWARDED_PROTO, "HTTPS"),
                (FORWARDED_HOST, "evil.example, shop.example")
            ]),
            "https://shop.example"
        );
        // Nothing but the two schemes, and no host that would end the address early.
        assert_eq!(origin(&[("host", "shop.example"), (FORWARDED_PROTO, "javascript")]), "http://shop.example");
        assert_eq!(origin(&[("host", "shop.example"), (FORWARDED_HOST, "a/b\"><script>")]), "http://shop.example");
        assert_eq!(origin(&[("host", "\"/")]), "http://localhost");
        assert_eq!(origin(&[]), "http://localhost");
    }
}
