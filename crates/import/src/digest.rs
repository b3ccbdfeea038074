//! Names made of what they name.

use sha2::{Digest, Sha256};

/// Sixteen bytes of SHA-256 in hexadecimal: enough that no two files of a shop share it.
pub(crate) fn name_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes).get(..16).unwrap_or_default())
}
