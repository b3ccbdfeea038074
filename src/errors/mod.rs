//! Pages for what cannot be shown, and the boundary around every page's data.

use crate::boot::use_locale;
use crate::http::{Loaded, set_status};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{ErrorState, Skeleton, html};
use crate::{routes, words};
use giano_api::{Code, Endpoint, Problem};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A part of a page that is on its way.
pub(crate) type Pending = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows what a page loaded: a skeleton of the final shape while it loads, the page when it is there, and what went
/// wrong otherwise (with the page's status on the server). On going on to another address the old page stays until
/// the new one is there.
pub fn page<E: Endpoint + 'static>(
    loaded: Loaded<E>,
    skeleton: fn() -> AnyView,
    render: impl Fn(E::Answer) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    E::Answer: Send,
{
    let render = Arc::new(render);
    let again = Callback::new(move |()| loaded.again());
    awaiting(
        skeleton,
        Arc::new(move || {
            let render = Arc::clone(&render);
            Box::pin(async move {
                match loaded.answer().await {
                    Ok(answer) => render(answer),
                    Err(problem) => failed(problem, again),
                }
            })
        }),
    )
}

/// One boundary for all pages and parts, so that its machinery is in the app only once.
pub(crate) fn awaiting(skeleton: fn() -> AnyView, make: Arc<dyn Fn() -> Pending + Send + Sync>) -> AnyView {
    view! { <Transition fallback=skeleton>{move || Suspend::new(make())}</Transition> }.into_any()
}

/// A skeleton for pages without one of their own.
pub fn plain_skeleton() -> AnyView {
    view! {
        <div class="page page-loading">
            <Skeleton class="skeleton-title" />
            <Skeleton class="skeleton-block" count=3 />
        </div>
    }
    .into_any()
}

/// A problem that takes the whole page.
pub fn failed(problem: Problem, again: Callback<()>) -> AnyView {
    if problem.code == Code::NotFound {
        return view! { <NotFoundPage /> }.into_any();
    }
    set_status(problem.status);
    let l = use_locale();
    view! {
        <Seo title=words::errors::failed_title(l) private=true />
        <div class="page page-error">
            <h1>{words::errors::failed_title(l)}</h1>
            <ErrorState problem=problem on_retry=again />
            <p><a href=routes::home()>{words::errors::not_found_home(l)}</a></p>
        </div>
    }
    .into_any()
}

/// There is no such page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status(404);
    let l = use_locale();
    view! {
        <Seo title=words::errors::not_found_title(l) private=true />
        {html(
            "<div class=\"page page-error\"><p class=\"page-error-code\" aria-hidden=\"true\">404</p><h1>{}</h1><p>{}</p>\
             <form class=\"page-error-search\" action=\"/search\" method=\"get\">\
             <label class=\"visually-hidden\" for=\"lost-search\">{}</label>\
             <input class=\"input\" id=\"lost-search\" name=\"q\" type=\"search\">\
             <button class=\"button button-primary\" type=\"submit\">{}</button></form>\
             <a class=\"button button-quiet\" href=\"{}\">{}</a></div>",
            &[
                &words::errors::not_found_title(l),
                &words::errors::not_found_text(l),
                &words::errors::not_found_search(l),
                &words::errors::not_found_search(l),
                &routes::home(),
                &words::errors::not_found_home(l),
            ],
        )
        .view()}
    }
    .into_any()
}

/// Stands where a page cannot be had for lack of a connection. Without the app there is another one:
/// `crates/shop/src/pages/bare.rs`.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let l = use_locale();
    view! {
        <Seo title=words::errors::offline_title(l) private=true />
        {html(
            "<div class=\"page page-error\"><h1>{}</h1><p>{}</p><a class=\"button button-primary\" href=\"{}\">{}</a></div>",
            &[
                &words::errors::offline_title(l),
                &words::errors::offline_text(l),
                &routes::home(),
                &words::errors::offline_retry(l),
            ],
        )
        .view()}
    }
    .into_any()
}
