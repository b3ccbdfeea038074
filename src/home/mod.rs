//! The home pages: one of each face.

mod at_home;
mod calculator;
mod countdown;
mod demonstration;
mod estimate;
mod for_business;
mod promotions;
mod reviews;

use crate::boot::{use_locale, use_visit};
use crate::catalog::CardView;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Carousel, Skeleton, Still, html};
use crate::{errors, http, words};
use giano_api::catalog::ProductCard;
use giano_api::home::{GetHome, HomeView};

/// The home page for people at home.
#[component]
pub fn HomePage() -> impl IntoView {
    let l = use_locale();
    shown(words::home::title(l), words::home::description(l), at_home::page)
}

/// The home page for companies.
#[component]
pub fn BusinessHomePage() -> impl IntoView {
    let l = use_locale();
    shown(words::home::business_title(l), words::home::business_description(l), for_business::page)
}

fn shown(title: &'static str, description: &'static str, page: fn(HomeView) -> AnyView) -> AnyView {
    let visit = use_visit();
    let home = http::resource::<GetHome>(move || (Vec::new(), visit));
    view! {
        <Seo title=title description=description canonical="/" />
        {errors::page(home, skeleton, page)}
    }
    .into_any()
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
