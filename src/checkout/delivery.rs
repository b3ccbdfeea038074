//! How it comes, and when.

use super::form::{Key, Section};
use super::model::Model;
use super::section::Part;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Button, Field, Tone, money};
use crate::words;
use giano_api::checkout::DeliveryChoice;
use giano_commerce::{Face, Locale};

/// Deliveries with price and days.
#[component]
pub(super) fn Delivery(model: Model) -> impl IntoView {
    let l = use_locale();
    let form = model.form;
    let error = form.error(Key::Delivery);
    let chosen = form.field(Key::Delivery);
    let business = model.face == Face::Business;
    let summary = move |()| {
        let code = chosen.get();
        model.view.with(|view| {
            let way = view.deliveries.iter().find(|way| way.shipping.code == code);
            way.map(|way| vec![format!("{} · {}", way.shipping.name.get(l), price_of(l, way)), days(l, way)])
                .unwrap_or_default()
        })
    };
    view! {
        <Part
            section=Section::Delivery
            id="checkout-delivery"
            title=words::checkout::delivery(l)
            model=model
            summary=Callback::new(summary)
        >
            <fieldset class="choices" id="delivery" tabindex="-1" aria-describedby="delivery-error">
                <legend class="visually-hidden">{words::checkout::delivery(l)}</legend>
                <For
                    each=move || model.view.with(|view| view.deliveries.clone())
                    key=|way| (way.shipping.code.clone(), way.priced.price, way.until)
                    let:way
                >
                    {
                        let (code, again, sent) =
                            (way.shipping.code.clone(), way.shipping.code.clone(), way.shipping.code.clone());
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    name="delivery"
                                    value=code.clone()
                                    checked=chosen.with_untracked(|chosen| *chosen == code)
                                    prop:checked=move || chosen.with(|chosen| *chosen == again)
                                    on:change=move |_| model.choose_delivery(&sent)
                                />
                                <span class="choice-words">
                                    <b>{way.shipping.name.get(l).to_owned()}</b>
                                    <span class="choice-note">{days(l, &way)}</span>
                                </span>
                                <span class="choice-price tabular">{price_of(l, &way)}</span>
                            </label>
                        }
                    }
                </For>
                <p class="field-error" id="delivery-error" hidden=move || error.with(Option::is_none)>
                    {move || error.get()}
                </p>
            </fieldset>
            {business
                .then(|| {
                    view! {
                        <Field
                            name=Key::RequestedDate.name()
                            label=words::checkout::requested_date(l)
                            value=form.field(Key::RequestedDate)
                            error=form.error(Key::RequestedDate)
                            kind="date"
                            optional=true
                        />
                    }
                })}
            <Field
                name=Key::Note.name()
                label=words::checkout::note(l)
                value=form.field(Key::Note)
                error=form.error(Key::Note)
                autocomplete="off"
                optional=true
            />
            <Button tone=Tone::Primary class="checkout-on" on_click=move |()| model.finish(Section::Delivery)>
                {words::checkout::to_payment(l)}
            </Button>
        </Part>
    }
    .into_any()
}

fn price_of(l: Locale, way: &DeliveryChoice) -> String {
    if way.priced.price.is_zero() { words::cart::free(l).to_owned() } else { money(l, way.priced.price) }
}

fn days(l: Locale, way: &DeliveryChoice) -> String {
    if way.from == way.until {
        words::checkout::arrives_on(l, words::day(l, way.from))
    } else {
        words::checkout::arrives_between(l, words::day(l, way.from), words::day(l, way.until))
    }
}
