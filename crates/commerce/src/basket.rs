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

/// What a buyer was shown: everything that is charged, so that nothing else can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownPrices {
    /// The lines.
    pub lines: Vec<ShownLine>,
    /// What the delivery costs; none where none was chosen.
    pub shipping: Option<Money>,
    /// VAT: at home inside the total, for business added to it.
    pub tax: Money,
    /// What is to be paid, VAT included.
    pub total: Money,
}

/// A line as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShownLine {
    /// The basket's identifier of the line: several lines may be of one SKU.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// Its total, less its share of order-level discounts.
    pub total: Money,
}

impl From<&PricedBasket> for ShownPrices {
    fn from(priced: &PricedBasket) -> Self {
        let due = |line: &PricedLine| line.total.checked_sub(line.order_discount).unwrap_or(line.total);
        let line = |line: &PricedLine| ShownLine { id: line.id, sku: line.sku.clone(), total: due(line) };
        Self {
            lines: priced.lines.iter().map(line).collect(),
            shipping: priced.shipping.as_ref().map(|shipping| shipping.price),
            tax: priced.tax,
            total: priced.total,
        }
    }
}

/// What moved between the price shown and the price that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceMoved {
    /// Lines whose total moved, that are gone, or that are new.
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
    /// Which, as the basket identifies it.
    pub id: i64,
    /// What.
    pub sku: Sku,
    /// Total shown, less its share of order-level discounts; none where the line was not shown.
    pub before: Option<Money>,
    /// Total now, likewise; none where the line is gone.
    pub after: Option<Money>,
}

/// The most lines a basket holds.
pub const MAX_LINES: usize = 10_000;
/// The most lines a guest's basket holds: anybody can be a guest.
pub const MAX_GUEST_LINES: usize = 1_000;
/// The most lines that are saved for later beside a basket.
pub const MAX_SAVED: usize = 1_000;

/// Adds the lines of one basket to another that holds at most so many: quantities of the same SKU add up, others come after.
///
/// What does not fit is given back, so that nothing is lost unsaid.
pub fn merge(into: &mut Vec<(Sku, Quantity)>, from: Vec<(Sku, Quantity)>, most: usize) -> Vec<(Sku, Quantity)> {
    let mut places: HashMap<String, usize> =
        into.iter().enumerate().map(|(place, (sku, _))| (sku.key(), place)).collect();
    let mut left_over = Vec::new();
    for (sku, quantity) in from {
        match places.get(&sku.key()) {
            Some(place) => into[*place].1 = into[*place].1.saturating_add(quantity),
            None if into.len() < most => {
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

/// The difference between what was shown and what holds now; none where everything that is charged is the same.
///
/// Each part is compared by itself: two lines that moved by opposite amounts are a difference, though the total is none.
pub fn price_moved(shown: &ShownPrices, now: &ShownPrices) -> Option<PriceMoved> {
    // An identifier is a line only together with its SKU: those of another basket may be the same.
    fn by_line(prices: &ShownPrices) -> HashMap<(i64, &Sku), Money> {
        prices.lines.iter().map(|line| ((line.id, &line.sku), line.total)).collect()
    }
    let (old, new) = (by_line(shown), by_line(now));
    let moved = |line: &ShownLine, before, after| MovedLine { id: line.id, sku: line.sku.clone(), before, after };
    let mut lines = Vec::new();
    for line in &shown.lines {
        let after = new.get(&(line.id, &line.sku)).copied();
        if after != Some(line.total) {
            lines.push(moved(line, Some(line.total), after));
        }
    }
    for line in now.lines.iter().filter(|line| !old.contains_key(&(line.id, &line.sku))) {
        lines.push(moved(line, None, Some(line.total)));
    }
    let zero = Money::zero(now.total.currency());
    let shipping =
        (shown.shipping != now.shipping).then(|| (shown.shipping.unwrap_or(zero), now.shipping.unwrap_or(zero)));
    let tax = (shown.tax != now.tax).then_some((shown.tax, now.tax));
    let moved = PriceMoved { lines, shipping, tax, total_before: shown.total, total_after: now.total };
    let same = moved.lines.is_empty() && shipping.is_none() && tax.is_none() && shown.total == now.total;
    (!same).then_some(moved)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pricing::{LineInput, price};

    fn line(sku: &str, quantity: u32) -> (Sku, Quantity) {
        (sku.parse().unwrap(), Quantity::new(quantity).unwrap())
    }

    #[test]
    fn merging_adds_quantities_up_without_regard_to_case() {
        let mut own = vec![line("MOKA-3", 2), line("CUP", 1)];
        let left = merge(&mut own, vec![line("moka-3", 3), line("BEAN", 1)], 3);
        assert_eq!(own, vec![line("MOKA-3", 5), line("CUP", 1), line("BEAN", 1)]);
        assert!(left.is_empty());
    }

    fn priced(face: Face, lines: serde_json::Value) -> PricedBasket {
        let context = serde_json::from_value(serde_json::json!({
            "face": face, "now": "2026-03-02T10:00:00Z", "today": "2026-03-02", "currency": "EUR",
            "home_country": "IT", "vat": { "treatment": "charged", "country": "IT" },
            "rates": [{ "country": "IT", "class": "standard", "percent": "22" }],
            "promotions": [], "coupons": [], "term": null,
            "shipping": { "code": "standard", "name": { "en": "Standard" }, "price": { "by": "flat", "price": eur("6.10") }, "free_from": eur("30.00") },
        }));
        let lines: Vec<LineInput> = lines
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                let (id, sku, pieces, price) = (&line[0], &line[1], &line[2], eur(line[3].as_str().unwrap()));
                let line = serde_json::json!({ "id": id, "quantity": pieces, "item": {
                    "variant": id, "sku": sku, "product": id, "categories": [], "vat_class": "standard", "home_price": price,
                    "list_price": null, "tiers": [], "mix_and_match": false, "weight_grams": 0, "contract": [],
                } });
                serde_json::from_value(line).unwrap()
            })
            .collect();
        price(&context.unwrap(), &lines).unwrap()
    }

    fn eur(text: &str) -> Money {
        Money::parse(text, crate::Currency::Eur).unwrap()
    }

    #[test]
    fn the_other_face_is_shown_line_by_line_with_quantities_and_their_cure() {
        let lines = serde_json::json!([[7, "MOKA", 2, "12.20"], [8, "CUP", 6, "1.22"]]);
        let (home, business) = (priced(Face::Home, lines.clone()), priced(Face::Business, lines));
        let rule =
            |sku: &Sku| (sku.as_str() == "MOKA").then_some(QuantityRule { minimum: 4, maximum: None, increment: 4 });
        let change = face_change(&home, &business, rule);
        assert_eq!((change.from, change.to), (Face::Home, Face::Business));
        let of = |line: &FaceLine| (line.unit_before, line.unit_after, line.total_before, line.total_after);
        assert_eq!(of(&change.lines[0]), (eur("12.20"), eur("10.00"), eur("24.40"), eur("20.00")));
        assert_eq!(change.lines[0].quantity_issue, Some(QuantityIssue::BelowMinimum { minimum: 4, next: 4 }));
        assert_eq!(of(&change.lines[1]), (eur("1.22"), eur("1.00"), eur("7.32"), eur("6.00")));
        assert_eq!(change.lines[1].quantity_issue, None);
        // Home: 31.72, delivery free from 30.00 on. Business: 26.00 and 6.10, with 22 %.
        assert_eq!((change.total_before, change.tax_before), (eur("31.72"), eur("5.72")));
        assert_eq!((change.total_after, change.tax_after), (eur("39.16"), eur("7.06")));
    }

    fn shown(lines: serde_json::Value) -> ShownPrices {
        ShownPrices::from(&priced(Face::Home, lines))
    }

    fn moved_line(id: i64, sku: &str, before: Option<&str>, after: Option<&str>) -> MovedLine {
        MovedLine { id, sku: sku.parse().unwrap(), before: before.map(eur), after: after.map(eur) }
    }

    #[test]
    fn what_did_not_move_is_no_difference() {
        let basket = || shown(serde_json::json!([[1, "MOKA", 2, "12.20"]]));
        assert_eq!(price_moved(&basket(), &basket()), None);
        let turned = |one: usize| {
            let lines = [serde_json::json!([1, "MOKA", 2, "12.20"]), serde_json::json!([2, "CUP", 1, "6.10"])];
            shown(serde_json::json!([lines[one], lines[1 - one]]))
        };
        assert_eq!(price_moved(&turned(0), &turned(1)), None);
    }

    #[test]
    fn what_moved_is_named_line_by_line_with_shipping_vat_and_total() {
        let before = shown(serde_json::json!([[1, "MOKA", 2, "12.20"], [2, "CUP", 1, "6.10"], [3, "OLD", 1, "1.00"]]));
        let now = shown(serde_json::json!([[1, "MOKA", 2, "13.20"], [2, "CUP", 1, "6.10"], [4, "NEW", 1, "2.00"]]));
        let moved = price_moved(&before, &now).unwrap();
        assert_eq!(
            moved.lines,
            [
                moved_line(1, "MOKA", Some("24.40"), Some("26.40")),
                moved_line(3, "OLD", Some("1.00"), None),
                moved_line(4, "NEW", None, Some("2.00"))
            ]
        );
        // 31.50 was free of delivery, 34.50 is too; VAT 31.50 × 22/122 = 5.68 and 34.50 × 22/122 = 6.22.
        assert_eq!((moved.shipping, moved.tax), (None, Some((eur("5.68"), eur("6.22")))));
        assert_eq!((moved.total_before, moved.total_after), (eur("31.50"), eur("34.50")));
        let below = shown(serde_json::json!([[1, "MOKA", 2, "12.20"]]));
        assert_eq!(price_moved(&before, &below).unwrap().shipping, Some((eur("0.00"), eur("6.10"))));
    }

    #[test]
    fn opposite_moves_are_a_difference_though_the_total_is_the_same() {
        let before = shown(serde_json::json!([[1, "MOKA", 1, "12.20"], [2, "CUP", 1, "6.10"]]));
        let now = shown(serde_json::json!([[1, "MOKA", 1, "11.20"], [2, "CUP", 1, "7.10"]]));
        let moved = price_moved(&before, &now).unwrap();
        assert_eq!(
            moved.lines,
            [moved_line(1, "MOKA", Some("12.20"), Some("11.20")), moved_line(2, "CUP", Some("6.10"), Some("7.10"))]
        );
        assert_eq!((moved.shipping, moved.tax), (None, None));
        assert_eq!(moved.total_before, moved.total_after);
    }

    #[test]
    fn lines_of_one_sku_are_told_apart() {
        let before = shown(serde_json::json!([[1, "MOKA", 1, "12.20"], [2, "MOKA", 3, "12.20"]]));
        let mut now = before.clone();
        now.lines[1].total = eur("30.00");
        assert_eq!(price_moved(&before, &now).unwrap().lines, [moved_line(2, "MOKA", Some("36.60"), Some("30.00"))]);
        now.lines.remove(1);
        assert_eq!(price_moved(&before, &now).unwrap().lines, [moved_line(2, "MOKA", Some("36.60"), None)]);
    }

    #[test]
    fn a_vat_or_a_delivery_that_moved_alone_is_a_difference() {
        let before = shown(serde_json::json!([[1, "MOKA", 1, "12.20"]]));
        let now = ShownPrices { tax: eur("1.00"), ..before.clone() };
        assert_eq!(price_moved(&before, &now).unwrap().tax, Some((eur("3.30"), eur("1.00"))));
        let now = ShownPrices { shipping: None, ..before.clone() };
        assert_eq!(price_moved(&before, &now).unwrap().shipping, Some((eur("6.10"), eur("0.00"))));
    }

    #[test]
    fn a_full_basket_gives_back_what_does_not_fit() {
        let mut own: Vec<_> = (0..5).map(|n| line(&format!("S{n}"), 1)).collect();
        let left = merge(&mut own, vec![line("NEW", 4), line("S1", 1)], 5);
        assert_eq!((own.len(), left), (5, vec![line("NEW", 4)]));
        assert_eq!(own[1], line("S1", 2));
    }
}
