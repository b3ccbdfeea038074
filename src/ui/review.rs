//! A review.

use super::html::{Html, html};
use super::icon::{Glyph, icon};
use super::state::stars;
use crate::{routes, words};
use giano_api::product::ReviewView;
use giano_commerce::Locale;

/// What somebody says of a product, in the language it was said in; the product is named where the review stands apart
/// from it.
pub fn review(l: Locale, review: &ReviewView) -> Html {
    let verified = review
        .verified
        .then(|| html("<span class=\"review-verified\">{}{}</span>", &[&icon(Glyph::Check), &words::ui::verified(l)]));
    let language = words::language(review.language.as_ref());
    let written = review
        .written_at
        .map(|at| html("<time datetime=\"{}\">{}</time>", &[&words::iso_day_of(at), &words::day_of(l, at)]));
    let product = review.product.as_ref().map(|product| {
        html("<a class=\"review-product\" href=\"{}\">{}</a>", &[&routes::product(&product.slug), &product.name])
    });
    html(
        "<article class=\"review\">{}<h3 class=\"review-title\" lang=\"{}\">{}</h3><p class=\"review-body\" lang=\"{}\">{}</p>\
         <p class=\"review-by\"><span>{}</span> {} {}</p>{}</article>",
        &[
            &stars(l, &review.rating.to_string(), None),
            &language,
            &review.title,
            &language,
            &review.body,
            &review.author,
            &verified,
            &written,
            &product,
        ],
    )
}
