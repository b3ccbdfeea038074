//! An order's page: the confirmation, worth printing.

use super::bank::at_bank;
use super::state::{AWAITING_PAYMENT, badges, state_text};
use crate::boot::{use_boot, use_face, use_locale};
use crate::cart::{schedule, totals};
use crate::checkout::method_words;
use crate::http::Loaded;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Glyph, Html, closest, html, icon, money, picture, trace};
use crate::{errors, http, routes, words};
use giano_api::checkout::PaymentMethod;
use giano_api::orders::{GetOrder, OrderKey, OrderLineView, OrderView};
use giano_commerce::{Face, Locale};
use leptos_router::hooks::{use_params_map, use_query_map};
use std::time::Duration;

/// How often an order that waits for its payment is looked at again, and how many times.
const LOOK_AGAIN: (Duration, u32) = (Duration::from_millis(2500), 30);

/// An order, for its buyer.
#[component]
pub fn OrderPage() -> impl IntoView {
    let l = use_locale();
    let (params, query) = (use_params_map(), use_query_map());
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    let order = http::resource::<GetOrder>(move || {
        (vec![number()], OrderKey { key: query.with(|query| query.get("key")).filter(|key| !key.is_empty()) })
    });
    let looks = StoredValue::new(0_u32);
    let opened = move || query.with(|query| Opened { key: query.get("key"), asks: query.get("bank").is_some() });
    view! {
        <Seo title=words::orders::title(l, untrack(number)) private=true />
        {errors::page(order, errors::plain_skeleton, move |view| page(view, order, looks, untrack(opened)))}
    }
    .into_any()
}

/// How the page was opened.
struct Opened {
    key: Option<String>,
    /// Whether to answer the bank.
    asks: bool,
}

fn page(order: OrderView, loaded: Loaded<GetOrder>, looks: StoredValue<u32>, opened: Opened) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    // Where the bank asks, nothing happens until the buyer answers: here, most likely.
    let is_asked = order.at_bank.as_ref().is_some_and(|at_bank| at_bank.payment.is_some());
    if order.state == AWAITING_PAYMENT && order.payment == PaymentMethod::Card && !is_asked {
        wait_for_payment(loaded, looks);
    }
    let page = markup(l, face, &use_boot().session.shop.name, &order);
    // All that can be clicked without being a link.
    let clicked = move |event: leptos::ev::MouseEvent| {
        if closest(&event, "[data-print]").is_some() {
            let _ = window().print();
        }
    };
    let at_bank = at_bank(&order, opened.key, opened.asks);
    view! {
        {at_bank.map(|at_bank| view! { <div class="page order-waits">{at_bank}</div> })}
        <div on:click=clicked>{page.view()}</div>
    }
    .into_any()
}

fn markup(l: Locale, face: Face, shop: &str, order: &OrderView) -> Html {
    let headline = match order.state.as_str() {
        "cancelled" | "refunded" => words::orders::title(l, &order.number),
        _ => words::orders::thanks(l).to_owned(),
    };
    // One that was cancelled may never have been confirmed.
    let stands = !order.incomplete && order.state != "cancelled";
    let sent = if stands { words::orders::sent_to(l, &order.email) } else { String::new() };
    let head = html(
        "<header class=\"order-head\"><p class=\"order-shop\">{}</p><p class=\"order-number\">{}</p><h1>{}</h1>\
         <p class=\"order-state\" role=\"status\">{}<span>{}</span></p><p class=\"order-sent\">{}</p>\
         <div class=\"order-actions\"><button type=\"button\" class=\"button button-secondary\" data-print>{}{}</button>\
         <a class=\"button button-quiet\" href=\"{}\">{}</a></div></header>",
        &[
            &shop,
            &words::orders::number_on(l, words::day_of(l, order.placed_at), &order.number),
            &headline,
            &badges(l, &order.state, &order.notes),
            &state_text(l, order).unwrap_or_default(),
            &sent,
            &icon(Glyph::Print),
            &words::orders::print(l),
            &routes::home(),
            &words::orders::go_on(l),
        ],
    );
    if order.incomplete {
        return html("<div class=\"page order\">{}{}</div>", &[&head, &remains(l, order)]);
    }
    let business = order.face == Face::Business;
    let lines = Html::join(order.lines.iter().map(|entry| line(l, business, entry)));
    let due = order.priced.schedule.as_ref().filter(|_| order.payment == PaymentMethod::Account);
    let goods = html(
        "<section class=\"order-goods\" aria-labelledby=\"order-lines\"><h2 id=\"order-lines\">{}</h2>\
         <table class=\"order-table\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table>\
         <div class=\"order-totals\">{}{}</div></section>",
        &[
            &words::orders::lines(l),
            &words::orders::what(l),
            &words::orders::quantity(l),
            &words::orders::each(l),
            &words::orders::line_total(l),
            &lines,
            &totals(l, &order.priced),
            &due.map(|due| schedule(l, due)),
        ],
    );
    let other_face =
        (order.face != face).then(|| html("<p class=\"order-note\">{}</p>", &[&words::orders::other_face(l)]));
    html(
        "<div class=\"page order\">{}<div class=\"order-columns\">{}<aside class=\"order-facts\">{}</aside></div>{}</div>",
        &[&head, &goods, &facts(l, order), &other_face],
    )
}

/// What is left of an order that could not be understood when it was carried over from an earlier shop.
fn remains(l: Locale, order: &OrderView) -> Html {
    let line = |entry: &OrderLineView| {
        html(
            "<tr><th scope=\"row\">{}</th><td data-label=\"{}\">{}</td></tr>",
            &[&entry.shown.name, &words::orders::quantity(l), &words::number(l, entry.priced.quantity.get().into())],
        )
    };
    html(
        "<section class=\"order-goods\" aria-labelledby=\"order-lines\"><h2 id=\"order-lines\">{}</h2>\
         <table class=\"order-table\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\
         <tbody>{}</tbody></table><p>{}: <strong>{}</strong></p></section>",
        &[
            &words::orders::lines(l),
            &words::orders::what(l),
            &words::orders::quantity(l),
            &Html::join(order.lines.iter().map(line)),
            &words::cart::total(l),
            &money(l, order.priced.total),
        ],
    )
}

/// Looks again until the payment is settled, so that nobody has to reload.
fn wait_for_payment(loaded: Loaded<GetOrder>, looks: StoredValue<u32>) {
    if cfg!(feature = "ssr") || looks.get_value() >= LOOK_AGAIN.1 {
        return;
    }
    looks.update_value(|looks| *looks += 1);
    set_timeout(
        move || {
            // The page may have been left.
            if looks.try_get_value().is_some() {
                loaded.again();
            }
        },
        LOOK_AGAIN.0,
    );
}

fn line(l: Locale, business: bool, entry: &OrderLineView) -> Html {
    let (shown, priced) = (&entry.shown, &entry.priced);
    let soft = |text: &str| html("<span class=\"order-soft\">{}</span>", &[&text]);
    let cell = |name: &str, text: String| html("<td data-label=\"{}\">{}</td>", &[&name, &text]);
    html(
        "<tr class=\"order-line\"><th scope=\"row\"><div class=\"order-what\"><span class=\"order-picture\">{}</span>\
         <span><a href=\"{}\">{}</a>{}{}<details class=\"cart-why\"><summary>{}</summary>{}</details></span></div></th>\
         {}{}{}</tr>",
        &[
            &picture(l, shown.image.as_ref(), "4rem", false, true),
            &routes::product(&shown.slug),
            &shown.name,
            &(!shown.label.is_empty()).then(|| soft(&shown.label)),
            &business.then(|| soft(priced.sku.as_str())),
            &words::ui::why_this_price(l),
            &trace(l, &priced.trace),
            &cell(words::orders::quantity(l), words::number(l, priced.quantity.get().into())),
            &cell(words::orders::each(l), money(l, priced.unit)),
            &cell(words::orders::line_total(l), money(l, priced.total)),
        ],
    )
}

fn facts(l: Locale, order: &OrderView) -> Html {
    let where_to = order.address.lines(words::checkout::countries(l));
    let mut facts: Vec<(&'static str, Vec<String>)> = vec![(words::orders::address(l), where_to)];
    if let Some(number) = &order.vat_number {
        facts.push((words::checkout::vat_number(l), vec![number.clone()]));
    }
    let mut delivery: Vec<String> =
        order.priced.shipping.as_ref().map(|way| way.name.get(l).to_owned()).into_iter().collect();
    delivery.extend(order.arrives.map(|(from, until)| match from == until {
        true => words::checkout::arrives_on(l, words::day(l, from)),
        false => words::checkout::arrives_between(l, words::day(l, from), words::day(l, until)),
    }));
    delivery.extend(order.requested_date.map(|day| words::orders::requested(l, words::day(l, day))));
    facts.push((words::checkout::delivery(l), delivery));
    let mut payment = vec![method_words(l, order.payment).to_owned()];
    payment.extend(order.term.clone());
    // On paper too, where the state's own line may be read weeks later.
    let waits = order.pay_by.filter(|_| order.state == AWAITING_PAYMENT);
    payment.extend(waits.map(|day| words::orders::pay_by(l, words::day(l, day))));
    facts.push((words::checkout::payment(l), payment));
    for (name, text) in [
        (words::checkout::purchase_order(l), &order.purchase_order),
        (words::checkout::cost_centre(l), &order.cost_centre),
        (words::orders::note(l), &order.note),
    ] {
        if let Some(text) = text {
            facts.push((name, vec![text.clone()]));
        }
    }
    let fact = |(name, lines): (&'static str, Vec<String>)| {
        let lines = Html::join(lines.iter().map(|line| html("<span>{}</span>", &[line])));
        html("<div><dt>{}</dt><dd>{}</dd></div>", &[&name, &lines])
    };
    html("<dl>{}</dl>", &[&Html::join(facts.into_iter().map(fact))])
}
