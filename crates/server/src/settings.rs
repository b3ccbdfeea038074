//! What a server's process is set to. What a merchant decides for the shop is data: see
//! [`giano_commerce::settings::ShopSettings`], which the snapshot holds.

use crate::mail::MailSettings;
use crate::proxies::TrustedProxies;

/// What a server's process is set to.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Scheme and host, for absolute addresses; taken from the request where empty.
    pub origin: String,
    /// Proxies whose word on a visitor's address, scheme and host counts.
    pub proxies: TrustedProxies,
    /// Who may read the metrics: whoever brings this word as a bearer token (RFC 6750). Without one they are for those on
    /// this machine.
    pub metrics_token: Option<String>,
    /// Who sends e-mails, and how.
    pub mail: MailSettings,
    /// Whether demonstration people are offered on the sign-in page.
    pub demo: bool,
}
