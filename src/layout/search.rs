//! The search in the header: suggestions while typing; without JavaScript a plain form.

use crate::boot::{use_face, use_locale};
use crate::http::call;
use crate::prelude::*;
use crate::ui::{Glyph, Icon, html, icon, picture, price};
use crate::{routes, words};
use futures::future::{AbortHandle, Abortable};
use giano_api::catalog::{ListQuery, Suggest, SuggestQuery, Suggestions};
use giano_commerce::Face;
use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use std::time::Duration;

/// Typing faster than this asks nothing.
const PAUSE: Duration = Duration::from_millis(140);
const LIST: &str = "search-suggestions";

/// What is being typed and what was found for it.
#[derive(Clone, Copy)]
struct Searching {
    typed: RwSignal<String>,
    found: RwSignal<Suggestions>,
    /// The suggestion the keyboard is on.
    active: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    request: StoredValue<Option<AbortHandle>>,
    query: StoredValue<SuggestQuery>,
}

impl Searching {
    fn type_in(self, text: String) {
        self.typed.set(text);
        self.active.set(None);
        self.stop();
        if self.typed.with_untracked(|typed| typed.trim().chars().count() < 2) {
            self.open.set(false);
            return;
        }
        let timer = set_timeout_with_handle(move || self.ask(), PAUSE).ok();
        self.timer.set_value(timer);
    }

    /// Forgets what was asked before.
    fn stop(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
        if let Some(Some(request)) = self.request.try_update_value(Option::take) {
            request.abort();
        }
    }

    fn ask(self) {
        let query = self.query.with_value(|q| SuggestQuery { q: self.typed.get_untracked(), ..q.clone() });
        let (handle, registration) = AbortHandle::new_pair();
        self.request.set_value(Some(handle));
        let asking = Abortable::new(call::<Suggest>(&[], &query, None), registration);
        spawn_local(async move {
            // Suggestions are a courtesy: where they fail, the search itself still says why.
            if let Ok(Ok(found)) = asking.await {
                self.found.set(found);
                self.open.set(self.count() > 0);
            }
        });
    }

    fn count(self) -> usize {
        self.found.with_untracked(|found| found.categories.len() + found.products.len() + found.found.len())
    }

    fn step(self, forward: bool) {
        let count = self.count();
        if count == 0 {
            return;
        }
        self.open.set(true);
        self.active.update(|active| {
            *active = match (*active, forward) {
                (None, true) => Some(0),
                (None, false) => Some(count - 1),
                (Some(at), true) if at + 1 < count => Some(at + 1),
                (Some(at), false) if at > 0 => Some(at - 1),
                _ => None,
            };
        });
    }

    fn address(self, place: usize) -> Option<String> {
        self.found.with_untracked(|found| {
            let categories = found.categories.iter().map(|category| routes::category(&category.slug));
            let products = found.products.iter().map(|product| routes::product(&product.slug));
            let pages = found.found.iter().map(|page| page.path.clone());
            categories.chain(products).chain(pages).nth(place)
        })
    }
}

/// The search.
#[component]
pub fn SearchBox() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let location = use_location();
    let here = location.query.with_untracked(|query| routes::text(query, "q"));
    let searching = Searching {
        typed: RwSignal::new(here),
        found: RwSignal::new(Suggestions::default()),
        active: RwSignal::new(None),
        open: RwSignal::new(false),
        timer: StoredValue::new(None),
        request: StoredValue::new(None),
        query: StoredValue::new(SuggestQuery { face: Some(face), locale: Some(l), q: String::new() }),
    };
    let navigate = use_navigate();
    let go = Callback::new(move |address: String| {
        searching.stop();
        searching.open.set(false);
        searching.active.set(None);
        if routes::is_within_a_page(&address) {
            let _ = window().location().set_href(&address);
        } else {
            navigate(&address, Default::default());
        }
    });
    let search = move || {
        let q = searching.typed.get_untracked().trim().to_owned();
        go.run(routes::search(&ListQuery { q, ..Default::default() }));
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            searching.step(true);
        }
        "ArrowUp" => {
            event.prevent_default();
            searching.step(false);
        }
        "Escape" if searching.open.get_untracked() => {
            event.prevent_default();
            searching.open.set(false);
            searching.active.set(None);
        }
        _ => {}
    };
    let hint = match face {
        Face::Home => words::layout::search_hint_home(l),
        Face::Business => words::layout::search_hint_business(l),
    };
    view! {
        <form
            class="search"
            role="search"
            action="/search"
            method="get"
            on:submit=move |event| {
                event.prevent_default();
                match searching.active.get_untracked().and_then(|place| searching.address(place)) {
                    Some(address) => go.run(address),
                    None => search(),
                }
            }
        >
            <label class="visually-hidden" for="search-words">{words::layout::search(l)}</label>
            <input
                class="search-input"
                id="search-words"
                name="q"
                type="search"
                placeholder=hint
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                role="combobox"
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || if searching.open.get() { "true" } else { "false" }
                aria-activedescendant=move || searching.active.get().map(option_id)
                value=searching.typed.get_untracked()
                prop:value=move || searching.typed.get()
                on:input=move |event| searching.type_in(event_target_value(&event))
                on:keydown=on_key
                on:focus=move |_| searching.open.set(searching.count() > 0)
                on:blur=move |_| searching.open.set(false)
            />
            <button class="search-button" type="submit" aria-label=words::layout::search(l)>
                <Icon name=Glyph::Search />
            </button>
            <ul
                class="search-list"
                id=LIST
                role="listbox"
                aria-label=words::layout::suggestions(l)
                hidden=move || !searching.open.get()
            >
                {move || searching.found.with(|found| suggestions(found, searching, go))}
            </ul>
            <p class="visually-hidden" role="status">
                {move || {
                    searching
                        .open
                        .get()
                        .then(|| words::layout::suggestion_count(l, searching.count().try_into().unwrap_or_default()))
                }}
            </p>
        </form>
    }
    .into_any()
}

fn option_id(place: usize) -> String {
    format!("{LIST}-{place}")
}

fn suggestions(found: &Suggestions, searching: Searching, go: Callback<String>) -> Vec<AnyView> {
    let l = use_locale();
    let categories = found.categories.iter().map(|category| {
        html(
            "<span class=\"search-inside\"><span class=\"search-in\">{}</span> <span class=\"search-name\">{}</span></span>",
            &[&words::layout::in_category(l), &category.name],
        )
    });
    let products = found.products.iter().map(|product| {
        html(
            "<span class=\"search-inside\"><span class=\"search-picture\">{}</span><span class=\"search-name\">{}</span> {}</span>",
            &[
                &picture(l, product.image.as_ref(), "3rem", false, true),
                &product.name,
                &price(l, product.price, None, product.from, None),
            ],
        )
    });
    let pages = found.found.iter().map(|page| {
        html(
            "<span class=\"search-inside\"><span class=\"search-page\">{}</span><span class=\"search-name\">{}</span></span>",
            &[&icon(if routes::is_within_a_page(&page.path) { Glyph::Help } else { Glyph::Document }), &page.title],
        )
    });
    categories
        .chain(products)
        .chain(pages)
        .enumerate()
        .map(|(place, inside)| {
            view! {
                <li
                    class="search-option"
                    id=option_id(place)
                    role="option"
                    aria-selected=move || if searching.active.get() == Some(place) { "true" } else { "false" }
                    // The focus stays in the field.
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| {
                        if let Some(address) = searching.address(place) {
                            go.run(address);
                        }
                    }
                >
                    {inside.view()}
                </li>
            }
            .into_any()
        })
        .collect()
}
