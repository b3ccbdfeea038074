//! What holds of a quantity, whether it can be had and when it leaves, in the same words wherever one is chosen.

use super::html::{Html, html};
use super::icon::{Glyph, icon};
use crate::words;
use giano_commerce::catalog::Stock;
use giano_commerce::supply::Supply;
use giano_commerce::{Locale, QuantityRule};

/// What is to be said of a quantity beyond the article's availability; none where that says all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplySaid {
    /// In words.
    pub text: String,
    /// Whether it cannot be had.
    pub is_short: bool,
    /// The quantity to take instead, where it cannot be had and there is one that can be ordered.
    pub instead: Option<u32>,
}

/// What is to be said of a quantity of an article.
pub fn supply_said(l: Locale, stock: Stock, rule: QuantityRule, wanted: u32) -> Option<SupplySaid> {
    let n = |pieces: u32| words::number(l, pieces.into());
    match stock.supply(wanted) {
        Supply::OnHand | Supply::Later { .. } | Supply::Short { available: 0 } => None,
        Supply::InParts { now, later, days } => {
            let text = match days {
                Some(days) => words::ui::leaves_in_parts(l, days.into(), n(later), n(now)),
                None => words::ui::leaves_in_parts_made(l, n(later), n(now)),
            };
            Some(SupplySaid { text, is_short: false, instead: None })
        }
        Supply::Short { available } => Some(SupplySaid {
            text: words::ui::only_available(l, n(available)),
            is_short: true,
            instead: rule.greatest_of(available),
        }),
    }
}

/// How a hint looks: whether something is wrong, or may be of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintTone {
    /// Something cannot be had as it stands.
    Warning,
    /// Something to know, or to gain.
    Good,
}

/// A box with a sentence about a line or a quantity, and buttons that do what it proposes.
pub fn hint(tone: HintTone, glyph: Glyph, text: &str, buttons: &Html) -> Html {
    let class = match tone {
        HintTone::Warning => "hint hint-warning",
        HintTone::Good => "hint hint-good",
    };
    html("<div class=\"{}\">{}<span>{}</span>{}</div>", &[&class, &icon(glyph), &text, buttons])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stock: (u32, bool, Option<u32>), wanted: u32) -> Option<(String, bool, Option<u32>)> {
        let (on_hand, backorder, lead_days) = stock;
        let rule = QuantityRule { minimum: 2, maximum: None, increment: 2 };
        let said = supply_said(Locale::En, Stock { on_hand, backorder, lead_days }, rule, wanted)?;
        Some((said.text, said.is_short, said.instead))
    }

    #[test]
    fn a_quantity_is_told_by_what_holds_of_all_its_pieces() {
        let parts = |text: &str| Some((text.to_owned(), false, None));
        assert_eq!(said((4, true, Some(5)), 4), None);
        assert_eq!(
            said((2, true, Some(5)), 6),
            parts("Leaves in parts: 2 on the next working day, 4 in 5 working days.")
        );
        assert_eq!(
            said((2, true, Some(1)), 4),
            parts("Leaves in parts: 2 on the next working day, 2 in 1 working day.")
        );
        assert_eq!(
            said((2, true, None), 4),
            parts("Leaves in parts: 2 on the next working day, 2 once they are made.")
        );
        assert_eq!(said((0, true, Some(5)), 4), None, "the availability says it");
        assert_eq!(said((5, false, Some(5)), 6), Some(("Only 5 are left.".to_owned(), true, Some(4))));
        assert_eq!(said((1, false, None), 2), Some(("Only 1 are left.".to_owned(), true, None)));
        assert_eq!(said((0, false, None), 2), None, "the availability says it");
    }
}
