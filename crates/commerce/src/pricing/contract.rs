//! Prices agreed with a company: its own price lists and its group's.

use super::tier::Tiered;
use super::trace::Trace;
use super::unit::Counted;
use super::{
    ContractPrice, ContractTerms, Item, ListOwner, PricingContext, PricingError, Rule, TierHint, Verdict, exact,
};
use rust_decimal::Decimal;

/// The list that is ahead while lists are compared.
struct Best<'a> {
    owner: ListOwner,
    entry: &'a ContractPrice,
    price: Decimal,
}

/// The contract price that holds: the company's own lists before its group's; within a list the greatest minimum that
/// the quantity reaches, and of several entries for it the one that began last; of several lists of one owner the
/// cheapest, among equals a firm one.
pub(super) fn agreed(
    context: &PricingContext,
    item: &Item,
    counted: &Counted,
    base: Decimal,
    trace: &mut Trace<'_>,
) -> Result<Option<Tiered>, PricingError> {
    let mut valid: Vec<(&ContractPrice, Decimal)> = Vec::with_capacity(item.contract.len());
    for entry in &item.contract {
        let price = match &entry.price {
            ContractTerms::Fixed { price } if price.currency() != context.currency => continue,
            ContractTerms::Fixed { price } => trace.scale.up(price.amount())?,
            ContractTerms::PercentOff { percent } => exact::percent_off(base, *percent)?,
        };
        if entry.holds_at(context.now) {
            valid.push((entry, price));
        } else {
            trace.note(base, price, Verdict::OutOfDate, || rule_of(entry));
        }
    }
    valid.sort_by(|(one, p), (other, q)| {
        let list = one.owner.cmp(&other.owner).then_with(|| one.list.cmp(&other.list));
        list.then(one.minimum.cmp(&other.minimum)).then(other.valid_from.cmp(&one.valid_from)).then(p.cmp(q))
    });
    // Of the entries of a list for one minimum the one that began last holds: it was agreed on in the place of the others.
    valid.dedup_by(|(earlier, price), (later, _)| {
        let replaced = (earlier.owner, &earlier.list, earlier.minimum) == (later.owner, &later.list, later.minimum);
        if replaced {
            trace.note(base, *price, Verdict::Outranked, || rule_of(earlier));
        }
        replaced
    });
    let mut best: Option<Best<'_>> = None;
    for entries in valid.chunk_by(|(one, _), (other, _)| one.owner == other.owner && one.list == other.list) {
        let reached = |entry: &ContractPrice| entry.minimum <= counted.pieces(entry.mix_and_match);
        // They stand by their minimum, the least first.
        let Some((entry, price)) = entries.iter().rfind(|(entry, _)| reached(entry)).copied() else {
            if let Some((entry, price)) = entries.first() {
                trace.note(base, *price, Verdict::BelowMinimum, || rule_of(entry));
            }
            continue;
        };
        match &best {
            Some(best) if best.owner < entry.owner => {
                trace.note(base, price, Verdict::Outranked, || rule_of(entry));
                continue;
            }
            Some(best) if best.price < price || (best.price == price && (best.entry.firm || !entry.firm)) => {
                trace.note(base, price, Verdict::Dearer, || rule_of(entry));
                continue;
            }
            Some(best) => trace.note(base, best.price, Verdict::Dearer, || rule_of(best.entry)),
            None => {}
        }
        best = Some(Best { owner: entry.owner, entry, price });
    }
    let Some(Best { entry, price, .. }) = best else { return Ok(None) };
    trace.note(base, price, Verdict::Won, || rule_of(entry));
    let hint = TierHint {
        counted: counted.pieces(entry.mix_and_match),
        current: entry.minimum.max(1),
        next: None,
        next_unit: None,
    };
    Ok(Some(Tiered { price, firm: entry.firm, hint: Some(hint) }))
}

fn rule_of(entry: &ContractPrice) -> Rule {
    Rule::Contract {
        list: entry.list.clone(),
        owner: entry.owner,
        minimum: entry.minimum,
        percent_off: match &entry.price {
            ContractTerms::PercentOff { percent } => Some(*percent),
            ContractTerms::Fixed { .. } => None,
        },
        firm: entry.firm,
    }
}
