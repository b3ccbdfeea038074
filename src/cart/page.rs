//! The basket's page.

use super::extras::{coupons, terms};
use super::hints::delivery;
use super::line::line;
use super::model::Model;
use super::saved::saved;
use super::totals::totals;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Glyph, Html, NoticeTone, Skeleton, html, icon, live, money, notice_text, problem_text};
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
    let dropped = match u64::try_from(view.dropped.len()) {
        Ok(0) | Err(_) => Html::default(),
        Ok(dropped) => notice_text(NoticeTone::Warning, Glyph::Info, &words::cart::dropped(l, dropped)),
    };
    let model = Model::new(view);
    let empty = Signal::derive(move || model.view.with(|view| view.lines.is_empty()));
    let problem = move || {
        let text = model.problem.with(|problem| problem.as_ref().map(|problem| problem_text(l, problem)));
        text.map(|text| notice_text(NoticeTone::Danger, Glyph::Warning, &text)).unwrap_or_default()
    };
    let sum = move || model.view.with(|view| totals(l, &view.priced));
    let blocked = move || {
        model.view.with(|view| match view.issues.is_empty() {
            true => Html::default(),
            false => html("<p class=\"cart-blocked\">{}</p>", &[&words::cart::blocked(l)]),
        })
    };
    let safe = html("<p class=\"cart-safe\">{}{}</p>", &[&icon(Glyph::Lock), &words::cart::safe(l)]);
    view! {
        <div class="page cart">
            <h1>{title(l, face)}</h1>
            {live(move || dropped.clone())}
            <div role="alert">{live(problem)}</div>
            {live(move || if empty.get() { nothing(l, face) } else { Html::default() })}
            <div class="cart-columns" hidden=empty>
                <section class="cart-goods" aria-label=words::cart::lines(l)>
                    <ul class="cart-lines">
                        <For
                            each=move || model.view.with(|view| view.lines.clone())
                            key=|line| line.input.id
                            children=move |entry| line(entry, model)
                        />
                    </ul>
                </section>
                <aside class="cart-sum" aria-label=words::cart::summary(l)>
                    <div class="cart-free" role="status">{live(move || free_delivery(l, model))}</div>
                    {terms(model)}
                    {coupons(model)}
                    <div aria-live="polite">{live(sum)}</div>
                    <div class="cart-way">
                        <div role="status">{live(blocked)}</div>
                        {to_checkout(l, face, model)}
                        {safe.view()}
                    </div>
                </aside>
            </div>
            {saved(model)}
        </div>
    }
    .into_any()
}

/// There is nothing yet: where to begin, in each face.
fn nothing(l: Locale, face: Face) -> Html {
    let (title, text) = match face {
        Face::Home => (words::cart::empty_title(l), words::cart::empty_text(l)),
        Face::Business => (words::cart::empty_title_order(l), words::cart::empty_text_order(l)),
    };
    html(
        "<div class=\"empty\"><h2 class=\"empty-title\">{}</h2><p>{}</p><div class=\"empty-actions\">\
         <a class=\"button button-primary\" href=\"{}\">{}</a><a class=\"button button-secondary\" href=\"{}\">{}</a>\
         </div></div>",
        &[
            &title,
            &text,
            &routes::home(),
            &words::cart::empty_home(l),
            &routes::offers(),
            &words::cart::empty_offers(l),
        ],
    )
}

/// What is missing to free delivery, in words and as a bar.
fn free_delivery(l: Locale, model: Model) -> Html {
    let Some(hint) = model.view.with(delivery) else { return Html::default() };
    let Some(from) = hint.free_from.filter(|from| !from.is_zero()) else { return Html::default() };
    let (text, share) = match hint.missing {
        Some(missing) if !missing.is_zero() => {
            let share = (from.amount() - missing.amount()) * Decimal::ONE_HUNDRED / from.amount();
            (words::cart::missing_to_free(l, money(l, missing)), share.round().to_string())
        }
        _ if hint.price.is_zero() => (words::cart::delivery_is_free(l).to_owned(), "100".to_owned()),
        _ => return Html::default(),
    };
    html(
        "<div><p>{}<span>{}</span></p><div class=\"cart-bar\" aria-hidden=\"true\"><div style=\"width:{}%\"></div></div></div>",
        &[&icon(Glyph::Truck), &text, &share],
    )
}

/// The way on. What was typed just now is sent before.
fn to_checkout(l: Locale, face: Face, model: Model) -> AnyView {
    let text = match face {
        Face::Home => words::cart::checkout(l),
        Face::Business => words::cart::checkout_order(l),
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        if model.is_waiting() {
            event.prevent_default();
            spawn_local(async move {
                model.send_all().await;
                let _ = window().location().set_href(routes::checkout());
            });
        }
    };
    view! {
        <a class="button button-primary cart-checkout" href=routes::checkout() on:click=clicked>
            {text}
        </a>
    }
    .into_any()
}
