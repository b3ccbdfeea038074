//! What one thing costs by itself: on a card, a product's page, in a table.

use super::{Item, LineInput, PricedLine, PricingContext, PricingError, price};
use crate::Quantity;
use std::sync::Arc;

/// Prices so many pieces of one item as if nothing else were in the basket.
///
/// # Errors
/// [`PricingError`].
pub fn price_alone(
    context: &PricingContext,
    item: &Arc<Item>,
    quantity: Quantity,
) -> Result<Option<PricedLine>, PricingError> {
    let line = [LineInput { id: 0, quantity, item: Arc::clone(item) }];
    Ok(price(context, &line)?.lines.pop())
}

/// The lowest price among several offers, e.g. the variants of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowest {
    /// Its place among the offers.
    pub at: usize,
    /// What one piece of it costs, and why.
    pub line: PricedLine,
    /// Whether others cost more: it is a price "from".
    pub differ: bool,
}

/// The offer whose piece costs least at the quantity given with it, the first among equals; none where there are no
/// offers.
///
/// # Errors
/// [`PricingError`].
pub fn lowest<'a>(
    context: &PricingContext,
    offers: impl IntoIterator<Item = (&'a Arc<Item>, Quantity)>,
) -> Result<Option<Lowest>, PricingError> {
    let mut lowest: Option<Lowest> = None;
    for (at, (item, quantity)) in offers.into_iter().enumerate() {
        let Some(line) = price_alone(context, item, quantity)? else { continue };
        lowest = Some(match lowest {
            None => Lowest { at, line, differ: false },
            Some(best) => {
                let differ = best.differ || best.line.unit != line.unit;
                if line.unit.amount() < best.line.unit.amount() {
                    Lowest { at, line, differ }
                } else {
                    Lowest { differ, ..best }
                }
            }
        });
    }
    Ok(lowest)
}
