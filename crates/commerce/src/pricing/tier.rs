//! Public quantity tiers.

use super::trace::Trace;
use super::unit::Counted;
use super::{Item, PricingError, Rule, TierHint, Verdict};
use rust_decimal::Decimal;

/// A price by quantity, of the public tiers or of a price list, as it is worked with.
pub(super) struct Tiered {
    pub price: Decimal,
    /// Whether it holds against whatever is lower.
    pub firm: bool,
    pub hint: Option<TierHint>,
}

/// The public tier with the greatest minimum that the quantity reaches, or the base.
pub(super) fn public(
    item: &Item,
    counted: &Counted,
    base: Decimal,
    trace: &mut Trace<'_>,
) -> Result<Tiered, PricingError> {
    let pieces = counted.pieces(item.mix_and_match);
    let currency = trace.currency;
    let in_currency = || item.tiers.iter().filter(|tier| tier.price.currency() == currency);
    let holds = in_currency().filter(|tier| tier.minimum <= pieces).max_by_key(|tier| tier.minimum);
    let price = holds.map_or(Ok(base), |tier| trace.scale.up(tier.price.amount()))?;
    if let Some(tier) = holds {
        trace.note(base, price, Verdict::Won, || Rule::Tier { minimum: tier.minimum, counted: pieces });
    } else if let Some(first) = in_currency().min_by_key(|tier| tier.minimum) {
        let rule = || Rule::Tier { minimum: first.minimum, counted: pieces };
        trace.note(base, trace.scale.up(first.price.amount())?, Verdict::BelowMinimum, rule);
    }
    let hint = in_currency().next().map(|_| TierHint {
        counted: pieces,
        current: holds.map_or(1, |tier| tier.minimum),
        next: None,
        next_unit: None,
    });
    Ok(Tiered { price, firm: false, hint })
}
