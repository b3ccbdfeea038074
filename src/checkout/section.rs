//! A section of the page: open, done with a summary, or still to come.

use super::form::Section;
use super::model::Model;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Icon};
use crate::words;

/// Folds to a summary when done.
#[component]
pub(super) fn Part(
    /// Which.
    section: Section,
    /// `id` of its headline.
    id: &'static str,
    /// Its headline.
    title: &'static str,
    /// The page at work.
    model: Model,
    /// What was filled in, in short.
    summary: Callback<(), Vec<String>>,
    /// What is to be filled in.
    children: Children,
) -> impl IntoView {
    let l = use_locale();
    let open = Memo::new(move |_| model.open.get() == section);
    let done = Memo::new(move |_| !open.get() && model.wrong_in(section).is_empty());
    let number = section as u8 + 1;
    view! {
        <section class="checkout-part" class:checkout-open=move || open.get() aria-labelledby=id>
            <header class="checkout-part-head">
                <span class="checkout-number" class:checkout-done=move || done.get() aria-hidden="true">
                    {move || if done.get() { view! { <Icon name=Glyph::Check /> }.into_any() } else { number.to_string().into_any() }}
                </span>
                <h2 id=id tabindex="-1">{title}</h2>
                <button
                    type="button"
                    class="checkout-change"
                    hidden=move || !done.get()
                    aria-label=words::checkout::change_name(l, title)
                    on:click=move |_| model.go_to(section)
                >
                    {words::checkout::change(l)}
                </button>
            </header>
            <div class="checkout-summary" hidden=move || !done.get()>
                {move || {
                    done.get()
                        .then(|| summary.run(()).into_iter().map(|line| view! { <p>{line}</p> }).collect_view())
                }}
            </div>
            <div class="checkout-body" hidden=move || !open.get()>
                {children()}
            </div>
        </section>
    }
    .into_any()
}
