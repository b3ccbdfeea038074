//! E-mails: what they are made of ([`letter`]), how they leave the shop ([`transport`]), and sending what waits in the
//! outbox ([`outbox`]).

pub(crate) mod letter;
pub(crate) mod outbox;
mod settings;
pub(crate) mod transport;

pub use settings::{MailSender, MailSenderError, MailSettings, MailTransport, SmtpServer, SmtpServerError};
