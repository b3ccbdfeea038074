//! What can be done to a basket, as it is sent, and what is read of the answers.

use crate::http;
use giano_api::basket::{
    AddLines, AddLinesBody, AddQuery, BasketView, ChangeLine, ChangeLineBody, ChooseTerm, GetBasket, RemoveCoupon,
    RemoveLine, TermBody,
};
use giano_api::price::PriceLine;
use giano_api::problem::LineIssue;
use giano_api::session::BasketCount;
use giano_api::{Code, NoQuery, Problem};
use giano_commerce::{Quantity, Sku};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A basket as pages need it that do not show it. What the answer says about prices stays unread: the code to read it
/// belongs to the basket's own pages.
#[derive(Debug, Deserialize)]
pub struct Glance {
    pub version: i64,
    lines: Vec<GlanceLine>,
}

#[derive(Debug, Deserialize)]
struct GlanceLine {
    input: GlanceInput,
}

#[derive(Debug, Deserialize)]
struct GlanceInput {
    quantity: Quantity,
}

impl Glance {
    pub(super) fn count(&self) -> BasketCount {
        count_of(self.lines.iter().map(|line| line.input.quantity))
    }
}

/// Lines and pieces of lines with these quantities.
pub(super) fn count_of(quantities: impl ExactSizeIterator<Item = Quantity>) -> BasketCount {
    let lines = u32::try_from(quantities.len()).unwrap_or(u32::MAX);
    BasketCount { lines, pieces: quantities.map(|quantity| u64::from(quantity.get())).sum() }
}

/// What came of adding lines.
#[derive(Debug, Deserialize)]
#[serde(bound = "B: DeserializeOwned")]
pub struct Added<B = Glance> {
    pub(super) version: i64,
    pub(super) count: BasketCount,
    pub(super) added: Vec<AddedLine>,
    /// Lines that were not added, with the cure; the others were.
    pub issues: Vec<LineIssue>,
    basket: Option<Box<B>>,
}

/// A line that was added or raised.
#[derive(Debug, Deserialize)]
pub(super) struct AddedLine {
    pub id: i64,
    pub sku: Sku,
    pub quantity: Quantity,
}

/// A change of the basket that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Another quantity of a line.
    Quantity(i64, Quantity),
    /// A line saved for later, or brought back.
    Save(i64, bool),
    /// A line taken out.
    Remove(i64),
    /// A line put back as it was before it was taken out.
    PutBack(PriceLine, bool),
    /// A coupon code taken back.
    Uncoupon(String),
    /// Another payment term.
    Term(String),
}

impl Change {
    /// Sends it. What comes back is as much of the basket as is asked for: a [`Glance`] or all of it.
    pub(super) async fn send<B: DeserializeOwned + 'static>(self) -> Result<B, Problem> {
        let none = NoQuery {};
        match self {
            Self::Quantity(id, quantity) => {
                let body = ChangeLineBody { quantity: Some(quantity), saved: None };
                http::call_for::<ChangeLine, B>(&[&id.to_string()], &none, Some(&body)).await
            }
            Self::Save(id, saved) => save(id, saved).await,
            Self::Remove(id) => http::call_for::<RemoveLine, B>(&[&id.to_string()], &none, None).await,
            Self::PutBack(line, saved) => {
                let body = AddLinesBody { lines: vec![line] };
                let answer = http::call_for::<AddLines, Added<B>>(&[], &AddQuery { full: true }, Some(&body)).await?;
                match (saved, answer.added.first(), answer.basket) {
                    (true, Some(line), _) => save(line.id, true).await,
                    (_, _, Some(view)) => Ok(*view),
                    (_, _, None) => Err(Problem::new(Code::Internal)),
                }
            }
            Self::Uncoupon(code) => http::call_for::<RemoveCoupon, B>(&[&code], &none, None).await,
            Self::Term(code) => http::call_for::<ChooseTerm, B>(&[], &none, Some(&TermBody { code })).await,
        }
    }

    /// Whether doing it twice does the same as doing it once.
    pub(super) const fn is_repeatable(&self) -> bool {
        match self {
            Self::Quantity(..) | Self::Save(..) | Self::Remove(_) | Self::Uncoupon(_) | Self::Term(_) => true,
            Self::PutBack(..) => false,
        }
    }

    /// Puts it into the queue; a quantity takes the place of one that waits for the same line.
    pub(super) fn enqueue(self, queue: &mut Vec<Self>) {
        if let Self::Quantity(id, quantity) = &self
            && let Some(Self::Quantity(_, waiting)) =
                queue.iter_mut().find(|change| matches!(change, Self::Quantity(other, _) if other == id))
        {
            *waiting = *quantity;
            return;
        }
        queue.push(self);
    }
}

async fn save<B: DeserializeOwned + 'static>(id: i64, saved: bool) -> Result<B, Problem> {
    let body = ChangeLineBody { quantity: None, saved: Some(saved) };
    http::call_for::<ChangeLine, B>(&[&id.to_string()], &NoQuery {}, Some(&body)).await
}

/// Reads the basket again.
pub(super) async fn read() -> Result<BasketView, Problem> {
    http::call::<GetBasket>(&[], &NoQuery {}, None).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_last_quantity_of_a_line_wins() {
        let quantity = |id, n| Change::Quantity(id, Quantity::new(n).unwrap());
        let mut queue = Vec::new();
        for change in [quantity(1, 2), Change::Remove(3), quantity(2, 5), quantity(1, 4)] {
            change.enqueue(&mut queue);
        }
        assert_eq!(queue, [quantity(1, 4), Change::Remove(3), quantity(2, 5)]);
    }
}
