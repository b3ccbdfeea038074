//! A section of the page: open, done with a summary, or still to come.

use super::model::Model;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Html, html, icon, live};
use crate::words;
use giano_commerce::checkout::Section;

/// Folds to a summary when done. `id` is its headline's; `summary` says in short what was filled in.
pub(super) fn part(
    section: Section,
    id: &'static str,
    title: &'static str,
    model: Model,
    summary: impl Fn() -> Vec<String> + Send + 'static,
    body: AnyView,
) -> AnyView {
    let l = use_locale();
    let open = Signal::derive(move || model.open.get() == section);
    let done = Memo::new(move |_| !open.get() && model.wrong_in(section).is_empty());
    let number = u64::from(section as u8 + 1);
    let mark = move || {
        let inside = if done.get() { icon(Glyph::Check) } else { html("{}", &[&number]) };
        let class = if done.get() { "checkout-number checkout-done" } else { "checkout-number" };
        html("<span class=\"{}\" aria-hidden=\"true\">{}</span>", &[&class, &inside])
    };
    let in_short = move || match done.get() {
        true => {
            let lines = Html::join(summary().iter().map(|line| html("<p>{}</p>", &[line])));
            html("<div class=\"checkout-summary\">{}</div>", &[&lines])
        }
        false => Html::default(),
    };
    let class = move || if open.get() { "checkout-part checkout-open" } else { "checkout-part" };
    view! {
        <section class=class aria-labelledby=id>
            <header class="checkout-part-head">
                {live(mark)}
                <h2 id=id tabindex="-1">{title}</h2>
                <button
                    type="button"
                    class="checkout-change"
                    hidden=Signal::derive(move || !done.get())
                    aria-label=words::checkout::change_name(l, title)
                    on:click=move |_| model.go_to(section)
                >
                    {words::checkout::change(l)}
                </button>
            </header>
            {live(in_short)}
            <div class="checkout-body" hidden=Signal::derive(move || !open.get())>
                {body}
            </div>
        </section>
    }
    .into_any()
}

/// What is wrong with a group of choices, below it.
pub(super) fn choice_error(id: &'static str, error: Signal<Option<String>>) -> crate::ui::Live {
    live(move || match error.get() {
        Some(text) => html("<p class=\"field-error\" id=\"{}\">{}</p>", &[&id, &text]),
        None => Html::default(),
    })
}
