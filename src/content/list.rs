//! All content of a kind.

use super::{content_cards, kind_name};
use crate::boot::{use_locale, use_visit};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Breadcrumb, Empty, LinkButton, html};
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
            ContentKind::Post => words::content::posts_text(l),
            ContentKind::Service => words::content::service_text(l),
        };
        let inside = match content_cards(l, "content-list", &list.items, true) {
            Some(cards) => cards.view().into_any(),
            None => view! {
                <Empty title=words::content::empty_title(l) text=words::content::empty_text(l)>
                    <LinkButton href="/search">{words::content::to_shop(l)}</LinkButton>
                </Empty>
            }
            .into_any(),
        };
        let head =
            html("<header class=\"content-head\"><h1>{}</h1><p class=\"hero-text\">{}</p></header>", &[&name, &text]);
        view! {
            <Seo title=name description=text canonical=routes::content_list(kind) />
            <div class="page">
                <Breadcrumb entries=vec![(name.to_owned(), routes::content_list(kind))] />
                {head.view()}
                {inside}
            </div>
        }
        .into_any()
    })
}
