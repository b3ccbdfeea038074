//! The checkout at work: what is typed is kept, what follows from it is shown, and the order is placed once.

use super::attempt::{Attempt, forget_draft, keep_draft, kept_draft};
use super::form::{Form, Wrong, from_server, wrong};
use crate::boot::{use_boot, use_face, use_locale};
use crate::cart::{BasketState, use_basket};
use crate::orders::{Waiting, use_waiting};
use crate::prelude::*;
use crate::{http, routes};
use giano_api::checkout::{
    AnswerChallenge, ChallengeBody, CheckoutDraft, CheckoutView, GetCheckout, PaymentMethod, PlaceOrder,
    PlaceOrderBody, PlacedOrder, SaveDraft,
};
use giano_api::{Code, NoQuery, Problem};
use giano_commerce::basket::{PriceMoved, ShownPrices};
use giano_commerce::checkout::{Choices, Field, Payer, Paying, Section};
use giano_commerce::pricing::{LineInput, price_basket};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Face, Locale};
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// How long typing may pause before it is kept on the server.
const PAUSE: Duration = Duration::from_millis(500);

/// What happens to the order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Phase {
    /// Somebody fills in.
    Typing,
    /// It was sent; or the answer to the bank's question was.
    Placing,
    /// The bank asks.
    Challenge(String),
    /// The price is not what was shown.
    Moved(PriceMoved),
    /// It was not placed.
    Refused(Problem),
}

/// The checkout as its page shows it.
#[derive(Clone, Copy)]
pub(super) struct Model {
    pub form: Form,
    pub view: RwSignal<CheckoutView>,
    pub open: RwSignal<Section>,
    pub phase: RwSignal<Phase>,
    /// Token of the test card.
    pub card: RwSignal<String>,
    pub locale: Locale,
    pub face: Face,
    /// Whether somebody buys for a company.
    company: bool,
    basket: BasketState,
    waiting: Waiting,
    /// Counts what was typed, so that only the last one waits for its pause.
    edits: StoredValue<u32>,
}

impl Model {
    pub(super) fn new(view: CheckoutView) -> Self {
        let (locale, face) = (use_locale(), use_face());
        let form = Form::new(&view.draft);
        let company = use_boot().session.person.as_ref().is_some_and(|person| person.company.is_some());
        let model = Self {
            form,
            view: RwSignal::new(view),
            open: RwSignal::new(Section::Person),
            phase: RwSignal::new(Phase::Typing),
            card: RwSignal::new("tok_success".to_owned()),
            locale,
            face,
            company,
            basket: use_basket(),
            waiting: use_waiting(),
            edits: StoredValue::new(0),
        };
        model.open.set(model.first_open());
        Effect::new(move |before: Option<CheckoutDraft>| {
            let draft = form.draft();
            match before {
                // What the server never got, because the browser was closed or offline.
                None => model.restore(&draft),
                Some(before) if before != draft => model.keep(&draft),
                Some(_) => (),
            }
            draft
        });
        let outside = model.basket.changed_outside;
        Effect::new(move |before: Option<u32>| {
            let now = outside.get();
            if before.is_some_and(|before| before != now) {
                spawn_local(model.refresh());
            }
            now
        });
        model
    }

    fn restore(self, draft: &CheckoutDraft) {
        let kept = kept_draft().and_then(|json| crate::json::read::<CheckoutDraft>(&json).ok());
        if let Some(kept) = kept.filter(|kept| kept != draft) {
            self.form.fill(&kept);
            self.open.set(self.first_open());
        }
    }

    fn keep(self, draft: &CheckoutDraft) {
        keep_draft(&serde_json::to_string(draft).unwrap_or_default());
        let edit = self.edits.get_value().wrapping_add(1);
        self.edits.set_value(edit);
        let draft = draft.clone();
        set_timeout(
            move || {
                if self.edits.try_get_value() == Some(edit) {
                    spawn_local(self.save(draft, edit));
                }
            },
            PAUSE,
        );
    }

    async fn save(self, draft: CheckoutDraft, edit: u32) {
        let saved = http::call::<SaveDraft>(&[], &NoQuery {}, Some(&draft)).await;
        if self.edits.try_get_value() != Some(edit) {
            return;
        }
        match saved {
            Ok(view) => {
                forget_draft();
                self.view.try_set(view);
            }
            // A choice that is none any more: what can be chosen instead is shown beside what is wrong.
            Err(problem) if problem.code == Code::InvalidFields => {
                self.refresh().await;
                self.form.wrong.try_set(from_server(self.locale, &problem.fields));
            }
            // Offline it stays in the browser and is sent with the next change, or with the order.
            Err(_) => (),
        }
    }

    /// Reads the checkout again; what is typed stays.
    async fn refresh(self) {
        if let Ok(view) = http::call::<GetCheckout>(&[], &NoQuery {}, None).await {
            self.basket.note(&view.basket);
            self.view.try_set(view);
        }
    }

    /// What is wrong in a section as it is filled in now; tracked.
    pub(super) fn wrong_in(self, section: Section) -> Vec<Wrong> {
        let draft = self.form.draft();
        self.view.with(|view| {
            let deliveries: Vec<&str> = view.deliveries.iter().map(|way| way.shipping.code.as_str()).collect();
            let centres: Vec<String> = view.cost_centres.iter().map(|centre| centre.name.clone()).collect();
            let choices = Choices {
                today: view.basket.context.today,
                countries: &view.countries,
                deliveries: &deliveries,
                paying: self.paying(view),
                basket_term: "",
                cost_centres: &centres,
            };
            let mut wrong = wrong(self.locale, &choices, &draft);
            wrong.retain(|(field, _)| field.section() == section);
            wrong
        })
    }

    /// The first section that is not complete; the last one where all are.
    fn first_open(self) -> Section {
        let complete = |section: &Section| untrack(|| self.wrong_in(*section).is_empty());
        Section::ALL.into_iter().find(|section| !complete(section)).unwrap_or(Section::Payment)
    }

    fn paying<'v>(self, view: &'v CheckoutView) -> Paying<'v, PaymentTerm> {
        let company = self.company.then_some(view.has_credit);
        Paying { payer: Payer::new(self.face, company), terms: &view.terms }
    }

    /// Checks a section and opens the next one; else the first wrong field gets the focus.
    pub(super) fn finish(self, section: Section) {
        let wrong = untrack(|| self.wrong_in(section));
        if !wrong.is_empty() {
            return self.complain(wrong);
        }
        self.form.wrong.set(Vec::new());
        let next = match section {
            Section::Person => Section::Delivery,
            Section::Delivery | Section::Payment => Section::Payment,
        };
        self.go_to(next);
    }

    /// Opens a section; where there is a usual choice it is made.
    pub(super) fn go_to(self, section: Section) {
        match section {
            Section::Person => (),
            Section::Delivery => {
                let known = untrack(|| self.wrong_in(Section::Delivery).is_empty());
                let first = self.view.with_untracked(|view| view.deliveries.first().map(|w| w.shipping.code.clone()));
                if let (false, Some(first)) = (known, first) {
                    self.choose_delivery(&first);
                }
            }
            Section::Payment => {
                let chosen = self.form.field(Field::Payment).get_untracked();
                let first = self.view.with_untracked(|view| view.payments.first().copied());
                if let (true, Some(first)) = (chosen.is_empty(), first) {
                    self.choose_payment(first);
                }
            }
        }
        self.open.set(section);
        focus(match section {
            Section::Person => "checkout-person",
            Section::Delivery => "checkout-delivery",
            Section::Payment => "checkout-payment",
        });
    }

    fn complain(self, wrong: Vec<Wrong>) {
        if let Some((field, _)) = wrong.first() {
            self.open.set(field.section());
            focus(field.name());
        }
        self.form.wrong.set(wrong);
    }

    pub(super) fn choose_delivery(self, code: &str) {
        self.form.field(Field::Delivery).set(code.to_owned());
        self.view.update(|view| {
            let chosen = view.deliveries.iter().find(|way| way.shipping.code == code);
            view.basket.context.shipping = chosen.map(|way| way.shipping.clone());
            reprice(view);
        });
    }

    /// A way of paying, with the first of the terms that go with it; without one where none does.
    pub(super) fn choose_payment(self, method: PaymentMethod) {
        self.form.field(Field::Payment).set(method.as_str().to_owned());
        let now = self.form.field(Field::Term).get_untracked();
        let terms = self.terms_for(method);
        let term = terms.iter().find(|code| **code == now).or(terms.first());
        self.choose_term(term.map_or("", String::as_str));
    }

    /// Codes of the terms that go with a way of paying.
    pub(super) fn terms_for(self, method: PaymentMethod) -> Vec<String> {
        self.view.with_untracked(|view| self.paying(view).terms_for(method).map(|term| term.code.clone()).collect())
    }

    /// A term, or none.
    pub(super) fn choose_term(self, code: &str) {
        self.form.field(Field::Term).set(code.to_owned());
        self.view.update(|view| {
            let term = view.terms.iter().find(|term| term.code == code);
            view.basket.context.term = term.cloned().map(Arc::new);
            reprice(view);
        });
    }

    /// Places the order: once, however often it is pressed.
    pub(super) fn place(self) {
        if self.phase.with_untracked(|phase| *phase == Phase::Placing) {
            return;
        }
        for section in Section::ALL {
            let wrong = untrack(|| self.wrong_in(section));
            if !wrong.is_empty() {
                return self.complain(wrong);
            }
        }
        self.form.wrong.set(Vec::new());
        self.phase.set(Phase::Placing);
        let body = untrack(|| self.body());
        spawn_local(self.send(body));
    }

    fn body(self) -> PlaceOrderBody {
        let draft = self.form.draft();
        let card_token = (draft.payment == Some(PaymentMethod::Card)).then(|| self.card.get());
        self.view.with(|view| PlaceOrderBody {
            draft,
            basket_version: view.basket.version,
            shown: ShownPrices::from(&view.basket.priced),
            card_token,
        })
    }

    async fn send(self, body: PlaceOrderBody) {
        let attempt = Attempt::of(&serde_json::to_string(&body).unwrap_or_default());
        let answer = http::call_with_key::<PlaceOrder>(&[], &NoQuery {}, Some(&body), &attempt.key).await;
        self.heard(answer).await;
    }

    /// Asks again for the answer to an order that was sent before the page was left.
    pub(super) async fn ask_again(self) {
        let Some(attempt) = Attempt::under_way() else { return };
        let Ok(body) = crate::json::read::<PlaceOrderBody>(&attempt.content) else { return Attempt::is_over() };
        self.phase.try_set(Phase::Placing);
        let answer = http::call_with_key::<PlaceOrder>(&[], &NoQuery {}, Some(&body), &attempt.key).await;
        match answer {
            Err(problem) if problem.code == Code::BasketEmpty || problem.code == Code::BasketChanged => {
                Attempt::is_over();
                self.phase.try_set(Phase::Typing);
            }
            answer => self.heard(answer).await,
        }
    }

    async fn heard(self, answer: Result<PlacedOrder, Problem>) {
        match answer {
            Ok(PlacedOrder::Placed { order, key } | PlacedOrder::Pending { order, key }) => {
                Attempt::is_over();
                forget_draft();
                self.basket.emptied();
                // A new document: what is left of the credit, and the basket, are of after the order.
                let _ = window().location().replace(&routes::order(&order.number, Some(&key)));
            }
            Ok(PlacedOrder::Challenge { payment, .. }) => {
                Attempt::is_over();
                // Whoever turns back now finds the order on every page: its goods are not in the basket any more.
                self.basket.emptied();
                self.waiting.look();
                self.phase.try_set(Phase::Challenge(payment));
            }
            Err(problem) => self.refused(problem).await,
        }
    }

    async fn refused(self, problem: Problem) {
        match problem.code {
            // Nobody knows whether it arrived: the same attempt is sent again.
            Code::Offline | Code::TimedOut | Code::Unavailable | Code::IdempotencyInProgress | Code::Internal => (),
            _ => Attempt::is_over(),
        }
        match problem.code {
            Code::InvalidFields => {
                self.complain(from_server(self.locale, &problem.fields));
                self.phase.try_set(Phase::Refused(problem));
            }
            Code::PriceMoved => {
                self.refresh().await;
                self.phase.try_set(match problem.moved.clone() {
                    Some(moved) => Phase::Moved(moved),
                    None => Phase::Refused(problem),
                });
            }
            Code::Offline | Code::TooManyRequests => {
                self.phase.try_set(Phase::Refused(problem));
            }
            _ => {
                if problem.code == Code::PaymentDeclined {
                    self.waiting.look();
                }
                self.refresh().await;
                self.phase.try_set(Phase::Refused(problem));
            }
        }
    }

    /// Answers the bank's question.
    pub(super) fn answer_challenge(self, payment: String, approve: bool) {
        if self.phase.with_untracked(|phase| *phase == Phase::Placing) {
            return;
        }
        self.phase.set(Phase::Placing);
        spawn_local(async move {
            let body = ChallengeBody { approve };
            let answer = http::call::<AnswerChallenge>(&[&payment], &NoQuery {}, Some(&body)).await;
            match answer {
                // The question stays: its answer did not arrive.
                Err(problem) if problem.code == Code::Offline => {
                    self.phase.try_set(Phase::Challenge(payment));
                }
                answer => self.heard(answer).await,
            }
        });
    }

    /// The way of paying chosen; tracked.
    pub(super) fn method(self) -> Option<PaymentMethod> {
        self.form.field(Field::Payment).with(|code| PaymentMethod::of_code(code))
    }
}

fn reprice(view: &mut CheckoutView) {
    let lines: Vec<LineInput> = view.basket.lines.iter().map(|line| line.input.clone()).collect();
    if let Ok(priced) = price_basket(&view.basket.context, &lines) {
        view.basket.priced = priced;
    }
}

/// Once the page is drawn: the section may just have been opened.
fn focus(id: &'static str) {
    request_animation_frame(move || {
        use wasm_bindgen::JsCast;
        let element = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            let _ = element.focus();
        }
    });
}
