//! What people say: the distribution as filter, an order, pages. The address holds all of it.

use crate::boot::use_locale;
use crate::errors::awaiting;
use crate::http::Loaded;
use crate::prelude::*;
use crate::ui::{ErrorState, Glyph, Html, Pagination, Skeleton, html, icon, live, review, stars};
use crate::{routes, words};
use giano_api::product::{ListReviews, RatingSummary, ReviewPage, ReviewQuery, ReviewSort};
use giano_commerce::Locale;
use leptos_router::params::ParamsMap;
use std::sync::Arc;

/// Names of the parameters.
const STARS: &str = "stars";
const ORDER: &str = "reviews";
const PAGE: &str = "reviews_page";

/// What a product page's address asks of its reviews.
pub(super) fn asked(params: &ParamsMap) -> ReviewQuery {
    let text = |name: &str| params.get(name).unwrap_or_default();
    ReviewQuery {
        stars: text(STARS).parse().ok().filter(|stars| (1..=5).contains(stars)),
        sort: match text(ORDER).as_str() {
            "best" => Some(ReviewSort::Best),
            "worst" => Some(ReviewSort::Worst),
            _ => None,
        },
        page: text(PAGE).parse().ok(),
        ..Default::default()
    }
}

/// The address of other reviews of the product; the variant stays chosen.
fn href(slug: &str, sku: &str, stars: Option<u8>, sort: Option<ReviewSort>, page: u32) -> String {
    let mut address = routes::product(slug);
    let mut mark = '?';
    let order = match sort {
        Some(ReviewSort::Best) => "best",
        Some(ReviewSort::Worst) => "worst",
        Some(ReviewSort::Newest) | None => "",
    };
    let stars = stars.map(|stars| stars.to_string()).unwrap_or_default();
    let page = if page > 1 { page.to_string() } else { String::new() };
    for (name, value) in [("sku", sku), (STARS, &stars), (ORDER, order), (PAGE, &page)] {
        if !value.is_empty() {
            address.push(mark);
            address.push_str(name);
            address.push('=');
            crate::http::encode(value, &mut address);
            mark = '&';
        }
    }
    address.push_str("#reviews");
    address
}

/// Reviews with their distribution.
#[component]
pub(super) fn Reviews(
    slug: String,
    rating: RatingSummary,
    loaded: Loaded<ListReviews>,
    query: Memo<ParamsMap>,
    /// When other reviews stand.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let l = use_locale();
    let average = rating.average.clone();
    let slug: Arc<str> = slug.into();
    let all = rating.count;
    let distribution = {
        let slug = Arc::clone(&slug);
        live(move || {
            let sku = query.with(|query| query.get("sku")).unwrap_or_default();
            histogram(l, &slug, &sku, &rating, &query.with(asked))
        })
    };
    let list = awaiting(
        || view! { <Skeleton class="skeleton-block" count=2 /> }.into_any(),
        Arc::new(move || {
            let slug = Arc::clone(&slug);
            Box::pin(async move {
                match loaded.answer().await {
                    Ok(page) => {
                        on_change.run(());
                        reviews(l, &slug, &query.get_untracked(), &page)
                    }
                    Err(problem) => {
                        let again = move |()| loaded.again();
                        view! { <ErrorState problem=problem on_retry=Callback::new(again) /> }.into_any()
                    }
                }
            })
        }),
    );
    view! {
        <section class="product-reviews" id="reviews" aria-labelledby="reviews-title">
            <div class="reviews-side">
                <h2 id="reviews-title">{words::product::reviews(l)}</h2>
                {average
                    .map(|average| {
                        html(
                            "<p class=\"reviews-average\"><span aria-hidden=\"true\">{}</span>{}</p>",
                            &[&words::decimal(l, &average), &stars(l, &average, Some(all))],
                        )
                        .view()
                    })}
                {distribution}
            </div>
            <div class="reviews-list">{list}</div>
        </section>
    }
    .into_any()
}

fn histogram(l: Locale, slug: &str, sku: &str, rating: &RatingSummary, asked: &ReviewQuery) -> Html {
    let all = u64::from(rating.count.max(1));
    let rows = (1..=5_u8).rev().map(|given| {
        let count = u64::from(rating.histogram[usize::from(given) - 1]);
        let chosen = asked.stars == Some(given);
        let template = if chosen {
            "<li><a class=\"histogram-row\" id=\"r-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll aria-current=\"true\">\
             <span class=\"visually-hidden\">{}</span><span aria-hidden=\"true\">{}{}</span><span class=\"histogram-bar\" aria-hidden=\"true\" style=\"--share:{}%\"></span>\
             <span aria-hidden=\"true\">{}</span></a></li>"
        } else {
            "<li><a class=\"histogram-row\" id=\"r-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll>\
             <span class=\"visually-hidden\">{}</span><span aria-hidden=\"true\">{}{}</span><span class=\"histogram-bar\" aria-hidden=\"true\" style=\"--share:{}%\"></span>\
             <span aria-hidden=\"true\">{}</span></a></li>"
        };
        let number = words::number(l, count);
        html(
            template,
            &[
                &u64::from(given),
                &href(slug, sku, (!chosen).then_some(given), asked.sort, 1),
                &words::product::reviews_stars(l, &number, given),
                &u64::from(given),
                &icon(Glyph::Star),
                &(count * 100 / all),
                &number,
            ],
        )
    });
    html("<ul class=\"reviews-histogram\">{}</ul>", &[&Html::join(rows)])
}

fn reviews(l: Locale, slug: &str, params: &ParamsMap, page: &ReviewPage) -> AnyView {
    use words::product as w;
    let now = asked(params);
    let sku = params.get("sku").unwrap_or_default();
    let orders = [
        ("newest", None, w::reviews_newest(l)),
        ("best", Some(ReviewSort::Best), w::reviews_best(l)),
        ("worst", Some(ReviewSort::Worst), w::reviews_worst(l)),
    ];
    let orders = orders.map(|(id, sort, name)| {
        let template = if now.sort == sort {
            "<li><a class=\"chip\" id=\"r-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll aria-current=\"true\">{}</a></li>"
        } else {
            "<li><a class=\"chip\" id=\"r-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll>{}</a></li>"
        };
        html(template, &[&id, &href(slug, &sku, now.stars, sort, 1), &name])
    });
    let all = now.stars.map(|_| {
        html(
            "<li><a class=\"chip\" id=\"r-all\" href=\"{}\" data-noscroll>{}{}</a></li>",
            &[&href(slug, &sku, None, now.sort, 1), &w::reviews_all(l), &icon(Glyph::Close)],
        )
    });
    let bar = html(
        "<div class=\"reviews-bar\"><p role=\"status\">{}</p><ul class=\"reviews-orders\" aria-label=\"{}\">{}{}</ul></div>",
        &[&w::reviews_shown(l, page.total.into()), &w::reviews_order(l), &all, &Html::join(orders)],
    );
    let entries = Html::join(page.reviews.iter().map(|one| html("<li>{}</li>", &[&review(l, one)])));
    let entries = if entries.is_empty() {
        html("<p>{}</p>", &[&w::reviews_none(l)])
    } else {
        html("<ul class=\"reviews-entries\">{}</ul>", &[&entries])
    };
    let slug = slug.to_owned();
    let href = Callback::new(move |page| href(&slug, &sku, now.stars, now.sort, page));
    view! {
        <div class="reviews-inside">
            {bar.view()}
            {entries.view()}
            <Pagination page=page.page pages=page.pages href=href />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_reviews_keeps_the_variant_and_comes_back() {
        let address = href("moka", "M 3", Some(4), Some(ReviewSort::Worst), 2);
        assert_eq!(address, "/p/moka?sku=M%203&stars=4&reviews=worst&reviews_page=2#reviews");
        let mut params = ParamsMap::new();
        for (name, value) in [("stars", "4"), ("reviews", "worst"), ("reviews_page", "2")] {
            params.insert(name.to_owned(), value.to_owned());
        }
        let asked = asked(&params);
        assert_eq!((asked.stars, asked.sort, asked.page), (Some(4), Some(ReviewSort::Worst), Some(2)));
        assert_eq!(href("moka", "", None, None, 1), "/p/moka#reviews");
    }
}
