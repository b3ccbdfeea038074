//! Which promotions can apply, found once for a basket.

use super::by_id::ById;
use super::{LineInput, MAX_COUPONS, PricingContext, PricingError, exact};
use crate::catalog::{CategoryId, ProductId};
use crate::promotion::{Effect, Promotion, Scope, Stacking};
use rust_decimal::Decimal;

/// A promotion for this face and day, with what is known of its conditions.
pub(super) struct Candidate<'a> {
    pub promotion: &'a Promotion,
    pub stage: Stage,
    /// Its coupon was given, or it needs none.
    pub unlocked: bool,
    /// What goods are missing to its minimum; none where it is reached. Of those on the order it is known only once the
    /// lines are priced.
    pub missing: Option<Missing>,
    /// The basket costs less without it.
    pub left_out: bool,
}

impl Candidate<'_> {
    /// Whether it takes part in the pricing of lines.
    pub fn is_active(&self) -> bool {
        self.unlocked && !self.left_out && self.missing.is_none()
    }

    /// Whether it would be active with so many more pieces, each worth so much.
    pub fn is_active_with(&self, more: u32, worth: Decimal) -> bool {
        let reached = |missing: Missing| {
            missing.pieces <= u64::from(more)
                && missing.amount.is_none_or(|amount| worth.checked_mul(more.into()).is_some_and(|sum| amount <= sum))
        };
        self.unlocked && !self.left_out && self.missing.is_none_or(reached)
    }

    /// Whether it holds only for those who gave a code or bought enough. Nobody may pay more for having done so: it is
    /// taken only where the price is lower with it.
    pub const fn is_conditional(&self) -> bool {
        let Promotion { coupon, minimum_amount, minimum_quantity, .. } = self.promotion;
        coupon.is_some() || minimum_amount.is_some() || minimum_quantity.is_some()
    }

    pub fn is_exclusive(&self) -> bool {
        self.promotion.stacking == Stacking::Exclusive
    }
}

/// What is missing to a promotion's minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Missing {
    pub amount: Option<Decimal>,
    pub pieces: u64,
}

/// Promotions of this face and day, in the order they are tried.
pub(super) struct Applicable<'a> {
    pub all: Vec<Candidate<'a>>,
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
    /// On several pieces together.
    Group,
    /// On the order, its shipping, its gifts.
    Order,
}

fn stage(promotion: &Promotion) -> Stage {
    if promotion.is_per_piece() {
        Stage::Piece
    } else if promotion.effect.is_on_several_pieces() {
        Stage::Group
    } else {
        Stage::Order
    }
}

/// The codes that count: each once, and no more than [`MAX_COUPONS`].
pub(super) fn counted_codes(context: &PricingContext) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for code in &context.coupons {
        if codes.len() < MAX_COUPONS && !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    codes
}

/// So few identifiers are quicker looked through for each line than looked up.
const FEW_IDS: usize = 8;
/// In a basket with so few lines all are looked through.
const FEW_LINES: usize = 16;

impl<'a> Applicable<'a> {
    /// Picks the promotions of the face that run now. Minimums are not looked at yet.
    pub fn new(context: &'a PricingContext) -> Self {
        let codes = counted_codes(context);
        let mut running: Vec<&Promotion> = context
            .promotions
            .iter()
            .map(AsRef::as_ref)
            .filter(|p| p.audience.includes(context.face))
            .filter(|p| p.starts.is_none_or(|from| from <= context.now) && p.ends.is_none_or(|end| context.now < end))
            .filter(|p| in_currency(p, context))
            .collect();
        running.sort_by_key(|p| (p.priority, p.id));
        let candidate = |promotion: &'a Promotion| Candidate {
            promotion,
            stage: stage(promotion),
            unlocked: promotion.coupon.as_deref().is_none_or(|code| codes.contains(&code)),
            missing: None,
            left_out: false,
        };
        Self { all: running.into_iter().map(candidate).collect() }
    }

    /// For each line the promotions whose scope holds it.
    pub fn scopes(&self, lines: &[LineInput]) -> Scopes {
        let mut scopes = Scopes { flat: Vec::with_capacity(lines.len()), ends: Vec::with_capacity(lines.len()) };
        let is_looked_up = |candidate: &Candidate<'_>| {
            let ids = match &candidate.promotion.scope {
                Scope::Products { products } => products.len(),
                Scope::Categories { categories } => categories.len(),
                Scope::Order => 0,
            };
            ids > FEW_IDS && lines.len() > FEW_LINES
        };
        let looked_up: Vec<bool> = self.all.iter().map(is_looked_up).collect();
        let of_many = looked_up.contains(&true).then(|| self.look_up(lines, &looked_up));
        for line in lines {
            let item = &line.item;
            let start = scopes.flat.len();
            let few = self.all.iter().zip(&looked_up).enumerate().filter(|(_, (candidate, looked_up))| {
                !**looked_up && candidate.promotion.scope.holds(item.product, &item.categories)
            });
            scopes.flat.extend(few.map(|(index, _)| index));
            if let Some(LookedUp { products, categories }) = &of_many {
                scopes.flat.extend(products.get(&item.product).into_iter().flatten());
                scopes.flat.extend(item.categories.iter().filter_map(|id| categories.get(id)).flatten());
                sort_distinct(&mut scopes.flat, start);
            }
            scopes.ends.push(scopes.flat.len());
        }
        scopes
    }

    /// Which of some promotions hold what is in the basket: what else they hold is not noted.
    fn look_up(&self, lines: &[LineInput], which: &[bool]) -> LookedUp {
        let mut found = LookedUp { products: ById::default(), categories: ById::default() };
        for item in lines.iter().map(|line| &line.item) {
            found.products.entry(item.product).or_default();
            for id in &item.categories {
                found.categories.entry(*id).or_default();
            }
        }
        for (index, (candidate, _)) in self.all.iter().zip(which).enumerate().filter(|(_, (_, which))| **which) {
            match &candidate.promotion.scope {
                Scope::Products { products: ids } => note(&mut found.products, ids, index),
                Scope::Categories { categories: ids } => note(&mut found.categories, ids, index),
                Scope::Order => {}
            }
        }
        found
    }

    /// What is missing to the minimums of the promotions of some stages, measured by the worth of each line.
    pub fn missing(
        &self,
        stages: &[Stage],
        lines: &[LineInput],
        scopes: &Scopes,
        worth: &[Decimal],
    ) -> Result<Vec<Option<Missing>>, PricingError> {
        let mut missing = vec![None; self.all.len()];
        if !self.all.iter().any(|candidate| stages.contains(&candidate.stage)) {
            return Ok(missing);
        }
        let mut sums = vec![(Decimal::ZERO, 0_u64); self.all.len()];
        for (at, (line, worth)) in lines.iter().zip(worth).enumerate() {
            for index in scopes.of(at) {
                let (sum, pieces) = &mut sums[*index];
                *sum = exact::add(*sum, *worth)?;
                *pieces += u64::from(line.quantity.get());
            }
        }
        for ((candidate, (sum, pieces)), missing) in self.all.iter().zip(sums).zip(&mut missing) {
            let Promotion { minimum_amount, minimum_quantity, .. } = candidate.promotion;
            // Without goods in its scope a promotion is not reached, whatever its minimum.
            let few = u64::from(minimum_quantity.unwrap_or(1)).max(1).saturating_sub(pieces);
            let little = minimum_amount.map(crate::Money::amount).filter(|least| sum < *least);
            let amount = little.map(|least| exact::sub(least, sum)).transpose()?;
            *missing = (amount.is_some() || few > 0).then_some(Missing { amount, pieces: few });
        }
        Ok(missing)
    }

    /// Notes what is missing to the minimums of the promotions on lines.
    pub fn check_lines(&mut self, lines: &[LineInput], scopes: &Scopes, worth: &[Decimal]) -> Result<(), PricingError> {
        let missing = self.missing(&[Stage::Piece, Stage::Group], lines, scopes, worth)?;
        for (candidate, missing) in self.all.iter_mut().zip(missing) {
            if candidate.stage != Stage::Order {
                candidate.missing = missing;
            }
        }
        Ok(())
    }
}

/// Promotions by the products and categories that are in a basket.
struct LookedUp {
    products: ById<ProductId, Vec<usize>>,
    categories: ById<CategoryId, Vec<usize>>,
}

fn note<K: Eq + std::hash::Hash>(known: &mut ById<K, Vec<usize>>, ids: &[K], index: usize) {
    for id in ids {
        if let Some(promotions) = known.get_mut(id) {
            promotions.push(index);
        }
    }
}

/// Sorts what was written from `start` on, each once: an item may stand in several categories of one promotion.
fn sort_distinct(flat: &mut Vec<usize>, start: usize) {
    flat[start..].sort_unstable();
    let mut end = start;
    for at in start..flat.len() {
        if end == start || flat[end - 1] != flat[at] {
            flat[end] = flat[at];
            end += 1;
        }
    }
    flat.truncate(end);
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
