//! A page of content, typeset.

use super::{content_cards, kind_name};
use crate::boot::{use_boot, use_locale, use_visit};
use crate::catalog::CardView;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo, breadcrumb_data};
use crate::ui::{Breadcrumb, Html, html, picture};
use crate::{errors, http, routes, words};
use giano_api::content::{ContentPage, GetContent};
use leptos_router::hooks::use_params_map;

/// A page of content, at `/guides/…` and the like.
#[component]
pub fn ContentPageView() -> impl IntoView {
    let visit = use_visit();
    let params = use_params_map();
    let content = http::resource::<GetContent>(move || {
        let param = |name| params.with(|params| params.get(name)).unwrap_or_default();
        (vec![param("kind"), param("slug")], visit)
    });
    errors::page(content, errors::plain_skeleton, article)
}

fn article(page: ContentPage) -> AnyView {
    let (l, boot) = (use_locale(), use_boot());
    let ContentPage { card, body_html, products, related, .. } = page;
    let address = routes::content(card.kind, &card.slug);
    let entries = vec![
        (kind_name(l, card.kind).to_owned(), routes::content_list(card.kind)),
        (card.title.clone(), address.clone()),
    ];
    let products = products.into_iter().map(|card| view! { <li><CardView card=card /></li> }).collect::<Vec<_>>();
    let related = content_cards(l, "home-cards", &related, false).map(|cards| {
        html("<section class=\"home-section\"><h2>{}</h2>{}</section>", &[&words::content::related(l), &cards])
    });
    let image = card.image.as_ref().map(|image| {
        let image = picture(l, Some(image), "(min-width: 60rem) 60rem, 100vw", true, false);
        html("<div class=\"article-picture\">{}</div>", &[&image])
    });
    let article = html(
        "<article class=\"article\"><header class=\"article-head\"><h1>{}</h1><p class=\"article-lead\">{}</p></header>{}\
         <div class=\"prose\">{}</div></article>",
        &[&card.title, &card.summary, &image, &Html::sanitised(body_html)],
    );
    view! {
        <Seo
            title=card.title.clone()
            description=card.summary.clone()
            image=card.image.clone()
            kind="article"
            canonical=address
        />
        <JsonLd data=breadcrumb_data(&boot.origin, &entries) />
        <div class="page">
            <Breadcrumb entries=entries />
            {article.view()}
            {(!products.is_empty())
                .then(|| {
                    view! {
                        <section class="home-section">
                            <h2>{words::content::products(l)}</h2>
                            <ul class="home-grid">{products}</ul>
                        </section>
                    }
                })}
            {related.map(Html::view)}
        </div>
    }
    .into_any()
}
