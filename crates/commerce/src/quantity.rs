//! Quantities and the rules a product puts on them.

use serde::{Deserialize, Serialize};

/// How many pieces: 1 to 1 000 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
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
