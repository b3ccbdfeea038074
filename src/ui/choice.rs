//! One of a few things, each with words of its own.

use super::html::{Html, html};
use super::icon::{Glyph, icon};
use crate::prelude::*;

/// A choice as a radio button in a box; `words` is one element.
pub fn choice(
    name: &'static str,
    value: String,
    chosen: Signal<bool>,
    words: Html,
    small: bool,
    on_choose: Callback<String>,
) -> AnyView {
    let sent = value.clone();
    view! {
        <label class=if small { "choice choice-small" } else { "choice" }>
            <input
                type="radio"
                name=name
                value=value
                checked=chosen.get_untracked()
                prop:checked=chosen
                on:change=move |_| on_choose.run(sent.clone())
            />
            {words.view()}
        </label>
    }
    .into_any()
}

/// What a choice says: its name, a note, and what it costs.
pub fn choice_words(name: &str, note: &str, price: &str) -> Html {
    let note = (!note.is_empty()).then(|| html("<span class=\"choice-note\">{}</span>", &[&note]));
    let price = (!price.is_empty()).then(|| html("<span class=\"choice-price tabular\">{}</span>", &[&price]));
    html(
        "<span class=\"choice-inside\"><span class=\"choice-words\"><b>{}</b>{}</span>{}</span>",
        &[&name, &note, &price],
    )
}

/// How much a notice wants to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTone {
    /// By the way.
    Plain,
    /// Beware.
    Warning,
    /// Something went wrong.
    Danger,
}

/// A few words in a box, with a pictogram; `words` may be any markup.
pub fn notice(tone: NoticeTone, glyph: Glyph, words: &Html) -> Html {
    let class = match tone {
        NoticeTone::Plain => "notice",
        NoticeTone::Warning => "notice notice-warning",
        NoticeTone::Danger => "notice notice-danger",
    };
    html("<div class=\"{}\">{}<div>{}</div></div>", &[&class, &icon(glyph), words])
}

/// [`notice`] with plain text.
pub fn notice_text(tone: NoticeTone, glyph: Glyph, text: &str) -> Html {
    notice(tone, glyph, &html("<p>{}</p>", &[&text]))
}
