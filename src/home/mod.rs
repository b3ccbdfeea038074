//! The home pages: one of each face.

mod at_home;
mod countdown;
mod for_business;
mod machine;
mod promotions;
mod reviews;

use crate::boot::use_visit;
use crate::catalog::CardView;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Carousel, Skeleton, Still, html};
use crate::{errors, http};
use giano_api::catalog::ProductCard;
use giano_api::home::{GetHome, HomeView};

/// The home page for people at home.
#[component]
pub fn HomePage() -> impl IntoView {
    shown(at_home::page)
}

/// The home page for companies.
#[component]
pub fn BusinessHomePage() -> impl IntoView {
    shown(for_business::page)
}

fn shown(page: fn(HomeView) -> AnyView) -> AnyView {
    let visit = use_visit();
    let home = http::resource::<GetHome>(move || (Vec::new(), visit));
    errors::page(home, skeleton, move |home| {
        view! {
            <Seo title=home.title.clone() description=home.description.clone() canonical="/" />
            {page(home)}
        }
        .into_any()
    })
}

fn skeleton() -> AnyView {
    view! {
        <div class="page">
            <Skeleton class="skeleton-hero" />
            <Skeleton class="skeleton-block" count=2 />
        </div>
    }
    .into_any()
}

/// Products side by side, with a headline and a way to all of them.
fn carousel(title: &'static str, cards: Vec<ProductCard>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let slides = cards.into_iter().map(|card| view! { <CardView card=card /> }.into_any()).collect();
    view! {
        <section class="home-section">
            <h2>{title}</h2>
            <Carousel label=title slides=slides />
        </section>
    }
    .into_any()
}

/// A headline with a way on beside it.
fn section_head(title: &str, href: &str, on: &str) -> Still {
    html(
        "<div class=\"home-section-head\"><h2>{}</h2><a href=\"{}\">{}<span class=\"visually-hidden\">: {}</span></a></div>",
        &[&title, &href, &on, &title],
    )
    .view()
}
