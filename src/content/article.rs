//! A page of content, typeset.

use super::kit::KitView;
use super::{content_cards, kind_name};
use crate::boot::{use_boot, use_locale, use_visit};
use crate::catalog::CardView;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo, breadcrumb_data};
use crate::ui::{Breadcrumb, Html, html, picture};
use crate::{errors, http, routes, words};
use giano_api::content::{ContentCard, ContentPage, Figure, GetContent};
use giano_commerce::Locale;
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
    let ContentPage { card, body_html, products, related, author, company, figures, kit, trade, guides, cases } = page;
    let address = routes::content(card.kind, &card.slug);
    let entries = vec![
        (kind_name(l, card.kind).to_owned(), routes::content_list(card.kind)),
        (card.title.clone(), address.clone()),
    ];
    let products = products.into_iter().map(|card| view! { <li><CardView card=card /></li> }).collect::<Vec<_>>();
    let more = [
        (words::content::guides(l), guides),
        (words::content::cases(l), cases),
        (words::content::trades(l), trade.into_iter().collect()),
        (words::content::related(l), related),
    ];
    let more: Vec<_> = more.iter().filter_map(|(title, cards)| section(l, title, cards)).map(Html::view).collect();
    let image = card.image.as_ref().map(|image| {
        let image = picture(l, Some(image), "(min-width: 60rem) 60rem, 100vw", true, false);
        html("<div class=\"article-picture\">{}</div>", &[&image])
    });
    let article = html(
        "<article class=\"article\"><header class=\"article-head\">{}<h1>{}</h1><p class=\"article-lead\">{}</p></header>{}{}\
         <div class=\"prose\">{}</div></article>",
        &[
            &byline(l, card.written_at, author.or(company)),
            &card.title,
            &card.summary,
            &image,
            &in_figures(&figures),
            &Html::sanitised(body_html),
        ],
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
            {kit.map(|kit| view! { <KitView kit=kit /> })}
            {(!products.is_empty())
                .then(|| {
                    view! {
                        <section class="home-section">
                            <h2>{words::content::products(l)}</h2>
                            <ul class="home-grid">{products}</ul>
                        </section>
                    }
                })}
            {more}
        </div>
    }
    .into_any()
}

/// When it was written, and by whom or of whom.
fn byline(l: Locale, written_at: Option<i64>, who: Option<String>) -> Option<Html> {
    let day =
        written_at.map(|at| html("<time datetime=\"{}\">{}</time>", &[&words::iso_day_of(at), &words::day_of(l, at)]));
    let who = who.map(|who| html("<span>{}</span>", &[&who]));
    (day.is_some() || who.is_some()).then(|| html("<p class=\"article-byline\">{}{}</p>", &[&day, &who]))
}

/// What it came to.
fn in_figures(figures: &[Figure]) -> Option<Html> {
    let each = figures.iter().map(|figure| html("<div><dt>{}</dt><dd>{}</dd></div>", &[&figure.label, &figure.value]));
    (!figures.is_empty()).then(|| html("<dl class=\"article-figures\">{}</dl>", &[&Html::join(each)]))
}

fn section(l: Locale, title: &str, cards: &[ContentCard]) -> Option<Html> {
    let cards = content_cards(l, "home-cards", cards, false)?;
    Some(html("<section class=\"home-section\"><h2>{}</h2>{}</section>", &[&title, &cards]))
}
