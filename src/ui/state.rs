//! Small parts and states: stars, badges, skeletons, nothing there.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;

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
    let l = use_locale();
    let label = words::ui::stars(l, words::decimal(l, &rating));
    view! {
        <span class="stars">
            <span class="stars-row" role="img" aria-label=label style=format!("--rating:{rating}")></span>
            {count.map(|count| {
                view! {
                    <span class="stars-count">
                        <span aria-hidden="true">"(" {words::number(l, count.into())} ")"</span>
                        <span class="visually-hidden">{words::ui::review_count(l, count.into())}</span>
                    </span>
                }
            })}
        </span>
    }
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
    let class = match tone {
        BadgeTone::Signal => "badge badge-signal",
        BadgeTone::Good => "badge badge-good",
        BadgeTone::Warning => "badge badge-warning",
        BadgeTone::Plain => "badge badge-plain",
    };
    view! { <span class=class>{text}</span> }
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
    let blocks = (0..count).map(|_| view! { <span class=format!("skeleton {class}")></span> }).collect_view();
    view! { <div class="skeletons" aria-hidden="true">{blocks}</div> }.into_any()
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
