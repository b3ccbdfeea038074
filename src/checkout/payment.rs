//! How it is paid, and the button that orders.

use super::delivery::field_of;
use super::model::{Model, Phase};
use super::refusal::refusal;
use super::section::{choice_error, part};
use crate::boot::use_locale;
use crate::cart::schedule;
use crate::prelude::*;
use crate::ui::{Button, Glyph, Select, Tone, choice, choice_words, html, icon, live, money};
use crate::words;
use giano_api::checkout::PaymentMethod;
use giano_commerce::checkout::{Field as Key, Section};
use giano_commerce::{Face, Locale};

/// Ways of paying, terms, references; the order itself.
pub(super) fn payment(model: Model) -> AnyView {
    let l = use_locale();
    let form = model.form;
    let business = model.face == Face::Business;
    let placing = Signal::derive(move || model.phase.with(|phase| *phase == Phase::Placing));
    let choose = Callback::new(move |code: String| {
        if let Some(method) = PaymentMethod::of_code(&code) {
            model.choose_payment(method);
        }
    });
    let method = |method: PaymentMethod| {
        let is_chosen = Signal::derive(move || model.method() == Some(method));
        let words = choice_words(method_words(l, method), &method_note(l, method, model), "");
        choice("payment", method.as_str().to_owned(), is_chosen, words, false, choose)
    };
    let methods: Vec<AnyView> = model.view.with_untracked(|view| view.payments.iter().copied().map(method).collect());
    let button = move || {
        let total = model.view.with(|view| money(l, view.basket.priced.total));
        let text = match model.method() {
            Some(PaymentMethod::Card) | None => words::checkout::pay(l, total),
            Some(PaymentMethod::Account | PaymentMethod::Transfer) => words::checkout::order_for(l, total),
        };
        html("<span>{}</span>", &[&text])
    };
    let busy = move || {
        let text = if placing.get() { words::checkout::placing(l) } else { "" };
        html("<span>{}</span>", &[&text])
    };
    let once = html("<p class=\"checkout-safe\">{}{}</p>", &[&icon(Glyph::Lock), &words::checkout::once(l)]);
    let for_business = business.then(|| [terms(model), references(model)].into_iter().collect_view());
    let body = view! {
        <fieldset class="choices" id="payment" tabindex="-1" aria-describedby="payment-error">
            <legend class="visually-hidden">{words::checkout::payment(l)}</legend>
            {methods}
            {choice_error("payment-error", form.error(Key::Payment))}
        </fieldset>
        {test_cards(model)}
        {for_business}
        {refusal(model)}
        <div class="checkout-place">
            <Button tone=Tone::Primary class="checkout-order" busy=placing on_click=move |()| model.place()>
                {live(button)}
            </Button>
            <div class="visually-hidden" role="status">
                {live(busy)}
            </div>
            {once.view()}
        </div>
    };
    let summary = move || model.method().map(|method| vec![method_words(l, method).to_owned()]).unwrap_or_default();
    part(Section::Payment, "checkout-payment", words::checkout::payment(l), model, summary, body.into_any())
}

/// A way of paying in words.
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
fn test_cards(model: Model) -> AnyView {
    use words::checkout;
    let l = use_locale();
    let choose = Callback::new(move |token: String| model.card.set(token));
    let cards = [
        ("tok_success", "4242 4242 4242 4242", checkout::test_success(l)),
        ("tok_declined", "4000 0000 0000 0002", checkout::test_declined(l)),
        ("tok_challenge", "4000 0000 0000 3220", checkout::test_challenge(l)),
        ("tok_timeout", "4000 0000 0000 0119", checkout::test_timeout(l)),
        ("tok_late", "4000 0000 0000 0077", checkout::test_late(l)),
    ];
    let card = |(token, number, outcome): (&'static str, &str, &str)| {
        let is_chosen = Signal::derive(move || model.card.with(|card| card == token));
        choice("test-card", token.to_owned(), is_chosen, choice_words(number, outcome, ""), true, choose)
    };
    let cards: Vec<AnyView> = cards.into_iter().map(card).collect();
    view! {
        <fieldset
            class="checkout-test"
            hidden=Signal::derive(move || model.method() != Some(PaymentMethod::Card))
        >
            <legend>{checkout::test_title(l)}</legend>
            <p class="choice-note">{checkout::test_text(l)}</p>
            {cards}
        </fieldset>
    }
    .into_any()
}

/// When a company pays: the terms that go with the way of paying, and what is owed when.
fn terms(model: Model) -> AnyView {
    let l = use_locale();
    let chosen = model.form.field(Key::Term);
    let codes = move || model.method().map(|method| model.terms_for(method)).unwrap_or_default();
    let choose = Callback::new(move |code: String| model.choose_term(&code));
    let one = move |code: String| {
        let name = model.view.with_untracked(|view| {
            view.terms.iter().find(|term| term.code == code).map(|term| term.name.get(l).to_owned())
        });
        let again = code.clone();
        let is_chosen = Signal::derive(move || chosen.with(|chosen| *chosen == again));
        let words = html("<span>{}</span>", &[&name.unwrap_or_default()]);
        choice("checkout-term", code, is_chosen, words, true, choose)
    };
    let due = move || {
        model.view.with(|view| view.basket.priced.schedule.as_ref().map(|due| schedule(l, due)).unwrap_or_default())
    };
    view! {
        <fieldset class="checkout-terms" hidden=Signal::derive(move || codes().is_empty())>
            <legend>{words::cart::terms(l)}</legend>
            <For each=codes key=String::clone children=one />
            {live(due)}
        </fieldset>
    }
    .into_any()
}

/// The company's own number and cost centre.
fn references(model: Model) -> AnyView {
    let l = use_locale();
    let form = model.form;
    let centres: Vec<String> =
        model.view.with_untracked(|view| view.cost_centres.iter().map(|centre| centre.name.clone()).collect());
    let centre = if centres.is_empty() {
        field_of(model, Key::CostCentre, words::checkout::cost_centre(l), "text")
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
            {field_of(model, Key::PurchaseOrder, words::checkout::purchase_order(l), "text")}
            {centre}
        </div>
    }
    .into_any()
}
