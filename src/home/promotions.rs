//! Promotions on display: the first as hero, the others beside each other.

use super::countdown::Countdown;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Html, html, icon, picture, price, use_toasts};
use crate::{routes, words};
use giano_api::catalog::ProductCard;
use giano_api::home::HomePromotion;
use giano_commerce::Locale;
use giano_commerce::catalog::Media;
use leptos::ev::MouseEvent;
use wasm_bindgen::JsCast;

/// Promotions; without any, the shop's word with a product. A tap on a code copies it.
#[component]
pub(super) fn Promotions(
    promotions: Vec<HomePromotion>,
    fallback: Option<ProductCard>,
    /// The shop's title and description, said where no promotion is.
    greeting: (String, String),
    /// The page's picture; else the product's.
    scene: Option<Media>,
) -> impl IntoView {
    let l = use_locale();
    let toasts = use_toasts();
    let mut promotions = promotions.into_iter();
    let first = promotions.next();
    let others = promotions.take(3).map(|promotion| small(l, &promotion));
    let others = Html::join(others);
    let others = (!others.is_empty()).then(|| html("<ul class=\"home-promotions\">{}</ul>", &[&others]).view());
    let (promotion, products) = first.map_or((None, Vec::new()), |first| (Some(first.promotion), first.products));
    let product = products.into_iter().next().or(fallback);
    let (title, text) =
        promotion.as_ref().map_or(greeting, |promotion| (promotion.name.clone(), promotion.description.clone()));
    let (coupon, ends_at) = promotion.map_or((None, None), |promotion| (promotion.coupon, promotion.ends_at));
    let action = product.as_ref().map_or_else(|| routes::offers().to_owned(), |product| routes::product(&product.slug));
    let actions = html(
        "<div class=\"hero-actions\"><a class=\"button button-primary\" href=\"{}\">{}</a>\
         <a class=\"button button-quiet\" href=\"{}\">{}</a></div>",
        &[&action, &words::home::hero_action(l), &routes::offers(), &words::home::hero_offers(l)],
    );
    let image = product.map(|product| {
        html(
            "<a class=\"hero-picture\" href=\"{}\">{}<span class=\"hero-tag\"><span>{}</span> {}</span></a>",
            &[
                &routes::product(&product.slug),
                &picture(l, scene.as_ref().or(product.image.as_ref()), "(min-width: 56rem) 50vw, 100vw", true, false),
                &product.name,
                &price(l, product.price, product.before, product.from, None),
            ],
        )
    });
    let copy = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let code = target
            .and_then(|target| target.closest("[data-code]").ok().flatten())
            .and_then(|button| button.get_attribute("data-code"));
        if let Some(code) = code {
            let _ = window().navigator().clipboard().write_text(&code);
            toasts.say(words::home::code_copied(l, &code));
        }
    };
    view! {
        <div class="home-promoted" on:click=copy>
            <section class="hero">
                <div class="hero-words">
                    {html("<h1>{}</h1>", &[&title]).view()}
                    {html("<p class=\"hero-text\">{}</p>", &[&text]).view()}
                    {ends_at.map(|ends_at| view! { <Countdown ends_at=ends_at /> })}
                    {coupon.map(|code| coupon_code(l, &code).view())}
                    {actions.view()}
                </div>
                {image.map(Html::view)}
            </section>
            {others}
        </div>
    }
    .into_any()
}

fn small(l: Locale, promotion: &HomePromotion) -> Html {
    let HomePromotion { promotion, products } = promotion;
    let pictures = products.iter().take(2).map(|product| {
        html(
            "<a href=\"{}\" aria-label=\"{}\">{}</a>",
            &[&routes::product(&product.slug), &product.name, &picture(l, product.image.as_ref(), "8rem", false, true)],
        )
    });
    let until = promotion.ends_at.map(|ends| {
        html("<p class=\"home-promotion-until\">{}</p>", &[&words::home::until(l, words::day_of(l, ends))])
    });
    html(
        "<li class=\"home-promotion\"><div><h2 class=\"home-promotion-name\">{}</h2><p>{}</p>{}{}</div>\
         <div class=\"home-promotion-pictures\">{}</div></li>",
        &[
            &promotion.name,
            &promotion.description,
            &until,
            &promotion.coupon.as_ref().map(|code| coupon_code(l, code)),
            &Html::join(pictures),
        ],
    )
}

/// A code to give in the basket.
fn coupon_code(l: Locale, code: &str) -> Html {
    html(
        "<p class=\"coupon\"><span class=\"coupon-label\">{}</span><button type=\"button\" class=\"coupon-code\" \
         data-code=\"{}\" aria-label=\"{}\"><code>{}</code>{}</button></p>",
        &[&words::home::with_code(l), &code, &words::home::copy_code(l, code), &code, &icon(Glyph::Copy)],
    )
}
