//! Whether and when something can be had.

use super::html::{Html, html};
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::words;
use giano_api::catalog::Availability;
use giano_commerce::{Face, Locale};

/// Availability in words, with a mark in its colour.
#[component]
pub fn AvailabilityNote(
    /// Whether and when.
    availability: Availability,
) -> impl IntoView {
    availability_note(use_locale(), use_face(), availability).view()
}

/// [`AvailabilityNote`] as finished markup.
pub fn availability_note(l: Locale, face: Face, availability: Availability) -> Html {
    let class = match availability {
        Availability::InStock { .. } => "availability-in",
        Availability::Low { .. } => "availability-low",
        Availability::Later { .. } => "availability-later",
        Availability::Out => "availability-out",
    };
    html("<span class=\"availability {}\">{}</span>", &[&class, &availability_text(l, face, availability)])
}

/// Availability in words; companies see the figure.
pub fn availability_text(l: Locale, face: Face, availability: Availability) -> String {
    match (availability, face) {
        (Availability::InStock { .. }, Face::Home) => words::ui::in_stock(l).to_owned(),
        (Availability::InStock { on_hand }, Face::Business) => words::ui::on_hand(l, words::number(l, on_hand.into())),
        (Availability::Low { on_hand }, _) => words::ui::few_left(l, words::number(l, on_hand.into())),
        (Availability::Later { days: Some(days) }, _) => words::ui::in_days(l, days.into()),
        (Availability::Later { days: None }, _) => words::ui::on_order(l).to_owned(),
        (Availability::Out, _) => words::ui::out_of_stock(l).to_owned(),
    }
}
