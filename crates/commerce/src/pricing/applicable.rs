//! Which promotions can apply, found once for a basket.

use super::by_id::ById;
use super::{Item, LineInput, PricingContext, PricingError, exact};
use crate::catalog::{CategoryId, ProductId};
use crate::promotion::{Effect, Promotion, Scope};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// A promotion for this face and day, with what is known of its conditions.
pub(super) struct Candidate<'a> {
    pub promotion: &'a Promotion,
    /// Its coupon was given, or it needs none.
    pub unlocked: bool,
    /// What goods are missing to its minimum: pieces or sum; none where it is reached.
    pub missing: Option<Missing>,
    /// Set when it changed any price, shipping or gift.
    pub applied: bool,
}

/// What is missing to a promotion's minimum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Missing {
    pub amount: Option<Decimal>,
}

/// Promotions of this face and day, in the order they are tried, and where they apply.
pub(super) struct Applicable<'a> {
    pub all: Vec<Candidate<'a>>,
    by_product: ById<ProductId, Vec<usize>>,
    by_category: ById<CategoryId, Vec<usize>>,
    everywhere: Vec<usize>,
}

/// The promotions whose scope holds each line, in the order they are tried; in one piece of memory for all lines.
pub(super) struct Scopes {
    flat: Vec<usize>,
    ends: Vec<usize>,
}

impl Scopes {
    /// Those of the line at a place.
    pub fn of(&self, line: usize) -> &[usize] {
        let start = line.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.flat[start..self.ends[line]]
    }
}

/// Where in the course of pricing a promotion works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// On the price of each piece.
    Piece,
    /// On several lines together.
    Group,
    /// On the order, its shipping, its gifts.
    Order,
}

/// The stage of a promotion.
pub(super) fn stage(promotion: &Promotion) -> Stage {
    match (&promotion.effect, &promotion.scope) {
        (Effect::BuyXGetY { .. } | Effect::Bundle { .. }, _) => Stage::Group,
        (Effect::FreeShipping | Effect::Gift { .. }, _) => Stage::Order,
        (Effect::FixedPrice { .. }, _) => Stage::Piece,
        (Effect::Percentage { .. } | Effect::FixedAmount { .. }, Scope::Order) => Stage::Order,
        (Effect::Percentage { .. } | Effect::FixedAmount { .. }, Scope::Products { .. } | Scope::Categories { .. }) => {
            Stage::Piece
        }
    }
}

impl<'a> Applicable<'a> {
    /// Picks the promotions of the face that run now. Minimums are not looked at yet.
    pub fn new(context: &'a PricingContext) -> Self {
        let coupons: HashSet<&str> = context.coupons.iter().map(String::as_str).collect();
        let mut running: Vec<&Promotion> = context
            .promotions
            .iter()
            .map(AsRef::as_ref)
            .filter(|p| p.audience.includes(context.face))
            .filter(|p| p.starts.is_none_or(|from| from <= context.now) && p.ends.is_none_or(|end| context.now < end))
            .filter(|p| in_currency(p, context))
            .collect();
        running.sort_by_key(|p| (p.priority, p.id));
        let mut found = Self {
            all: Vec::with_capacity(running.len()),
            by_product: ById::default(),
            by_category: ById::default(),
            everywhere: Vec::new(),
        };
        for promotion in running {
            let index = found.all.len();
            match &promotion.scope {
                Scope::Products { products } => {
                    products.iter().for_each(|id| found.by_product.entry(*id).or_default().push(index));
                }
                Scope::Categories { categories } => {
                    categories.iter().for_each(|id| found.by_category.entry(*id).or_default().push(index));
                }
                Scope::Order => found.everywhere.push(index),
            }
            let unlocked = promotion.coupon.as_deref().is_none_or(|code| coupons.contains(code));
            found.all.push(Candidate { promotion, unlocked, missing: None, applied: false });
        }
        found
    }

    /// For each line the promotions whose scope holds it.
    pub fn scopes(&self, lines: &[LineInput]) -> Scopes {
        let mut scopes = Scopes { flat: Vec::with_capacity(lines.len()), ends: Vec::with_capacity(lines.len()) };
        for line in lines {
            self.add_scope(&line.item, &mut scopes.flat);
            scopes.ends.push(scopes.flat.len());
        }
        scopes
    }

    fn add_scope(&self, item: &Item, flat: &mut Vec<usize>) {
        let start = flat.len();
        flat.extend_from_slice(&self.everywhere);
        if !self.by_product.is_empty() {
            flat.extend(self.by_product.get(&item.product).into_iter().flatten());
        }
        if !self.by_category.is_empty() {
            flat.extend(item.categories.iter().filter_map(|id| self.by_category.get(id)).flatten());
        }
        flat[start..].sort_unstable();
        // An item may stand in several categories of one promotion.
        let mut end = start;
        for at in start..flat.len() {
            if end == start || flat[end - 1] != flat[at] {
                flat[end] = flat[at];
                end += 1;
            }
        }
        flat.truncate(end);
    }

    /// Checks the minimums of the promotions of some stages against the worth of each line.
    pub fn check_minimums(
        &mut self,
        stages: &[Stage],
        lines: &[LineInput],
        scopes: &Scopes,
        worth: &[Decimal],
    ) -> Result<(), PricingError> {
        let mut sums = vec![(Decimal::ZERO, 0_u64); self.all.len()];
        if !self.all.iter().any(|candidate| stages.contains(&stage(candidate.promotion))) {
            return Ok(());
        }
        for (at, (line, worth)) in lines.iter().zip(worth).enumerate() {
            for index in scopes.of(at) {
                let (sum, pieces) = &mut sums[*index];
                *sum = exact::add(*sum, *worth)?;
                *pieces += u64::from(line.quantity.get());
            }
        }
        for (candidate, (sum, pieces)) in self.all.iter_mut().zip(sums) {
            if !stages.contains(&stage(candidate.promotion)) {
                continue;
            }
            let least = candidate.promotion.minimum_amount.map(crate::Money::amount);
            let amount = least.filter(|least| sum < *least).map(|least| least - sum);
            let few = candidate.promotion.minimum_quantity.is_some_and(|least| pieces < u64::from(least));
            candidate.missing = (amount.is_some() || few || pieces == 0).then_some(Missing { amount });
        }
        Ok(())
    }
}

/// A promotion in another currency than the basket's cannot apply.
fn in_currency(promotion: &Promotion, context: &PricingContext) -> bool {
    let effect = match &promotion.effect {
        Effect::FixedAmount { amount } => Some(*amount),
        Effect::FixedPrice { price } | Effect::Bundle { price, .. } => Some(*price),
        Effect::Percentage { .. } | Effect::BuyXGetY { .. } | Effect::FreeShipping | Effect::Gift { .. } => None,
    };
    effect.into_iter().chain(promotion.minimum_amount).all(|money| money.currency() == context.currency)
}
