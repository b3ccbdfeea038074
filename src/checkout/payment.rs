//! How it is paid, and the button that orders.

use super::form::{Key, Section};
use super::model::{Model, Phase};
use super::refusal::Refusal;
use super::section::Part;
use crate::boot::use_locale;
use crate::cart::schedule;
use crate::prelude::*;
use crate::ui::{Button, Field, Glyph, Icon, Select, Tone, money};
use crate::words;
use giano_api::checkout::PaymentMethod;
use giano_commerce::{Face, Locale};

/// Ways of paying, terms, references; the order itself.
#[component]
pub(super) fn Payment(model: Model) -> impl IntoView {
    let l = use_locale();
    let form = model.form;
    let error = form.error(Key::Payment);
    let business = model.face == Face::Business;
    let methods = model.view.with_untracked(|view| view.payments.clone());
    let placing = Signal::derive(move || model.phase.with(|phase| *phase == Phase::Placing));
    let methods = methods
        .into_iter()
        .map(|method| {
            let chosen = move || model.method() == Some(method);
            let note = method_note(l, method, model);
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="payment"
                        checked=untrack(chosen)
                        prop:checked=chosen
                        on:change=move |_| model.choose_payment(method)
                    />
                    <span class="choice-words">
                        <b>{method_words(l, method)}</b>
                        <span class="choice-note">{note}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    let button = move || {
        let total = model.view.with(|view| money(l, view.basket.priced.total));
        match model.method() {
            Some(PaymentMethod::Card) | None => words::checkout::pay(l, total),
            Some(PaymentMethod::Account | PaymentMethod::Transfer) => words::checkout::order_for(l, total),
        }
    };
    let busy_words = move || if placing.get() { words::checkout::placing(l) } else { "" };
    view! {
        <Part
            section=Section::Payment
            id="checkout-payment"
            title=words::checkout::payment(l)
            model=model
            summary=Callback::new(move |()| model.method().map(|m| vec![method_words(l, m).to_owned()]).unwrap_or_default())
        >
            <fieldset class="choices" id="payment" tabindex="-1" aria-describedby="payment-error">
                <legend class="visually-hidden">{words::checkout::payment(l)}</legend>
                {methods}
                <p class="field-error" id="payment-error" hidden=move || error.with(Option::is_none)>
                    {move || error.get()}
                </p>
            </fieldset>
            <div hidden=move || model.method() != Some(PaymentMethod::Card)>
                <TestCards model=model />
            </div>
            {business
                .then(|| {
                    view! {
                        <Terms model=model />
                        <References model=model />
                    }
                })}
            <Refusal model=model />
            <div class="checkout-place">
                <Button tone=Tone::Primary class="checkout-order" busy=placing on_click=move |()| model.place()>
                    {button}
                </Button>
                <p class="visually-hidden" role="status">{busy_words}</p>
                <p class="checkout-safe">
                    <Icon name=Glyph::Lock />
                    {words::checkout::once(l)}
                </p>
            </div>
        </Part>
    }
    .into_any()
}

pub(crate) fn method_words(l: Locale, method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Card => words::checkout::card(l),
        PaymentMethod::Account => words::checkout::account(l),
        PaymentMethod::Transfer => words::checkout::transfer(l),
    }
}

fn method_note(l: Locale, method: PaymentMethod, model: Model) -> String {
    match method {
        PaymentMethod::Card => words::checkout::card_note(l).to_owned(),
        PaymentMethod::Transfer => words::checkout::transfer_note(l).to_owned(),
        PaymentMethod::Account => match model.view.with_untracked(|view| view.credit_left) {
            Some(left) => words::checkout::account_note(l, money(l, left)),
            None => String::new(),
        },
    }
}

/// Cards of the test provider, each of which plays another outcome.
#[component]
fn TestCards(model: Model) -> impl IntoView {
    let l = use_locale();
    use words::checkout;
    let cards = [
        ("tok_success", "4242 4242 4242 4242", checkout::test_success(l)),
        ("tok_declined", "4000 0000 0000 0002", checkout::test_declined(l)),
        ("tok_challenge", "4000 0000 0000 3220", checkout::test_challenge(l)),
        ("tok_timeout", "4000 0000 0000 0119", checkout::test_timeout(l)),
        ("tok_late", "4000 0000 0000 0077", checkout::test_late(l)),
    ];
    let cards = cards.map(|(token, number, outcome)| {
        view! {
            <label class="choice choice-small">
                <input
                    type="radio"
                    name="test-card"
                    value=token
                    checked=model.card.with_untracked(|card| card == token)
                    prop:checked=move || model.card.with(|card| card == token)
                    on:change=move |_| model.card.set(token.to_owned())
                />
                <span class="choice-words">
                    <span class="tabular">{number}</span>
                    <span class="choice-note">{outcome}</span>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="checkout-test">
            <legend>{checkout::test_title(l)}</legend>
            <p class="choice-note">{checkout::test_text(l)}</p>
            {cards.into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

/// When a company pays: the terms that go with the way of paying, and what is owed when.
#[component]
fn Terms(model: Model) -> impl IntoView {
    let l = use_locale();
    let chosen = model.form.field(Key::Term);
    let codes = Memo::new(move |_| model.method().map(|method| model.terms_for(method)).unwrap_or_default());
    let choice = move |code: String| {
        let name = model.view.with_untracked(|view| {
            view.terms.iter().find(|term| term.code == code).map(|term| term.name.get(l).to_owned())
        });
        let (again, sent) = (code.clone(), code.clone());
        view! {
            <label class="choice choice-small">
                <input
                    type="radio"
                    name="checkout-term"
                    checked=chosen.with_untracked(|chosen| *chosen == code)
                    prop:checked=move || chosen.with(|chosen| *chosen == again)
                    on:change=move |_| model.choose_term(&sent)
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="checkout-terms" hidden=move || codes.with(Vec::is_empty)>
            <legend>{words::cart::terms(l)}</legend>
            <For each=move || codes.get() key=String::clone let:code>
                {choice(code)}
            </For>
            {move || model.view.with(|view| view.basket.priced.schedule.as_ref().map(|due| schedule(l, due)))}
        </fieldset>
    }
    .into_any()
}

/// The company's own number and cost centre.
#[component]
fn References(model: Model) -> impl IntoView {
    let l = use_locale();
    let form = model.form;
    let centres = model.view.with_untracked(|view| view.cost_centres.clone());
    let centre = if centres.is_empty() {
        view! {
            <Field
                name=Key::CostCentre.name()
                label=words::checkout::cost_centre(l)
                value=form.field(Key::CostCentre)
                error=form.error(Key::CostCentre)
                autocomplete="off"
                optional=true
            />
        }
        .into_any()
    } else {
        let mut options = vec![(String::new(), words::checkout::no_cost_centre(l).to_owned())];
        options.extend(centres.into_iter().map(|centre| (centre.clone(), centre)));
        view! {
            <Select
                name=Key::CostCentre.name()
                label=words::checkout::cost_centre(l)
                value=form.field(Key::CostCentre)
                options=options
                error=form.error(Key::CostCentre)
                optional=true
            />
        }
        .into_any()
    };
    view! {
        <div class="checkout-pair">
            <Field
                name=Key::PurchaseOrder.name()
                label=words::checkout::purchase_order(l)
                value=form.field(Key::PurchaseOrder)
                error=form.error(Key::PurchaseOrder)
                autocomplete="off"
                optional=true
            />
            {centre}
        </div>
    }
    .into_any()
}
