//! The few products that somebody probably means who is still typing.

use super::Snapshot;
use super::cards::Eye;
use super::price_index::Representative;

/// How many more are asked for each time.
const GROWTH: usize = 4;

/// The first few of what is found that can be shown. Asks for a few, and for more only where too many of them cannot be.
pub(super) fn first_shown<T>(
    most: usize,
    mut found: impl FnMut(usize) -> Vec<usize>,
    mut shown: impl FnMut(usize) -> Option<T>,
) -> Vec<T> {
    let mut asked = most.max(1);
    loop {
        let places = found(asked);
        let are_all = places.len() < asked;
        let seen: Vec<T> = places.into_iter().filter_map(&mut shown).take(most).collect();
        if are_all || seen.len() >= most {
            return seen;
        }
        asked = asked.saturating_mul(GROWTH);
    }
}

impl Snapshot {
    /// The products that begin the list of these words, and what was searched instead where nothing matched as written.
    /// Nothing else of the list is worked out: somebody who types waits for it at every letter.
    pub fn suggested(&self, text: &str, most: usize, eye: Eye<'_>) -> (Vec<Representative>, Option<String>) {
        let mut corrected = None;
        let shown = |product: usize| {
            let prices = eye.prices.of(self, eye, product);
            self.cheapest(product, prices, 0..prices.len())
        };
        let products = first_shown(most, |asked| self.found(text, asked, &mut corrected), shown);
        (products, corrected)
    }

    /// Places of products that a text means, best first: about as many as are asked for, where there are so many.
    pub(super) fn found(&self, text: &str, most: usize, corrected: &mut Option<String>) -> Vec<usize> {
        // A SKU or barcode number typed whole means that product.
        let exact = self.by_code(text).map(|(at, _)| at);
        let found = self.search.search(text, most);
        *corrected = found.corrected.filter(|_| exact.is_none());
        match exact {
            Some(at) => std::iter::once(at).chain(found.products.into_iter().filter(|other| *other != at)).collect(),
            None => found.products,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_asked_for_only_where_too_little_can_be_shown() {
        let asked = std::cell::RefCell::new(Vec::new());
        let find = |there: usize| {
            let asked = &asked;
            move |most: usize| {
                asked.borrow_mut().push(most);
                (0..there.min(most)).collect::<Vec<usize>>()
            }
        };
        let every = |nth: usize| move |place: usize| place.is_multiple_of(nth).then_some(place);
        assert_eq!(first_shown(3, find(1000), every(1)), [0, 1, 2]);
        assert_eq!(asked.take(), [3]);
        assert_eq!(first_shown(3, find(1000), every(10)), [0, 10, 20]);
        assert_eq!(asked.take(), [3, 12, 48]);
        assert_eq!(first_shown(3, find(15), every(10)), [0, 10]);
        assert_eq!(asked.take(), [3, 12, 48]);
        assert_eq!(first_shown(3, find(0), every(1)), Vec::<usize>::new());
        assert_eq!(asked.take(), [3]);
    }
}
