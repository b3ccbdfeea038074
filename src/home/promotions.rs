//! Promotions on display: the first as hero, the others beside each other.

use super::countdown::Countdown;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Icon, LinkButton, Picture, Price, Tone, use_toasts};
use crate::{routes, words};
use giano_api::catalog::ProductCard;
use giano_api::home::HomePromotion;
use giano_api::product::PromotionBadge;

/// Promotions; without any, the shop's word with a product.
#[component]
pub(super) fn Promotions(promotions: Vec<HomePromotion>, fallback: Option<ProductCard>) -> impl IntoView {
    let mut promotions = promotions.into_iter();
    let hero = match promotions.next() {
        Some(first) => {
            let product = first.products.into_iter().next().or(fallback);
            hero(Some(first.promotion), product)
        }
        None => hero(None, fallback),
    };
    let others = promotions.take(3).map(small).collect::<Vec<_>>();
    view! {
        {hero}
        {(!others.is_empty()).then(|| view! { <ul class="home-promotions">{others}</ul> })}
    }
    .into_any()
}

fn hero(promotion: Option<PromotionBadge>, product: Option<ProductCard>) -> AnyView {
    let l = use_locale();
    let (title, text) = promotion.as_ref().map_or_else(
        || (words::home::title(l).to_owned(), words::home::description(l).to_owned()),
        |promotion| (promotion.name.clone(), promotion.description.clone()),
    );
    let action = product.as_ref().map_or_else(|| routes::offers().to_owned(), |product| routes::product(&product.slug));
    let (coupon, ends_at) = promotion.map_or((None, None), |promotion| (promotion.coupon, promotion.ends_at));
    view! {
        <section class="hero">
            <div class="hero-words">
                <h1>{title}</h1>
                <p class="hero-text">{text}</p>
                {ends_at.map(|ends_at| view! { <Countdown ends_at=ends_at /> })}
                {coupon.map(|code| view! { <CouponCode code=code /> })}
                <div class="hero-actions">
                    <LinkButton href=action tone=Tone::Primary>{words::home::hero_action(l)}</LinkButton>
                    <LinkButton href=routes::offers() tone=Tone::Quiet>{words::home::hero_offers(l)}</LinkButton>
                </div>
            </div>
            {product
                .map(|product| {
                    view! {
                        <a class="hero-picture" href=routes::product(&product.slug)>
                            <Picture media=product.image sizes="(min-width: 60rem) 50vw, 100vw" eager=true />
                            <span class="hero-tag">
                                <span>{product.name}</span>
                                <Price value=product.price before=product.before from=product.from />
                            </span>
                        </a>
                    }
                })}
        </section>
    }
    .into_any()
}

fn small(promotion: HomePromotion) -> AnyView {
    let l = use_locale();
    let HomePromotion { promotion, products } = promotion;
    let pictures = products
        .into_iter()
        .take(2)
        .map(|product| {
            view! {
                <a href=routes::product(&product.slug) aria-label=product.name>
                    <Picture media=product.image sizes="8rem" decorative=true />
                </a>
            }
        })
        .collect_view();
    view! {
        <li class="home-promotion">
            <div>
                <h2 class="home-promotion-name">{promotion.name}</h2>
                <p>{promotion.description}</p>
                {promotion
                    .ends_at
                    .map(|ends| {
                        view! {
                            <p class="home-promotion-until">
                                {words::home::until(l, words::day_of(l, ends))}
                            </p>
                        }
                    })}
                {promotion.coupon.map(|code| view! { <CouponCode code=code /> })}
            </div>
            <div class="home-promotion-pictures">{pictures}</div>
        </li>
    }
    .into_any()
}

/// A code to give in the basket; a tap copies it.
#[component]
fn CouponCode(code: String) -> impl IntoView {
    let l = use_locale();
    let toasts = use_toasts();
    let label = words::home::copy_code(l, &code);
    let copied = code.clone();
    view! {
        <p class="coupon">
            <span class="coupon-label">{words::home::with_code(l)}</span>
            <button
                type="button"
                class="coupon-code"
                aria-label=label
                on:click=move |_| {
                    let _ = window().navigator().clipboard().write_text(&copied);
                    toasts.say(words::home::code_copied(l, &copied));
                }
            >
                <code>{code}</code>
                <Icon name=Glyph::Copy />
            </button>
        </p>
    }
}
