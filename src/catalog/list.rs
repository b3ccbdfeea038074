//! A list: of a category, of what was searched, of offers. Its address holds all that it shows.

use super::address::{Address, submitted};
use super::card::{Buying, cards};
use super::picks::{PickBar, Picks};
use super::refocus::LastUsed;
use super::{filters, table};
use crate::boot::{use_boot, use_face, use_locale, use_visit};
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo, breadcrumb_data};
use crate::ui::{Breadcrumb, Glyph, Html, Pagination, Skeleton, closest, html, icon};
use crate::{errors, http, routes, words};
use giano_api::catalog::{CategoryNode, FoundPage, ListProducts, ListQuery, ProductList};
use giano_commerce::{Currency, Face, Locale};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use wasm_bindgen::JsCast;

/// Articles on a page of the table.
const LINES: u32 = 48;

/// What the parts of a list need of the page.
#[derive(Clone, Copy)]
struct Shown {
    l: Locale,
    face: Face,
    address: Memo<Address>,
    picks: Picks,
}

/// A list with its filters.
#[component]
pub(super) fn ListPage() -> impl IntoView {
    let (l, face, visit) = (use_locale(), use_face(), use_visit());
    let (params, query) = (use_params_map(), use_query_map());
    let address = Memo::new(move |_| {
        let category = params.with(|params| params.get("slug")).unwrap_or_default();
        query.with(|query| Address::read(query, category.trim_end_matches('/')))
    });
    let list = http::resource::<ListProducts>(move || {
        let Address { query, grid } = address.get();
        // A line takes less room than a card: a table holds more of them.
        let lines = face == Face::Business && !grid;
        let per_page = query.per_page.or(lines.then_some(LINES));
        (Vec::new(), ListQuery { face: visit.face, locale: visit.locale, per_page, ..query })
    });
    let (picks, last, buying) = (Picks::new(), LastUsed::new(), Buying::here(l));
    let shown = Shown { l, face, address, picks };
    let page = errors::page(list, skeleton, move |list| {
        last.restore("list-count");
        draw(shown, &list)
    });
    let go = use_navigate();
    let send = move |form: web_sys::HtmlFormElement| {
        go(&submitted(&form), NavigateOptions { scroll: false, ..Default::default() });
    };
    let send_sort = send.clone();
    view! {
        <div
            class="list"
            on:click=move |event| {
                last.remember(&event);
                buying.clicked(&event);
                picks.clicked(&event);
            }
            on:input=move |event| picks.typed(&event)
            on:change=move |event| {
                picks.left(&event);
                let form = closest(&event, "[data-send]").and_then(|field| field.closest("form").ok().flatten());
                if let Some(form) = form.and_then(|form| form.dyn_into().ok()) {
                    last.remember(&event);
                    send_sort(form);
                }
            }
            on:keydown=move |event| picks.key(&event)
            on:submit=move |event| {
                if let Some(form) = closest(&event, "form").and_then(|form| form.dyn_into().ok()) {
                    event.prevent_default();
                    send(form);
                }
            }
        >
            {page}
            {(face == Face::Business).then(|| view! { <PickBar picks=picks /> })}
        </div>
    }
    .into_any()
}

/// Headline and a sentence.
fn title(l: Locale, here: &ListQuery, list: &ProductList) -> (String, String) {
    use words::catalog as w;
    if let Some(category) = list.category.as_ref().filter(|_| here.q.is_empty()) {
        (category.name.clone(), category.description.clone())
    } else if !here.q.is_empty() {
        (w::results_for(l, &here.q), String::new())
    } else if here.offers {
        (w::offers(l).to_owned(), w::offers_text(l).to_owned())
    } else {
        (w::everything(l).to_owned(), w::everything_text(l).to_owned())
    }
}

fn draw(shown: Shown, list: &ProductList) -> AnyView {
    use words::catalog as w;
    let Shown { l, face, address, picks, .. } = shown;
    let here = address.get_untracked();
    let (name, text) = title(l, &here.query, list);
    let currency = list.price_range.map_or(Currency::Eur, |range| range.min.currency());
    let corrected = list.corrected.as_ref().map(|corrected| {
        html(
            "<p class=\"notice list-corrected\">{}{}</p>",
            &[&icon(Glyph::Info), &w::corrected(l, corrected, &here.query.q)],
        )
    });
    let head = html(
        "<header class=\"list-head\"><h1>{}</h1>{}{}{}</header>",
        &[
            &name,
            &(!text.is_empty()).then(|| html("<p class=\"list-text\">{}</p>", &[&text])),
            &corrected,
            &subcategories(l, &list.subcategories),
        ],
    );
    let chosen = here.query.facets.split(',').filter(|pair| !pair.is_empty()).count() as u64;
    let bar = html(
        "<div class=\"list-bar\"><button type=\"button\" class=\"button button-secondary list-filter\" popovertarget=\"filters\">{}{}{}</button>\
         <p class=\"list-count\" id=\"list-count\" role=\"status\" tabindex=\"-1\">{}</p>{}{}</div>",
        &[
            &icon(Glyph::Filter),
            &w::filter(l),
            &(chosen > 0).then(|| html("<span class=\"list-chosen\">{}</span>", &[&chosen])),
            &w::found(l, list.total.into()),
            &filters::sort(l, &here, list.sort),
            &(face == Face::Business).then(|| filters::views(l, &here)),
        ],
    );
    let products = if list.products.is_empty() {
        nothing(l, &here)
    } else if face == Face::Business && !here.grid {
        table::table(l, picks, &list.products)
    } else {
        cards(l, face, &list.products)
    };
    let active = filters::active(l, &here, list, currency);
    let panel = filters::panel(l, face, &here, list);
    let pages = here.clone();
    view! {
        <div class="page list-page">
            {seo(&here, list, name, text)}
            {head.view()}
            <div class="list-body">
                <aside class="filters" id="filters" popover="auto" aria-label=w::filters(l)>{panel.view()}</aside>
                <div class="list-results">
                    {bar.view()}
                    {active.map(Html::view)}
                    <h2 class="visually-hidden">{w::products(l)}</h2>
                    {products.view()}
                    <Pagination page=list.page pages=list.pages href=move |page| pages.page(page) />
                    {found_pages(l, &list.found).map(Html::view)}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Breadcrumb, title, what search engines read.
fn seo(here: &Address, list: &ProductList, name: String, text: String) -> AnyView {
    let l = use_locale();
    let origin = &use_boot().origin;
    let entries: Vec<(String, String)> = match &list.category {
        Some(_) => list.breadcrumb.iter().map(|link| (link.name.clone(), routes::category(&link.slug))).collect(),
        None => vec![(name.clone(), here.href())],
    };
    let data = breadcrumb_data(origin, &entries);
    // Filters and orders are views of one list; its pages are pages of their own.
    let plain =
        Address { query: ListQuery { category: here.query.category.clone(), ..Default::default() }, grid: false };
    let canonical = plain.page(list.page);
    let description =
        if text.is_empty() { words::catalog::description(l, words::number(l, list.total.into()), &name) } else { text };
    let title = if list.page > 1 { words::catalog::page_title(l, &name, list.page) } else { name };
    view! {
        <Seo title=title description=description canonical=canonical private=list.category.is_none() />
        <JsonLd data=data />
        <Breadcrumb entries=entries />
    }
    .into_any()
}

fn subcategories(l: Locale, nodes: &[CategoryNode]) -> Option<Html> {
    let entries = nodes.iter().filter(|node| node.count > 0).map(|node| {
        html(
            "<li><a class=\"chip\" href=\"{}\">{} <span class=\"facet-count\">{}</span></a></li>",
            &[&routes::category(&node.slug), &node.name, &words::number(l, node.count.into())],
        )
    });
    let entries = Html::join(entries);
    (!entries.is_empty()).then(|| {
        html("<nav class=\"list-below\" aria-label=\"{}\"><ul>{}</ul></nav>", &[&words::catalog::below(l), &entries])
    })
}

/// Content and questions that the words are found in.
fn found_pages(l: Locale, found: &[FoundPage]) -> Option<Html> {
    let entries = found.iter().map(|page| {
        let external = routes::is_within_a_page(&page.path).then(|| html(" rel=\"external\"", &[]));
        let summary = (!page.summary.is_empty()).then(|| html("<p>{}</p>", &[&page.summary]));
        html("<li><a href=\"{}\"{}>{}</a>{}</li>", &[&page.path, &external, &page.title, &summary])
    });
    (!found.is_empty()).then(|| {
        html(
            "<section class=\"list-found\" aria-labelledby=\"list-found\"><h2 id=\"list-found\">{}</h2><ul class=\"list-found-pages\">{}</ul></section>",
            &[&words::catalog::found_pages(l), &Html::join(entries)],
        )
    })
}

fn nothing(l: Locale, here: &Address) -> Html {
    use words::catalog as w;
    let query = &here.query;
    let (title, text) = if here.is_filtered() || query.q.is_empty() {
        (w::empty_title(l).to_owned(), w::empty_text(l))
    } else {
        (w::empty_search(l, &query.q), w::empty_search_text(l))
    };
    let clear = here
        .is_filtered()
        .then(|| html("<a class=\"button button-primary\" href=\"{}\">{}</a>", &[&here.clear(), &w::empty_clear(l)]));
    html(
        "<div class=\"empty\"><h3 class=\"empty-title\">{}</h3><p>{}</p><div class=\"empty-actions\">{}\
         <a class=\"button button-secondary\" href=\"{}\">{}</a><a class=\"button button-secondary\" href=\"/search\">{}</a></div></div>",
        &[&title, &text, &clear, &routes::offers(), &w::offers(l), &w::everything(l)],
    )
}

fn skeleton() -> AnyView {
    view! {
        <div class="page list-page">
            <Skeleton class="skeleton-title" />
            <div class="list-body">
                <Skeleton class="skeleton-filters" />
                <Skeleton class="skeleton-card" count=8 />
            </div>
        </div>
    }
    .into_any()
}
