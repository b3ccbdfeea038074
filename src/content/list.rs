//! All content of a kind.

use super::{ContentCardView, kind_name};
use crate::boot::{use_locale, use_visit};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Breadcrumb, Empty, LinkButton};
use crate::{errors, http, routes, words};
use giano_api::content::{ContentKind, ListContent};
use leptos_router::hooks::use_params_map;

/// All content of a kind, at `/guides` and the like; any other word is no page.
#[component]
pub fn ContentListPage() -> impl IntoView {
    let visit = use_visit();
    let params = use_params_map();
    let word = move || params.with(|params| params.get("kind")).unwrap_or_default();
    let list = http::resource::<ListContent>(move || (vec![word()], visit));
    errors::page(list, errors::plain_skeleton, move |list| {
        let Some(kind) =
            ContentKind::from_word(&params.with_untracked(|params| params.get("kind")).unwrap_or_default())
        else {
            return view! { <errors::NotFoundPage /> }.into_any();
        };
        let l = use_locale();
        let name = kind_name(l, kind);
        let text = match kind {
            ContentKind::Guide => words::content::guides_text(l),
            ContentKind::Case => words::content::cases_text(l),
            ContentKind::Trade => words::content::trades_text(l),
            ContentKind::Service => words::content::service_text(l),
        };
        let cards = list
            .items
            .into_iter()
            .map(|card| view! { <li><ContentCardView card=card first_level=true /></li> })
            .collect::<Vec<_>>();
        let inside = if cards.is_empty() {
            view! {
                <Empty title=words::content::empty_title(l) text=words::content::empty_text(l)>
                    <LinkButton href="/search">{words::content::to_shop(l)}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! { <ul class="content-list">{cards}</ul> }.into_any()
        };
        view! {
            <Seo title=name description=text canonical=routes::content_list(kind) />
            <div class="page">
                <Breadcrumb entries=vec![(name.to_owned(), routes::content_list(kind))] />
                <header class="content-head">
                    <h1>{name}</h1>
                    <p class="hero-text">{text}</p>
                </header>
                {inside}
            </div>
        }
        .into_any()
    })
}
