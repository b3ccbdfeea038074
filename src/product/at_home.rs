//! What people at home see below pictures and price: words first, and what others say.

use super::beside::{beside, carousel, content};
use super::facts::{description, documents, facts};
use super::page::{Around, in_motion};
use super::reviews::Reviews;
use crate::boot::use_locale;
use crate::http::Loaded;
use crate::prelude::*;
use crate::ui::Html;
use crate::words;
use giano_api::product::{ListReviews, ProductDetail};
use giano_commerce::Face;
use std::sync::Arc;

pub(super) fn below(
    around: Around,
    reviews: Loaded<ListReviews>,
    product: &Arc<ProductDetail>,
    variant: Memo<usize>,
) -> AnyView {
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
