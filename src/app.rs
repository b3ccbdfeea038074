//! The app: what holds for every page, and which page an address shows.

use crate::account::SignInPage;
use crate::boot::{Boot, provide_boot};
use crate::cart::{BasketPage, FaceSwitchGuard, provide_basket};
use crate::catalog::{CategoryPage, SearchPage};
use crate::checkout::CheckoutPage;
use crate::content::{ContentListPage, ContentPageView};
use crate::errors::{NotFoundPage, OfflinePage};
use crate::home::HomePage;
use crate::layout::{Footer, GoingOn, Header, SkipLink, provide_theme};
use crate::orders::{OrderLookupPage, OrderPage, OrdersPage};
use crate::prelude::*;
use crate::product::ProductPage;
use crate::ui::{Head, ToastRegion, provide_toasts};
use giano_commerce::Face;
use leptos_meta::{Html, Link, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

/// The headlines' font at home; for business headlines are set in the text's font, which every page preloads.
const SERIF: &str = "/fonts/fraunces-latin-912cc372ff.woff2";

/// Everything inside `<body>`; what belongs into the head goes there by itself.
#[component]
pub fn App(
    /// Who is visiting.
    boot: Boot,
) -> impl IntoView {
    if cfg!(feature = "ssr") {
        provide_meta_context();
    }
    let lang = boot.session.locale.as_str();
    let face = boot.session.face.as_str();
    let serif = boot.session.face == Face::Home;
    let theme = boot.theme.as_str();
    provide_boot(boot);
    provide_toasts();
    provide_basket();
    provide_theme();
    let head = Head::new(move || {
        view! {
            <Html {..} lang=lang data-face=face data-theme=theme />
            {serif
                .then(|| view! { <Link rel="preload" href=SERIF as_="font" type_="font/woff2" crossorigin="anonymous" /> })}
        }
        .into_any()
    });
    view! {
        {head}
        <Router>
            <SkipLink />
            <Header />
            <main id="main" class="main" tabindex="-1">
                <FlatRoutes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/c/*slug") view=CategoryPage ssr=SsrMode::Async />
                    <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
                    <Route path=path!("/p/:slug") view=ProductPage ssr=SsrMode::Async />
                    <Route path=path!("/basket") view=BasketPage ssr=SsrMode::Async />
                    <Route path=path!("/checkout") view=CheckoutPage ssr=SsrMode::Async />
                    <Route path=path!("/orders") view=OrdersPage ssr=SsrMode::Async />
                    <Route path=path!("/orders/lookup") view=OrderLookupPage ssr=SsrMode::Async />
                    <Route path=path!("/orders/:number") view=OrderPage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/offline") view=OfflinePage ssr=SsrMode::Async />
                    <Route path=path!("/:kind") view=ContentListPage ssr=SsrMode::Async />
                    <Route path=path!("/:kind/:slug") view=ContentPageView ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <Footer />
            <GoingOn />
            <FaceSwitchGuard />
            <ToastRegion />
        </Router>
    }
}

/// Starts the app by itself: asks the API who is visiting, then draws everything.
#[cfg(all(feature = "csr", not(feature = "hydrate")))]
pub(crate) fn start_alone() {
    use giano_api::NoQuery;
    use giano_api::session::GetSession;
    leptos::task::spawn_local(async {
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
