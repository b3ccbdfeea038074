//! How it comes, and when.

use super::model::Model;
use super::section::{choice_error, part};
use crate::boot::use_locale;
use crate::cart::or_free;
use crate::prelude::*;
use crate::ui::{Button, Field, Tone, choice, choice_words};
use crate::words;
use giano_api::checkout::DeliveryChoice;
use giano_commerce::checkout::{Field as Key, Section};
use giano_commerce::{Face, Locale};

/// Deliveries with price and days.
pub(super) fn delivery(model: Model) -> AnyView {
    let l = use_locale();
    let form = model.form;
    let chosen = form.field(Key::Delivery);
    let business = model.face == Face::Business;
    let summary = move || {
        let code = chosen.get();
        model.view.with(|view| {
            let way = view.deliveries.iter().find(|way| way.shipping.code == code);
            way.map(|way| {
                vec![format!("{} · {}", way.shipping.name.get(l), or_free(l, way.priced.price)), days(l, way)]
            })
            .unwrap_or_default()
        })
    };
    let choose = Callback::new(move |code: String| model.choose_delivery(&code));
    let one = move |way: DeliveryChoice| {
        let code = way.shipping.code.clone();
        let is_chosen = Signal::derive(move || chosen.with(|chosen| *chosen == code));
        let words = choice_words(way.shipping.name.get(l), &days(l, &way), &or_free(l, way.priced.price));
        choice("delivery", way.shipping.code, is_chosen, words, false, choose)
    };
    let wanted_on = business.then(|| field_of(model, Key::RequestedDate, words::checkout::requested_date(l), "date"));
    let body = view! {
        <fieldset class="choices" id="delivery" tabindex="-1" aria-describedby="delivery-error">
            <legend class="visually-hidden">{words::checkout::delivery(l)}</legend>
            <For
                each=move || model.view.with(|view| view.deliveries.clone())
                key=|way| format!("{} {} {}", way.shipping.code, way.priced.price, way.until)
                children=one
            />
            {choice_error("delivery-error", form.error(Key::Delivery))}
        </fieldset>
        {wanted_on}
        {field_of(model, Key::Note, words::checkout::note(l), "text")}
        <Button tone=Tone::Primary class="checkout-on" on_click=move |()| model.finish(Section::Delivery)>
            {words::checkout::to_payment(l)}
        </Button>
    };
    part(Section::Delivery, "checkout-delivery", words::checkout::delivery(l), model, summary, body.into_any())
}

/// A field that may stay empty and that the browser knows nothing of.
pub(super) fn field_of(model: Model, key: Key, label: &'static str, kind: &'static str) -> AnyView {
    view! {
        <Field
            name=key.name()
            label=label
            value=model.form.field(key)
            error=model.form.error(key)
            kind=kind
            autocomplete="off"
            optional=true
        />
    }
    .into_any()
}

fn days(l: Locale, way: &DeliveryChoice) -> String {
    if way.from == way.until {
        words::checkout::arrives_on(l, words::day(l, way.from))
    } else {
        words::checkout::arrives_between(l, words::day(l, way.from), words::day(l, way.until))
    }
}
