//! Lines saved for later.

use super::line::full_name;
use super::model::Model;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{AvailabilityNote, Button, Picture};
use crate::{routes, words};
use giano_api::basket::SavedLine;

/// What is saved for later; nothing where nothing is.
#[component]
pub(super) fn Saved(model: Model) -> impl IntoView {
    let l = use_locale();
    let none = Memo::new(move |_| model.view.with(|view| view.saved.is_empty()));
    view! {
        <section class="cart-saved" aria-labelledby="saved-title" hidden=move || none.get()>
            <h2 id="saved-title">{words::cart::saved_title(l)}</h2>
            <ul class="cart-saved-list">
                <For each=move || model.view.with(|view| view.saved.clone()) key=|line| line.id let:line>
                    <Line line=line model=model />
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(line: SavedLine, model: Model) -> impl IntoView {
    let l = use_locale();
    let id = line.id;
    let busy = RwSignal::new(false);
    let shown = line.shown.clone();
    let remove_label = words::cart::remove_name(l, full_name(&shown));
    view! {
        <li class="cart-saved-line">
            <a class="cart-picture" href=routes::product(&shown.slug) tabindex="-1" aria-hidden="true">
                <Picture media=shown.image sizes="6rem" decorative=true />
            </a>
            <div class="cart-what">
                <a class="cart-name" href=routes::product(&shown.slug)>{shown.name}</a>
                {(!shown.label.is_empty()).then(|| view! { <p class="cart-label">{shown.label}</p> })}
                <p class="cart-label">{words::cart::pieces(l, line.quantity.get().into())}</p>
                <AvailabilityNote availability=shown.availability />
            </div>
            <div class="cart-saved-actions cart-script">
                <Button
                    busy=busy
                    on_click=move |()| {
                        busy.set(true);
                        model.bring_back(id);
                    }
                >
                    {words::cart::bring_back(l)}
                </Button>
                <button
                    type="button"
                    class="cart-action"
                    aria-label=remove_label
                    on:click=move |_| model.remove_saved(&line)
                >
                    {words::cart::remove(l)}
                </button>
            </div>
        </li>
    }
    .into_any()
}
