//! Who sends e-mails, and how.

use lettre::message::Mailbox;
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// Who sends e-mails, and how.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Who sends them.
    pub from: MailSender,
    /// How they are sent.
    pub transport: MailTransport,
    /// How long a server may take to take a message.
    pub server_may_take: Duration,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            from: MailSender::default(),
            transport: MailTransport::Folder(PathBuf::from("var/mail")),
            server_may_take: Duration::from_secs(60),
        }
    }
}

/// How e-mails leave the shop.
#[derive(Debug, Clone)]
pub enum MailTransport {
    /// Each is written into a file of its own; nobody is written to.
    Folder(PathBuf),
    /// They are given to a server that delivers them.
    Smtp(SmtpServer),
}

/// Who sends e-mails: an address, with a name or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSender(Mailbox);

/// The text is no sender.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a sender like `Shop <orders@shop.example>`: {0}")]
pub struct MailSenderError(String);

impl Default for MailSender {
    /// A sender to whom nobody can answer, for a shop that does not write to anybody yet.
    fn default() -> Self {
        let nobody = lettre::Address::new("shop", "localhost");
        #[allow(clippy::expect_used, reason = "a constant that lettre takes, which is tested")]
        Self(Mailbox::new(None, nobody.expect("`shop@localhost` is an address")))
    }
}

impl MailSender {
    /// The sender, by a name where it has none of its own.
    pub(super) fn mailbox(&self, name: &str) -> Mailbox {
        let own = self.0.name.clone();
        Mailbox::new(own.or_else(|| Some(name.to_owned())), self.0.email.clone())
    }

    /// The domain that its messages are told apart under.
    pub(super) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for MailSender {
    type Err = MailSenderError;

    fn from_str(text: &str) -> Result<Self, MailSenderError> {
        text.parse().map(Self).map_err(|error: lettre::address::AddressError| MailSenderError(error.to_string()))
    }
}

/// A server that delivers e-mails. Its password is never shown.
#[derive(Clone)]
pub struct SmtpServer(AsyncSmtpTransportBuilder);

/// The text is no address of an SMTP server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an SMTP server like smtps://user:password@mail.example or smtp://user:password@mail.example:587?tls=required: {0}"
)]
pub struct SmtpServerError(String);

impl SmtpServer {
    /// Opens a connection for each message: one that was kept and is lost would leave it open whether the message was taken.
    pub(super) fn connect(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        self.0.clone().build()
    }
}

impl FromStr for SmtpServer {
    type Err = SmtpServerError;

    fn from_str(text: &str) -> Result<Self, SmtpServerError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(text);
        builder.map(Self).map_err(|error| SmtpServerError(error.to_string()))
    }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpServer")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sender_has_a_name_or_is_given_one() {
        let named: MailSender = "Bar <bar@shop.example>".parse().unwrap();
        assert_eq!(named.mailbox("Shop").to_string(), "Bar <bar@shop.example>");
        let plain: MailSender = "bar@shop.example".parse().unwrap();
        assert_eq!(
            (plain.mailbox("Shop").to_string().as_str(), plain.domain()),
            ("Shop <bar@shop.example>", "shop.example")
        );
        assert_eq!(MailSettings::default().from.domain(), "localhost");
        for wrong in ["", "shop", "a@b, c@d", "Shop <a@b"] {
            assert!(wrong.parse::<MailSender>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_server_never_tells_its_password() {
        let server: SmtpServer = "smtps://user:secret@mail.example".parse().unwrap();
        assert!(!format!("{server:?}").contains("secret"));
        for wrong in ["", "mail.example", "http://mail.example"] {
            assert!(wrong.parse::<SmtpServer>().is_err(), "{wrong}");
        }
    }
}
