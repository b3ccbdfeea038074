//! Orders that wait at the bank: seen on every page, until they are answered or given up.

use crate::boot::{use_boot, use_locale};
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{Glyph, Html, closest, html, icon, live, money, problem_text, use_toasts};
use crate::{http, routes, words};
use giano_api::NoQuery;
use giano_api::orders::{GiveUpOrder, GivenUp, ListWaitingOrders, OrderKey, WaitingOrder};
use giano_commerce::Locale;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// Orders that wait at the bank, as every page knows them. Get them with [`use_waiting`].
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    orders: RwSignal<Vec<WaitingOrder>>,
    /// Whether one is being given up.
    busy: RwSignal<bool>,
}

/// Makes the orders that wait known below.
pub fn provide_waiting() {
    let basket = use_basket();
    let known = use_boot().session.waiting.clone();
    let waiting = Waiting { orders: RwSignal::new(known), busy: RwSignal::new(false) };
    // Placing an order empties the basket, and giving one up fills it again: perhaps in another tab.
    let (outside, count) = (basket.changed_outside, basket.count);
    Effect::new(move |before: Option<u32>| {
        let now = outside.get();
        let concerns = count.with_untracked(|count| count.lines == 0) || waiting.is_any();
        if before.is_some_and(|before| before != now) && concerns {
            waiting.look();
        }
        now
    });
    provide_context(waiting);
}

/// The orders that wait. Call it while a component is made.
pub fn use_waiting() -> Waiting {
    expect_context::<Waiting>()
}

impl Waiting {
    fn is_any(self) -> bool {
        self.orders.with_untracked(|orders| !orders.is_empty())
    }

    /// Asks the shop which there are. Without a connection those that are known stay.
    pub fn look(self) {
        spawn_local(async move {
            if let Ok(known) = http::call::<ListWaitingOrders>(&[], &NoQuery {}, None).await {
                self.orders.try_set(known.orders);
            }
        });
    }
}

/// Gives an order up and goes where its goods are now: into the basket, or to the order that was paid in the last moment.
/// `failed` hears what went wrong, in words.
pub(super) fn give_up(l: Locale, number: String, key: Option<String>, failed: impl Fn(String) + 'static) {
    spawn_local(async move {
        let query = OrderKey { key: key.clone() };
        match http::call::<GiveUpOrder>(&[&number], &query, None).await {
            // A new document: its basket is of after that.
            Ok(GivenUp { given_up: true }) => go(routes::basket()),
            Ok(GivenUp { given_up: false }) => go(&routes::order(&number, key.as_deref())),
            Err(problem) => failed(problem_text(l, &problem)),
        }
    });
}

pub(super) fn go(address: &str) {
    let _ = window().location().assign(address);
}

/// Says on every page that an order waits at the bank, with the ways to end that. Not on the order's own page, which says it
/// itself.
#[component]
pub fn WaitingBar() -> impl IntoView {
    let (l, waiting, toasts) = (use_locale(), use_waiting(), use_toasts());
    let path = use_location().pathname;
    let shown = move || {
        let here = path.get();
        waiting.orders.with(|orders| {
            let elsewhere = orders.iter().filter(|order| here != routes::order(&order.number, None));
            bar(l, &elsewhere.collect::<Vec<_>>(), waiting.busy.get())
        })
    };
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some(button) = closest(&event, "[data-give-up]") else { return };
        let number = button.get_attribute("data-give-up").unwrap_or_default();
        let key = waiting
            .orders
            .with_untracked(|orders| orders.iter().find(|order| order.number == number).map(|order| order.key.clone()));
        if key.is_some() && !waiting.busy.get_untracked() {
            waiting.busy.set(true);
            give_up(l, number, key, move |text| {
                waiting.busy.set(false);
                toasts.say(text);
            });
        }
    };
    view! { <div class="waiting-place" on:click=clicked>{live(shown)}</div> }.into_any()
}

fn bar(l: Locale, orders: &[&WaitingOrder], busy: bool) -> Html {
    if orders.is_empty() {
        return Html::default();
    }
    let rows = orders.iter().map(|order| row(l, order, busy));
    html(
        "<section class=\"waiting\" aria-label=\"{}\"><ul class=\"waiting-orders\">{}</ul></section>",
        &[&words::orders::waiting_title(l), &Html::join(rows)],
    )
}

fn row(l: Locale, order: &WaitingOrder, busy: bool) -> Html {
    let total = money(l, order.total);
    let address = routes::order(&order.number, Some(&order.key));
    let (text, address, way) = match order.payment {
        Some(_) => (
            words::orders::waiting_answer(l, &order.number, total),
            routes::at_the_bank(&address),
            words::orders::to_bank(l),
        ),
        None => (words::orders::waiting_word(l, &order.number, total), address, words::orders::open(l)),
    };
    let give_up = words::orders::give_up(l);
    let disabled = if busy { Html::sanitised(" disabled".to_owned()) } else { Html::default() };
    html(
        "<li>{}<p>{}</p><a class=\"button button-primary\" href=\"{}\" aria-label=\"{}: {}\">{}</a>\
         <button type=\"button\" class=\"button button-quiet\" data-give-up=\"{}\" aria-label=\"{}: {}\"{}>{}</button></li>",
        &[
            &icon(Glyph::Lock),
            &text,
            &address,
            &way,
            &order.number,
            &way,
            &order.number,
            &give_up,
            &order.number,
            &disabled,
            &give_up,
        ],
    )
}
