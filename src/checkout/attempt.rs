//! One attempt to order has one key, however often it is sent: a double click or a retry makes one order.

use leptos::prelude::window;
use web_sys::Storage;

const DRAFT: &str = "giano-draft";
const ATTEMPT: &str = "giano-attempt";

/// What was sent, under which key. Outlives a reload, so that a lost answer can be asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    pub key: String,
    /// The body as JSON: another content is another attempt.
    pub content: String,
}

impl Attempt {
    /// The attempt that is under way for this content, or a new one.
    pub(super) fn of(content: &str) -> Self {
        match Self::under_way() {
            Some(attempt) if attempt.content == content => attempt,
            _ => {
                let attempt = Self { key: new_key(), content: content.to_owned() };
                keep(ATTEMPT, &format!("{}\n{}", attempt.key, attempt.content));
                attempt
            }
        }
    }

    /// The attempt whose answer never came.
    pub(super) fn under_way() -> Option<Self> {
        Self::from_text(&kept(ATTEMPT)?)
    }

    fn from_text(text: &str) -> Option<Self> {
        let (key, content) = text.split_once('\n')?;
        (!key.is_empty()).then(|| Self { key: key.to_owned(), content: content.to_owned() })
    }

    /// Its answer came.
    pub(super) fn is_over() {
        forget(ATTEMPT);
    }
}

/// 128 random bits in hexadecimal. Not `randomUUID`: that is there on secure origins only.
fn new_key() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    hexadecimal(&bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What was typed and is not on the server yet.
pub(super) fn kept_draft() -> Option<String> {
    kept(DRAFT)
}

pub(super) fn keep_draft(json: &str) {
    keep(DRAFT, json);
}

pub(super) fn forget_draft() {
    forget(DRAFT);
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

fn keep(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}

fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_read_back_with_all_its_content() {
        let attempt = Attempt::from_text("k1\n{\"note\":\"a\\nb\"}");
        assert_eq!(attempt, Some(Attempt { key: "k1".into(), content: "{\"note\":\"a\\nb\"}".into() }));
        assert_eq!(Attempt::from_text("no key"), None);
        assert_eq!(Attempt::from_text("\nempty key"), None);
    }

    #[test]
    fn keys_are_written_in_full() {
        assert_eq!(hexadecimal(&[0, 15, 255]), "000fff");
    }
}
