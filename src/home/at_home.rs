//! The home page at home: a counter in a good shop.

use super::carousel;
use super::promotions::Promotions;
use super::reviews::Reviews;
use crate::boot::use_locale;
use crate::catalog::CardView;
use crate::content::ContentCardView;
use crate::prelude::*;
use crate::ui::{Glyph, Icon, LinkButton, Tone};
use crate::{routes, words};
use giano_api::catalog::{CategoryNode, ProductCard};
use giano_api::content::{ContentCard, ContentKind};
use giano_api::home::HomeView;

pub(super) fn page(home: HomeView) -> AnyView {
    let l = use_locale();
    view! {
        <div class="page home home-at-home">
            <Promotions promotions=home.promotions fallback=home.carousel.first().cloned() />
            {categories(home.categories)}
            {carousel(words::home::carousel(l), home.carousel)}
            {payment()}
            {recommended(home.recommended)}
            <Reviews rating=home.rating reviews=home.reviews />
            {story()}
            {help(home.guides)}
        </div>
    }
    .into_any()
}

fn categories(nodes: Vec<CategoryNode>) -> AnyView {
    if nodes.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let entries = nodes
        .into_iter()
        .map(|node| {
            view! {
                <li>
                    <a class="home-category" href=routes::category(&node.slug)>
                        <span class="home-category-name">{node.name}</span>
                        <span class="home-category-count">{words::home::articles(l, node.count.into())}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="home-categories">
            <ul>{entries}</ul>
        </div>
    }
    .into_any()
}

/// How paying goes, and the way there.
fn payment() -> AnyView {
    let l = use_locale();
    let steps = [
        (Glyph::Basket, words::home::payment_one(l), words::home::payment_one_text(l)),
        (Glyph::Truck, words::home::payment_two(l), words::home::payment_two_text(l)),
        (Glyph::Lock, words::home::payment_three(l), words::home::payment_three_text(l)),
    ]
    .map(|(glyph, title, text)| {
        view! {
            <li>
                <Icon name=glyph />
                <h3>{title}</h3>
                <p>{text}</p>
            </li>
        }
    });
    view! {
        <section class="home-payment" aria-labelledby="home-payment">
            <div class="home-payment-head">
                <h2 id="home-payment">{words::home::payment_title(l)}</h2>
                <LinkButton href=routes::checkout() tone=Tone::Primary>{words::home::payment_start(l)}</LinkButton>
            </div>
            <ol class="home-payment-steps">{steps.into_iter().collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn recommended(cards: Vec<ProductCard>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let entries = cards.into_iter().take(4).map(|card| view! { <li><CardView card=card /></li> }).collect_view();
    view! {
        <section class="home-section">
            <div class="home-section-head">
                <h2>{words::home::recommended(l)}</h2>
                <a href="/search">{words::layout::everything(l)}</a>
            </div>
            <ul class="home-grid">{entries}</ul>
        </section>
    }
    .into_any()
}

fn story() -> AnyView {
    let l = use_locale();
    view! {
        <section class="home-story" aria-labelledby="home-story">
            <p class="home-story-year" aria-hidden="true">"1933"</p>
            <div>
                <h2 id="home-story">{words::home::story_title(l)}</h2>
                <p>{words::home::story_text(l)}</p>
                <p>{words::home::story_more(l)}</p>
            </div>
        </section>
    }
    .into_any()
}

fn help(guides: Vec<ContentCard>) -> AnyView {
    let l = use_locale();
    let entries =
        guides.into_iter().take(3).map(|card| view! { <li><ContentCardView card=card /></li> }).collect::<Vec<_>>();
    view! {
        <section class="home-section" aria-labelledby="home-help">
            <div class="home-section-head">
                <h2 id="home-help">{words::home::help_title(l)}</h2>
                <a href=routes::content_list(ContentKind::Guide)>{words::home::all_guides(l)}</a>
            </div>
            {(!entries.is_empty()).then(|| view! { <ul class="home-cards">{entries}</ul> })}
            <ul class="home-help">
                <li>
                    <a href=routes::content_list(ContentKind::Service)>
                        <Icon name=Glyph::Help />
                        <span>{words::home::help_service(l)}</span>
                    </a>
                </li>
                <li>
                    <a href=routes::order_lookup()>
                        <Icon name=Glyph::Truck />
                        <span>{words::home::help_order(l)}</span>
                    </a>
                </li>
                <li>
                    <a href=routes::content_list(ContentKind::Service)>
                        <Icon name=Glyph::Return />
                        <span>{words::home::help_returns(l)}</span>
                    </a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
