//! What customers say.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Html, html, review, stars};
use crate::words;
use giano_api::product::{RatingSummary, ReviewView};
use giano_commerce::Locale;

/// The distribution of all ratings, and the latest reviews with their products.
#[component]
pub(super) fn Reviews(rating: RatingSummary, reviews: Vec<ReviewView>) -> impl IntoView {
    let l = use_locale();
    let entries = reviews.iter().map(|one| html("<li>{}</li>", &[&review(l, one)]));
    (!reviews.is_empty()).then(|| {
        html(
            "<section class=\"home-reviews\" aria-labelledby=\"home-reviews\"><h2 id=\"home-reviews\">{}</h2>\
             <div class=\"home-reviews-inside\">{}<ul class=\"home-reviews-list\">{}</ul></div></section>",
            &[&words::home::reviews(l), &histogram(l, &rating), &Html::join(entries)],
        )
        .view()
    })
}

/// How many gave how many stars.
fn histogram(l: Locale, rating: &RatingSummary) -> Html {
    let all = u64::from(rating.count.max(1));
    let rows = (1..=5_u8).rev().map(|given| {
        let count = u64::from(rating.histogram[usize::from(given) - 1]);
        html(
            "<li><span class=\"visually-hidden\">{}</span><span class=\"histogram-stars\" aria-hidden=\"true\">{}</span>\
             <span class=\"histogram-bar\" aria-hidden=\"true\" style=\"--share:{}%\"></span>\
             <span class=\"histogram-count\" aria-hidden=\"true\">{}</span></li>",
            &[
                &words::home::rated(l, count, given),
                &u64::from(given),
                &(count * 100 / all),
                &words::number(l, count),
            ],
        )
    });
    let average = rating.average.as_ref().map(|average| {
        html(
            "<p class=\"histogram-average\"><span aria-hidden=\"true\">{}</span>{}</p>",
            &[&words::decimal(l, average), &stars(l, average, Some(rating.count))],
        )
    });
    html("<div class=\"histogram\">{}<ul class=\"histogram-rows\">{}</ul></div>", &[&average, &Html::join(rows)])
}
