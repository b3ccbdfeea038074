//! The basket, as every page knows it.

use super::changes::{Added, Change, Glance, count_of};
use super::sync::{News, listen, tell};
use crate::boot::{use_boot, use_face, use_locale};
use crate::prelude::*;
use crate::ui::{Toasts, use_toasts};
use crate::{http, words};
use giano_api::basket::{AddLines, AddLinesBody, AddQuery, BasketView};
use giano_api::price::PriceLine;
use giano_api::session::BasketCount;
use giano_api::{Code, Problem};
use giano_commerce::{Face, Locale, Quantity};
use serde::de::DeserializeOwned;

/// The basket, as every page knows it. Get it with [`use_basket`].
#[derive(Debug, Clone, Copy)]
pub struct BasketState {
    /// Lines and pieces, for the header.
    pub count: RwSignal<BasketCount>,
    /// Counts every change; 0 until the basket was read.
    pub version: RwSignal<i64>,
    /// Rises when the basket was changed outside of its page: in another tab, or by adding.
    pub changed_outside: RwSignal<u32>,
    /// What is still to be sent, in order.
    pub(super) queue: StoredValue<Vec<Change>>,
    /// Whether changes are being sent.
    pub(super) sending: StoredValue<bool>,
    /// Counts the changes made here, so that only the last one waits for its pause.
    pub(super) edits: StoredValue<u32>,
    toasts: Toasts,
    locale: Locale,
    face: Face,
}

/// Makes the basket known below.
pub fn provide_basket() {
    let state = BasketState {
        count: RwSignal::new(use_boot().session.basket),
        version: RwSignal::new(0),
        changed_outside: RwSignal::new(0),
        queue: StoredValue::new(Vec::new()),
        sending: StoredValue::new(false),
        edits: StoredValue::new(0),
        toasts: use_toasts(),
        locale: use_locale(),
        face: use_face(),
    };
    listen(move |news| {
        if state.version.get_untracked() != news.version {
            state.version.set(news.version);
            state.count.set(news.count);
            state.changed_outside.update(|n| *n = n.wrapping_add(1));
        }
    });
    if cfg!(not(feature = "ssr")) {
        // What could not be sent for lack of a connection is sent when it is back.
        let listening = window_event_listener(leptos::ev::online, move |_| state.send_quietly());
        on_cleanup(move || listening.remove());
    }
    provide_context(state);
}

/// The basket. Call it while a component is made.
pub fn use_basket() -> BasketState {
    expect_context::<BasketState>()
}

impl BasketState {
    /// Adds lines, says so, and offers to undo it.
    ///
    /// # Errors
    /// A [`Problem`] where nothing was added; show it where the button is.
    pub async fn add(self, lines: Vec<PriceLine>) -> Result<(), Problem> {
        self.add_many(lines).await.map(|_| ())
    }

    /// As [`BasketState::add`]; lines that were not added are in the answer's issues.
    ///
    /// # Errors
    /// A [`Problem`] where nothing was added; show it where the button is.
    pub async fn add_many(self, lines: Vec<PriceLine>) -> Result<Added, Problem> {
        let asked: u64 = lines.iter().map(|line| u64::from(line.quantity.get())).sum();
        let wanted = lines.clone();
        let body = AddLinesBody { lines };
        let answer = http::call_for::<AddLines, Added>(&[], &AddQuery { full: false }, Some(&body)).await?;
        self.heard(answer.version, answer.count);
        self.changed_outside.update(|n| *n = n.wrapping_add(1));
        let undo = undo_of(&wanted, &answer);
        let l = self.locale;
        let refused = wanted.len().saturating_sub(answer.added.len());
        let text = match (self.face, refused) {
            (Face::Home, 0) => words::cart::added(l, asked),
            (Face::Business, 0) => words::cart::added_order(l, asked),
            (_, refused) => words::cart::added_in_part(l, u64::try_from(refused).unwrap_or(u64::MAX)),
        };
        let undo = move |()| {
            self.queue.try_update_value(|queue| queue.extend(undo.iter().cloned()));
            self.send_quietly();
        };
        self.toasts.say_with_undo(text, Callback::new(undo));
        Ok(answer)
    }

    /// Reads the basket's count from an answer that holds all of it, and tells the other tabs.
    pub fn note(self, view: &BasketView) {
        self.heard(view.version, count_of(view.lines.iter().map(|line| line.input.quantity)));
    }

    /// After an order was placed the basket is empty.
    pub fn emptied(self) {
        self.heard(self.version.get_untracked() + 1, BasketCount::default());
    }

    fn heard(self, version: i64, count: BasketCount) {
        let changed = self.version.get_untracked() != version || self.count.get_untracked() != count;
        self.version.set(version);
        self.count.set(count);
        if changed {
            tell(News { version, count });
        }
    }

    /// Says something at the edge of the page.
    pub(super) fn say(self, text: impl Into<String>) {
        self.toasts.say(text);
    }

    /// Says what was done, with a way back.
    pub(super) fn say_with_undo(self, text: &'static str, undo: impl Fn() + Send + Sync + 'static) {
        // In a task of its own nobody owns the callback: it outlives the line that was taken out.
        leptos::task::spawn_local(async move { self.toasts.say_with_undo(text, Callback::new(move |()| undo())) });
    }

    /// Sends what waits, away from the basket's page.
    fn send_quietly(self) {
        leptos::task::spawn_local(async move {
            match self.drain::<Glance>().await {
                Some(Ok(basket)) => {
                    self.heard(basket.version, basket.count());
                    self.changed_outside.update(|n| *n = n.wrapping_add(1));
                }
                Some(Err(problem)) => self.say(crate::ui::problem_text(self.locale, &problem)),
                None => (),
            }
        });
    }

    /// Sends what waits, in order; answers with the last answer, or with nothing where another sender is at it.
    pub(super) async fn drain<B: DeserializeOwned + 'static>(self) -> Option<Result<B, Problem>> {
        if self.sending.get_value() {
            return None;
        }
        self.sending.set_value(true);
        let mut last = None;
        loop {
            let next = self.queue.try_update_value(|queue| (!queue.is_empty()).then(|| queue.remove(0))).flatten();
            let Some(change) = next else { break };
            let answer = change.clone().send().await;
            let failed = answer.as_ref().err().map(|problem| problem.code);
            last = Some(answer);
            match failed {
                None => (),
                // It may have arrived although its answer did not.
                Some(Code::Offline) if change.is_repeatable() => {
                    self.queue.update_value(|queue| queue.insert(0, change));
                    break;
                }
                Some(_) => {
                    // What was meant to follow was meant for another basket.
                    self.queue.update_value(Vec::clear);
                    break;
                }
            }
        }
        self.sending.set_value(false);
        last
    }
}

/// The changes that take lines out again as far as they were added.
fn undo_of(wanted: &[PriceLine], answer: &Added) -> Vec<Change> {
    let mut changes = Vec::with_capacity(answer.added.len());
    for line in &answer.added {
        let key = line.sku.key();
        let same = wanted.iter().filter(|asked| asked.sku.key() == key);
        let added: u32 = same.fold(0, |sum, asked| sum.saturating_add(asked.quantity.get()));
        changes.push(match Quantity::new(line.quantity.get().saturating_sub(added)) {
            Ok(before) => Change::Quantity(line.id, before),
            Err(_) => Change::Remove(line.id),
        });
    }
    changes
}
