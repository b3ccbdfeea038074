//! What customers say.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Icon, Stars};
use crate::{routes, words};
use giano_api::product::{RatingSummary, ReviewView};

/// The distribution of all ratings, and the latest reviews with their products.
#[component]
pub(super) fn Reviews(rating: RatingSummary, reviews: Vec<ReviewView>) -> impl IntoView {
    if reviews.is_empty() {
        return ().into_any();
    }
    let l = use_locale();
    let entries = reviews.into_iter().take(3).map(|review| view! { <li>{entry(review)}</li> }).collect_view();
    view! {
        <section class="home-reviews" aria-labelledby="home-reviews">
            <h2 id="home-reviews">{words::home::reviews(l)}</h2>
            <div class="home-reviews-inside">
                <Histogram rating=rating />
                <ul class="home-reviews-list">{entries}</ul>
            </div>
        </section>
    }
    .into_any()
}

fn entry(review: ReviewView) -> AnyView {
    let l = use_locale();
    view! {
        <article class="review">
            <Stars rating=review.rating.to_string() />
            <h3 class="review-title">{review.title}</h3>
            <p class="review-body">{review.body}</p>
            <p class="review-by">
                {review.author}
                {review.verified.then(|| view! { <span class="review-verified"><Icon name=Glyph::Check />{words::home::verified(l)}</span> })}
            </p>
            {review
                .product
                .map(|product| view! { <a class="review-product" href=routes::product(&product.slug)>{product.name}</a> })}
        </article>
    }
    .into_any()
}

/// How many gave how many stars.
#[component]
fn Histogram(rating: RatingSummary) -> impl IntoView {
    let l = use_locale();
    let all = rating.count.max(1);
    let rows = (1..=5_u8)
        .rev()
        .map(|stars| {
            let count = rating.histogram[usize::from(stars) - 1];
            let share = u64::from(count) * 100 / u64::from(all);
            view! {
                <li>
                    <span class="visually-hidden">{words::home::rated(l, count.into(), stars)}</span>
                    <span class="histogram-stars" aria-hidden="true">{stars}</span>
                    <span class="histogram-bar" aria-hidden="true" style=format!("--share:{share}%")></span>
                    <span class="histogram-count" aria-hidden="true">{words::number(l, count.into())}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="histogram">
            {rating
                .average
                .map(|average| {
                    view! {
                        <p class="histogram-average">
                            <span aria-hidden="true">{words::decimal(l, &average)}</span>
                            <Stars rating=average count=Some(rating.count) />
                        </p>
                    }
                })}
            <ul class="histogram-rows">{rows}</ul>
        </div>
    }
    .into_any()
}
