//! The home page for business: a well-kept order book.

use super::carousel;
use super::machine::Machine;
use crate::boot::{use_boot, use_locale};
use crate::content::content_cards;
use crate::prelude::*;
use crate::ui::{Still, html, money, picture};
use crate::{routes, words};
use giano_api::content::{ContentCard, ContentKind};
use giano_api::home::HomeView;
use giano_commerce::catalog::Media;

pub(super) fn page(home: HomeView) -> AnyView {
    let l = use_locale();
    let scene = home.demonstration.as_ref().and(home.image.as_ref()).map(|image| scene(image, &home));
    view! {
        <div class="page home home-for-business">
            {company()}
            {match home.demonstration {
                Some(demonstration) => view! { <Machine demonstration=demonstration /> }.into_any(),
                None => html(
                    "<section class=\"hero hero-plain\"><div class=\"hero-words\"><h1>{}</h1><p class=\"hero-text\">{}</p>\
                     <div class=\"hero-actions\"><a class=\"button button-primary\" href=\"/search\">{}</a></div></div></section>",
                    &[
                        &home.title,
                        &home.description,
                        &words::layout::everything(l),
                    ],
                )
                .view()
                .into_any(),
            }}
            {carousel(words::home::business_carousel(l), home.carousel)}
            {scene}
            {cards(words::home::who_are_you(l), ContentKind::Trade, &home.trades)}
            {cards(words::content::cases(l), ContentKind::Case, &home.cases)}
            {cards(words::content::guides(l), ContentKind::Guide, &home.guides)}
            {cards(words::content::posts(l), ContentKind::Post, &home.posts)}
        </div>
    }
    .into_any()
}

/// A business like the visitor's own, and what the shop is for it.
fn scene(image: &Media, home: &HomeView) -> Still {
    let l = use_locale();
    html(
        "<section class=\"home-scene\" aria-labelledby=\"home-scene\"><div class=\"home-scene-picture\">{}</div>\
         <div class=\"home-scene-words\"><h2 id=\"home-scene\">{}</h2><p>{}</p>\
         <a class=\"button button-secondary\" href=\"/search\">{}</a></div></section>",
        &[
            &picture(l, Some(image), "(min-width: 60rem) 60vw, 100vw", false, true),
            &home.title,
            &home.description,
            &words::layout::everything(l),
        ],
    )
    .view()
}

/// For people signed in: their company, what it may still spend.
fn company() -> Still {
    let (l, boot) = (use_locale(), use_boot());
    let Some(person) = &boot.session.person else {
        return html(
            "<p class=\"home-company\"><span>{}</span><a href=\"{}\">{}</a></p>",
            &[&words::home::sign_in_for_prices(l), &routes::sign_in(""), &words::layout::sign_in(l)],
        )
        .view();
    };
    let company = person.company.as_ref();
    let name = company.map(|company| html("<strong>{}</strong>", &[&company.name]));
    let credit = company
        .and_then(|company| company.credit_left)
        .map(|credit| html("<span>{}</span>", &[&words::home::credit_left(l, money(l, credit))]));
    html(
        "<p class=\"home-company\">{}<span>{}</span>{}<a href=\"{}\">{}</a></p>",
        &[&name, &person.name, &credit, &routes::orders(), &words::home::your_orders(l)],
    )
    .view()
}

fn cards(title: &'static str, kind: ContentKind, cards: &[ContentCard]) -> Option<Still> {
    let l = use_locale();
    let cards = content_cards(l, "home-cards", cards.get(..4).unwrap_or(cards), false)?;
    let section = html(
        "<section class=\"home-section\"><div class=\"home-section-head\"><h2>{}</h2>\
         <a href=\"{}\">{}<span class=\"visually-hidden\">: {}</span></a></div>{}</section>",
        &[&title, &routes::content_list(kind), &words::home::see_all(l), &title, &cards],
    );
    Some(section.view())
}
