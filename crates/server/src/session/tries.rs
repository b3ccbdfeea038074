//! Who may try a password, and how often.
//!
//! Tries are limited by account and address together, so that nobody who guesses from elsewhere keeps the owner out. An
//! account that is guessed at from many addresses at once is not shut either: from then on every network has one try an
//! hour, which is enough for who knows the password. A device that the owner has signed in with has tries of its own,
//! whatever others do, even from the owner's own address.

use crate::cookies::{hash, read, secret};
use crate::problem::Failure;
use crate::state::AppState;
use crate::throttle::{Client, Tries};
use axum::http::{HeaderMap, HeaderValue};
use giano_api::session::DEVICE_COOKIE;
use giano_commerce::EmailAddress;
use giano_commerce::company::PersonId;
use giano_store::Tried;

/// A device is remembered for 400 days after the last signing in, the longest that browsers keep a cookie.
const REMEMBERED_SECONDS: i64 = 400 * 24 * 60 * 60;

/// The device that a request comes from.
pub(super) struct Device {
    token: String,
    /// Who has signed in with it; nobody where it is new.
    people: Vec<PersonId>,
}

impl Device {
    /// The device as its cookie names it, else a new one. It is looked up before anybody asks whose account is meant, so
    /// that what an answer takes does not tell whether there is one.
    pub async fn of(state: &AppState, headers: &HeaderMap) -> Result<Self, Failure> {
        if let Some(token) = read(headers, DEVICE_COOKIE) {
            let people = state.store.people_of_device(&hash(token), state.clock.millis()).await?;
            if !people.is_empty() {
                return Ok(Self { token: token.to_owned(), people });
            }
        }
        // A token that is not known is not ours.
        Ok(Self { token: crate::clock::draw_token(), people: Vec::new() })
    }

    /// Whether somebody has signed in with it.
    pub fn is_of(&self, person: PersonId) -> bool {
        self.people.contains(&person)
    }

    /// Remembers who signed in with it.
    pub async fn remember(&self, state: &AppState, person: PersonId) -> Result<Option<HeaderValue>, Failure> {
        let now = state.clock.millis();
        state.store.remember_device(&hash(&self.token), person, now, now + REMEMBERED_SECONDS * 1000).await?;
        Ok(secret(DEVICE_COOKIE, &self.token, REMEMBERED_SECONDS))
    }
}

/// Counts a try. `own` is the device where it is known to be the owner's.
///
/// # Errors
/// Too many tries.
pub(super) async fn count(
    state: &AppState,
    client: Client,
    email: Option<&EmailAddress>,
    own: Option<&Device>,
) -> Result<(), Failure> {
    // Of the length that a key should have, and nothing that says whose it is.
    let account = email.map(|email| hash(&email.key()));
    if let (Some(account), Some(device)) = (&account, own) {
        let key = format!("{account} {}", hash(&device.token));
        if state.try_once(Tries::SignInFromKnownDevice, &key).await? == Tried::Counted {
            return Ok(());
        }
    }
    state.count_try(Tries::SignInFromAddress, &client.key()).await?;
    let Some(account) = account else { return Ok(()) };
    state.count_try(Tries::SignInToAccountFromAddress, &format!("{account} {}", client.key())).await?;
    if state.try_once(Tries::SignInToAccount, &account).await? != Tried::Counted {
        state.count_try(Tries::SignInUnderAttack, &format!("{account} {}", client.neighbourhood())).await?;
    }
    Ok(())
}
