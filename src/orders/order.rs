//! An order's page: the confirmation, worth printing.

use super::state::{AWAITING_PAYMENT, state_badge, state_text};
use crate::boot::{use_face, use_locale};
use crate::cart::{schedule, totals};
use crate::checkout::{country_name, method_words};
use crate::http::Loaded;
use crate::layout::SHOP_NAME;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Badge, Button, Glyph, Icon, Picture, TraceView, money};
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
    view! {
        <Seo title=words::orders::title(l, untrack(number)) private=true />
        {errors::page(order, errors::plain_skeleton, move |view| page(view, order, looks))}
    }
    .into_any()
}

fn page(order: OrderView, loaded: Loaded<GetOrder>, looks: StoredValue<u32>) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    if order.state == AWAITING_PAYMENT && order.payment == PaymentMethod::Card {
        wait_for_payment(loaded, looks);
    }
    let (state, tone) = state_badge(l, &order.state);
    let headline = match order.state.as_str() {
        "cancelled" | "refunded" => words::orders::title(l, &order.number),
        _ => words::orders::thanks(l).to_owned(),
    };
    let number_line = words::orders::number_on(l, words::day_of(l, order.placed_at), &order.number);
    let sent = words::orders::sent_to(l, &order.email);
    let business = order.face == Face::Business;
    let lines = order.lines.iter().map(|entry| line(l, business, entry)).collect_view();
    let arrives = order.arrives.map(|(from, until)| match from == until {
        true => words::checkout::arrives_on(l, words::day(l, from)),
        false => words::checkout::arrives_between(l, words::day(l, from), words::day(l, until)),
    });
    view! {
        <div class="page order">
            <header class="order-head">
                <p class="order-shop">{SHOP_NAME}</p>
                <p class="order-number">{number_line}</p>
                <h1>{headline}</h1>
                <p class="order-state" role="status">
                    <Badge tone=tone text=state />
                    <span>{state_text(l, &order.state)}</span>
                </p>
                <p class="order-sent">{sent}</p>
                <div class="order-actions">
                    <Button on_click=|()| {
                        let _ = window().print();
                    }>
                        <Icon name=Glyph::Print />
                        {words::orders::print(l)}
                    </Button>
                    <a class="button button-quiet" href=routes::home()>{words::orders::go_on(l)}</a>
                </div>
            </header>
            <div class="order-columns">
                <section class="order-goods" aria-labelledby="order-lines">
                    <h2 id="order-lines">{words::orders::lines(l)}</h2>
                    <table class="order-table">
                        <thead>
                            <tr>
                                <th scope="col">{words::orders::what(l)}</th>
                                <th scope="col">{words::orders::quantity(l)}</th>
                                <th scope="col">{words::orders::each(l)}</th>
                                <th scope="col">{words::orders::line_total(l)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                    <div class="order-totals">
                        {totals(l, &order.priced, None)}
                        {order
                            .priced
                            .schedule
                            .as_ref()
                            .filter(|_| order.payment == PaymentMethod::Account)
                            .map(|due| schedule(l, due))}
                    </div>
                </section>
                <aside class="order-facts">
                    {facts(l, &order, arrives)}
                </aside>
            </div>
            {(order.face != face).then(|| view! { <p class="order-note">{words::orders::other_face(l)}</p> })}
        </div>
    }
    .into_any()
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

fn line(l: Locale, business: bool, entry: &OrderLineView) -> AnyView {
    let (shown, priced) = (&entry.shown, &entry.priced);
    view! {
        <tr class="order-line">
            <th scope="row">
                <div class="order-what">
                <span class="order-picture">
                    <Picture media=shown.image.clone() sizes="4rem" decorative=true />
                </span>
                <span>
                    <a href=routes::product(&shown.slug)>{shown.name.clone()}</a>
                    {(!shown.label.is_empty()).then(|| view! { <span class="order-soft">{shown.label.clone()}</span> })}
                    {business.then(|| view! { <span class="order-soft">{priced.sku.to_string()}</span> })}
                    <details class="cart-why">
                        <summary>{words::ui::why_this_price(l)}</summary>
                        <TraceView steps=priced.trace.clone() />
                    </details>
                </span>
                </div>
            </th>
            <td data-label=words::orders::quantity(l)>{words::number(l, priced.quantity.get().into())}</td>
            <td data-label=words::orders::each(l)>{money(l, priced.unit)}</td>
            <td data-label=words::orders::line_total(l)>{money(l, priced.total)}</td>
        </tr>
    }
    .into_any()
}

fn facts(l: Locale, order: &OrderView, arrives: Option<String>) -> AnyView {
    let address = &order.address;
    let mut where_to: Vec<String> = vec![address.name.clone()];
    where_to.extend(address.company.clone());
    where_to.push(address.street.clone());
    where_to.extend(address.extra.clone());
    let town = [address.postal_code.as_str(), address.city.as_str(), address.region.as_deref().unwrap_or_default()];
    where_to.push(town.join(" ").trim().to_owned());
    where_to.push(country_name(l, address.country));
    where_to.extend(address.phone.clone());
    let mut facts: Vec<(&'static str, Vec<String>)> = vec![(words::orders::address(l), where_to)];
    if let Some(number) = &order.vat_number {
        facts.push((words::checkout::vat_number(l), vec![number.clone()]));
    }
    let mut delivery: Vec<String> =
        order.priced.shipping.as_ref().map(|way| way.name.get(l).to_owned()).into_iter().collect();
    delivery.extend(arrives);
    delivery.extend(order.requested_date.map(|day| words::orders::requested(l, words::day(l, day))));
    facts.push((words::checkout::delivery(l), delivery));
    let mut payment = vec![method_words(l, order.payment).to_owned()];
    payment.extend(order.term.clone());
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
    let facts = facts
        .into_iter()
        .map(|(name, lines)| {
            let lines = lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{lines}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl>{facts}</dl> }.into_any()
}
