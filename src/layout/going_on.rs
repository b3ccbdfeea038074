//! What a browser does by itself between documents, done between pages: the focus goes to the new page, and its title is
//! said to people who do not see it.

use crate::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Time for the new page to set its title.
const SETTLED: Duration = Duration::from_millis(250);

/// Moves the focus and says the title after going on to another page.
#[component]
pub(crate) fn GoingOn() -> impl IntoView {
    let path = use_location().pathname;
    let title = RwSignal::new(String::new());
    Effect::new(move |before: Option<String>| {
        let here = path.get();
        if before.is_some_and(|before| before != here) {
            if let Some(main) = document().get_element_by_id("main").and_then(|main| main.dyn_into().ok()) {
                let main: web_sys::HtmlElement = main;
                // The router scrolls: up on going on, back to where one was on going back.
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = main.focus_with_options(&options);
            }
            set_timeout(move || title.set(document().title()), SETTLED);
        }
        here
    });
    view! { <p class="visually-hidden" role="status" aria-live="polite">{move || title.get()}</p> }.into_any()
}
