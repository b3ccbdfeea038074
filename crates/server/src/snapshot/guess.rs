//! What was probably meant by a word, or a SKU, that is not there.
//!
//! Anybody may send thousands of them, so what guessing may cost is counted, over all guesses of a request together.

use super::Snapshot;
use giano_commerce::Sku;
use rapidfuzz::distance::osa;
use std::cmp::Reverse;

/// What the guesses of one request may cost: a unit is a look at what is known, or a letter compared. All of it is some
/// hundredths of a second.
const MOST_WORK: usize = 2_000_000;

/// Letters that a guess at a SKU may be off.
const MOST_OFF: usize = 2;

/// What the guesses of one request may still cost.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    /// All that one request may cost.
    pub(super) const fn of_a_request() -> Self {
        Self(MOST_WORK)
    }

    /// Takes a cost; `false` where it is more than is left. Then nothing is left: what is short, and could still be
    /// afforded, must not be guessed at where what is long is not.
    const fn take(&mut self, cost: usize) -> bool {
        match self.0.checked_sub(cost) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => {
                self.0 = 0;
                false
            }
        }
    }
}

/// Everything that there is of a kind, by length, to find what is nearest to something else.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Vec<Entry>>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    text: Box<str>,
    letters: Letters,
    /// How much there is of it: of two that are as near, the more frequent one was meant.
    weight: u32,
}

impl FromIterator<(String, u32)> for Known {
    fn from_iter<T: IntoIterator<Item = (String, u32)>>(all: T) -> Self {
        let mut by_length: Vec<Vec<Entry>> = Vec::new();
        for (text, weight) in all {
            let length = text.chars().count();
            if by_length.len() <= length {
                by_length.resize_with(length + 1, Vec::new);
            }
            by_length[length].push(Entry { letters: Letters::of(&text), text: text.into_boxed_str(), weight });
        }
        for entries in &mut by_length {
            entries.sort_unstable();
        }
        Self(by_length)
    }
}

impl Known {
    /// Whether it is there as it is.
    pub(super) fn contains(&self, text: &str) -> bool {
        let same = |entries: &Vec<Entry>| entries.binary_search_by(|entry| (*entry.text).cmp(text)).is_ok();
        self.0.get(text.chars().count()).is_some_and(same)
    }

    /// What is nearest to a text, at most so many letters off; of equals the more frequent, then the first in the
    /// alphabet. None also where the budget does not suffice.
    pub(super) fn nearest(&self, text: &str, most_off: usize, budget: &mut Budget) -> Option<&str> {
        let (length, letters) = (text.chars().count(), Letters::of(text));
        let comparator = osa::BatchComparator::new(text.chars());
        let within = osa::Args::default().score_cutoff(most_off);
        // Letters are compared in blocks of so many at once.
        let blocks = length.div_ceil(64).max(1);
        let lengths = length.saturating_sub(most_off)..self.0.len().min(length + most_off + 1);
        let mut best: Option<(usize, Reverse<u32>, &str)> = None;
        for own_length in lengths {
            let entries = &self.0[own_length];
            if !budget.take(entries.len()) {
                return None;
            }
            for entry in entries.iter().filter(|entry| letters.may_be_near(entry.letters, most_off)) {
                if !budget.take(own_length * blocks) {
                    return None;
                }
                if let Some(off) = comparator.distance_with_args(entry.text.chars(), &within) {
                    let found = (off, Reverse(entry.weight), &*entry.text);
                    best = Some(best.map_or(found, |best| best.min(found)));
                }
            }
        }
        best.map(|(.., text)| text)
    }
}

/// Which letters are in a text, as bits: different ones may share a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        Self(text.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) & 63)))
    }

    /// Whether two texts can be so many changes apart: each change brings one letter at most, and takes one away.
    const fn may_be_near(self, other: Self, most_off: usize) -> bool {
        (self.0 & !other.0).count_ones() as usize <= most_off && (other.0 & !self.0).count_ones() as usize <= most_off
    }
}

/// Guesses at SKUs for one request.
pub struct Guesses<'a> {
    snapshot: &'a Snapshot,
    budget: Budget,
}

impl<'a> Guesses<'a> {
    pub(super) const fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, budget: Budget::of_a_request() }
    }

    /// The SKU that was probably meant: at most two letters off. None also where the request has had its share of guesses.
    pub fn near(&mut self, sku: &Sku) -> Option<Sku> {
        let known = self.snapshot.places.known_skus.nearest(&sku.key(), MOST_OFF, &mut self.budget)?;
        let (product, variant) = self.snapshot.places.sku.get(known)?;
        Some(self.snapshot.variant(*product, *variant).sku.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(texts: &[(&str, u32)]) -> Known {
        texts.iter().map(|(text, weight)| ((*text).to_owned(), *weight)).collect()
    }

    #[test]
    fn the_nearest_is_found_then_the_most_frequent() {
        let known =
            known(&[("moka-3", 0), ("moka-5", 0), ("grinder", 0), ("espresso", 3), ("espressi", 9), ("caffè", 1)]);
        let nearest = |text: &str, off| known.nearest(text, off, &mut Budget::of_a_request());
        assert_eq!(nearest("moka-4", 2), Some("moka-3"));
        assert_eq!(nearest("grindre", 2), Some("grinder"), "two letters in each other's place are one change");
        assert_eq!(nearest("espresse", 1), Some("espressi"));
        assert_eq!(nearest("espresson", 1), Some("espresso"), "nearer before more frequent");
        assert_eq!(nearest("cafè", 1), Some("caffè"), "letters are no bytes");
        assert_eq!(nearest("tamper", 2), None);
        assert_eq!(nearest("", 2), None);
        assert!(known.contains("moka-3") && !known.contains("moka-4") && !known.contains(&"x".repeat(99)));
    }

    #[test]
    fn guessing_ends_where_the_share_is_used_up() {
        let known = known(&[("moka-3", 0), ("moka-5", 0), ("grinder", 0)]);
        // Three are looked at, and two or one of them compared.
        let mut budget = Budget(3 + 6 + 6 + 3 + 7);
        assert_eq!(known.nearest("moka-4", 2, &mut budget), Some("moka-3"));
        assert_eq!(known.nearest("grindre", 2, &mut budget), Some("grinder"));
        assert_eq!(budget.0, 0);
        assert_eq!(known.nearest("moka-4", 2, &mut budget), None);
        let mut nearly = Budget(3 + 6 + 5);
        assert_eq!(known.nearest("moka-4", 2, &mut nearly), None, "half a look is no look");
        assert_eq!(nearly.0, 0);
    }

    proptest! {
        #[test]
        fn what_is_near_is_never_passed_over(a in "[a-cè0-2-]{0,7}", b in "[a-cè0-2-]{0,7}", off in 1_usize..3) {
            let all = known(&[(&b, 0)]);
            let near = osa::distance(a.chars(), b.chars()) <= off;
            prop_assert_eq!(all.nearest(&a, off, &mut Budget::of_a_request()), near.then_some(b.as_str()));
        }
    }
}
