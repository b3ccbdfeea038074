//! The header: face, language and theme; the shop's name, search, account, basket; categories.

use super::categories::{MenuCategories, TopCategories, use_categories};
use super::search::SearchBox;
use super::switches::{FaceSwitch, LanguageSwitch, ThemeSwitch};
use crate::boot::{use_boot, use_face, use_locale};
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, shop_data};
use crate::ui::{Dialog, DialogPlace, Glyph, Icon};
use crate::{routes, words};
use giano_api::content::ContentKind;
use giano_commerce::{Face, Locale};
use leptos_router::hooks::use_location;

/// The first thing the keyboard reaches.
#[component]
pub fn SkipLink() -> impl IntoView {
    let l = use_locale();
    view! { <a class="skip-link" href="#main">{words::layout::skip(l)}</a> }
}

/// The header of every page.
#[component]
pub fn Header() -> impl IntoView {
    let (l, face, boot) = (use_locale(), use_face(), use_boot());
    let categories = use_categories();
    let menu = RwSignal::new(false);
    let shop = shop_data(&boot.origin, super::SHOP_NAME);
    // Going on closes the menu.
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let here = path.get();
        if before.is_some_and(|before| before != here) {
            menu.set(false);
        }
        here
    });
    view! {
        <header class="header">
            <div class="header-top">
                <div class="header-bound">
                    <FaceSwitch />
                    <p class="header-promise">{promise(l, face)}</p>
                    <div class="header-settings">
                        <LanguageSwitch />
                        <ThemeSwitch />
                    </div>
                </div>
            </div>
            <div class="header-main">
                <div class="header-bound">
                    <a
                        class="header-tool header-menu-button"
                        href="#footer"
                        aria-haspopup="dialog"
                        on:click=move |event| {
                            event.prevent_default();
                            menu.set(true);
                        }
                    >
                        <Icon name=Glyph::Menu />
                        <span class="header-tool-text">{words::layout::menu(l)}</span>
                    </a>
                    <a class="header-logo" href=routes::home()>
                        <Logo />
                        <span>{super::SHOP_NAME}</span>
                    </a>
                    <SearchBox />
                    <nav class="header-tools" aria-label=words::layout::yours(l)>
                        <a class="header-tool header-help" href=routes::content_list(ContentKind::Service)>
                            <Icon name=Glyph::Help />
                            <span class="header-tool-text">{words::layout::help(l)}</span>
                        </a>
                        <AccountLink />
                        <BasketLink />
                    </nav>
                </div>
            </div>
            <nav class="header-nav" aria-label=words::layout::categories(l)>
                <div class="header-bound">
                    <TopCategories categories=categories />
                    <ul class="header-ways">
                        <li><a class="header-offers" href=routes::offers()>{words::layout::offers(l)}</a></li>
                        <li><a href=routes::content_list(ContentKind::Guide)>{words::content::guides(l)}</a></li>
                        {(face == Face::Business)
                            .then(|| {
                                view! {
                                    <li>
                                        <a href=routes::content_list(
                                            ContentKind::Trade,
                                        )>{words::content::trades(l)}</a>
                                    </li>
                                    <li>
                                        <a href=routes::content_list(
                                            ContentKind::Case,
                                        )>{words::content::cases(l)}</a>
                                    </li>
                                }
                            })}
                    </ul>
                </div>
            </nav>
            <Dialog open=menu title=words::layout::menu(l) place=DialogPlace::Side class="menu">
                <MenuCategories categories=categories />
                <ul class="menu-list">
                    <li><a href=routes::offers()>{words::layout::offers(l)}</a></li>
                    <li><a href=routes::content_list(ContentKind::Guide)>{words::content::guides(l)}</a></li>
                    <li><a href=routes::content_list(ContentKind::Service)>{words::content::service(l)}</a></li>
                    <li><a href=routes::order_lookup()>{words::layout::find_order(l)}</a></li>
                </ul>
                <LanguageSwitch />
                <ThemeSwitch />
            </Dialog>
        </header>
        <JsonLd data=shop />
    }
    .into_any()
}

fn promise(l: Locale, face: Face) -> &'static str {
    match face {
        Face::Home => words::layout::promise_home(l),
        Face::Business => words::layout::promise_business(l),
    }
}

/// Two faces in one round: Giano.
#[component]
pub(super) fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
            <path class="logo-left" d="M20 3a17 17 0 0 0 0 34z" />
            <path class="logo-right" d="M20 3a17 17 0 0 1 0 34z" />
            <path class="logo-mouths" d="M13 15.500c-2.500 1.500-4 3-4 4.500s1.500 3 4 4.500M27 15.500c2.500 1.500 4 3 4 4.500s-1.500 3-4 4.500" />
        </svg>
    }
}

#[component]
fn AccountLink() -> impl IntoView {
    let (l, boot) = (use_locale(), use_boot());
    let location = use_location();
    let (href, text) = match &boot.session.person {
        Some(person) => {
            let name = person.company.as_ref().map_or(&person.name, |company| &company.name).clone();
            (Signal::stored(routes::orders().to_owned()), name)
        }
        None => {
            let href = Signal::derive(move || {
                let path = location.pathname.get();
                routes::sign_in(if path.starts_with("/sign-in") { "" } else { &path })
            });
            (href, words::layout::sign_in(l).to_owned())
        }
    };
    view! {
        <a class="header-tool" href=move || href.get()>
            <Icon name=Glyph::Person />
            <span class="header-tool-text">{text}</span>
        </a>
    }
}

#[component]
fn BasketLink() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let count = use_basket().count;
    let (name, glyph) = match face {
        Face::Home => (words::layout::basket(l), Glyph::Basket),
        Face::Business => (words::layout::order(l), Glyph::Order),
    };
    view! {
        <a class="header-tool header-basket" href=routes::basket()>
            <Icon name=glyph />
            <span class="header-tool-text">{name}</span>
            <span class="header-count" hidden=move || count.with(|c| c.pieces == 0) aria-hidden="true">
                {move || count.with(|c| words::number(l, if face == Face::Home { c.pieces } else { c.lines.into() }))}
            </span>
            <span class="visually-hidden" aria-live="polite">
                {move || count.with(|c| words::layout::pieces(l, c.pieces))}
            </span>
        </a>
    }
}
