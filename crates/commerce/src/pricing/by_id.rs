//! Maps from identifiers of the shop's own, made for speed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by an identifier.
pub(super) type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Spreads the bits of one number by multiplication. Identifiers are given by the shop's own database, so nobody can
/// choose them so that they collide, and the costly hash that protects against that is not needed.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }

    fn finish(&self) -> u64 {
        // The map takes the low bits, multiplication spreads into the high ones.
        self.0.rotate_left(26)
    }
}
