//! Random numbers.

/// Random numbers by SplitMix64 (Steele, Lea, Flood 2014): a few lines, and the same numbers in every version.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`.
    pub fn number(&mut self, least: i64, most: i64) -> i64 {
        let count = u64::try_from(most - least + 1).unwrap();
        least + i64::try_from(self.next() % count).unwrap()
    }

    /// Whether something comes that comes so many times in a hundred.
    pub fn comes(&mut self, in_hundred: i64) -> bool {
        self.number(1, 100) <= in_hundred
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.number(0, i64::try_from(of.len()).unwrap() - 1)).unwrap()].clone()
    }

    pub fn maybe<T>(&mut self, in_hundred: i64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.comes(in_hundred).then(|| make(self))
    }
}
