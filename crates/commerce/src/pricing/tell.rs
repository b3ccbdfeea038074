//! Adds to the traces what happened to whole lines; amounts there are those of the line, not of the piece.

use super::applicable::Stage;
use super::unit::{Piece, TakesPart};
use super::worked_out::{WorkedOut, gross};
use super::{Pricing, PricingError, Rule, Step, Verdict, exact};
use crate::Money;
use crate::promotion::Promotion;
use rust_decimal::Decimal;

/// Tells of promotions on several pieces, of pieces that took no part, and of shares in discounts on the order.
pub(super) fn of_lines(
    pricing: &Pricing<'_>,
    found: &mut WorkedOut,
    traces: &mut [Vec<Step>],
) -> Result<(), PricingError> {
    let WorkedOut { units, grouped, order, .. } = found;
    let currency = pricing.context.currency;
    let all = &pricing.promotions.all;
    let any_group = all.iter().any(|candidate| candidate.stage == Stage::Group);
    for (at, trace) in traces.iter_mut().enumerate() {
        let (line, unit, leaving) = (&pricing.lines[at], &mut units[at], grouped.leaving[at]);
        if !any_group && order.by[at].is_empty() {
            continue;
        }
        let mut left = gross(pricing, at, unit, leaving)?;
        let note = |before: Decimal, after: Decimal, verdict: Verdict, rule: Rule, trace: &mut Vec<Step>| {
            let money = |amount| Money::new(amount, currency);
            trace.push(Step { rule, before: money(before), after: money(after), verdict });
        };
        if let TakesPart::For(shared) = &unit.takes_part
            && leaving > 0
        {
            // The pieces' own price lost: the trace is that of the price at which they take part.
            trace.clear();
            let piece = if grouped.bare[at] { Piece::Bare } else { Piece::Shared };
            unit.tier = pricing.unit(at, piece, Some(trace))?.tier;
            let pieces = line.quantity.get() - leaving;
            if pieces > 0 {
                let whole = exact::mul(shared.price, line.quantity.get().into())?;
                note(whole, left, Verdict::Won, Rule::Apart { pieces }, trace);
            }
        }
        let done = &grouped.by[at];
        let whole = left;
        for index in pricing.scopes.of(at).iter().filter(|index| done.iter().all(|(done, _)| done != *index)) {
            if let Some(tried) = grouped.why_not(*index, &all[*index], (line, at), unit, (whole, currency)) {
                let Promotion { id, name, .. } = all[*index].promotion;
                note(tried.before, tried.after, tried.verdict, Rule::Promotion { id: *id, name: name.clone() }, trace);
            }
        }
        for (index, off) in done {
            let Promotion { id, name, .. } = all[*index].promotion;
            note(left, left - off, Verdict::Won, Rule::Promotion { id: *id, name: name.clone() }, trace);
            left -= off;
        }
        for (index, off) in &order.by[at] {
            let Promotion { id, name, .. } = all[*index].promotion;
            note(left, left - off, Verdict::Won, Rule::OrderShare { id: *id, name: name.clone() }, trace);
            left -= off;
        }
    }
    Ok(())
}
