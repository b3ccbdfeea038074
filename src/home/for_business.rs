//! The home page for business: a well-kept order book.

use super::calculator::Calculator;
use super::carousel;
use super::demonstration::DemonstrationView;
use crate::boot::{use_boot, use_locale};
use crate::content::ContentCardView;
use crate::prelude::*;
use crate::ui::{LinkButton, Tone, money};
use crate::{routes, words};
use giano_api::content::{ContentCard, ContentKind};
use giano_api::home::HomeView;

pub(super) fn page(home: HomeView) -> AnyView {
    let l = use_locale();
    let machine = home.demonstration.clone();
    view! {
        <div class="page home home-for-business">
            {company()}
            {match home.demonstration {
                Some(demonstration) => view! { <DemonstrationView demonstration=demonstration /> }.into_any(),
                None => {
                    view! {
                        <section class="hero hero-plain">
                            <div class="hero-words">
                                <h1>{words::home::business_title(l)}</h1>
                                <p class="hero-text">{words::home::business_description(l)}</p>
                                <div class="hero-actions">
                                    <LinkButton href="/search" tone=Tone::Primary>
                                        {words::layout::everything(l)}
                                    </LinkButton>
                                </div>
                            </div>
                        </section>
                    }
                        .into_any()
                }
            }}
            {carousel(words::home::business_carousel(l), home.carousel)}
            {machine.map(|machine| view! { <Calculator machine=machine /> })}
            {cards(words::home::who_are_you(l), ContentKind::Trade, home.trades)}
            {cards(words::content::cases(l), ContentKind::Case, home.cases)}
            {cards(words::content::guides(l), ContentKind::Guide, home.guides)}
        </div>
    }
    .into_any()
}

/// For people signed in: their company, what it may still spend.
fn company() -> AnyView {
    let (l, boot) = (use_locale(), use_boot());
    let Some(person) = &boot.session.person else {
        return view! {
            <p class="home-company">
                <span>{words::home::sign_in_for_prices(l)}</span>
                <a href=routes::sign_in("")>{words::layout::sign_in(l)}</a>
            </p>
        }
        .into_any();
    };
    let Some(company) = &person.company else { return ().into_any() };
    let credit =
        company.credit_left.map(|credit| view! { <span>{words::home::credit_left(l, money(l, credit))}</span> });
    view! {
        <p class="home-company">
            <strong>{company.name.clone()}</strong>
            <span>{person.name.clone()}</span>
            {credit}
            <a href=routes::orders()>{words::home::your_orders(l)}</a>
        </p>
    }
    .into_any()
}

fn cards(title: &'static str, kind: ContentKind, cards: Vec<ContentCard>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let entries = cards.into_iter().take(4).map(|card| view! { <li><ContentCardView card=card /></li> }).collect_view();
    view! {
        <section class="home-section">
            <div class="home-section-head">
                <h2>{title}</h2>
                <a href=routes::content_list(kind)>{words::home::see_all(l)}<span class="visually-hidden">": "{title}</span></a>
            </div>
            <ul class="home-cards">{entries}</ul>
        </section>
    }
    .into_any()
}
