//! One's own orders, and the account they belong to.

use super::state::badges;
use crate::account::AccountCard;
use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Empty, Html, LinkButton, Tone, html, money};
use crate::{errors, http, routes, words};
use giano_api::NoQuery;
use giano_api::orders::{ListOrders, OrderList, OrderSummary};
use giano_commerce::Locale;

/// The signed-in person's orders; everybody else is asked to sign in, or to look an order up.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let (l, boot) = (use_locale(), use_boot());
    let content = if boot.session.person.is_some() {
        let orders = http::resource::<ListOrders>(|| (Vec::new(), NoQuery {}));
        view! {
            <AccountCard />
            {errors::page(orders, errors::plain_skeleton, move |list| table(l, &list))}
        }
        .into_any()
    } else {
        view! {
            <Empty title=words::orders::sign_in_title(l) text=words::orders::sign_in_text(l)>
                <LinkButton href=routes::sign_in(routes::orders()) tone=Tone::Primary>
                    {words::account::sign_in(l)}
                </LinkButton>
                <LinkButton href=routes::order_lookup()>{words::orders::lookup_title(l)}</LinkButton>
            </Empty>
        }
        .into_any()
    };
    view! {
        <Seo title=words::orders::list_title(l) private=true />
        <div class="page orders">
            <h1>{words::orders::list_title(l)}</h1>
            {content}
        </div>
    }
    .into_any()
}

fn table(l: Locale, list: &OrderList) -> AnyView {
    if list.orders.is_empty() {
        return view! {
            <Empty title=words::orders::none_title(l) text=words::orders::none_text(l)>
                <LinkButton href=routes::home() tone=Tone::Primary>{words::cart::empty_home(l)}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let rows = Html::join(list.orders.iter().map(|order| row(l, order)));
    html(
        "<table class=\"order-table orders-table\"><caption class=\"visually-hidden\">{}</caption><thead><tr>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table>",
        &[
            &words::orders::list_title(l),
            &words::orders::number(l),
            &words::orders::placed(l),
            &words::orders::state(l),
            &words::orders::pieces(l),
            &words::cart::total(l),
            &rows,
        ],
    )
    .view()
    .into_any()
}

fn row(l: Locale, order: &OrderSummary) -> Html {
    html(
        "<tr><th scope=\"row\"><a class=\"orders-link tabular\" href=\"{}\">{}</a></th><td data-label=\"{}\">{}</td>\
         <td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td></tr>",
        &[
            &routes::order(&order.number, None),
            &order.number,
            &words::orders::placed(l),
            &words::day_of(l, order.placed_at),
            &words::orders::state(l),
            &badges(l, &order.state, &order.notes),
            &words::orders::pieces(l),
            &words::number(l, order.pieces),
            &words::cart::total(l),
            &money(l, order.total),
        ],
    )
}
