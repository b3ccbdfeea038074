//! What the pages of a product have in common.

use super::buy::BuyPanel;
use super::choice::chosen;
use super::data::product_data;
use super::gallery::{Gallery, pictures};
use crate::boot::{use_boot, use_face, use_locale, use_visit};
use crate::catalog::LastUsed;
use crate::demonstration::Island;
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo, breadcrumb_data};
use crate::ui::{Breadcrumb, Html, Skeleton, html, stars};
use crate::{errors, http, routes, words};
use giano_api::product::{GetProduct, ProductDetail};
use giano_commerce::{Face, Locale};
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use std::sync::Arc;

/// What the parts of the page need of its address.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub query: Memo<ParamsMap>,
    pub last: LastUsed,
}

impl Around {
    /// Call it while a component is made.
    pub fn here() -> Self {
        Self { query: use_query_map(), last: LastUsed::new() }
    }
}

/// What a face shows below pictures and price, of a product and the variant chosen.
type Below = Arc<dyn Fn(&Arc<ProductDetail>, Memo<usize>) -> AnyView + Send + Sync>;

/// The product that the address names.
pub(super) fn slug() -> impl Fn() -> String + Copy + Send + Sync {
    let params = use_params_map();
    move || params.with(|params| params.get("slug")).unwrap_or_default()
}

/// A product's page: pictures, price with its reason, variants, quantity; then what the face shows below.
pub(super) fn shown(around: Around, below: Below) -> AnyView {
    let (visit, slug) = (use_visit(), slug());
    let product = http::resource::<GetProduct>(move || (vec![slug()], visit));
    errors::page(product, skeleton, move |product| draw(around, &below, product))
}

fn draw(around: Around, below: &Below, product: ProductDetail) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let Around { query, last } = around;
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
    let below = below(&product, variant);
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

/// The turntable, the video, the calculator: where there is one of them.
pub(super) fn in_motion(l: Locale, product: &ProductDetail) -> AnyView {
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
