//! Content in short.

use crate::prelude::*;
use crate::routes;
use crate::ui::Picture;
use giano_api::content::ContentCard;

/// Content in short: the whole card leads there.
#[component]
pub fn ContentCardView(
    /// The content.
    card: ContentCard,
    /// It stands right below the page's headline.
    #[prop(optional)]
    first_level: bool,
) -> impl IntoView {
    let link = view! { <a href=routes::content(card.kind, &card.slug)>{card.title}</a> };
    let title = if first_level {
        view! { <h2 class="content-card-title">{link}</h2> }.into_any()
    } else {
        view! { <h3 class="content-card-title">{link}</h3> }.into_any()
    };
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
            {title}
            <p>{card.summary}</p>
        </article>
    }
    .into_any()
}
