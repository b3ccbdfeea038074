//! The page of a product, in both faces.

use super::business::{documents, figures, variants};
use super::buy::BuyPanel;
use super::choice::chosen;
use super::data::product_data;
use super::gallery::{Gallery, pictures};
use super::reviews::{Reviews, asked};
use crate::boot::{use_boot, use_face, use_locale, use_visit};
use crate::catalog::{CardView, LastUsed, PickBar, Picks};
use crate::content::content_cards;
use crate::demonstration::Island;
use crate::http::Loaded;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo, breadcrumb_data};
use crate::ui::{Breadcrumb, Carousel, Html, Skeleton, html, stars};
use crate::{errors, http, routes, words};
use giano_api::catalog::ProductCard;
use giano_api::product::{GetProduct, ListReviews, ProductDetail, ReviewQuery};
use giano_commerce::{Face, Locale};
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use std::sync::Arc;

/// What the parts of the page need of its address.
#[derive(Clone, Copy)]
struct Around {
    query: Memo<ParamsMap>,
    reviews: Option<Loaded<ListReviews>>,
    last: LastUsed,
}

/// A product: pictures, price with its reason, variants, quantity; then what each face asks for.
#[component]
pub fn ProductPage() -> impl IntoView {
    let (face, visit) = (use_face(), use_visit());
    let (params, query) = (use_params_map(), use_query_map());
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let product = http::resource::<GetProduct>(move || (vec![slug()], visit));
    let reviews = (face == Face::Home).then(|| {
        http::resource::<ListReviews>(move || {
            let asked = query.with(asked);
            (vec![slug()], ReviewQuery { face: visit.face, locale: visit.locale, ..asked })
        })
    });
    let around = Around { query, reviews, last: LastUsed::new() };
    errors::page(product, skeleton, move |product| draw(around, product))
}

fn draw(around: Around, product: ProductDetail) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let Around { query, last, .. } = around;
    let product = Arc::new(product);
    let variant = {
        let product = Arc::clone(&product);
        Memo::new(move |_| chosen(&product.variants, &query.with(|query| query.get("sku")).unwrap_or_default()))
    };
    // Choosing a variant replaces the choices: the focus goes back to the one chosen.
    Effect::new(move |_| {
        variant.track();
        last.restore("product-title");
    });
    let shown = pictures(&product.media);
    let places: Vec<u32> = shown.iter().map(|(place, _)| *place).collect();
    let of_variant: Vec<usize> = product
        .variants
        .iter()
        .map(|variant| {
            variant.media.first().and_then(|media| places.iter().position(|place| place == media)).unwrap_or(0)
        })
        .collect();
    let show = Memo::new(move |_| of_variant.get(variant.get()).copied().unwrap_or(0));
    let images = shown.into_iter().map(|(_, media)| media).collect();
    let below = match face {
        Face::Home => at_home(l, around, &product, variant),
        Face::Business => for_business(l, &product, variant),
    };
    view! {
        <div class="page product" on:click=move |event| last.remember(&event)>
            {seo(&product, variant.get_untracked())}
            <div class="product-top">
                <Gallery name=product.name.clone() pictures=images show=show />
                <div class="product-side">
                    {head(l, face, &product).view()}
                    <BuyPanel product=Arc::clone(&product) chosen=variant />
                </div>
            </div>
            {below}
        </div>
    }
    .into_any()
}

fn head(l: Locale, face: Face, product: &ProductDetail) -> Html {
    let brand = product.brand.as_ref().map(|brand| html("<p class=\"product-brand\">{}</p>", &[brand]));
    let rating = product.rating.average.as_ref().filter(|_| face == Face::Home).map(|average| {
        html(
            "<a class=\"product-rating\" href=\"#reviews\">{} <span>{}</span></a>",
            &[&stars(l, average, None), &words::product::reviews_link(l, product.rating.count.into())],
        )
    });
    let summary =
        (!product.summary.is_empty()).then(|| html("<p class=\"product-summary\">{}</p>", &[&product.summary]));
    html(
        "<header class=\"product-head\">{}<h1 id=\"product-title\" tabindex=\"-1\">{}</h1>{}{}</header>",
        &[&brand, &product.name, &rating, &summary],
    )
}

fn at_home(l: Locale, around: Around, product: &Arc<ProductDetail>, variant: Memo<usize>) -> AnyView {
    let reviews = around.reviews.map(|loaded| {
        let last = around.last;
        view! {
            <Reviews
                slug=product.slug.clone()
                rating=product.rating.clone()
                loaded=loaded
                query=around.query
                on_change=move |()| last.restore("reviews")
            />
        }
    });
    view! {
        <div class="product-more-of">
            {description(l, product).map(Html::view)}
            {facts(l, Face::Home, product, variant)}
        </div>
        {in_motion(l, product)}
        {documents(l, product).map(Html::view)}
        {carousel(words::product::goes_with(l), &product.goes_with)}
        {reviews}
        {content(l, product).map(Html::view)}
        {carousel(words::product::spare_parts(l), &product.spare_parts)}
        {carousel(words::product::related(l), &beside(product))}
    }
    .into_any()
}

fn for_business(l: Locale, product: &Arc<ProductDetail>, variant: Memo<usize>) -> AnyView {
    let picks = Picks::new();
    let grid = variants(l, picks, product).map(|grid| {
        view! {
            <section
                class="product-variants"
                on:click=move |event| picks.clicked(&event)
                on:input=move |event| picks.typed(&event)
                on:change=move |event| picks.left(&event)
                on:keydown=move |event| picks.key(&event)
            >
                {grid.view()}
                <PickBar picks=picks />
            </section>
        }
    });
    view! {
        {grid}
        {in_motion(l, product)}
        <div class="product-more-of">
            {facts(l, Face::Business, product, variant)}
            {description(l, product).map(Html::view)}
        </div>
        {documents(l, product).map(Html::view)}
        {content(l, product).map(Html::view)}
        {carousel(words::product::goes_with(l), &product.goes_with)}
        {carousel(words::product::spare_parts(l), &product.spare_parts)}
        {carousel(words::product::related_business(l), &beside(product))}
    }
    .into_any()
}

/// The turntable, the video, the calculator: where there is one of them.
fn in_motion(l: Locale, product: &ProductDetail) -> AnyView {
    let shows = product.shows;
    if !(shows.turntable || shows.video || shows.calculator) {
        return ().into_any();
    }
    let head = html(
        "<div class=\"demonstration-head\"><h2 id=\"demonstration\">{}</h2></div>",
        &[&words::demonstration::seen_from_all_sides(l)],
    );
    let waits = [
        (shows.turntable, "<div class=\"demonstration demonstration-waits\"></div>"),
        (shows.video, "<div class=\"film film-waits\"></div>"),
        (shows.calculator, "<div class=\"calculator calculator-waits\"></div>"),
    ];
    let waits = waits.into_iter().filter(|(shown, _)| *shown).map(|(_, waits)| html(waits, &[]));
    let meanwhile = html("<div class=\"demonstrations demonstrations-wait\">{}</div>", &[&Html::join(waits)]);
    view! { <Island slug=product.slug.clone() head=head meanwhile=meanwhile /> }.into_any()
}

/// What it can do, how it is kept, what is in the box.
fn description(l: Locale, product: &ProductDetail) -> Option<Html> {
    use words::product as w;
    let part = |title: &str, markup: &Html| html("<h2>{}</h2><div class=\"prose\">{}</div>", &[&title, markup]);
    let sanitised = |markup: &String| Html::sanitised(markup.clone());
    let features = Some(&product.description_html).filter(|markup| !markup.is_empty()).map(sanitised);
    let care = product.care_html.as_ref().map(sanitised);
    let boxed = Html::join(product.in_the_box.iter().map(|thing| html("<li>{}</li>", &[thing])));
    let boxed = (!boxed.is_empty()).then(|| html("<ul>{}</ul>", &[&boxed]));
    let parts = [(w::features(l), features), (w::in_the_box(l), boxed), (w::care(l), care)];
    let parts = Html::join(parts.iter().filter_map(|(title, markup)| Some(part(title, markup.as_ref()?))));
    (!parts.is_empty()).then(|| html("<section class=\"product-description\">{}</section>", &[&parts]))
}

/// Facts of the product and of the variant chosen.
fn facts(l: Locale, face: Face, product: &Arc<ProductDetail>, variant: Memo<usize>) -> impl IntoView + use<> {
    let product = Arc::clone(product);
    move || {
        let mut rows: Vec<(String, String)> =
            product.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone())).collect();
        if let Some(variant) = product.variants.get(variant.get()) {
            let mut figures = figures(l, variant);
            if face == Face::Home {
                // What is told at home of a variant: its SKU, size and weight.
                let told = [words::product::sku(l), words::product::dimensions(l), words::product::weight(l)];
                figures.retain(|(name, _)| told.contains(&name.as_str()));
            }
            rows.extend(figures);
        }
        let rows = rows.iter().map(|(name, value)| html("<div><dt>{}</dt><dd>{}</dd></div>", &[name, value]));
        html(
            "<section class=\"product-facts\"><h2>{}</h2><dl>{}</dl></section>",
            &[&words::product::facts(l), &Html::join(rows)],
        )
        .view()
    }
}

fn content(l: Locale, product: &ProductDetail) -> Option<Html> {
    let cards = content_cards(l, "content-list", &product.content, false);
    let questions = product
        .questions
        .iter()
        .map(|question| html("<li><a href=\"{}\" rel=\"external\">{}</a></li>", &[&question.path, &question.title]));
    let questions = (!product.questions.is_empty()).then(|| {
        html(
            "<h3>{}</h3><ul class=\"product-questions\">{}</ul>",
            &[&words::product::questions(l), &Html::join(questions)],
        )
    });
    if cards.is_none() && questions.is_none() {
        return None;
    }
    Some(html(
        "<section class=\"product-content\"><h2>{}</h2>{}{}</section>",
        &[&words::product::content(l), &cards, &questions],
    ))
}

/// Alternatives and what is related, each once, without what is shown as going well with it.
fn beside(product: &ProductDetail) -> Vec<ProductCard> {
    let mut beside: Vec<ProductCard> = Vec::new();
    for card in product.alternatives.iter().chain(&product.related) {
        let known = |other: &ProductCard| other.slug == card.slug;
        if !beside.iter().any(known) && !product.goes_with.iter().any(known) {
            beside.push(card.clone());
        }
    }
    beside
}

/// Products beside this one.
fn carousel(title: &'static str, cards: &[ProductCard]) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    let slides = cards.iter().map(|card| view! { <CardView card=card.clone() /> }.into_any()).collect();
    view! {
        <section class="product-beside">
            <h2>{title}</h2>
            <Carousel label=title slides=slides />
        </section>
    }
    .into_any()
}

/// Breadcrumb, title, what search engines and other sites read.
fn seo(product: &ProductDetail, at: usize) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let origin = &use_boot().origin;
    let address = routes::product(&product.slug);
    let mut entries: Vec<(String, String)> =
        product.breadcrumb.iter().map(|link| (link.name.clone(), routes::category(&link.slug))).collect();
    entries.push((product.name.clone(), address.clone()));
    let title = product.meta_title.clone().unwrap_or_else(|| product.name.clone());
    let description = product.meta_description.clone().unwrap_or_else(|| {
        if product.summary.is_empty() { words::product::description(l, &product.name) } else { product.summary.clone() }
    });
    let image = pictures(&product.media).into_iter().map(|(_, media)| media).next();
    let (data, crumbs) = (product_data(origin, face, product, at), breadcrumb_data(origin, &entries));
    view! {
        <Seo title=title description=description canonical=address image=image kind="product" />
        <JsonLd data=data />
        <JsonLd data=crumbs />
        <Breadcrumb entries=entries />
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! {
        <div class="page product">
            <div class="product-top">
                <Skeleton class="skeleton-gallery" />
                <div class="product-side">
                    <Skeleton class="skeleton-title" />
                    <Skeleton class="skeleton-block" count=2 />
                </div>
            </div>
        </div>
    }
    .into_any()
}
