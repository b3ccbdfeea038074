//! Where an order stands, in words.

use crate::ui::{BadgeTone, Html, badge};
use crate::words;
use giano_api::orders::OrderView;
use giano_commerce::Locale;
use giano_commerce::order::CancelReason;

/// Code of an order that waits for its payment.
pub(super) const AWAITING_PAYMENT: &str = "awaiting_payment";

/// The state's name and its tone.
fn state_badge(l: Locale, code: &str) -> (&'static str, BadgeTone) {
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

/// Badges of a state and of what is to be said besides.
pub(super) fn badges(l: Locale, code: &str, notes: &[String]) -> Html {
    let (state, tone) = state_badge(l, code);
    let all = std::iter::once(badge(tone, state)).chain(notes.iter().filter_map(|code| note_badge(l, code)));
    Html::join(all)
}

/// What is to be said besides the state; nothing of what this app does not know.
fn note_badge(l: Locale, code: &str) -> Option<Html> {
    use words::orders;
    let text = match code {
        "part_refunded" => orders::note_part_refunded(l),
        "refund_under_way" => orders::note_refund_under_way(l),
        "return_under_way" => orders::note_return_under_way(l),
        "part_returned" => orders::note_part_returned(l),
        "returned" => orders::note_returned(l),
        _ => return None,
    };
    Some(badge(BadgeTone::Plain, text))
}

/// What the state means and what comes next, where that helps.
pub(super) fn state_text(l: Locale, order: &OrderView) -> Option<String> {
    use words::orders;
    if order.incomplete {
        return Some(orders::text_incomplete(l).to_owned());
    }
    // Money that came late goes back: nobody who was charged reads that nothing is.
    let goes_back =
        ["refund_under_way", "part_refunded"].iter().any(|code| order.notes.iter().any(|note| note == code));
    let text = match (order.state.as_str(), order.pay_by) {
        ("cancelled", _) if goes_back => orders::text_cancelled_after_payment(l),
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
