//! The basket: lines, merging, what changes between the faces.

use crate::pricing::{PricedBasket, PricedLine};
use crate::quantity::QuantityIssue;
use crate::{Face, Money, Quantity, QuantityRule, Sku};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What changes when the same basket is shown in the other face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaceChange {
    /// From which face.
    pub from: Face,
    /// To which face.
    pub to: Face,
    /// Every line, in the basket's order.
    pub lines: Vec<FaceLine>,
    /// What was to be paid.
    pub total_before: Money,
    /// What will be to be paid.
    pub total_after: Money,
    /// VAT in the total before.
    pub tax_before: Money,
    /// VAT in the total after.
    pub tax_after: Money,
}

/// One line in both faces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaceLine {
    /// Which.
    pub sku: Sku,
    /// The product's name; filled in by the server.
    #[serde(default)]
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Unit price before (in the kind of price of that face).
    pub unit_before: Money,
    /// Unit price after.
    pub unit_after: Money,
    /// Line total before.
    pub total_before: Money,
    /// Line total after.
    pub total_after: Money,
    /// Why the quantity cannot be ordered in the other face, with the cure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_issue: Option<QuantityIssue>,
}

/// What moved between the price shown and the price that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceMoved {
    /// Lines whose unit price or total moved.
    pub lines: Vec<MovedLine>,
    /// Shipping shown and now, where it moved.
    pub shipping: Option<(Money, Money)>,
    /// VAT shown and now, where it moved.
    pub tax: Option<(Money, Money)>,
    /// Total shown.
    pub total_before: Money,
    /// Total now.
    pub total_after: Money,
}

/// A line whose price moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedLine {
    /// Which.
    pub sku: Sku,
    /// Total shown.
    pub before: Option<Money>,
    /// Total now.
    pub after: Option<Money>,
}

/// The most lines a basket holds.
pub const MAX_LINES: usize = 1000;

/// Adds the lines of one basket to another: quantities of the same SKU add up, others come after.
///
/// What does not fit into [`MAX_LINES`] is given back, so that nothing is lost unsaid.
pub fn merge(into: &mut Vec<(Sku, Quantity)>, from: Vec<(Sku, Quantity)>) -> Vec<(Sku, Quantity)> {
    let mut places: HashMap<String, usize> =
        into.iter().enumerate().map(|(place, (sku, _))| (sku.key(), place)).collect();
    let mut left_over = Vec::new();
    for (sku, quantity) in from {
        match places.get(&sku.key()) {
            Some(place) => into[*place].1 = into[*place].1.saturating_add(quantity),
            None if into.len() < MAX_LINES => {
                places.insert(sku.key(), into.len());
                into.push((sku, quantity));
            }
            None => left_over.push((sku, quantity)),
        }
    }
    left_over
}

/// What changes line by line from one face's prices to the other's. `rule` gives the quantity rule of the new face;
/// names are left to the caller.
pub fn face_change(
    before: &PricedBasket,
    after: &PricedBasket,
    rule: impl Fn(&Sku) -> Option<QuantityRule>,
) -> FaceChange {
    let new: HashMap<i64, &PricedLine> = after.lines.iter().map(|line| (line.id, line)).collect();
    let lines = before.lines.iter().filter_map(|old| {
        let new = new.get(&old.id)?;
        Some(FaceLine {
            sku: old.sku.clone(),
            name: String::new(),
            quantity: old.quantity.get(),
            unit_before: old.unit,
            unit_after: new.unit,
            total_before: old.total,
            total_after: new.total,
            quantity_issue: rule(&old.sku).and_then(|rule| rule.check(old.quantity).err()),
        })
    });
    FaceChange {
        from: before.face,
        to: after.face,
        lines: lines.collect(),
        total_before: before.total,
        total_after: after.total,
        tax_before: before.tax,
        tax_after: after.tax,
    }
}

/// The difference between two pricings of a basket; none where everything that is charged is the same.
pub fn price_moved(shown: &PricedBasket, now: &PricedBasket) -> Option<PriceMoved> {
    let charged = |line: &PricedLine| (line.unit, line.total, line.order_discount);
    let due = |line: &PricedLine| line.total.checked_sub(line.order_discount).unwrap_or(line.total);
    let old: HashMap<&Sku, &PricedLine> = shown.lines.iter().map(|line| (&line.sku, line)).collect();
    let new: HashMap<&Sku, &PricedLine> = now.lines.iter().map(|line| (&line.sku, line)).collect();
    let mut lines = Vec::new();
    for line in &shown.lines {
        let after = new.get(&line.sku);
        if after.is_none_or(|after| charged(after) != charged(line)) {
            let after = after.map(|after| due(after));
            lines.push(MovedLine { sku: line.sku.clone(), before: Some(due(line)), after });
        }
    }
    for line in now.lines.iter().filter(|line| !old.contains_key(&line.sku)) {
        lines.push(MovedLine { sku: line.sku.clone(), before: None, after: Some(due(line)) });
    }
    let price = |basket: &PricedBasket| basket.shipping.as_ref().map(|shipping| shipping.price);
    let zero = Money::zero(now.total.currency());
    let shipping = (price(shown) != price(now)).then(|| (price(shown).unwrap_or(zero), price(now).unwrap_or(zero)));
    let tax = (shown.tax != now.tax).then_some((shown.tax, now.tax));
    let moved = PriceMoved { lines, shipping, tax, total_before: shown.total, total_after: now.total };
    let same = moved.lines.is_empty() && shipping.is_none() && tax.is_none() && shown.total == now.total;
    (!same).then_some(moved)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line(sku: &str, quantity: u32) -> (Sku, Quantity) {
        (sku.parse().unwrap(), Quantity::new(quantity).unwrap())
    }

    #[test]
    fn merging_adds_quantities_up_without_regard_to_case() {
        let mut own = vec![line("MOKA-3", 2), line("CUP", 1)];
        let left = merge(&mut own, vec![line("moka-3", 3), line("BEAN", 1)]);
        assert_eq!(own, vec![line("MOKA-3", 5), line("CUP", 1), line("BEAN", 1)]);
        assert!(left.is_empty());
    }

    #[test]
    fn a_full_basket_gives_back_what_does_not_fit() {
        let mut own: Vec<_> = (0..MAX_LINES).map(|n| line(&format!("S{n}"), 1)).collect();
        let left = merge(&mut own, vec![line("NEW", 4), line("S1", 1)]);
        assert_eq!((own.len(), left), (MAX_LINES, vec![line("NEW", 4)]));
        assert_eq!(own[1], line("S1", 2));
    }
}
