//! Coupon codes and the payment term.

use super::model::Model;
use super::totals::schedule;
use crate::boot::{use_boot, use_face, use_locale};
use crate::prelude::*;
use crate::ui::{Button, Field, Glyph, Html, choice, closest, html, icon, live, money, problem_text};
use crate::{http, routes, words};
use giano_api::basket::{AddCoupon, CouponBody};
use giano_api::{Code, NoQuery};
use giano_commerce::pricing::{CouponOutcome, CouponState};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Face, Locale};
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// A code to give, and what became of those given.
pub(super) fn coupons(model: Model) -> AnyView {
    let l = use_locale();
    let code = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let give = move |given: String| {
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
    let sent = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        give(code.get_untracked().trim().to_owned());
    };
    // A link may bring a code along; so does the form where it was sent before the app had taken the page over.
    let query = use_query_map();
    Effect::new(move |_| {
        let brought = query.with_untracked(|query| routes::text(query, "coupon")).trim().to_owned();
        let known = |given: &String| given.eq_ignore_ascii_case(&brought);
        if !brought.is_empty() && !model.view.with_untracked(|view| view.context.coupons.iter().any(known)) {
            code.set(brought.clone());
            give(brought);
        }
    });
    let taken_back = move |event: leptos::ev::MouseEvent| {
        if let Some(code) = closest(&event, "[data-code]").and_then(|button| button.get_attribute("data-code")) {
            model.take_coupon_back(code);
        }
    };
    let list = move || {
        model.view.with(|view| match view.priced.coupons.is_empty() {
            true => Html::default(),
            false => {
                let coupons = Html::join(view.priced.coupons.iter().map(|coupon| outcome(l, coupon)));
                html("<ul class=\"cart-coupon-list\">{}</ul>", &[&coupons])
            }
        })
    };
    view! {
        <div class="cart-coupons">
            <details class="cart-fold cart-script" open=move || wrong.with(Option::is_some)>
                <summary>{words::cart::coupon_ask(l)}</summary>
                <form class="cart-coupon-form" on:submit=sent>
                    <Field name="coupon" label=words::cart::coupon(l) value=code error=wrong autocomplete="off" />
                    <Button kind="submit" busy=busy>
                        {words::cart::coupon_give(l)}
                    </Button>
                </form>
            </details>
            <div role="status" on:click=taken_back>
                {live(list)}
            </div>
        </div>
    }
    .into_any()
}

/// What became of a code, in words.
fn outcome(l: Locale, coupon: &CouponOutcome) -> Html {
    let class = match coupon.state {
        CouponState::Applied => "cart-coupon cart-coupon-good",
        _ => "cart-coupon",
    };
    let text = match &coupon.state {
        CouponState::Applied => words::cart::coupon_applied(l).to_owned(),
        CouponState::Unknown => words::cart::coupon_not_now(l).to_owned(),
        CouponState::BelowMinimum { missing: Some(missing) } => words::cart::coupon_missing(l, money(l, *missing)),
        CouponState::BelowMinimum { missing: None } => words::cart::coupon_too_few(l).to_owned(),
        CouponState::NotBetter => words::cart::coupon_not_better(l).to_owned(),
        CouponState::TooMany => words::cart::coupon_too_many(l).to_owned(),
    };
    html(
        "<li class=\"{}\"><b>{}</b><span>{}</span>\
         <button type=\"button\" class=\"icon-button cart-script\" data-code=\"{}\" aria-label=\"{}\">{}</button></li>",
        &[&class, &coupon.code, &text, &coupon.code, &words::cart::coupon_remove(l, &coupon.code), &icon(Glyph::Close)],
    )
}

/// When a company pays, and what that does to the price.
pub(super) fn terms(model: Model) -> AnyView {
    let (l, face, boot) = (use_locale(), use_face(), use_boot());
    let company = boot.session.person.as_ref().and_then(|person| person.company.as_ref());
    let terms: Vec<PaymentTerm> = company.map(|company| company.terms.clone()).unwrap_or_default();
    if face == Face::Home || terms.is_empty() {
        return ().into_any();
    }
    let terms = StoredValue::new(terms);
    let choose = Callback::new(move |code: String| {
        let term = terms.with_value(|terms| terms.iter().find(|term| term.code == code).cloned());
        if let Some(term) = term {
            model.choose_term(term);
        }
    });
    let one = |term: &PaymentTerm| {
        let code = term.code.clone();
        let is_chosen =
            move || model.view.with(|view| view.context.term.as_ref().is_some_and(|chosen| chosen.code == code));
        let words = html("<span>{}</span>", &[&term.name.get(l)]);
        choice("term", term.code.clone(), Signal::derive(is_chosen), words, true, choose)
    };
    let choices: Vec<AnyView> = terms.with_value(|terms| terms.iter().map(one).collect());
    let due =
        move || model.view.with(|view| view.priced.schedule.as_ref().map(|due| schedule(l, due)).unwrap_or_default());
    view! {
        <fieldset class="cart-terms">
            <legend>{words::cart::terms(l)}</legend>
            {choices}
            {live(due)}
        </fieldset>
    }
    .into_any()
}
