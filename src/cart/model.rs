//! The basket's page at work: what is done shows at once, at prices reckoned here; the server's answer then counts.

use super::changes::{Change, read};
use super::state::{BasketState, use_basket};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::problem_text;
use crate::words;
use giano_api::Problem;
use giano_api::basket::{BasketView, SavedLine};
use giano_api::price::PriceLine;
use giano_api::problem::LineIssue;
use giano_commerce::pricing::{LineInput, PricedLine, price_basket};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Locale, Quantity};
use leptos::task::spawn_local;
use std::sync::Arc;
use std::time::Duration;

/// How long typing may pause before a quantity is sent.
const PAUSE: Duration = Duration::from_millis(220);

/// The basket as its page shows it.
#[derive(Clone, Copy)]
pub(super) struct Model {
    pub view: RwSignal<BasketView>,
    /// Why the last change was not taken.
    pub problem: RwSignal<Option<Problem>>,
    pub state: BasketState,
    locale: Locale,
}

impl Model {
    pub(super) fn new(view: BasketView) -> Self {
        let model =
            Self { view: RwSignal::new(view), problem: RwSignal::new(None), state: use_basket(), locale: use_locale() };
        // Another tab, or undoing an addition: read again.
        let outside = model.state.changed_outside;
        Effect::new(move |before: Option<u32>| {
            let now = outside.get();
            if before.is_some_and(|before| before != now) {
                spawn_local(model.read_again());
            }
            now
        });
        // The count in the header may be of an older page.
        Effect::new(move |_| model.view.with_untracked(|view| model.state.note(view)));
        on_cleanup(move || {
            if cfg!(not(feature = "ssr")) && !model.state.queue.try_with_value(Vec::is_empty).unwrap_or(true) {
                spawn_local(model.send_all());
            }
        });
        model
    }

    /// What a line costs now.
    pub(super) fn priced(self, id: i64) -> Memo<Option<PricedLine>> {
        Memo::new(move |_| self.view.with(|view| view.priced.lines.iter().find(|line| line.id == id).cloned()))
    }

    pub(super) fn set_quantity(self, id: i64, pieces: u32) {
        let Ok(quantity) = Quantity::new(pieces) else { return self.remove(id) };
        self.show(|view| {
            let Some(line) = view.lines.iter_mut().find(|line| line.input.id == id) else { return };
            line.input.quantity = quantity;
            let sku = &line.input.item.sku;
            let wrong = line.shown.quantities.check(quantity).err();
            let available = line.stock.short_of(pieces);
            view.issues.retain(|issue| issue.sku != *sku);
            if wrong.is_some() || available.is_some() {
                view.issues.push(LineIssue { sku: sku.clone(), quantity: wrong, available, did_you_mean: None });
            }
        });
        self.enqueue(Change::Quantity(id, quantity));
        let edit = self.next_edit();
        set_timeout(
            move || {
                if self.state.edits.try_get_value() == Some(edit) {
                    spawn_local(self.send_all());
                }
            },
            PAUSE,
        );
    }

    /// Takes a line out, with a way back.
    pub(super) fn remove(self, id: i64) {
        let gone = self.view.with_untracked(|view| {
            let line = view.lines.iter().find(|line| line.input.id == id)?;
            Some((line.input.item.sku.clone(), line.input.quantity))
        });
        let Some((sku, quantity)) = gone else { return };
        self.show(|view| view.lines.retain(|line| line.input.id != id));
        self.send_now(Change::Remove(id));
        self.offer_back(words::cart::removed(self.locale), PriceLine { sku, quantity }, false);
    }

    pub(super) fn remove_saved(self, id: i64) {
        let gone = self.view.with_untracked(|view| {
            let line = view.saved.iter().find(|line| line.id == id)?;
            Some(PriceLine { sku: line.sku.clone(), quantity: line.quantity })
        });
        let Some(back) = gone else { return };
        self.show(|view| view.saved.retain(|saved| saved.id != id));
        self.send_now(Change::Remove(id));
        self.offer_back(words::cart::removed(self.locale), back, true);
    }

    fn offer_back(self, text: &'static str, line: PriceLine, saved: bool) {
        let state = self.state;
        let back = move || {
            state.queue.try_update_value(|queue| Change::PutBack(line.clone(), saved).enqueue(queue));
            spawn_local(self.send_all());
        };
        state.say_with_undo(text, back);
    }

    pub(super) fn save(self, id: i64) {
        self.show(|view| {
            let Some(at) = view.lines.iter().position(|line| line.input.id == id) else { return };
            let line = view.lines.remove(at);
            let (sku, quantity) = (line.input.item.sku.clone(), line.input.quantity);
            view.saved.insert(0, SavedLine { id, sku, quantity, shown: line.shown });
        });
        self.send_now(Change::Save(id, true));
        self.state.say(words::cart::saved_for_later(self.locale));
    }

    /// Brings a saved line back; its price comes with the answer.
    pub(super) fn bring_back(self, id: i64) {
        self.send_now(Change::Save(id, false));
    }

    pub(super) fn take_coupon_back(self, code: String) {
        self.show(|view| view.context.coupons.retain(|other| *other != code));
        self.send_now(Change::Uncoupon(code));
    }

    pub(super) fn choose_term(self, term: PaymentTerm) {
        let code = term.code.clone();
        self.show(|view| view.context.term = Some(Arc::new(term)));
        self.send_now(Change::Term(code));
    }

    /// Takes over what the server says.
    pub(super) fn take(self, view: BasketView) {
        self.state.note(&view);
        self.problem.try_set(None);
        self.view.try_set(view);
    }

    /// Whether something is not sent yet.
    pub(super) fn is_waiting(self) -> bool {
        self.state.sending.get_value() || !self.state.queue.with_value(Vec::is_empty)
    }

    /// Sends all that waits. What was typed meanwhile is not undone by an older answer.
    pub(super) async fn send_all(self) {
        let edit = self.state.edits.try_get_value();
        match self.state.drain().await {
            Some(Ok(view)) if self.state.edits.try_get_value() == edit => self.take(view),
            Some(Ok(_)) | None => (),
            Some(Err(problem)) => {
                if let Ok(view) = read().await {
                    self.take(view);
                }
                // Where the page is gone, the problem is said at the edge of the next one.
                if self.problem.try_set(Some(problem.clone())).is_some() {
                    self.state.say(problem_text(self.locale, &problem));
                }
            }
        }
    }

    pub(super) async fn read_again(self) {
        if self.state.sending.get_value() {
            return;
        }
        let edit = self.state.edits.try_get_value();
        if let Ok(view) = read().await
            && self.state.edits.try_get_value() == edit
        {
            self.take(view);
        }
    }

    fn send_now(self, change: Change) {
        self.enqueue(change);
        self.next_edit();
        spawn_local(self.send_all());
    }

    fn enqueue(self, change: Change) {
        self.state.queue.update_value(|queue| change.enqueue(queue));
    }

    fn next_edit(self) -> u32 {
        let edit = self.state.edits.get_value().wrapping_add(1);
        self.state.edits.set_value(edit);
        edit
    }

    /// Changes what is shown and prices it anew, with the very function that the server prices with.
    fn show(self, change: impl FnOnce(&mut BasketView)) {
        self.view.update(|view| {
            change(view);
            let lines: Vec<LineInput> = view.lines.iter().map(|line| line.input.clone()).collect();
            if let Ok(priced) = price_basket(&view.context, &lines) {
                view.priced = priced;
            }
        });
    }
}
