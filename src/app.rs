//! The app: what holds for every page, and which page an address shows.

use crate::boot::{Boot, provide_boot};
use crate::cart::{FaceSwitchGuard, provide_basket};
use crate::errors::NotFoundPage;
use crate::layout::{Footer, GoingOn, Header, SkipLink, provide_theme};
use crate::orders::{WaitingBar, provide_waiting};
use crate::prelude::*;
use crate::split::Page;
use crate::ui::{Head, Html, ToastRegion, html, provide_toasts};
use giano_commerce::Face;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{PossibleRouteMatch, SsrMode, path};
use std::sync::Arc;

/// The headlines' font at home; for business headlines are set in the text's font, which every page preloads.
const SERIF: &str = "/fonts/fraunces-latin-912cc372ff.woff2";

/// Everything inside `<body>`; what belongs into the head goes there by itself. Language, face and theme are attributes of
/// `<html>`, which whoever makes the document writes.
#[component]
pub fn App(
    /// Who is visiting.
    boot: Boot,
) -> impl IntoView {
    let serif = boot.session.face == Face::Home;
    provide_boot(boot);
    provide_toasts();
    provide_basket();
    provide_waiting();
    provide_theme();
    let head = Head::of_shop(move || {
        let preload = "<link rel=\"preload\" href=\"{}\" as=\"font\" type=\"font/woff2\" crossorigin=\"anonymous\">";
        if serif { html(preload, &[&SERIF]) } else { Html::default() }
    });
    view! {
        {head}
        <Router>
            <SkipLink />
            <Header />
            <WaitingBar />
            <main id="main" class="main" tabindex="-1">
                <FlatRoutes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=at(path!("/")) view=Page::Home ssr=SsrMode::Async />
                    <Route path=at(path!("/c/*slug")) view=Page::Category ssr=SsrMode::Async />
                    <Route path=at(path!("/search")) view=Page::Search ssr=SsrMode::Async />
                    <Route path=at(path!("/p/:slug")) view=Page::Product ssr=SsrMode::Async />
                    <Route path=at(path!("/basket")) view=Page::Basket ssr=SsrMode::Async />
                    <Route path=at(path!("/checkout")) view=Page::Checkout ssr=SsrMode::Async />
                    <Route path=at(path!("/orders")) view=Page::Orders ssr=SsrMode::Async />
                    <Route path=at(path!("/orders/lookup")) view=Page::OrderLookup ssr=SsrMode::Async />
                    <Route path=at(path!("/orders/:number")) view=Page::Order ssr=SsrMode::Async />
                    <Route path=at(path!("/sign-in")) view=Page::SignIn ssr=SsrMode::Async />
                    <Route path=at(path!("/faq")) view=Page::Faq ssr=SsrMode::Async />
                    <Route path=at(path!("/:kind")) view=Page::ContentList ssr=SsrMode::Async />
                    <Route path=at(path!("/:kind/:slug")) view=Page::Content ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <Footer />
            <GoingOn />
            <FaceSwitchGuard />
            <ToastRegion />
        </Router>
    }
}

/// A path of one type, so that the router's machinery for a route is in the wasm only once.
fn at(path: impl PossibleRouteMatch + Send + Sync + 'static) -> Arc<dyn PossibleRouteMatch + Send + Sync> {
    Arc::new(path)
}

/// Starts the app by itself: asks the API who is visiting, then draws everything.
#[cfg(all(feature = "csr", not(feature = "hydrate")))]
pub(crate) fn start_alone() {
    use giano_api::NoQuery;
    use giano_api::session::GetSession;
    // Not by Leptos' own means, which are ready only once it has mounted something.
    wasm_bindgen_futures::spawn_local(async {
        let asked = crate::http::call::<GetSession>(&[], &NoQuery {}, None).await;
        let origin = window().location().origin().unwrap_or_default();
        match asked {
            Ok(session) => {
                let boot = Boot { session, theme: crate::theme::from_cookie(), origin };
                boot.theme.apply();
                if let Some(root) = document().document_element() {
                    // The server writes these into the page; here nobody did.
                    let _ = root.set_attribute("lang", boot.session.locale.as_str());
                    let _ = root.set_attribute("data-face", boot.session.face.as_str());
                }
                leptos::mount::mount_to_body(move || view! { <App boot /> });
            }
            Err(problem) => leptos::logging::error!("no session: {}", problem.title),
        }
    });
}
