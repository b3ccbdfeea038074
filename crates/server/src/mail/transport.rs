//! How e-mails leave the shop.

use super::letter::Letter;
use super::settings::{MailSettings, MailTransport};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncTransport, Message};
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

/// Why an e-mail was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    /// It may go another time.
    #[error("not sent: {0}")]
    NotNow(String),
    /// It will not go another time either.
    #[error("refused: {0}")]
    Refused(String),
}

/// What is on the envelope of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// The shop's name.
    pub shop: String,
    /// Whom it is for.
    pub to: String,
    /// What it is told apart by, the same however often it is sent: letters, digits, `.` and `-`.
    pub id: String,
    /// When it was caused (milliseconds since 1970).
    pub at: i64,
}

/// Sends a letter. Sent again under the same id it is the same message, which mail programs can tell; in a folder it is the
/// same file.
pub(crate) async fn send(settings: &MailSettings, envelope: &Envelope, letter: &Letter) -> Result<(), MailError> {
    let message = message(settings, envelope, letter)?;
    match &settings.transport {
        MailTransport::Folder(folder) => {
            let kept = keep(folder, &envelope.id, &message.formatted()).await;
            kept.map_err(|error| MailError::NotNow(format!("{}: {error}", folder.display())))
        }
        MailTransport::Smtp(server) => {
            // The library limits how long connecting takes, and nothing after that.
            let server = server.connect();
            match tokio::time::timeout(settings.server_may_take, server.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) if is_about_the_letter(&error) => Err(MailError::Refused(error.to_string())),
                Ok(Err(error)) => Err(MailError::NotNow(error.to_string())),
                Err(_) => {
                    let took = settings.server_may_take.as_secs_f32();
                    Err(MailError::NotNow(format!("the server took longer than {took} s")))
                }
            }
        }
    }
}

/// Whether a server will not take this letter another time either: the mailbox or the letter itself is what it refuses (RFC 5321,
/// 4.2.3). All else, such as a password that has expired or a list that blocks the shop, is mended by somebody and then holds no
/// letter up any more.
fn is_about_the_letter(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 550 | 551 | 552 | 553 | 555))
}

fn message(settings: &MailSettings, envelope: &Envelope, letter: &Letter) -> Result<Message, MailError> {
    let refused = |error: &dyn std::error::Error| MailError::Refused(error.to_string());
    let to: Address = envelope.to.parse().map_err(|error: lettre::address::AddressError| refused(&error))?;
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(envelope.at).unwrap_or_default());
    let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.text.clone());
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(letter.html.clone());
    let mut message = Message::builder()
        .from(settings.from.mailbox(&envelope.shop))
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .message_id(Some(format!("<{}@{}>", envelope.id, settings.from.domain())))
        .date(at)
        .multipart(MultiPart::alternative().singlepart(plain).singlepart(html))
        .map_err(|error| refused(&error))?;
    // So that nobody's absence is answered (RFC 3834).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
    Ok(message)
}

/// Writes a message into a file of its own, whole or not at all.
async fn keep(folder: &Path, id: &str, message: &[u8]) -> io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let half = folder.join(format!("{id}.part"));
    tokio::fs::write(&half, message).await?;
    tokio::fs::rename(half, folder.join(format!("{id}.eml"))).await
}
