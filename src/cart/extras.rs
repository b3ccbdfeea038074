//! Coupon codes and the payment term.

use super::model::Model;
use super::totals::schedule;
use crate::boot::{use_boot, use_face, use_locale};
use crate::prelude::*;
use crate::ui::{Button, Field, Glyph, IconButton, money, problem_text};
use crate::{http, words};
use giano_api::basket::{AddCoupon, CouponBody};
use giano_api::{Code, NoQuery};
use giano_commerce::pricing::CouponState;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Face, Locale};
use leptos::task::spawn_local;

/// A code to give, and what became of those given.
#[component]
pub(super) fn Coupons(model: Model) -> impl IntoView {
    let l = use_locale();
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let give = move || {
        let given = code.get_untracked().trim().to_owned();
        if busy.get_untracked() {
            return;
        }
        if given.is_empty() {
            return wrong.set(Some(words::cart::coupon_empty(l).to_owned()));
        }
        busy.set(true);
        spawn_local(async move {
            let answer = http::call::<AddCoupon>(&[], &NoQuery {}, Some(&CouponBody { code: given })).await;
            busy.try_set(false);
            match answer {
                Ok(view) => {
                    code.try_set(String::new());
                    wrong.try_set(None);
                    model.take(view);
                }
                Err(problem) => {
                    wrong.try_set(Some(match problem.code {
                        Code::UnknownCoupon => words::cart::coupon_unknown(l).to_owned(),
                        _ => problem_text(l, &problem),
                    }));
                }
            }
        });
    };
    view! {
        <div class="cart-coupons">
            <details class="cart-fold cart-script" open=move || model.view.with(|view| !view.context.coupons.is_empty())>
                <summary>{words::cart::coupon_ask(l)}</summary>
                <form
                    class="cart-coupon-form"
                    on:submit=move |event| {
                        event.prevent_default();
                        give();
                    }
                >
                    <Field name="coupon" label=words::cart::coupon(l) value=code error=wrong autocomplete="off" />
                    <Button kind="submit" busy=busy>
                        {words::cart::coupon_give(l)}
                    </Button>
                </form>
            </details>
            <div role="status"><ul class="cart-coupon-list">
                {move || {
                    model
                        .view
                        .with(|view| view.priced.coupons.clone())
                        .into_iter()
                        .map(|coupon| {
                            let applied = coupon.state == CouponState::Applied;
                            let text = outcome(l, &coupon.state);
                            let label = words::cart::coupon_remove(l, &coupon.code);
                            let given = coupon.code.clone();
                            view! {
                                <li class="cart-coupon" class:cart-coupon-good=applied>
                                    <b>{coupon.code}</b>
                                    <span>{text}</span>
                                    <IconButton
                                        icon=Glyph::Close
                                        label=Signal::stored(label)
                                        on_click=move |()| model.take_coupon_back(given.clone())
                                    />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul></div>
        </div>
    }
    .into_any()
}

/// What became of a code, in words.
fn outcome(l: Locale, state: &CouponState) -> String {
    match state {
        CouponState::Applied => words::cart::coupon_applied(l).to_owned(),
        CouponState::Unknown => words::cart::coupon_not_now(l).to_owned(),
        CouponState::BelowMinimum { missing: Some(missing) } => words::cart::coupon_missing(l, money(l, *missing)),
        CouponState::BelowMinimum { missing: None } => words::cart::coupon_too_few(l).to_owned(),
        CouponState::NotBetter => words::cart::coupon_not_better(l).to_owned(),
    }
}

/// When a company pays, and what that does to the price.
#[component]
pub(super) fn Terms(model: Model) -> impl IntoView {
    let (l, face, boot) = (use_locale(), use_face(), use_boot());
    let company = boot.session.person.as_ref().and_then(|person| person.company.as_ref());
    let terms: Vec<PaymentTerm> = company.map(|company| company.terms.clone()).unwrap_or_default();
    if face == Face::Home || terms.is_empty() {
        return ().into_any();
    }
    let chosen = Memo::new(move |_| model.view.with(|view| view.context.term.as_ref().map(|term| term.code.clone())));
    let choices = terms
        .into_iter()
        .map(|term| {
            let (code, again) = (term.code.clone(), term.code.clone());
            let name = term.name.get(l).to_owned();
            view! {
                <label class="choice choice-small">
                    <input
                        type="radio"
                        name="term"
                        value=code.clone()
                        checked=chosen.with_untracked(|chosen| chosen.as_deref() == Some(code.as_str()))
                        prop:checked=move || chosen.with(|chosen| chosen.as_deref() == Some(again.as_str()))
                        on:change=move |_| model.choose_term(term.clone())
                    />
                    <span>{name}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="cart-terms">
            <legend>{words::cart::terms(l)}</legend>
            {choices}
            {move || model.view.with(|view| view.priced.schedule.as_ref().map(|due| schedule(l, due)))}
        </fieldset>
    }
    .into_any()
}
