//! What was probably meant by a SKU that is not there.

use super::Snapshot;
use giano_commerce::Sku;

/// What the guesses of one request may cost, in letters compared: some tenths of a second. A list of ten thousand wrong
/// SKUs would else keep the server busy for minutes, and anybody may send one.
const MOST_WORK: usize = 20_000_000;

/// Letters that a guess may be off.
const MOST_OFF: usize = 2;

/// Guesses for one request.
pub struct Guesses<'a> {
    snapshot: &'a Snapshot,
    left: usize,
}

impl<'a> Guesses<'a> {
    pub(super) const fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, left: MOST_WORK }
    }

    /// The SKU that was probably meant: at most two letters off. None also where the request has had its share of guesses.
    pub fn near(&mut self, sku: &Sku) -> Option<Sku> {
        let known = nearest(self.snapshot.by_sku.keys(), &sku.key(), &mut self.left)?;
        let (product, variant) = self.snapshot.by_sku.get(known)?;
        Some(self.snapshot.variant(*product, *variant).sku.clone())
    }
}

/// The text nearest to another, where one is near. Takes what it costs from what is left; none where that is not enough.
fn nearest<'a>(all: impl Iterator<Item = &'a String>, text: &str, left: &mut usize) -> Option<&'a String> {
    let shape = Shape::of(text);
    let mut best: Option<(usize, &String)> = None;
    for known in all {
        let own = Shape::of(known);
        let far = !shape.may_be_near(&own);
        // A look at the shape costs as much as comparing a few letters.
        let cost = if far { 4 } else { shape.length * own.length };
        let Some(rest) = left.checked_sub(cost) else {
            // Shorter texts, which could still be afforded, must not be guessed at where longer ones are not.
            *left = 0;
            return None;
        };
        *left = rest;
        if far {
            continue;
        }
        let off = strsim::damerau_levenshtein(known, text);
        // Of equals the first in the alphabet, whatever order the map has.
        if off <= MOST_OFF && best.is_none_or(|best| (off, known) < best) {
            best = Some((off, known));
        }
    }
    best.map(|(_, known)| known)
}

/// What can be seen of a text without comparing letter by letter.
struct Shape {
    length: usize,
    /// Which letters are in it, as bits: different ones may share a bit.
    letters: u64,
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self { length: 0, letters: 0 };
        for letter in text.chars() {
            shape.length += 1;
            shape.letters |= 1 << (u32::from(letter) & 63);
        }
        shape
    }

    /// Whether texts so shaped can be [`MOST_OFF`] changes apart: each brings one letter at most, and takes one away.
    fn may_be_near(&self, other: &Self) -> bool {
        let most = MOST_OFF as u32;
        self.length.abs_diff(other.length) <= MOST_OFF
            && (self.letters & !other.letters).count_ones() <= most
            && (other.letters & !self.letters).count_ones() <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn guessing_ends_where_the_share_is_used_up() {
        let known: Vec<String> = ["moka-3", "moka-5", "grinder"].map(str::to_owned).to_vec();
        let mut left = 200;
        let mut guess = |text: &str| nearest(known.iter(), text, &mut left).cloned();
        assert_eq!(guess("moka-4"), Some("moka-3".to_owned()));
        assert_eq!(guess("grindre"), Some("grinder".to_owned()));
        // 36 twice and 4, then 4 twice and 49: there is not enough for a third.
        assert_eq!(guess("moka-4"), None);
        assert_eq!(guess("grindre"), None);
        assert_eq!(guess("m"), None);
    }

    proptest! {
        #[test]
        fn what_is_near_is_never_taken_for_far(a in "[a-cè0-2-]{0,7}", b in "[a-cè0-2-]{0,7}") {
            let near = strsim::damerau_levenshtein(&a, &b) <= MOST_OFF;
            prop_assert!(!near || Shape::of(&a).may_be_near(&Shape::of(&b)), "{} {}", a, b);
        }
    }
}
