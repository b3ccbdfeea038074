//! Face, language, theme.

use crate::boot::{use_boot, use_face, use_locale};
use crate::prelude::*;
use crate::theme::Theme;
use crate::ui::{Glyph, Icon};
use crate::{routes, words};
use giano_commerce::{Face, Locale};
use leptos_router::hooks::use_location;

/// This page's address with one parameter set: face and language change by going there.
fn here_with(name: &'static str, value: &'static str) -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        location.pathname.with(|path| location.search.with(|query| routes::replacing(path, query, name, value)))
    })
}

/// The shop's two faces, as links that keep the page. What listens to clicks on `[data-face-switch]` may ask first.
#[component]
pub fn FaceSwitch() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let link = |to: Face, text: &'static str, glyph: Glyph| {
        let href = here_with("for", to.as_str());
        view! {
            <a
                class="face-link"
                href=move || href.get()
                rel="external"
                data-face-switch=to.as_str()
                aria-current=(to == face).then_some("true")
            >
                <Icon name=glyph />
                {text}
            </a>
        }
    };
    view! {
        <nav class="face-switch" aria-label=words::layout::shop_for(l)>
            {link(Face::Home, words::layout::at_home(l), Glyph::House)}
            {link(Face::Business, words::layout::for_business(l), Glyph::Company)}
        </nav>
    }
    .into_any()
}

/// The languages, as links that keep the page.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let l = use_locale();
    let links = Locale::ALL.map(|other| {
        let href = here_with("lang", other.as_str());
        let (short, name) = match other {
            Locale::En => ("EN", "English"),
            Locale::It => ("IT", "Italiano"),
        };
        view! {
            <a
                href=move || href.get()
                rel="external"
                hreflang=other.as_str()
                lang=other.as_str()
                aria-label=format!("{short} ({name})")
                title=name
                aria-current=(other == l).then_some("true")
            >
                {short}
            </a>
        }
    });
    view! { <div class="language-switch" role="group" aria-label=words::layout::language(l)>{links.into_iter().collect_view()}</div> }
        .into_any()
}

/// As the system, light, dark.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let l = use_locale();
    let chosen = use_context::<ChosenTheme>().map_or_else(|| RwSignal::new(use_boot().theme), |chosen| chosen.0);
    let buttons = Theme::ALL.map(|theme| {
        let (glyph, name) = match theme {
            Theme::System => (Glyph::System, words::layout::theme_system(l)),
            Theme::Light => (Glyph::Sun, words::layout::theme_light(l)),
            Theme::Dark => (Glyph::Moon, words::layout::theme_dark(l)),
        };
        view! {
            <button
                type="button"
                class="theme-button"
                aria-label=name
                title=name
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |_| {
                    chosen.set(theme);
                    theme.apply();
                }
            >
                <Icon name=glyph />
            </button>
        }
    });
    view! {
        <div class="theme-switch" role="group" aria-label=words::layout::theme(l)>
            {buttons.into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// The theme chosen, the same for every switch on the page.
#[derive(Clone, Copy)]
struct ChosenTheme(RwSignal<Theme>);

/// Lets all theme switches of a page agree.
pub(crate) fn provide_theme() {
    provide_context(ChosenTheme(RwSignal::new(use_boot().theme)));
}
