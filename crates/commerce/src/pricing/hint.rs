//! From which quantity on a piece costs less.

use super::applicable::{Applicable, Stage};
use super::per_piece::Around;
use super::unit::{Counted, Unit, guest_price, price_with_more};
use super::{ContractTerms, Item, PricingContext, PricingError, TierHint};
use crate::{Face, Money};
use rust_decimal::Decimal;

/// The next lower price of a piece, of whichever rule: a tier, a price list, a promotion that begins at a quantity.
///
/// `own` is the tier that holds now. None where there is neither that nor a lower price.
pub(super) fn next_price(
    context: &PricingContext,
    around: Around<'_>,
    item: &Item,
    counted: Counted,
    unit: &Unit,
    own: Option<TierHint>,
) -> Result<Option<TierHint>, PricingError> {
    let Around { promotions, scope, .. } = around;
    let mut steps: Vec<u32> = Vec::new();
    if context.face == Face::Business {
        // Where no promotion works on prices, a price that is not lower need not be tried.
        let lower = |price: Money| {
            price.currency() == context.currency
                && (item.list_price.is_none() || around.is_promoted() || price.amount() < unit.exact)
        };
        let pieces = counted.pieces(item.mix_and_match);
        let tiers = item.tiers.iter().filter(|tier| lower(tier.price));
        steps.extend(tiers.filter_map(|tier| tier.minimum.checked_sub(pieces)));
        let valid = item.contract.iter().filter(|entry| {
            let lower = match &entry.price {
                ContractTerms::Fixed { price } => lower(*price),
                ContractTerms::PercentOff { .. } => true,
            };
            lower && entry.holds_at(context.now)
        });
        steps.extend(valid.filter_map(|entry| entry.minimum.checked_sub(counted.pieces(entry.mix_and_match))));
    }
    let mut worth = Decimal::ZERO;
    for candidate in scope.iter().map(|index| &promotions.all[*index]) {
        if candidate.stage == Stage::Piece
            && candidate.unlocked
            && let Some(missing) = candidate.missing
        {
            worth = guest_price(context, item, counted)?;
            let for_amount = missing.amount.and_then(|amount| pieces_for(amount, worth));
            let pieces = missing.pieces.max(u64::from(for_amount.unwrap_or_default()));
            steps.extend(u32::try_from(pieces).ok().filter(|_| missing.amount.is_none() || for_amount.is_some()));
        }
    }
    steps.retain(|step| *step > 0);
    steps.sort_unstable();
    steps.dedup();
    for step in steps {
        let then = price_with_more(context, around, item, counted, (step, worth))?;
        if then < unit.price {
            let hint = own.unwrap_or(TierHint { counted: counted.variant, current: 1, next: None, next_unit: None });
            let next = hint.counted.checked_add(step);
            return Ok(Some(TierHint { next, next_unit: Some(Money::new(then, context.currency)), ..hint }));
        }
    }
    Ok(own)
}

/// How many pieces of a price come to an amount.
fn pieces_for(amount: Decimal, price: Decimal) -> Option<u32> {
    u32::try_from(amount.checked_div(price)?.ceil()).ok()
}

/// The quantities at which the price of one piece of an item may change, if nothing else is in the basket: those of its
/// tiers and price lists, and those at which promotions begin. In order, each once; the first is 1.
pub fn price_breaks(context: &PricingContext, item: &Item) -> Vec<u32> {
    let mut breaks = vec![1];
    if context.face == Face::Business {
        breaks.extend(item.tiers.iter().map(|tier| tier.minimum));
        breaks.extend(item.contract.iter().filter(|entry| entry.holds_at(context.now)).map(|entry| entry.minimum));
    }
    let promotions = Applicable::new(context);
    let here = promotions.all.iter().filter(|candidate| {
        candidate.stage == Stage::Piece
            && candidate.unlocked
            && candidate.promotion.scope.holds(item.product, &item.categories)
    });
    let of_prices = sorted(breaks.clone());
    for candidate in here {
        let pieces = candidate.promotion.minimum_quantity.unwrap_or(1);
        match candidate.promotion.minimum_amount {
            None => breaks.push(pieces),
            Some(amount) => {
                // An amount is reached at another quantity under each price.
                for from in &of_prices {
                    let counted = Counted { variant: *from, product: *from };
                    let price = guest_price(context, item, counted).ok();
                    let least = price.and_then(|price| pieces_for(amount.amount(), price));
                    breaks.extend(least.map(|least| least.max(*from).max(pieces)));
                }
            }
        }
    }
    sorted(breaks)
}

fn sorted(mut quantities: Vec<u32>) -> Vec<u32> {
    quantities.retain(|quantity| *quantity > 0);
    quantities.sort_unstable();
    quantities.dedup();
    quantities
}
