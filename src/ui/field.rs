//! Things to fill in. Label, hint and error are wired for screen readers; what was typed is never thrown away.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;

/// A line of text to fill in.
#[component]
pub fn Field(
    /// Name in the form; also the element's `id`.
    #[prop(into)]
    name: String,
    /// What to fill in.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// `text` unless said: `email`, `password`, `tel`, `date` …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in by itself (HTML's autofill names).
    #[prop(optional)]
    autocomplete: &'static str,
    /// The keyboard of a phone: `numeric`, `email` …
    #[prop(optional)]
    inputmode: &'static str,
    /// Whether it may stay empty; then the label says so.
    #[prop(optional)]
    optional: bool,
    /// Not to be filled in now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// When it is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let (described, error_id, hint_id) = wiring(&name, hint.is_some(), error);
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            {label_of(&name, label, optional)}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <input
                class="input"
                id=name.clone()
                name=name
                type=kind
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                required=!optional
                disabled=move || disabled.get()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                value=value.get_untracked()
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.run(());
                    }
                }
            />
            {error_of(error, error_id)}
        </div>
    }
    .into_any()
}

/// One of several choices.
#[component]
pub fn Select(
    /// Name in the form; also the element's `id`.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values with their words.
    options: Vec<(String, String)>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What the browser may fill in by itself.
    #[prop(optional)]
    autocomplete: &'static str,
    /// Whether it may stay open.
    #[prop(optional)]
    optional: bool,
    /// Once another one was chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let (described, error_id, hint_id) = wiring(&name, hint.is_some(), error);
    let chosen = value.get_untracked();
    let options = options
        .into_iter()
        .map(|(code, words)| {
            let selected = code == chosen;
            view! { <option value=code selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            {label_of(&name, label, optional)}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <select
                class="input select"
                id=name.clone()
                name=name
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    value.set(chosen.clone());
                    if let Some(on_change) = on_change {
                        on_change.run(chosen);
                    }
                }
            >
                {options}
            </select>
            {error_of(error, error_id)}
        </div>
    }
    .into_any()
}

/// Something to tick.
#[component]
pub fn Checkbox(
    /// Name in the form; also the element's `id`.
    #[prop(into)]
    name: String,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Once ticked or not.
    #[prop(into)]
    on_change: Callback<bool>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What is agreed to.
    children: Children,
) -> impl IntoView {
    let (described, error_id, _) = wiring(&name, false, error);
    view! {
        <div class="field field-check" class:field-wrong=move || error.with(Option::is_some)>
            <label class="check" for=name>
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=move || described.get()
                    checked=checked.get_untracked()
                    prop:checked=move || checked.get()
                    on:change=move |event| on_change.run(event_target_checked(&event))
                />
                <span>{children()}</span>
            </label>
            {error_of(error, error_id)}
        </div>
    }
    .into_any()
}

fn wiring(name: &str, hint: bool, error: Signal<Option<String>>) -> (Signal<Option<String>>, String, String) {
    let error_id = format!("{name}-error");
    let hint_id = format!("{name}-hint");
    let (e, h) = (error_id.clone(), hint_id.clone());
    let described = Signal::derive(move || match (hint, error.with(Option::is_some)) {
        (true, true) => Some(format!("{e} {h}")),
        (true, false) => Some(h.clone()),
        (false, true) => Some(e.clone()),
        (false, false) => None,
    });
    (described, error_id, hint_id)
}

fn label_of(name: &str, label: String, optional: bool) -> AnyView {
    let l = use_locale();
    view! {
        <label class="field-label" for=name.to_owned()>
            {label}
            {optional.then(|| view! { <span class="field-optional">" "{words::ui::optional(l)}</span> })}
        </label>
    }
    .into_any()
}

fn error_of(error: Signal<Option<String>>, id: String) -> AnyView {
    view! { <p class="field-error" id=id hidden=move || error.with(Option::is_none)>{move || error.get()}</p> }
        .into_any()
}
