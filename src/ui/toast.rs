//! Short messages that come and go, with a way back.

use super::button::IconButton;
use super::icon::Glyph;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use std::time::Duration;

/// How long a message stays.
const STAYS: Duration = Duration::from_secs(9);

/// The messages now shown. Get it with [`use_toasts`].
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

#[derive(Debug, Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// Makes messages possible below.
pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
}

/// The messages. Call it while a component is made.
pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

impl Toasts {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what was done, and offers to undo it.
    pub fn say_with_undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.push(text.into(), Some(undo));
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            // Three at most: the oldest gives way.
            if shown.len() == 3 {
                shown.remove(0);
            }
            shown.push(Toast { id, text, undo });
        });
        set_timeout(move || self.remove(id), STAYS);
    }

    fn remove(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where messages appear: once, at the end of the page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let l = use_locale();
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                {
                    let id = toast.id;
                    view! {
                        <div class="toast">
                            <p>{toast.text}</p>
                            {toast
                                .undo
                                .map(|undo| {
                                    view! {
                                        <button
                                            type="button"
                                            class="toast-undo"
                                            on:click=move |_| {
                                                toasts.remove(id);
                                                undo.run(());
                                            }
                                        >
                                            {words::ui::undo(l)}
                                        </button>
                                    }
                                })}
                            <IconButton
                                icon=Glyph::Close
                                label=Signal::stored(words::ui::close(l).to_owned())
                                on_click=move |()| toasts.remove(id)
                            />
                        </div>
                    }
                }
            </For>
        </div>
    }
    .into_any()
}
