//! The address on which a server listens, as it is given on the command line.

/// Where a server listens: a name or an address, and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddress(String);

impl ListenAddress {
    /// It as the system takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why something is no [`ListenAddress`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "write an address and a port, like 127.0.0.1:8080 for this machine alone, or 0.0.0.0:8080 or [::]:8080 for all networks"
)]
pub struct NoListenAddress;

impl std::str::FromStr for ListenAddress {
    type Err = NoListenAddress;

    fn from_str(text: &str) -> Result<Self, NoListenAddress> {
        let (host, port) = text.rsplit_once(':').ok_or(NoListenAddress)?;
        // Of an address of IPv6 the last part is no port.
        let names_host = !host.is_empty() && (!host.contains(':') || (host.starts_with('[') && host.ends_with(']')));
        let names_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
        if names_host && names_port { Ok(Self(text.to_owned())) } else { Err(NoListenAddress) }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn serve(arguments: &[&str]) -> Result<Command, String> {
        let all = ["giano", "serve"].iter().chain(arguments);
        Cli::try_parse_from(all).map(|cli| cli.command).map_err(|error| error.to_string())
    }

    #[test]
    fn where_a_server_listens_is_an_address_and_a_port() {
        for right in ["127.0.0.1:8080", "0.0.0.0:0", "[::]:443", "[::1]:8080", "localhost:8080", "shop.internal:80"] {
            assert!(serve(&["--listen", right]).is_ok(), "{right}");
        }
        for wrong in
            ["nonsense", "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "::1:80", "a:+80", "a:65536"]
        {
            let said = serve(&["--listen", wrong]).err().unwrap_or_default();
            assert!(said.contains("--listen") && said.contains("127.0.0.1:8080"), "{wrong}: {said}");
        }
    }
}
