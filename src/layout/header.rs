//! The header: face, language and theme; the shop's name, search, account, basket; categories.

use super::categories::{MenuCategories, TopCategories, use_categories};
use super::search::SearchBox;
use super::switches::{FaceSwitch, LanguageSwitch, ThemeSwitch};
use crate::boot::{use_boot, use_face, use_locale};
use crate::cart::use_basket;
use crate::content::kind_name;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, shop_data};
use crate::ui::{Dialog, DialogPlace, Glyph, Html, Icon, html, icon};
use crate::{routes, words};
use giano_api::content::ContentKind;
use giano_api::session::ShopView;
use giano_commerce::{Face, Locale, format};
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
    let shop = shop_data(&boot.origin, &boot.session.shop.name);
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
                    {html("<p class=\"header-promise\">{}</p>", &[&promise(l, face, &boot.session.shop)]).view()}
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
                    {html(
                        "<a class=\"header-logo\" href=\"{}\">{}<span>{}</span></a>",
                        &[&routes::home(), &logo(), &boot.session.shop.name],
                    )
                        .view()}
                    <SearchBox />
                    <nav class="header-tools" aria-label=words::layout::yours(l)>
                        {html(
                            "<a class=\"header-tool header-help\" href=\"{}\">{}<span class=\"header-tool-text\">{}</span></a>",
                            &[
                                &routes::content_list(ContentKind::Service),
                                &icon(Glyph::Help),
                                &words::layout::help(l),
                            ],
                        )
                            .view()}
                        <AccountLink />
                        <BasketLink />
                    </nav>
                </div>
            </div>
            <nav class="header-nav" aria-label=words::layout::categories(l)>
                <div class="header-bound">
                    <TopCategories categories=categories />
                    {ways(l, face).view()}
                </div>
            </nav>
            <Dialog open=menu title=words::layout::menu(l) place=DialogPlace::Side class="menu">
                <MenuCategories categories=categories />
                {menu_ways(l).view()}
                <LanguageSwitch />
                <ThemeSwitch />
            </Dialog>
        </header>
        <JsonLd data=shop />
    }
    .into_any()
}

/// What the shop promises to everybody: only what it keeps.
fn promise(l: Locale, face: Face, shop: &ShopView) -> String {
    match (face, shop.free_delivery_from) {
        (Face::Home, Some(from)) => words::layout::promise_home(l, shop.return_days, format::sum(l, from)),
        (Face::Home, None) => words::layout::promise_returns(l, shop.return_days),
        (Face::Business, _) => words::layout::promise_business(l).to_owned(),
    }
}

/// Two faces in one round: Giano.
pub fn logo() -> Html {
    html(
        "<svg class=\"logo\" viewBox=\"0 0 40 40\" width=\"40\" height=\"40\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"logo-left\" d=\"M20 3a17 17 0 0 0 0 34z\"/><path class=\"logo-right\" d=\"M20 3a17 17 0 0 1 0 34z\"/>\
         <path class=\"logo-mouths\" d=\"M13 15.5c-2.5 1.5-4 3-4 4.5s1.500 3 4 4.500M27 15.5c2.500 1.500 4 3 4 4.500s-1.500 3-4 4.500\"/></svg>",
        &[],
    )
}

/// The shop's ways besides its categories.
fn ways(l: Locale, face: Face) -> Html {
    let mut links = vec![html(
        "<li><a class=\"header-offers\" href=\"{}\">{}</a></li>",
        &[&routes::offers(), &words::layout::offers(l)],
    )];
    let kinds: &[ContentKind] = match face {
        Face::Home => &[ContentKind::Guide],
        Face::Business => &[ContentKind::Guide, ContentKind::Trade, ContentKind::Case],
    };
    for kind in kinds {
        links.push(html("<li><a href=\"{}\">{}</a></li>", &[&routes::content_list(*kind), &kind_name(l, *kind)]));
    }
    html("<ul class=\"header-ways\">{}</ul>", &[&Html::join(links)])
}

/// What the menu has besides categories.
fn menu_ways(l: Locale) -> Html {
    html(
        "<ul class=\"menu-list\"><li><a href=\"{}\">{}</a></li><li><a href=\"{}\">{}</a></li><li><a href=\"{}\">{}</a></li>\
         <li><a href=\"{}\">{}</a></li></ul>",
        &[
            &routes::offers(),
            &words::layout::offers(l),
            &routes::content_list(ContentKind::Guide),
            &words::content::guides(l),
            &routes::content_list(ContentKind::Service),
            &words::content::service(l),
            &routes::order_lookup(),
            &words::layout::find_order(l),
        ],
    )
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
