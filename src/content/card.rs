//! Content in short.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Html, html, picture};
use crate::{routes, words};
use giano_api::content::ContentCard;
use giano_commerce::Locale;

/// Content in short: the whole card leads there.
#[component]
pub fn ContentCardView(
    /// The content.
    card: ContentCard,
    /// It stands right below the page's headline.
    #[prop(optional)]
    first_level: bool,
) -> impl IntoView {
    content_card(use_locale(), &card, first_level).view()
}

/// [`ContentCardView`] as finished markup.
pub fn content_card(l: Locale, card: &ContentCard, first_level: bool) -> Html {
    let image = card.image.as_ref().map(|image| {
        let image = picture(l, Some(image), "(min-width: 60rem) 25vw, 90vw", false, true);
        html("<div class=\"content-card-picture\">{}</div>", &[&image])
    });
    let day = card
        .written_at
        .map(|at| html("<time datetime=\"{}\">{}</time>", &[&words::iso_day_of(at), &words::day_of(l, at)]));
    let template = if first_level {
        "<article class=\"content-card\">{}<h2 class=\"content-card-title\"><a href=\"{}\">{}</a></h2><p>{}</p>{}</article>"
    } else {
        "<article class=\"content-card\">{}<h3 class=\"content-card-title\"><a href=\"{}\">{}</a></h3><p>{}</p>{}</article>"
    };
    html(template, &[&image, &routes::content(card.kind, &card.slug), &card.title, &card.summary, &day])
}

/// A list of cards; nothing without any.
pub fn content_cards(l: Locale, class: &str, cards: &[ContentCard], first_level: bool) -> Option<Html> {
    let entries = cards.iter().map(|card| html("<li>{}</li>", &[&content_card(l, card, first_level)]));
    (!cards.is_empty()).then(|| html("<ul class=\"{}\">{}</ul>", &[&class, &Html::join(entries)]))
}
