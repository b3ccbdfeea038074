//! Things to press.

use super::icon::{Glyph, Icon};
use crate::prelude::*;

/// How much a button wants to be pressed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// The one thing to do here.
    Primary,
    /// A thing to do.
    #[default]
    Secondary,
    /// A thing one may do; looks like text.
    Quiet,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button button-secondary",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button. Busy: it keeps its place and cannot be pressed again.
#[component]
pub fn Button(
    /// How much it wants to be pressed.
    #[prop(optional)]
    tone: Tone,
    /// `button` unless said, or `submit`.
    #[prop(default = "button")]
    kind: &'static str,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// At work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=format!("{} {class}", tone.class())
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| {
                if let Some(on_click) = on_click && !busy.get_untracked() {
                    on_click.run(());
                }
            }
        >
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it wants to be pressed.
    #[prop(optional)]
    tone: Tone,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! { <a href=href class=format!("{} {class}", tone.class())>{children()}</a> }.into_any()
}

/// A button with a picture only; its label is for people who do not see it, and shows as a hint.
#[component]
pub fn IconButton(
    /// The picture.
    icon: Glyph,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What it does.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            aria-label=move || label.get()
            title=move || label.get()
            disabled=move || disabled.get()
            on:click=move |_| on_click.run(())
        >
            <Icon name=icon />
        </button>
    }
    .into_any()
}
