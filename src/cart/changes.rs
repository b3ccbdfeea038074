//! What can be done to a basket, as it is sent.

use crate::http;
use giano_api::basket::{
    AddLines, AddLinesBody, AddQuery, BasketView, ChangeLine, ChangeLineBody, ChooseTerm, GetBasket, RemoveCoupon,
    RemoveLine, TermBody,
};
use giano_api::price::PriceLine;
use giano_api::{Code, NoQuery, Problem};
use giano_commerce::Quantity;

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
    pub(super) async fn send(self) -> Result<BasketView, Problem> {
        let none = NoQuery {};
        match self {
            Self::Quantity(id, quantity) => {
                let body = ChangeLineBody { quantity: Some(quantity), saved: None };
                http::call::<ChangeLine>(&[&id.to_string()], &none, Some(&body)).await
            }
            Self::Save(id, saved) => save(id, saved).await,
            Self::Remove(id) => http::call::<RemoveLine>(&[&id.to_string()], &none, None).await,
            Self::PutBack(line, saved) => {
                let body = AddLinesBody { lines: vec![line] };
                let answer = http::call::<AddLines>(&[], &AddQuery { full: true }, Some(&body)).await?;
                match (saved, answer.added.first(), answer.basket) {
                    (true, Some(line), _) => save(line.id, true).await,
                    (_, _, Some(view)) => Ok(*view),
                    (_, _, None) => Err(Problem::new(Code::Internal)),
                }
            }
            Self::Uncoupon(code) => http::call::<RemoveCoupon>(&[&code], &none, None).await,
            Self::Term(code) => http::call::<ChooseTerm>(&[], &none, Some(&TermBody { code })).await,
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

async fn save(id: i64, saved: bool) -> Result<BasketView, Problem> {
    let body = ChangeLineBody { quantity: None, saved: Some(saved) };
    http::call::<ChangeLine>(&[&id.to_string()], &NoQuery {}, Some(&body)).await
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
