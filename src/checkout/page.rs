//! The checkout's page.

use super::delivery::delivery;
use super::dialogs::{Challenge, Moved};
use super::model::Model;
use super::payment::payment;
use super::person::person;
use super::refusal::beforehand;
use super::summary::summary;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Empty, Glyph, Icon, LinkButton, Skeleton, Tone};
use crate::{errors, http, routes, words};
use giano_api::NoQuery;
use giano_api::checkout::{CheckoutView, GetCheckout};
use leptos::task::spawn_local;

/// The checkout.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let l = use_locale();
    let checkout = http::resource::<GetCheckout>(|| (Vec::new(), NoQuery {}));
    view! {
        <Seo title=words::checkout::title(l) private=true />
        {errors::page(checkout, skeleton, page)}
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! {
        <div class="page checkout-loading">
            <Skeleton class="skeleton-title" />
            <Skeleton class="skeleton-block" count=3 />
        </div>
    }
    .into_any()
}

fn page(view: CheckoutView) -> AnyView {
    let l = use_locale();
    let empty = view.basket.lines.is_empty();
    let model = Model::new(view);
    if empty {
        // The order may have gone through although its answer was lost.
        Effect::new(move |_| spawn_local(model.ask_again()));
        return view! {
            <div class="page">
                <h1>{words::checkout::title(l)}</h1>
                <Empty title=words::cart::empty_title(l) text=words::checkout::empty_text(l)>
                    <LinkButton href=routes::home() tone=Tone::Primary>{words::cart::empty_home(l)}</LinkButton>
                    <LinkButton href=routes::order_lookup()>{words::checkout::find_order(l)}</LinkButton>
                </Empty>
                <Challenge model=model />
            </div>
        }
        .into_any();
    }
    view! {
        <div class="page checkout">
            <h1>{words::checkout::title(l)}</h1>
            <p class="notice checkout-no-script">
                <Icon name=Glyph::Info />
                <span>{words::checkout::no_script(l)}</span>
            </p>
            {beforehand(model)}
            <div class="checkout-columns">
                <form class="checkout-parts" novalidate on:submit=move |event| event.prevent_default()>
                    {person(model)}
                    {delivery(model)}
                    {payment(model)}
                </form>
                {summary(model)}
            </div>
            <Challenge model=model />
            <Moved model=model />
        </div>
    }
    .into_any()
}
