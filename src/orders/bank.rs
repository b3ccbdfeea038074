//! An order's page while it waits at the bank: the bank's question again, and giving up.

use super::waiting::{give_up, go};
use crate::boot::use_locale;
use crate::checkout::BankDialog;
use crate::prelude::*;
use crate::ui::{Button, Glyph, Html, Icon, NoticeTone, Tone, live, notice_text, problem_text};
use crate::{http, routes, words};
use giano_api::checkout::{AnswerChallenge, ChallengeBody};
use giano_api::orders::OrderView;
use giano_api::{Code, NoQuery};
use leptos::task::spawn_local;

/// What is to be done about an order that waits at the bank; nothing where it does not, or where somebody else's it is.
pub(super) fn at_bank(order: &OrderView, key: Option<String>, ask_at_once: bool) -> Option<AnyView> {
    let payment = order.at_bank.clone()?.payment;
    let (l, number, total) = (use_locale(), order.number.clone(), order.priced.total);
    let (open, busy, failed) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(String::new()));
    let is_asked = payment.is_some();
    // Whoever came to answer is asked at once: as soon as the page is drawn, since a dialog opens only where it is in the page.
    Effect::new(move |before: Option<()>| {
        if before.is_none() && ask_at_once && is_asked {
            request_animation_frame(move || {
                open.try_set(true);
            });
        }
    });
    let end = {
        let (number, key) = (number.clone(), key.clone());
        move || {
            busy.set(true);
            give_up(l, number.clone(), key.clone(), move |text| {
                busy.set(false);
                failed.set(text);
            });
        }
    };
    let page = routes::order(&number, key.as_deref());
    let answer = move |approve: bool| {
        let Some(payment) = payment.clone().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let page = page.clone();
        spawn_local(async move {
            let body = ChallengeBody { approve };
            match http::call::<AnswerChallenge>(&[&payment], &NoQuery {}, Some(&body)).await {
                Ok(_) => go(&page),
                // The order came to nothing, and what was in it is in the basket again.
                Err(problem) if problem.code == Code::PaymentDeclined => go(routes::basket()),
                Err(problem) => {
                    busy.set(false);
                    open.set(false);
                    failed.set(problem_text(l, &problem));
                }
            }
        });
    };
    let problem = move || {
        failed.with(|text| match text.is_empty() {
            true => Html::default(),
            false => notice_text(NoticeTone::Danger, Glyph::Warning, text),
        })
    };
    let text = if is_asked { words::orders::at_bank(l) } else { words::orders::at_bank_word(l) };
    let view = view! {
        <section class="notice notice-warning order-at-bank" aria-label=words::orders::waiting_title(l)>
            <Icon name=Glyph::Lock />
            <div>
                <p>{text}</p>
                <div role="alert">{live(problem)}</div>
                <div class="order-actions">
                    {is_asked
                        .then(|| {
                            view! {
                                <Button tone=Tone::Primary on_click=move |()| open.set(true)>
                                    {words::orders::to_bank(l)}
                                </Button>
                            }
                        })}
                    <Button on_click=move |()| if !busy.get_untracked() { end() }>{words::orders::give_up(l)}</Button>
                </div>
            </div>
        </section>
        <BankDialog open=open total=Signal::stored(total) on_answer=Callback::new(answer) />
    };
    Some(view.into_any())
}
