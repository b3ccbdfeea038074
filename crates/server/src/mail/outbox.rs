//! Sending what waits in the outbox.
//!
//! That a message is being sent is noted before, and that it was sent is noted after. A server that stops in between leaves
//! it open whether the message was taken: it is sent again then, under the same Message-ID, by which mail programs and
//! servers know it. More than that SMTP does not allow.

use super::transport::{Envelope, MailError, send};
use crate::jobs::{JobError, Next};
use crate::orders::confirmation;
use crate::state::AppState;
use giano_store::{Message, OutgoingMessage};
use hmac::{Hmac, Mac};
use sha2::Sha256;

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotNow(_) => Self::Failed(error.to_string()),
            MailError::Refused(_) => Self::Refused(error.to_string()),
        }
    }
}

/// Sends a message that was not sent yet, unless what it says is not true any more.
pub(crate) async fn send_message(state: &AppState, message: i64) -> Result<Next, JobError> {
    let Some(outgoing) = state.store.begin_sending(message, state.clock.millis()).await? else {
        return Ok(Next::Done);
    };
    let written = match &outgoing.message {
        Message::OrderConfirmation { order } => confirmation::letter(state, order).await?,
    };
    let Some((to, letter)) = written else {
        state.store.withdraw_message(outgoing.id, state.clock.millis()).await?;
        return Ok(Next::Done);
    };
    let shop = state.snapshot().shop.name.clone();
    let envelope = Envelope { shop, to, id: id_of(&state.secret, &outgoing), at: outgoing.created_at };
    send(&state.settings.mail, &envelope, &letter).await?;
    state.store.note_sent(outgoing.id, state.clock.millis()).await?;
    Ok(Next::Done)
}

/// What a message is told apart by: the same however often it is sent, and nothing that strangers could work out.
fn id_of(secret: &str, outgoing: &OutgoingMessage) -> String {
    // HMAC takes keys of any length.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map(|mut mac| {
        mac.update(b"message ");
        mac.update(outgoing.key.as_bytes());
        hex::encode(&mac.finalize().into_bytes()[..12])
    });
    format!("{}.{}", outgoing.id, mac.unwrap_or_default())
}
