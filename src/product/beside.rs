//! What leads on from a product: other products, what is written about it, what is asked about it.

use crate::catalog::CardView;
use crate::content::content_cards;
use crate::prelude::*;
use crate::ui::{Carousel, Html, html};
use crate::words;
use giano_api::catalog::ProductCard;
use giano_api::product::ProductDetail;
use giano_commerce::Locale;

/// What is written and asked about it.
pub(super) fn content(l: Locale, product: &ProductDetail) -> Option<Html> {
    let cards = content_cards(l, "content-list", &product.content, false);
    let questions = product
        .questions
        .iter()
        .map(|question| html("<li><a href=\"{}\" rel=\"external\">{}</a></li>", &[&question.path, &question.title]));
    let questions = (!product.questions.is_empty()).then(|| {
        html(
            "<h3>{}</h3><ul class=\"product-questions\">{}</ul>",
            &[&words::product::questions(l), &Html::join(questions)],
        )
    });
    if cards.is_none() && questions.is_none() {
        return None;
    }
    Some(html(
        "<section class=\"product-content\"><h2>{}</h2>{}{}</section>",
        &[&words::product::content(l), &cards, &questions],
    ))
}

/// Alternatives and what is related, each once, without what is shown as going well with it.
pub(super) fn beside(product: &ProductDetail) -> Vec<ProductCard> {
    let mut beside: Vec<ProductCard> = Vec::new();
    for card in product.alternatives.iter().chain(&product.related) {
        let known = |other: &ProductCard| other.slug == card.slug;
        if !beside.iter().any(known) && !product.goes_with.iter().any(known) {
            beside.push(card.clone());
        }
    }
    beside
}

/// Products beside this one.
pub(super) fn carousel(title: &'static str, cards: &[ProductCard]) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let slides = cards.iter().map(|card| view! { <CardView card=card.clone() /> }.into_any()).collect();
    view! {
        <section class="product-beside">
            <h2>{title}</h2>
            <Carousel label=title slides=slides />
        </section>
    }
    .into_any()
}
