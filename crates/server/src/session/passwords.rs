//! Passwords: Argon2id, slow on purpose, a few at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Hashings at once: each takes about 19 MiB and a core for some 20 ms.
const AT_ONCE: usize = 4;

/// Longest password looked at, in bytes.
const LONGEST: usize = 1024;

/// A password that cannot be hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Longer than 1024 bytes.
    #[error("the password is longer than 1024 bytes")]
    TooLong,
    /// The hash function failed.
    #[error("the password cannot be hashed: {0}")]
    Hash(argon2::password_hash::Error),
}

/// The hash of a password (Argon2id with a random salt, PHC format), as people's records keep it.
///
/// # Errors
/// [`PasswordError`].
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(PasswordError::Hash)
}

/// The hash that is tried where nobody has the e-mail, so that the answer takes as long, from the first on. Its salt and
/// its sum are drawn: no password is known for it.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$VZGSaxlSlgm5P7HNrojiTg$EQ9h0g5FRLg0nudNWfiW/63Kp1TxppbDif53ArPZ8OY";

/// Whether a password is the one of a record; without a record it takes as long and is not.
pub(crate) async fn verify(record: Option<String>, password: String) -> bool {
    static TURNS: OnceLock<Arc<Semaphore>> = OnceLock::new();
    let turns = Arc::clone(TURNS.get_or_init(|| Arc::new(Semaphore::new(AT_ONCE))));
    let Ok(turn) = turns.acquire_owned().await else { return false };
    let check = move || {
        let _turn = turn;
        let known = record.is_some();
        let hash = record.unwrap_or_else(|| NOBODYS_HASH.to_owned());
        let Ok(parsed) = PasswordHash::new(&hash) else { return false };
        let password = if password.len() > LONGEST { "" } else { password.as_str() };
        Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn who_is_not_there_takes_as_long_as_who_is() {
        let cost = |hash: &str| {
            let parsed = PasswordHash::new(hash).unwrap();
            let lengths = (parsed.salt.map(|salt| salt.len()), parsed.hash.map(|sum| sum.len()));
            (parsed.algorithm.to_string(), parsed.version, parsed.params.to_string(), lengths)
        };
        assert_eq!(cost(NOBODYS_HASH), cost(&hash_password("anything").unwrap()));
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("moka pot 3").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hash_password("moka pot 3").unwrap());
        assert!(verify(Some(hash.clone()), "moka pot 3".into()).await);
        assert!(!verify(Some(hash), "moka pot 4".into()).await);
        assert!(!verify(None, "moka pot 3".into()).await);
        assert!(!verify(Some("not a hash".into()), String::new()).await);
        assert!(matches!(hash_password(&"x".repeat(1025)), Err(PasswordError::TooLong)));
    }
}
