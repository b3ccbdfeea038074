//! Content in short.

use crate::routes;
use crate::ui::Picture;
use giano_api::content::ContentCard;
use leptos::prelude::*;

/// Content in short: the whole card leads there.
#[component]
pub fn ContentCardView(
    /// The content.
    card: ContentCard,
) -> impl IntoView {
    view! {
        <article class="content-card">
            {card
                .image
                .map(|image| {
                    view! {
                        <div class="content-card-picture">
                            <Picture media=Some(image) sizes="(min-width: 60rem) 25vw, 90vw" decorative=true />
                        </div>
                    }
                })}
            <h3 class="content-card-title">
                <a href=routes::content(card.kind, &card.slug)>{card.title}</a>
            </h3>
            <p>{card.summary}</p>
        </article>
    }
    .into_any()
}
