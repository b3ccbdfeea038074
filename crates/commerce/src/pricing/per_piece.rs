//! Promotions on the price of one piece.
//!
//! They are walked in their order, each on what the ones before it left; an exclusive one applies only where none did
//! before it, and lets none apply after it. Promotions with a code or a minimum are taken only where the price is lower
//! with them: no one pays more for having given a code or bought enough.

use super::applicable::{Applicable, Stage};
use super::exact;
use super::trace::Trace;
use super::{PricingError, Rule, Verdict};
use crate::promotion::{Effect, Promotion};
use rust_decimal::Decimal;

/// A price with the promotions that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reduced {
    pub price: Decimal,
    /// In the order they applied.
    pub won: Vec<usize>,
    /// Whether an exclusive one did.
    pub exclusive: bool,
}

/// What promotions per piece make of a price.
pub(super) struct PerPiece {
    /// The lowest price.
    pub best: Reduced,
    /// The lowest price that lets promotions on several pieces count as well, where it is another; `None` in it where
    /// there is none, because an exclusive promotion holds.
    pub shared: Option<Option<Reduced>>,
    /// Whether the price may also be without any promotion, because all that there are have a code or a minimum.
    pub may_be_bare: bool,
}

/// The promotions around a piece.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub promotions: &'a Applicable<'a>,
    pub scope: &'a [usize],
    /// More pieces than there are, each worth so much: their minimums may be reached then.
    pub more: Option<(u32, Decimal)>,
}

impl Around<'_> {
    fn is_active(&self, index: usize) -> bool {
        let candidate = &self.promotions.all[index];
        candidate.stage == Stage::Piece
            && match self.more {
                None => candidate.is_active(),
                Some((more, worth)) => candidate.is_active_with(more, worth),
            }
    }

    /// Whether a promotion on several pieces is active here.
    pub fn is_grouped(&self) -> bool {
        let grouped = |index: &usize| {
            let candidate = &self.promotions.all[*index];
            candidate.stage == Stage::Group && candidate.is_active()
        };
        self.scope.iter().any(grouped)
    }

    /// Whether a promotion per piece concerns what is priced, be it active or not.
    pub fn is_promoted(&self) -> bool {
        self.scope.iter().any(|index| self.promotions.all[*index].stage == Stage::Piece)
    }

    /// The lowest prices that the promotions make of a price.
    pub fn reduce(&self, start: Decimal, trace: &Trace<'_>) -> Result<PerPiece, PricingError> {
        let conditional = |index: &usize| self.promotions.all[*index].is_conditional();
        let exclusive = |index: &usize| self.promotions.all[*index].is_exclusive();
        let none = Reduced { price: start, won: Vec::new(), exclusive: false };
        if !self.is_promoted() {
            return Ok(PerPiece { best: none, shared: None, may_be_bare: true });
        }
        let usual = self.walk(start, trace, |index| !conditional(&index))?;
        let may_be_bare = usual.won.is_empty();
        let mut best = usual.clone();
        let mut shared = (!usual.exclusive).then_some(usual);
        let active = || self.scope.iter().copied().filter(|index| self.is_active(*index) && conditional(index));
        if active().any(|index| !exclusive(&index)) {
            let more = self.walk(start, trace, |index| !conditional(&index) || !exclusive(&index))?;
            if !more.exclusive && shared.as_ref().is_none_or(|shared| more.price < shared.price) {
                shared = Some(more.clone());
            }
            if more.price < best.price {
                best = more;
            }
        }
        for alone in active().filter(exclusive) {
            let with = self.walk(start, trace, |index| index == alone || !conditional(&index))?;
            if with.price < best.price {
                best = with;
            }
        }
        let shared = if best.exclusive { Some(shared) } else { None };
        Ok(PerPiece { best, shared, may_be_bare })
    }

    fn walk(&self, start: Decimal, trace: &Trace<'_>, taken: impl Fn(usize) -> bool) -> Result<Reduced, PricingError> {
        let mut reduced = Reduced { price: start, won: Vec::new(), exclusive: false };
        for &index in self.scope {
            if !self.is_active(index) || !taken(index) {
                continue;
            }
            let alone = self.promotions.all[index].is_exclusive();
            if alone && !reduced.won.is_empty() {
                continue;
            }
            let after = apply(self.promotions.all[index].promotion, reduced.price, trace)?;
            if after < reduced.price {
                reduced.price = after;
                reduced.won.push(index);
                reduced.exclusive = alone;
                if alone {
                    break;
                }
            }
        }
        Ok(reduced)
    }

    /// Writes what each promotion of the scope did to a price, where those in `won` made it; with `otherwise` where
    /// another rule made it and they all lost against that.
    pub fn tell(
        &self,
        start: Decimal,
        won: &Reduced,
        otherwise: Option<Verdict>,
        trace: &mut Trace<'_>,
    ) -> Result<(), PricingError> {
        if trace.steps.is_none() {
            return Ok(());
        }
        let mut price = start;
        for &index in self.scope {
            let candidate = &self.promotions.all[index];
            if candidate.stage != Stage::Piece {
                continue;
            }
            let promotion = candidate.promotion;
            let rule = || Rule::Promotion { id: promotion.id, name: promotion.name.clone() };
            let here = won.won.contains(&index);
            // An exclusive one is compared with the price without any.
            let before = if here && won.exclusive { start } else { price };
            let after = apply(promotion, before, trace)?;
            let verdict = if let Some(verdict) = otherwise {
                verdict
            } else if here {
                Verdict::Won
            } else if !candidate.unlocked {
                Verdict::NeedsCoupon
            } else if candidate.missing.is_some() {
                Verdict::BelowMinimum
            } else if after < before && (won.exclusive || (candidate.is_exclusive() && !candidate.is_conditional())) {
                Verdict::Excluded
            } else {
                Verdict::Dearer
            };
            trace.note(before, after, verdict, rule);
            if here {
                price = after;
            }
        }
        Ok(())
    }
}

/// What a promotion makes of a price.
fn apply(promotion: &Promotion, price: Decimal, trace: &Trace<'_>) -> Result<Decimal, PricingError> {
    match &promotion.effect {
        Effect::Percentage { percent } => exact::percent_off(price, *percent),
        Effect::FixedAmount { amount } => Ok(exact::sub(price, trace.scale.up(amount.amount())?)?.max(Decimal::ZERO)),
        Effect::FixedPrice { price } => Ok(trace.scale.up(price.amount())?.max(Decimal::ZERO)),
        Effect::BuyXGetY { .. } | Effect::Bundle { .. } | Effect::FreeShipping | Effect::Gift { .. } => Ok(price),
    }
}
