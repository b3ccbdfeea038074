//! The home page at home: a counter in a good shop.

use super::promotions::Promotions;
use super::reviews::Reviews;
use super::{carousel, section_head};
use crate::boot::use_locale;
use crate::catalog::CardView;
use crate::content::content_cards;
use crate::prelude::*;
use crate::ui::{Glyph, Html, Still, html, icon, picture};
use crate::{routes, words};
use giano_api::catalog::{CategoryNode, ProductCard};
use giano_api::content::{ContentCard, ContentKind};
use giano_api::home::{HomeView, StoryView};

pub(super) fn page(home: HomeView) -> AnyView {
    let l = use_locale();
    view! {
        <div class="page home home-at-home">
            <Promotions promotions=home.promotions fallback=home.carousel.first().cloned() greeting=(home.title, home.description) scene=home.image />
            {categories(&home.categories)}
            {carousel(words::home::carousel(l), home.carousel)}
            {payment()}
            {recommended(home.recommended)}
            <Reviews rating=home.rating reviews=home.reviews />
            {home.story.as_ref().map(story)}
            {help(&home.guides)}
        </div>
    }
    .into_any()
}

fn categories(nodes: &[CategoryNode]) -> Option<Still> {
    let l = use_locale();
    let entries = nodes.iter().map(|node| {
        html(
            "<li><a class=\"home-category\" href=\"{}\"><span class=\"home-category-name\">{}</span>\
             <span class=\"home-category-count\">{}</span></a></li>",
            &[&routes::category(&node.slug), &node.name, &words::home::articles(l, node.count.into())],
        )
    });
    (!nodes.is_empty()).then(|| {
        html("<div class=\"home-categories\"><ul class=\"home-categories-list\">{}</ul></div>", &[&Html::join(entries)])
            .view()
    })
}

/// How paying goes, and the way there.
fn payment() -> Still {
    let l = use_locale();
    let steps = [
        (Glyph::Basket, words::home::payment_one(l), words::home::payment_one_text(l)),
        (Glyph::Truck, words::home::payment_two(l), words::home::payment_two_text(l)),
        (Glyph::Lock, words::home::payment_three(l), words::home::payment_three_text(l)),
    ]
    .map(|(glyph, title, text)| html("<li>{}<h3>{}</h3><p>{}</p></li>", &[&icon(glyph), &title, &text]));
    html(
        "<section class=\"home-payment\" aria-labelledby=\"home-payment\"><div class=\"home-payment-head\">\
         <h2 id=\"home-payment\">{}</h2><a class=\"button button-primary\" href=\"{}\">{}</a></div>\
         <ol class=\"home-payment-steps\">{}</ol></section>",
        &[&words::home::payment_title(l), &routes::checkout(), &words::home::payment_start(l), &Html::join(steps)],
    )
    .view()
}

fn recommended(cards: Vec<ProductCard>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let entries = cards.into_iter().map(|card| view! { <li><CardView card=card /></li> }).collect_view();
    view! {
        <section class="home-section">
            {section_head(words::home::recommended(l), "/search", words::layout::everything(l))}
            <ul class="home-grid home-four">{entries}</ul>
        </section>
    }
    .into_any()
}

fn story(story: &StoryView) -> Still {
    let text = story.text.iter().map(|paragraph| html("<p>{}</p>", &[paragraph]));
    let scene = story.image.as_ref().map(|image| {
        let scene = picture(use_locale(), Some(image), "(min-width: 60rem) 60vw, 100vw", false, false);
        html("<div class=\"home-story-picture\">{}</div>", &[&scene])
    });
    html(
        "<section class=\"home-story\" aria-labelledby=\"home-story\"><p class=\"home-story-year\" aria-hidden=\"true\">{}</p>\
         <div><h2 id=\"home-story\">{}</h2>{}</div>{}</section>",
        &[&story.mark, &story.title, &Html::join(text), &scene],
    )
    .view()
}

fn help(guides: &[ContentCard]) -> Still {
    let l = use_locale();
    let service = routes::content_list(ContentKind::Service);
    let ways = [
        (Glyph::Help, service.as_str(), words::home::help_service(l)),
        (Glyph::Truck, routes::order_lookup(), words::home::help_order(l)),
        (Glyph::Return, service.as_str(), words::home::help_returns(l)),
    ]
    .map(|(glyph, href, text)| html("<li><a href=\"{}\">{}<span>{}</span></a></li>", &[&href, &icon(glyph), &text]));
    html(
        "<section class=\"home-section\"><div class=\"home-section-head\"><h2>{}</h2><a href=\"{}\">{}</a></div>{}\
         <ul class=\"home-help\">{}</ul></section>",
        &[
            &words::home::help_title(l),
            &routes::content_list(ContentKind::Guide),
            &words::home::all_guides(l),
            &content_cards(l, "home-cards", guides.get(..3).unwrap_or(guides), false),
            &Html::join(ways),
        ],
    )
    .view()
}
