//! Dialogs, by the browser's own `<dialog>`: it keeps the focus inside, closes on Escape and gives the focus back.

use super::button::IconButton;
use super::icon::Glyph;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use leptos::html;

/// Where a dialog stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DialogPlace {
    /// In the middle.
    #[default]
    Middle,
    /// At the side, as high as the window.
    Side,
    /// At the bottom on a phone, in the middle elsewhere.
    Sheet,
}

/// A modal dialog, open while `open` is true.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its headline.
    #[prop(into)]
    title: String,
    /// Where it stands.
    #[prop(optional)]
    place: DialogPlace,
    /// A further class.
    #[prop(optional)]
    class: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let l = use_locale();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = node.get() {
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        }
    });
    let class = match place {
        DialogPlace::Middle => format!("dialog {class}"),
        DialogPlace::Side => format!("dialog dialog-side {class}"),
        DialogPlace::Sheet => format!("dialog dialog-sheet {class}"),
    };
    view! {
        <dialog
            class=class
            node_ref=node
            aria-label=title
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // A click on the ground beside the dialog has the dialog itself as target.
                let on_ground = event.target().is_some_and(|target| {
                    node.get_untracked().is_some_and(|dialog| js_sys::Object::is(target.as_ref(), dialog.as_ref()))
                });
                if on_ground {
                    open.set(false);
                }
            }
        >
            <div class="dialog-inside">
                <header class="dialog-head">
                    <h2 class="dialog-title">{title.clone()}</h2>
                    <IconButton
                        icon=Glyph::Close
                        label=Signal::stored(words::ui::close(l).to_owned())
                        on_click=move |()| open.set(false)
                    />
                </header>
                <div class="dialog-body">{children()}</div>
            </div>
        </dialog>
    }
    .into_any()
}
