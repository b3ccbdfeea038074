//! Quantities and the rules a product puts on them.

use serde::{Deserialize, Serialize};

/// How many pieces: 1 to 1 000 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u32);

/// A quantity is between 1 and 1 000 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quantity is between 1 and 1000000")]
pub struct QuantityOutOfRange;

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(1);
    /// The greatest quantity of one line.
    pub const MAX: u32 = 1_000_000;

    /// A quantity.
    ///
    /// # Errors
    /// [`QuantityOutOfRange`] for 0 and above [`Quantity::MAX`].
    pub const fn new(pieces: u32) -> Result<Self, QuantityOutOfRange> {
        if pieces == 0 || pieces > Self::MAX { Err(QuantityOutOfRange) } else { Ok(Self(pieces)) }
    }

    /// The number of pieces.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The sum, held at [`Quantity::MAX`].
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).min(Self::MAX))
    }
}

impl TryFrom<u32> for Quantity {
    type Error = QuantityOutOfRange;
    fn try_from(pieces: u32) -> Result<Self, Self::Error> {
        Self::new(pieces)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

/// What quantities of a variant can be ordered, for one face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuantityRule {
    /// The least that can be ordered, in pieces.
    pub minimum: u32,
    /// The most that can be ordered at once, where there is a limit.
    pub maximum: Option<u32>,
    /// Steps above zero: every quantity is a multiple of it.
    pub increment: u32,
}

impl Default for QuantityRule {
    fn default() -> Self {
        Self { minimum: 1, maximum: None, increment: 1 }
    }
}

/// Why a quantity cannot be ordered, with the nearest that can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum QuantityIssue {
    /// Less than the minimum; `next` is the least that can be ordered.
    #[error("minimum {minimum}, next {next}")]
    BelowMinimum {
        /// The rule's minimum.
        minimum: u32,
        /// The least quantity that obeys every rule.
        next: u32,
    },
    /// More than the maximum; `previous` is the most that can be ordered.
    #[error("maximum {maximum}, at most {previous}")]
    AboveMaximum {
        /// The rule's maximum.
        maximum: u32,
        /// The greatest quantity that obeys every rule.
        previous: u32,
    },
    /// Not a multiple of the increment.
    #[error("sold in steps of {increment}: {previous:?} or {next:?}")]
    NotAMultiple {
        /// The step.
        increment: u32,
        /// The nearest lower quantity that can be ordered, if any.
        previous: Option<u32>,
        /// The nearest higher quantity that can be ordered, if any.
        next: Option<u32>,
    },
}

crate::tagged! {
    QuantityIssue by reason {
        BelowMinimum { minimum, next }
        AboveMaximum { maximum, previous }
        NotAMultiple { increment, previous, next }
    } where { minimum: u32, maximum: u32, increment: u32, previous: u32, next: u32 }
}

impl QuantityRule {
    /// The least quantity that obeys every rule.
    pub fn least(self) -> u32 {
        let step = self.increment.max(1);
        self.minimum.max(1).div_ceil(step) * step
    }

    /// The greatest quantity that obeys every rule.
    pub fn greatest(self) -> u32 {
        let step = self.increment.max(1);
        self.maximum.unwrap_or(Quantity::MAX).min(Quantity::MAX) / step * step
    }

    /// The least quantity that obeys every rule and is enough for so many pieces; the greatest there is, where none is.
    pub fn enough_for(self, pieces: u32) -> u32 {
        let step = self.increment.max(1);
        pieces.max(self.least()).div_ceil(step).saturating_mul(step).min(self.greatest())
    }

    /// The greatest quantity that can be ordered where there are only so many pieces; none where that is too few.
    pub fn greatest_of(self, there: u32) -> Option<u32> {
        let step = self.increment.max(1);
        Some(there.min(self.greatest()) / step * step).filter(|pieces| *pieces >= self.least())
    }

    /// Whether a quantity can be ordered.
    ///
    /// # Errors
    /// The [`QuantityIssue`] with the nearest quantities that can.
    pub fn check(self, quantity: Quantity) -> Result<(), QuantityIssue> {
        let pieces = quantity.get();
        let step = self.increment.max(1);
        if pieces < self.minimum {
            return Err(QuantityIssue::BelowMinimum { minimum: self.minimum, next: self.least() });
        }
        if let Some(maximum) = self.maximum
            && pieces > maximum
        {
            return Err(QuantityIssue::AboveMaximum { maximum, previous: self.greatest() });
        }
        if !pieces.is_multiple_of(step) {
            let previous = pieces / step * step;
            let next = previous + step;
            return Err(QuantityIssue::NotAMultiple {
                increment: step,
                previous: (previous >= self.least()).then_some(previous),
                next: (next <= self.greatest()).then_some(next),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(pieces: u32) -> Quantity {
        Quantity::new(pieces).unwrap()
    }

    #[test]
    fn a_quantity_is_between_one_and_a_million() {
        assert_eq!(Quantity::new(0), Err(QuantityOutOfRange));
        assert_eq!(Quantity::new(1_000_001), Err(QuantityOutOfRange));
        assert_eq!(of(999_999).saturating_add(of(5)).get(), 1_000_000);
        assert!(serde_json::from_str::<Quantity>("0").is_err());
        assert_eq!(serde_json::from_str::<Quantity>("12").unwrap(), of(12));
    }

    #[test]
    fn enough_is_rounded_up_to_what_can_be_ordered() {
        let by_six = QuantityRule { minimum: 12, maximum: Some(40), increment: 6 };
        for (pieces, enough) in [(0, 12), (12, 12), (13, 18), (18, 18), (37, 36), (u32::MAX, 36)] {
            assert_eq!(by_six.enough_for(pieces), enough, "{pieces}");
        }
        assert_eq!(QuantityRule::default().enough_for(7), 7);
    }

    #[test]
    fn of_too_few_what_can_be_ordered_is_taken() {
        let by_six = QuantityRule { minimum: 12, maximum: Some(40), increment: 6 };
        let of = |there| by_six.greatest_of(there);
        assert_eq!([0, 11, 12, 17, 18, 39, 90].map(of), [None, None, Some(12), Some(12), Some(18), Some(36), Some(36)]);
        assert_eq!((QuantityRule::default().greatest_of(0), QuantityRule::default().greatest_of(2)), (None, Some(2)));
    }

    #[test]
    fn minimum_four_in_fours_next_is_eight() {
        let rule = QuantityRule { minimum: 4, maximum: Some(30), increment: 4 };
        assert_eq!((rule.least(), rule.greatest()), (4, 28));
        assert_eq!(rule.check(of(8)), Ok(()));
        assert_eq!(rule.check(of(3)), Err(QuantityIssue::BelowMinimum { minimum: 4, next: 4 }));
        assert_eq!(
            rule.check(of(6)),
            Err(QuantityIssue::NotAMultiple { increment: 4, previous: Some(4), next: Some(8) })
        );
        assert_eq!(
            rule.check(of(30)),
            Err(QuantityIssue::NotAMultiple { increment: 4, previous: Some(28), next: None })
        );
        assert_eq!(rule.check(of(31)), Err(QuantityIssue::AboveMaximum { maximum: 30, previous: 28 }));
    }

    #[test]
    fn the_least_obeys_minimum_and_increment_both() {
        let rule = QuantityRule { minimum: 10, maximum: None, increment: 6 };
        assert_eq!(rule.least(), 12);
        assert_eq!(rule.check(of(9)), Err(QuantityIssue::BelowMinimum { minimum: 10, next: 12 }));
        assert_eq!(
            rule.check(of(11)),
            Err(QuantityIssue::NotAMultiple { increment: 6, previous: None, next: Some(12) })
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn every_cure_can_be_ordered(
            minimum in 0_u32..50, span in proptest::option::of(20_u32..200), increment in 0_u32..13, pieces in 1_u32..300,
        ) {
            let rule = QuantityRule { minimum, maximum: span.map(|span| minimum + span), increment };
            let cures = match rule.check(of(pieces)) {
                Ok(()) => vec![pieces],
                Err(QuantityIssue::BelowMinimum { next, .. }) => vec![next],
                Err(QuantityIssue::AboveMaximum { previous, .. }) => vec![previous],
                Err(QuantityIssue::NotAMultiple { previous, next, .. }) => previous.into_iter().chain(next).collect(),
            };
            for cure in cures {
                proptest::prop_assert_eq!(rule.check(of(cure)), Ok(()));
            }
        }
    }
}
