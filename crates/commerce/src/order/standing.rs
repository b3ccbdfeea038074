//! What people see of an order: one pure function over its lifecycle, payments, shipments, refunds and returns.

use super::{CancelReason, Lifecycle, PaymentState, RefundState, ReturnState, ShipmentState, TransitionError};
use crate::Money;
use jiff::Timestamp;
use rust_decimal::Decimal;

/// Everything about an order that what people see follows from.
#[derive(Debug, Clone, Copy)]
pub struct OrderParts<'a> {
    /// Whether it is carried out.
    pub lifecycle: &'a Lifecycle,
    /// What is to be paid.
    pub total: Money,
    /// How it is paid.
    pub payments: &'a [PaymentPart],
    /// What left, or is about to.
    pub shipments: &'a [ShipmentState],
    /// Pieces over all lines.
    pub pieces: Pieces,
    /// Money that goes back.
    pub refunds: &'a [RefundPart],
    /// Goods that come back.
    pub returns: &'a [ReturnState],
}

/// The share of a payment that is for this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentPart {
    /// How far the payment has come.
    pub state: PaymentState,
    /// How much of it came in for this order.
    pub captured: Money,
}

/// A refund of this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundPart {
    /// How far it has come.
    pub state: RefundState,
    /// How much.
    pub amount: Money,
}

/// Pieces over all lines of an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Ordered.
    pub ordered: u64,
    /// Taken off the order again.
    pub cancelled: u64,
    /// Left the shop.
    pub shipped: u64,
    /// Came back.
    pub returned: u64,
}

/// What people see of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The one word for it.
    pub headline: Headline,
    /// What is to be said besides, in this order.
    pub notes: Vec<Note>,
}

/// The one word for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Headline {
    /// To be carried out; payment is agreed.
    Placed,
    /// Waits for somebody of the company.
    AwaitingApproval,
    /// Waits for money, or for a word on it.
    AwaitingPayment,
    /// Paid.
    Paid,
    /// Being packed.
    InFulfilment,
    /// Some of it is on its way.
    PartShipped,
    /// All of it is on its way.
    Shipped,
    /// It has arrived.
    Delivered,
    /// Nothing more is to come of it.
    Closed,
    /// It will not be carried out.
    Cancelled,
    /// Some of the money was given back, before anything was packed.
    PartRefunded,
    /// All of the money was given back.
    Refunded,
}

impl Headline {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::AwaitingApproval => "awaiting_approval",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Paid => "paid",
            Self::InFulfilment => "in_fulfilment",
            Self::PartShipped => "part_shipped",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::PartRefunded => "part_refunded",
            Self::Refunded => "refunded",
        }
    }
}

/// What is to be said of an order besides its headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Note {
    /// Some of the money was given back.
    PartRefunded,
    /// Money is to go back and has not yet.
    RefundUnderWay,
    /// Goods are to come back, or are being looked at.
    ReturnUnderWay,
    /// Some of the goods came back.
    PartReturned,
    /// All of the goods came back.
    Returned,
}

impl Note {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PartRefunded => "part_refunded",
            Self::RefundUnderWay => "refund_under_way",
            Self::ReturnUnderWay => "return_under_way",
            Self::PartReturned => "part_returned",
            Self::Returned => "returned",
        }
    }
}

/// What people see of an order.
pub fn standing(parts: &OrderParts<'_>) -> Standing {
    let headline = match parts.lifecycle {
        Lifecycle::AwaitingApproval { .. } => Headline::AwaitingApproval,
        Lifecycle::Placed { .. } | Lifecycle::Cancelled { .. } | Lifecycle::Closed { .. } if parts.is_refunded() => {
            Headline::Refunded
        }
        Lifecycle::Cancelled { .. } => Headline::Cancelled,
        Lifecycle::Closed { .. } => Headline::Closed,
        Lifecycle::Placed { .. } => parts.shipped().unwrap_or_else(|| parts.payment()),
    };
    let part_refunded = parts.has_refund() && !parts.is_refunded() && headline != Headline::PartRefunded;
    // A failed refund is the shop's business: the buyer's money is still to come.
    let under_way = parts.refunds.iter().any(|refund| !matches!(refund.state, RefundState::Succeeded { .. }));
    let returning = parts.returns.iter().any(|one| one.is_open());
    let Pieces { shipped, returned, .. } = parts.pieces;
    let notes = [
        part_refunded.then_some(Note::PartRefunded),
        under_way.then_some(Note::RefundUnderWay),
        returning.then_some(Note::ReturnUnderWay),
        (returned > 0 && returned < shipped).then_some(Note::PartReturned),
        (returned > 0 && returned >= shipped).then_some(Note::Returned),
    ];
    Standing { headline, notes: notes.into_iter().flatten().collect() }
}

impl OrderParts<'_> {
    fn captured(&self) -> Decimal {
        self.payments.iter().map(|payment| payment.captured.amount()).sum()
    }

    /// Whether money has gone back. Of orders from before refunds were written down, nobody knows how much that was: theirs
    /// is of nothing.
    fn has_refund(&self) -> bool {
        self.refunds.iter().any(|refund| matches!(refund.state, RefundState::Succeeded { .. }))
    }

    /// The sum of what has gone back.
    fn refunded(&self) -> Decimal {
        let done = self.refunds.iter().filter(|refund| matches!(refund.state, RefundState::Succeeded { .. }));
        done.map(|refund| refund.amount.amount()).sum()
    }

    /// Whether all the money is there: the sums say it, whatever became of the payments that it came by. Of an order for
    /// nothing there is no sum, so that its payment says it.
    pub fn is_paid(&self) -> bool {
        let settled = || self.payments.iter().any(|payment| matches!(payment.state, PaymentState::Captured { .. }));
        self.captured() >= self.total.amount() && (!self.total.is_zero() || settled())
    }

    /// Whether money has to come, or a word on it, before the goods may leave: not where the bank keeps it ready, nor where
    /// it is owed on account.
    pub fn awaits_payment(&self) -> bool {
        self.payment() == Headline::AwaitingPayment
    }

    /// Whether all that had come in has gone back.
    fn is_refunded(&self) -> bool {
        let refunded = self.refunded();
        !refunded.is_zero() && refunded >= self.captured()
    }

    /// How far the goods have come; none as long as nothing is being packed.
    fn shipped(&self) -> Option<Headline> {
        let wanted = self.pieces.ordered.saturating_sub(self.pieces.cancelled);
        let left = || self.shipments.iter().filter(|shipment| shipment.has_left());
        if left().next().is_none() {
            let packing = self.shipments.iter().any(|shipment| matches!(shipment, ShipmentState::Preparing { .. }));
            return packing.then_some(Headline::InFulfilment);
        }
        let arrived = left().all(|shipment| matches!(shipment, ShipmentState::Delivered { .. }));
        Some(match (self.pieces.shipped >= wanted, arrived) {
            (false, _) => Headline::PartShipped,
            (true, false) => Headline::Shipped,
            (true, true) => Headline::Delivered,
        })
    }

    /// How far the money has come, where nothing is being packed.
    fn payment(&self) -> Headline {
        let any = |is: fn(PaymentState) -> bool| self.payments.iter().any(|payment| is(payment.state));
        if self.is_paid() {
            return if self.has_refund() { Headline::PartRefunded } else { Headline::Paid };
        }
        let is_owed = any(|state| matches!(state, PaymentState::Owed { .. }));
        let is_kept_ready = any(|state| matches!(state, PaymentState::Authorised { .. }));
        // What came in part is waited for: the bank does not keep the rest of it ready.
        let came_in_part = !self.captured().is_zero();
        if any(PaymentState::is_waiting) || (came_in_part && !is_owed) {
            Headline::AwaitingPayment
        } else if is_owed || is_kept_ready || !any(PaymentState::has_failed) {
            Headline::Placed
        } else {
            // The way of paying failed, and the order was kept for another.
            Headline::AwaitingPayment
        }
    }

    /// The lifecycle once the order is cancelled.
    ///
    /// # Errors
    /// [`TransitionError`] where something of it has left, or its lifecycle is over.
    pub fn cancel(&self, reason: CancelReason, at: Timestamp) -> Result<Lifecycle, TransitionError> {
        if self.shipments.iter().any(|shipment| shipment.has_left()) {
            return Err(TransitionError { what: "an order", from: standing(self).headline.code(), event: "cancel" });
        }
        self.lifecycle.clone().cancel(reason, at)
    }

    /// The lifecycle once nothing more is to come of the order.
    ///
    /// # Errors
    /// [`TransitionError`] where goods or money are still to come, or its lifecycle is over.
    pub fn close(&self, at: Timestamp) -> Result<Lifecycle, TransitionError> {
        if !self.goods_are_done() || !self.money_is_done() {
            let from = standing(self).headline.code();
            return Err(TransitionError { what: "an order", from, event: "close" });
        }
        self.lifecycle.clone().close(at)
    }

    /// Whether no more goods are to come: every piece that was not taken off the order has left, and all that left has
    /// arrived. The headline does not tell, since it may speak of the money.
    fn goods_are_done(&self) -> bool {
        let wanted = self.pieces.ordered.saturating_sub(self.pieces.cancelled);
        let done = |shipment: &ShipmentState| match shipment {
            ShipmentState::Delivered { .. } | ShipmentState::Cancelled { .. } => true,
            ShipmentState::Preparing { .. } | ShipmentState::Sent { .. } => false,
        };
        self.pieces.shipped >= wanted && self.shipments.iter().all(done)
    }

    /// Whether no more money is to come: it is there, or all that came was given back and nothing is waited for.
    fn money_is_done(&self) -> bool {
        let to_come = |payment: &PaymentPart| {
            let agreed = matches!(payment.state, PaymentState::Owed { .. } | PaymentState::Authorised { .. });
            agreed || payment.state.is_waiting()
        };
        self.is_paid() || self.is_refunded() && !self.payments.iter().any(to_come)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Currency;

    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    fn eur(amount: i64) -> Money {
        Money::new(amount.into(), Currency::Eur)
    }

    fn paid(amount: i64) -> PaymentPart {
        PaymentPart { state: PaymentState::Captured { at: AT }, captured: eur(amount) }
    }

    fn unpaid(state: PaymentState) -> PaymentPart {
        PaymentPart { state, captured: eur(0) }
    }

    fn refund(state: RefundState, amount: i64) -> RefundPart {
        RefundPart { state, amount: eur(amount) }
    }

    /// An order of ten pieces for 100 €, in words: headline and notes.
    fn seen(
        lifecycle: Lifecycle,
        payments: &[PaymentPart],
        shipments: &[ShipmentState],
        shipped: u64,
        refunds: &[RefundPart],
        returns: &[ReturnState],
        returned: u64,
    ) -> String {
        let pieces = Pieces { ordered: 10, cancelled: 0, shipped, returned };
        let lifecycle = &lifecycle;
        let standing =
            standing(&OrderParts { lifecycle, total: eur(100), payments, shipments, pieces, refunds, returns });
        let codes = std::iter::once(standing.headline.code()).chain(standing.notes.iter().map(|note| note.code()));
        codes.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_table_of_what_people_see() {
        let placed = || Lifecycle::Placed { at: AT };
        let closed = || Lifecycle::Closed { at: AT };
        let cancelled = || Lifecycle::Cancelled { at: AT, reason: CancelReason::ByShop };
        let waits = || Lifecycle::AwaitingApproval { since: AT, reason: String::new() };
        let (preparing, sent) = (ShipmentState::Preparing { since: AT }, ShipmentState::Sent { at: AT });
        let (delivered, unpacked) = (ShipmentState::Delivered { at: AT }, ShipmentState::Cancelled { at: AT });
        let owed = unpaid(PaymentState::Owed { since: AT });
        let done = |amount| refund(RefundState::Succeeded { at: AT }, amount);
        let asked = |amount| refund(RefundState::Requested { since: AT }, amount);
        let failed = |amount| refund(RefundState::Failed { at: AT }, amount);
        let returning = ReturnState::Requested { at: AT };
        let back = ReturnState::Refunded { at: AT };
        let states = PaymentState::Awaited { since: AT, until: None };
        let in_part = |state| PaymentPart { state, captured: eur(1) };
        let late = PaymentPart { state: PaymentState::Expired { at: AT }, captured: eur(100) };
        let table: Vec<(&str, String)> = vec![
            ("awaiting_approval", seen(waits(), &[], &[], 0, &[], &[], 0)),
            ("awaiting_approval", seen(waits(), &[owed], &[], 0, &[], &[], 0)),
            // Money alone.
            ("placed", seen(placed(), &[owed], &[], 0, &[], &[], 0)),
            ("placed", seen(placed(), &[], &[], 0, &[], &[], 0)),
            ("placed", seen(placed(), &[unpaid(PaymentState::Authorised { at: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[unpaid(states)], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[unpaid(PaymentState::Created { since: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[unpaid(PaymentState::Challenge { since: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[unpaid(PaymentState::Pending { since: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[unpaid(PaymentState::Declined { at: AT })], &[], 0, &[], &[], 0)),
            // Money in part, and money that came after its payment had ended.
            ("awaiting_payment", seen(placed(), &[in_part(PaymentState::Pending { since: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[in_part(PaymentState::Authorised { at: AT })], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[in_part(PaymentState::Captured { at: AT })], &[], 0, &[], &[], 0)),
            ("placed", seen(placed(), &[in_part(PaymentState::Owed { since: AT })], &[], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[in_part(PaymentState::Captured { at: AT }), paid(99)], &[], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[late], &[], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[paid(100)], &[], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[unpaid(PaymentState::Declined { at: AT }), paid(100)], &[], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[paid(40), paid(60)], &[], 0, &[], &[], 0)),
            ("awaiting_payment", seen(placed(), &[paid(40), unpaid(states)], &[], 0, &[], &[], 0)),
            // Goods, whether paid or not.
            ("in_fulfilment", seen(placed(), &[paid(100)], &[preparing], 0, &[], &[], 0)),
            ("in_fulfilment", seen(placed(), &[owed], &[preparing], 0, &[], &[], 0)),
            ("paid", seen(placed(), &[paid(100)], &[unpacked], 0, &[], &[], 0)),
            ("part_shipped", seen(placed(), &[paid(100)], &[sent, preparing], 4, &[], &[], 0)),
            ("part_shipped", seen(placed(), &[owed], &[delivered], 4, &[], &[], 0)),
            ("shipped", seen(placed(), &[owed], &[sent], 10, &[], &[], 0)),
            ("shipped", seen(placed(), &[paid(100)], &[sent, delivered], 10, &[], &[], 0)),
            ("delivered", seen(placed(), &[owed], &[delivered], 10, &[], &[], 0)),
            ("delivered", seen(placed(), &[paid(100)], &[unpacked, delivered], 10, &[], &[], 0)),
            ("closed", seen(closed(), &[paid(100)], &[delivered], 10, &[], &[], 0)),
            ("cancelled", seen(cancelled(), &[unpaid(PaymentState::Expired { at: AT })], &[], 0, &[], &[], 0)),
            // Money back.
            ("part_refunded", seen(placed(), &[paid(100)], &[], 0, &[done(10)], &[], 0)),
            ("part_refunded, refund_under_way", seen(placed(), &[paid(100)], &[], 0, &[done(10), asked(5)], &[], 0)),
            ("paid, refund_under_way", seen(placed(), &[paid(100)], &[], 0, &[asked(5)], &[], 0)),
            ("in_fulfilment, part_refunded", seen(placed(), &[paid(100)], &[preparing], 0, &[done(10)], &[], 0)),
            ("part_shipped, part_refunded", seen(placed(), &[paid(100)], &[sent], 4, &[done(60)], &[], 0)),
            ("closed, part_refunded", seen(closed(), &[paid(100)], &[delivered], 10, &[done(10)], &[], 0)),
            ("cancelled, refund_under_way", seen(cancelled(), &[paid(100)], &[], 0, &[asked(100)], &[], 0)),
            ("cancelled, refund_under_way", seen(cancelled(), &[paid(100)], &[], 0, &[failed(100)], &[], 0)),
            ("cancelled, part_refunded", seen(cancelled(), &[paid(100)], &[], 0, &[done(10)], &[], 0)),
            ("delivered, part_refunded", seen(placed(), &[paid(100)], &[delivered], 10, &[done(0)], &[], 0)),
            ("refunded", seen(cancelled(), &[paid(100)], &[], 0, &[done(100)], &[], 0)),
            ("refunded", seen(closed(), &[paid(100)], &[delivered], 10, &[done(40), done(60)], &[], 0)),
            // Goods back.
            ("delivered, return_under_way", seen(placed(), &[paid(100)], &[delivered], 10, &[], &[returning], 0)),
            (
                "closed, part_refunded, part_returned",
                seen(closed(), &[paid(100)], &[delivered], 10, &[done(40)], &[back], 4),
            ),
            ("refunded, returned", seen(closed(), &[paid(100)], &[delivered], 10, &[done(100)], &[back], 10)),
        ];
        for (row, (expected, got)) in table.iter().enumerate() {
            assert_eq!(expected, got, "row {row}");
        }
    }

    /// An order for nothing (everything given) is paid once its payment is.
    #[test]
    fn what_costs_nothing_can_be_paid() {
        let lifecycle = Lifecycle::Placed { at: AT };
        let parts = |payments| OrderParts {
            lifecycle: &lifecycle,
            total: eur(0),
            payments,
            shipments: &[],
            pieces: Pieces { ordered: 1, ..Pieces::default() },
            refunds: &[],
            returns: &[],
        };
        let pending = [unpaid(PaymentState::Pending { since: AT })];
        assert_eq!(standing(&parts(&pending)).headline, Headline::AwaitingPayment);
        assert_eq!(standing(&parts(&[paid(0)])).headline, Headline::Paid);
    }

    #[test]
    fn what_has_left_is_not_cancelled_and_what_is_owed_not_closed() {
        let lifecycle = Lifecycle::Placed { at: AT };
        let (preparing, sent) = ([ShipmentState::Preparing { since: AT }], [ShipmentState::Sent { at: AT }]);
        let delivered = [ShipmentState::Delivered { at: AT }];
        let (owed, money) = ([unpaid(PaymentState::Owed { since: AT })], [paid(100)]);
        let parts = |payments, shipments, shipped| OrderParts {
            lifecycle: &lifecycle,
            total: eur(100),
            payments,
            shipments,
            pieces: Pieces { ordered: 10, shipped, ..Pieces::default() },
            refunds: &[],
            returns: &[],
        };
        let cancel = |parts: OrderParts<'_>| parts.cancel(CancelReason::ByBuyer, AT).map(|next| next.code());
        let error = |from, event| Err(TransitionError { what: "an order", from, event });
        assert_eq!(cancel(parts(&owed, &preparing, 0)), Ok("cancelled"));
        assert_eq!(cancel(parts(&owed, &sent, 4)), error("part_shipped", "cancel"));
        let close = |parts: OrderParts<'_>| parts.close(AT).map(|next| next.code());
        assert_eq!(close(parts(&money, &delivered, 10)), Ok("closed"));
        assert_eq!(close(parts(&owed, &delivered, 10)), error("delivered", "close"));
        let late = [PaymentPart { state: PaymentState::Expired { at: AT }, captured: eur(100) }];
        assert_eq!(close(parts(&late, &delivered, 10)), Ok("closed"));
        assert_eq!(close(parts(&money, &sent, 10)), error("shipped", "close"));
        assert_eq!(close(parts(&money, &[], 0)), error("paid", "close"));
    }

    #[test]
    fn an_order_whose_money_went_back_is_closed_by_what_is_still_to_come() {
        let (lifecycle, money) = (Lifecycle::Placed { at: AT }, [paid(100)]);
        let (delivered, sent) = ([ShipmentState::Delivered { at: AT }], [ShipmentState::Sent { at: AT }]);
        let (some, all) =
            ([refund(RefundState::Succeeded { at: AT }, 10)], [refund(RefundState::Succeeded { at: AT }, 100)]);
        let close = |refunds: &[RefundPart], shipments: &[ShipmentState], cancelled, shipped| {
            let pieces = Pieces { ordered: 10, cancelled, shipped, returned: 0 };
            let (lifecycle, total, payments, returns) = (&lifecycle, eur(100), &money[..], &[][..]);
            let parts = OrderParts { lifecycle, total, payments, shipments, pieces, refunds, returns };
            parts.close(AT).map(|next| next.code())
        };
        let error = |from| Err(TransitionError { what: "an order", from, event: "close" });
        // Some of the money went back, and all ten pieces are still to come; or nine, since one was taken off.
        assert_eq!(close(&some, &[], 0, 0), error("part_refunded"));
        assert_eq!(close(&some, &[], 1, 0), error("part_refunded"));
        assert_eq!(close(&some, &sent, 1, 9), error("shipped"));
        assert_eq!(close(&some, &delivered, 1, 9), Ok("closed"));
        // All of it went back for goods that had arrived, or of which none is wanted any more.
        assert_eq!(close(&all, &delivered, 0, 10), Ok("closed"));
        assert_eq!(close(&all, &[], 10, 0), Ok("closed"));
        assert_eq!(close(&all, &sent, 0, 10), error("refunded"));
        assert_eq!(close(&all, &[], 0, 0), error("refunded"));
        // What is paid and of which nothing is wanted any more has nothing to come either.
        assert_eq!(close(&[], &[], 10, 0), Ok("closed"));
    }

    #[test]
    fn an_order_is_not_closed_while_money_is_waited_for() {
        let lifecycle = Lifecycle::Placed { at: AT };
        let close = |payments: &[PaymentPart]| {
            let refunds = [refund(RefundState::Succeeded { at: AT }, 40)];
            let pieces = Pieces { ordered: 10, shipped: 10, ..Pieces::default() };
            let shipments = &[ShipmentState::Delivered { at: AT }];
            let (lifecycle, total, returns) = (&lifecycle, eur(100), &[][..]);
            let parts = OrderParts { lifecycle, total, payments, shipments, pieces, refunds: &refunds, returns };
            parts.close(AT).is_ok()
        };
        assert!(!close(&[paid(40), unpaid(PaymentState::Awaited { since: AT, until: None })]));
        assert!(!close(&[paid(40), unpaid(PaymentState::Owed { since: AT })]));
        assert!(close(&[paid(40), unpaid(PaymentState::Declined { at: AT })]));
    }
}
