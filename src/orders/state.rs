//! Where an order stands, in words.

use crate::ui::BadgeTone;
use crate::words;
use giano_api::orders::OrderView;
use giano_commerce::Locale;
use giano_commerce::order::CancelReason;

/// Code of an order that waits for its payment.
pub(super) const AWAITING_PAYMENT: &str = "awaiting_payment";

/// The state's name and its tone.
pub(super) fn state_badge(l: Locale, code: &str) -> (&'static str, BadgeTone) {
    use words::orders;
    match code {
        "placed" => (orders::state_placed(l), BadgeTone::Good),
        "awaiting_approval" => (orders::state_awaiting_approval(l), BadgeTone::Warning),
        AWAITING_PAYMENT => (orders::state_awaiting_payment(l), BadgeTone::Warning),
        "paid" => (orders::state_paid(l), BadgeTone::Good),
        "in_fulfilment" => (orders::state_in_fulfilment(l), BadgeTone::Plain),
        "part_shipped" => (orders::state_part_shipped(l), BadgeTone::Plain),
        "shipped" => (orders::state_shipped(l), BadgeTone::Good),
        "delivered" => (orders::state_delivered(l), BadgeTone::Good),
        "closed" => (orders::state_closed(l), BadgeTone::Plain),
        "cancelled" => (orders::state_cancelled(l), BadgeTone::Warning),
        "part_refunded" => (orders::state_part_refunded(l), BadgeTone::Plain),
        "refunded" => (orders::state_refunded(l), BadgeTone::Plain),
        _ => (orders::state_unknown(l), BadgeTone::Plain),
    }
}

/// What the state means and what comes next, where that helps.
pub(super) fn state_text(l: Locale, order: &OrderView) -> Option<String> {
    use words::orders;
    let text = match (order.state.as_str(), order.pay_by) {
        (AWAITING_PAYMENT, Some(day)) => return Some(orders::text_awaiting_transfer(l, words::day(l, day))),
        ("cancelled", Some(day)) if order.cancelled == Some(CancelReason::TransferOverdue) => {
            return Some(orders::text_overdue(l, words::day(l, day)));
        }
        ("placed", _) => orders::text_placed(l),
        ("awaiting_approval", _) => orders::text_awaiting_approval(l),
        (AWAITING_PAYMENT, None) => orders::text_awaiting_payment(l),
        ("paid", _) => orders::text_paid(l),
        ("cancelled", _) => orders::text_cancelled(l),
        _ => return None,
    };
    Some(text.to_owned())
}
