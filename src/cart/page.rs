//! The basket's page.

use super::extras::{Coupons, Terms};
use super::hints::{DeliveryHint, delivery};
use super::line::Line;
use super::model::Model;
use super::saved::Saved;
use super::totals::totals;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Empty, Glyph, Icon, LinkButton, Skeleton, Tone, money, problem_text};
use crate::{errors, http, routes, words};
use giano_api::NoQuery;
use giano_api::basket::{BasketView, GetBasket};
use giano_commerce::{Face, Locale};
use leptos::task::spawn_local;
use rust_decimal::Decimal;

/// The basket.
#[component]
pub fn BasketPage() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let basket = http::resource::<GetBasket>(|| (Vec::new(), NoQuery {}));
    view! {
        <Seo title=title(l, face) private=true />
        {errors::page(basket, skeleton, page)}
    }
    .into_any()
}

fn title(l: Locale, face: Face) -> &'static str {
    match face {
        Face::Home => words::cart::title(l),
        Face::Business => words::cart::title_order(l),
    }
}

fn skeleton() -> AnyView {
    view! {
        <div class="page cart-loading">
            <Skeleton class="skeleton-title" />
            <Skeleton class="skeleton-block" count=3 />
        </div>
    }
    .into_any()
}

fn page(view: BasketView) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let dropped = view.dropped.len();
    let model = Model::new(view);
    let empty = Memo::new(move |_| model.view.with(|view| view.lines.is_empty()));
    view! {
        <div class="page cart" class:cart-is-empty=move || empty.get()>
            <h1>{title(l, face)}</h1>
            {(dropped > 0)
                .then(|| {
                    view! {
                        <p class="notice notice-warning">
                            <Icon name=Glyph::Info />
                            <span>{words::cart::dropped(l, dropped.try_into().unwrap_or(u64::MAX))}</span>
                        </p>
                    }
                })}
            <div role="alert">
                {move || {
                    model
                        .problem
                        .get()
                        .map(|problem| {
                            view! {
                                <p class="notice notice-danger">
                                    <Icon name=Glyph::Warning />
                                    <span>{problem_text(l, &problem)}</span>
                                </p>
                            }
                        })
                }}
            </div>
            {move || empty.get().then(|| nothing(l, face))}
            <div class="cart-columns" hidden=move || empty.get()>
                <section class="cart-goods" aria-label=words::cart::lines(l)>
                    <ul class="cart-lines">
                        <For
                            each=move || model.view.with(|view| view.lines.clone())
                            key=|line| line.input.id
                            let:line
                        >
                            <Line line=line model=model />
                        </For>
                    </ul>
                </section>
                <aside class="cart-sum" aria-label=words::cart::summary(l)>
                    <FreeDelivery model=model />
                    <Terms model=model />
                    <Coupons model=model />
                    <div aria-live="polite">
                        {move || model.view.with(|view| totals(l, &view.priced, delivery_text(l, delivery(view))))}
                    </div>
                    <ToCheckout model=model />
                </aside>
            </div>
            <Saved model=model />
        </div>
    }
    .into_any()
}

/// There is nothing yet: where to begin, in each face.
fn nothing(l: Locale, face: Face) -> AnyView {
    let (title, text) = match face {
        Face::Home => (words::cart::empty_title(l), words::cart::empty_text(l)),
        Face::Business => (words::cart::empty_title_order(l), words::cart::empty_text_order(l)),
    };
    view! {
        <Empty title=title text=text>
            <LinkButton href=routes::home() tone=Tone::Primary>{words::cart::empty_home(l)}</LinkButton>
            <LinkButton href=routes::offers()>{words::cart::empty_offers(l)}</LinkButton>
        </Empty>
    }
    .into_any()
}

fn delivery_text(l: Locale, hint: Option<DeliveryHint>) -> Option<String> {
    hint.map(|hint| match hint.price.is_zero() {
        true => words::cart::free(l).to_owned(),
        false => words::cart::delivery_from(l, money(l, hint.price)),
    })
}

/// What is missing to free delivery, in words and as a bar.
#[component]
fn FreeDelivery(model: Model) -> impl IntoView {
    let l = use_locale();
    view! {
        <div class="cart-free" role="status">
            {move || {
                let hint = model.view.with(delivery)?;
                let from = hint.free_from?;
                let (text, share) = match hint.missing {
                    Some(missing) if !missing.is_zero() => {
                        let hundred = Decimal::ONE_HUNDRED;
                        let share = (from.amount() - missing.amount()) * hundred / from.amount();
                        (words::cart::missing_to_free(l, money(l, missing)), share.round().to_string())
                    }
                    _ if hint.price.is_zero() => (words::cart::delivery_is_free(l).to_owned(), "100".to_owned()),
                    _ => return None,
                };
                Some(
                    view! {
                        <p>
                            <Icon name=Glyph::Truck />
                            <span>{text}</span>
                        </p>
                        <div class="cart-bar" aria-hidden="true">
                            <div style=format!("width:{share}%")></div>
                        </div>
                    },
                )
            }}
        </div>
    }
    .into_any()
}

/// The way on. What was typed just now is sent before.
#[component]
fn ToCheckout(model: Model) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let blocked = Memo::new(move |_| model.view.with(|view| !view.issues.is_empty()));
    let text = match face {
        Face::Home => words::cart::checkout(l),
        Face::Business => words::cart::checkout_order(l),
    };
    view! {
        <div class="cart-way">
            <p class="cart-blocked" role="status">{move || blocked.get().then(|| words::cart::blocked(l))}</p>
            <a
                class="button button-primary cart-checkout"
                href=routes::checkout()
                on:click=move |event| {
                    if model.is_waiting() {
                        event.prevent_default();
                        spawn_local(async move {
                            model.send_all().await;
                            let _ = window().location().set_href(routes::checkout());
                        });
                    }
                }
            >
                {text}
            </a>
            <p class="cart-safe">
                <Icon name=Glyph::Lock />
                {words::cart::safe(l)}
            </p>
        </div>
    }
    .into_any()
}
