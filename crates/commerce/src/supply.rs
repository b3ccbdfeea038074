//! How a quantity meets the stock there is: whether it can be had, and when it leaves.

use crate::catalog::Stock;

/// What there is to say of a quantity that is asked for: whether it can be had, and when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// All of it leaves now.
    OnHand,
    /// Some of it leaves now, the rest later.
    InParts {
        /// Pieces that leave now.
        now: u32,
        /// Pieces that leave later.
        later: u32,
        /// Working days until those leave, where that is known.
        days: Option<u32>,
    },
    /// All of it leaves later.
    Later {
        /// Working days until then, where that is known.
        days: Option<u32>,
    },
    /// There are fewer, and no more can be ordered.
    Short {
        /// How many there are.
        available: u32,
    },
}

impl Supply {
    /// Working days until all of it has left, beyond those of what is on hand; none more where that is not known.
    pub fn later_days(self) -> u32 {
        match self {
            Self::InParts { days, .. } | Self::Later { days } => days.unwrap_or(0),
            Self::OnHand | Self::Short { .. } => 0,
        }
    }
}

impl Stock {
    /// How a quantity can be supplied. Product page, grids, tables, basket, checkout and the order itself all go by this.
    pub fn supply(self, wanted: u32) -> Supply {
        let days = self.lead_days;
        match self.on_hand {
            there if there >= wanted => Supply::OnHand,
            available if !self.backorder => Supply::Short { available },
            0 => Supply::Later { days },
            now => Supply::InParts { now, later: wanted - now, days },
        }
    }

    /// How many there are, where that is fewer than are wanted and no more can be ordered.
    pub fn short_of(self, wanted: u32) -> Option<u32> {
        match self.supply(wanted) {
            Supply::Short { available } => Some(available),
            Supply::OnHand | Supply::InParts { .. } | Supply::Later { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_leaves_now_or_in_parts_or_later_or_cannot_be_had() {
        let stock = |on_hand, backorder, lead_days| Stock { on_hand, backorder, lead_days };
        let parts = |now, later, days| Supply::InParts { now, later, days };
        for (stock, wanted, supply, days) in [
            (stock(3, false, None), 3, Supply::OnHand, 0),
            (stock(3, true, Some(5)), 3, Supply::OnHand, 0),
            (stock(3, false, Some(5)), 4, Supply::Short { available: 3 }, 0),
            (stock(0, false, None), 1, Supply::Short { available: 0 }, 0),
            (stock(3, true, Some(5)), 4, parts(3, 1, Some(5)), 5),
            (stock(2, true, None), 9, parts(2, 7, None), 0),
            (stock(0, true, Some(5)), 1, Supply::Later { days: Some(5) }, 5),
            (stock(0, true, None), 9, Supply::Later { days: None }, 0),
        ] {
            assert_eq!((stock.supply(wanted), stock.supply(wanted).later_days()), (supply, days), "{stock:?} {wanted}");
            let short = matches!(supply, Supply::Short { .. }).then_some(stock.on_hand);
            assert_eq!(stock.short_of(wanted), short, "{stock:?} {wanted}");
        }
    }
}
