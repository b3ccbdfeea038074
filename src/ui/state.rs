//! Small parts and states: stars, badges, skeletons, nothing there.

use super::html::{Html, html};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_commerce::Locale;

/// An average rating as stars.
#[component]
pub fn Stars(
    /// With one decimal, as text: `4.3`.
    #[prop(into)]
    rating: String,
    /// Number of reviews, shown beside it.
    #[prop(optional_no_strip)]
    count: Option<u32>,
) -> impl IntoView {
    stars(use_locale(), &rating, count).view()
}

/// [`Stars`] as finished markup.
pub fn stars(l: Locale, rating: &str, count: Option<u32>) -> Html {
    let count = count.map(|count| {
        html(
            "<span class=\"stars-count\"><span aria-hidden=\"true\">({})</span><span class=\"visually-hidden\">{}</span></span>",
            &[&words::number(l, count.into()), &words::ui::review_count(l, count.into())],
        )
    });
    html(
        "<span class=\"stars\"><span class=\"stars-row\" role=\"img\" aria-label=\"{}\" style=\"--rating:{}\"></span>{}</span>",
        &[&words::ui::stars(l, words::decimal(l, rating)), &rating, &count],
    )
}

/// How a badge looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BadgeTone {
    /// In the face's signal colour.
    #[default]
    Signal,
    /// Good news.
    Good,
    /// Beware.
    Warning,
    /// Plain.
    Plain,
}

/// A few words on a coloured ground.
#[component]
pub fn Badge(
    /// How it looks.
    #[prop(optional)]
    tone: BadgeTone,
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    badge(tone, &text).view()
}

/// [`Badge`] as finished markup.
pub fn badge(tone: BadgeTone, text: &str) -> Html {
    let class = match tone {
        BadgeTone::Signal => "badge-signal",
        BadgeTone::Good => "badge-good",
        BadgeTone::Warning => "badge-warning",
        BadgeTone::Plain => "badge-plain",
    };
    html("<span class=\"badge {}\">{}</span>", &[&class, &text])
}

/// A place kept for what is loading.
#[component]
pub fn Skeleton(
    /// A class that gives it the final size.
    #[prop(optional)]
    class: &'static str,
    /// How many.
    #[prop(default = 1)]
    count: usize,
) -> impl IntoView {
    let blocks = (0..count).map(|_| html("<span class=\"skeleton {}\"></span>", &[&class]));
    html("<div class=\"skeletons\" aria-hidden=\"true\">{}</div>", &[&Html::join(blocks)]).view()
}

/// There is nothing, and what to do instead.
#[component]
pub fn Empty(
    /// What there is nothing of.
    #[prop(into)]
    title: String,
    /// What that means, what to do.
    #[prop(optional, into)]
    text: String,
    /// Ways on.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2 class="empty-title">{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            <div class="empty-actions">{children()}</div>
        </div>
    }
    .into_any()
}
