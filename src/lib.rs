//! The shop as people see it: rendered on the server, taken over in the browser.
//!
//! Every feature is a folder with its pages; [`ui`] is the kit they share and knows no feature; [`http`] is the only
//! door to the JSON API; [`routes`] builds every address; [`words`] holds every text.

pub mod account;
pub mod app;
pub mod boot;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod content;
pub mod demonstration;
pub mod errors;
pub mod faq;
pub mod home;
pub mod http;
pub mod json;
pub mod layout;
pub mod orders;
mod part;
pub mod prelude;
pub mod product;
pub mod routes;
pub mod split;
pub mod theme;
pub mod ui;
pub mod words;

pub use app::App;
pub use boot::{Boot, use_boot, use_face, use_locale};

/// Starts the app in the browser; does nothing elsewhere.
pub fn start() {
    #[cfg(feature = "browser")]
    console_error_panic_hook::set_once();
    #[cfg(feature = "hydrate")]
    if let Some(boot) = boot::from_page() {
        let take_over = move |boot| {
            leptos::mount::hydrate_body(move || leptos::view! { <App boot /> });
            // For those who drive the page from outside: from now on it answers.
            if let Some(root) = leptos::prelude::document().document_element() {
                let _ = root.set_attribute("data-live", "");
            }
        };
        #[cfg(not(feature = "split"))]
        take_over(boot);
        // A page is taken over in one go, for which its part must be there. Where it cannot be had, the page stays as the
        // server wrote it: it can be read, and its links work.
        #[cfg(feature = "split")]
        wasm_bindgen_futures::spawn_local(async move {
            let path = leptos::prelude::window().location().pathname().unwrap_or_default();
            if split::Page::at(&path).part(boot.session.face).load().await {
                take_over(boot);
            }
        });
    }
    #[cfg(all(feature = "csr", not(feature = "hydrate")))]
    app::start_alone();
}
