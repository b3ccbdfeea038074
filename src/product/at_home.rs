//! A product for people at home: below pictures and price words first, and what others say.

use super::beside::{beside, carousel, content};
use super::facts::{description, documents, facts};
use super::page::{Around, in_motion, shown, slug};
use super::reviews::{Reviews, asked};
use crate::boot::{use_locale, use_visit};
use crate::http::Loaded;
use crate::prelude::*;
use crate::ui::Html;
use crate::{http, words};
use giano_api::product::{ListReviews, ProductDetail, ReviewQuery};
use giano_commerce::Face;
use std::sync::Arc;

/// A product for people at home.
#[component]
pub fn ProductPage() -> impl IntoView {
    let (visit, slug, around) = (use_visit(), slug(), Around::here());
    let query = around.query;
    // Asked for together with the product, not after it.
    let reviews = http::resource::<ListReviews>(move || {
        let asked = query.with(asked);
        (vec![slug()], ReviewQuery { face: visit.face, locale: visit.locale, ..asked })
    });
    shown(around, Arc::new(move |product, variant| below(around, reviews, product, variant)))
}

fn below(around: Around, reviews: Loaded<ListReviews>, product: &Arc<ProductDetail>, variant: Memo<usize>) -> AnyView {
    let l = use_locale();
    let last = around.last;
    view! {
        <div class="product-more-of">
            {description(l, product).map(Html::view)}
            {facts(l, Face::Home, product, variant)}
        </div>
        {in_motion(l, product)}
        {documents(l, product).map(Html::view)}
        {carousel(words::product::goes_with(l), &product.goes_with)}
        <Reviews
            slug=product.slug.clone()
            rating=product.rating.clone()
            loaded=reviews
            query=around.query
            on_change=move |()| last.restore("reviews")
        />
        {content(l, product).map(Html::view)}
        {carousel(words::product::spare_parts(l), &product.spare_parts)}
        {carousel(words::product::related(l), &beside(product))}
    }
    .into_any()
}
