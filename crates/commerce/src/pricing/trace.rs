//! The trace of a line while it is being written.

use super::exact::Scale;
use super::{Rule, Step, Verdict};
use crate::{Currency, Money};
use rust_decimal::Decimal;

/// Writes the trace, or nothing where only the price matters.
pub(super) struct Trace<'t> {
    pub steps: Option<&'t mut Vec<Step>>,
    pub currency: Currency,
    /// What the amounts are multiplied by.
    pub scale: Scale,
}

impl Trace<'_> {
    pub fn note(&mut self, before: Decimal, after: Decimal, verdict: Verdict, rule: impl FnOnce() -> Rule) {
        if let Some(steps) = self.steps.as_deref_mut() {
            let money = |amount| Money::new(self.scale.told(amount), self.currency);
            steps.push(Step { rule: rule(), before: money(before), after: money(after), verdict });
        }
    }

    /// What was judged in one way is judged in another after all.
    pub fn change(&mut self, from: Verdict, to: Verdict, which: impl Fn(&Rule) -> bool) {
        let steps = self.steps.iter_mut().flat_map(|steps| steps.iter_mut());
        steps.filter(|step| step.verdict == from && which(&step.rule)).for_each(|step| step.verdict = to);
    }
}
