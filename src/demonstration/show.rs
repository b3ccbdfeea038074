//! The demonstration once its part is there.

use super::calculator::Calculator;
use super::film::Film;
use super::turntable::{Turntable, step_id};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Html, html};
use crate::words;
use giano_api::demonstration::{ProductDemonstration, SpotView, TurntableView};
use std::sync::Arc;

/// All there is to show of a product in motion.
pub(super) fn show(demonstration: ProductDemonstration, head: Html, below: Html) -> AnyView {
    let ProductDemonstration { turntable, video, calculator } = demonstration;
    view! {
        <div class="demonstrations">
            {turntable.map(|turntable| turned(turntable, head, below))}
            {video.map(|video| view! { <Film video=video /> })}
            {calculator.map(|calculator| view! { <Calculator from=calculator /> })}
        </div>
    }
    .into_any()
}

/// The turntable and the steps that tell of its spots: they move together.
fn turned(turntable: TurntableView, head: Html, below: Html) -> AnyView {
    let l = use_locale();
    let turntable = Arc::new(turntable);
    let open = RwSignal::new(Some(0_usize));
    let count = turntable.spots.len();
    let steps = turntable.spots.iter().enumerate().map(|(place, spot)| step(place, spot, open)).collect_view();
    let aloud = {
        let turntable = Arc::clone(&turntable);
        move |before: Option<Option<usize>>| {
            let now = open.get();
            // Said when somebody opens a spot, not when the page does.
            let said = before.is_some().then(|| now.and_then(|place| turntable.spots.get(place))).flatten();
            (now, said.map(|spot| format!("{}. {}", spot.title, spot.text)).unwrap_or_default())
        }
    };
    let heard = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<usize>>| {
        let (now, text) = aloud(before);
        heard.set(text);
        now
    });
    view! {
        <section class="demonstration" aria-labelledby="demonstration">
            <div class="demonstration-picture">
                <Turntable turntable=Arc::clone(&turntable) open=open />
            </div>
            <div class="demonstration-words">
                {head.view()}
                <ol class="demonstration-steps">{steps}</ol>
                <div class="demonstration-steer">
                    <button
                        type="button"
                        class="button button-secondary"
                        id="step-back"
                        disabled=move || open.get().unwrap_or(0) == 0
                        on:click=move |_| open.update(|open| *open = Some(open.unwrap_or(0).saturating_sub(1)))
                    >
                        {words::demonstration::step_back(l)}
                    </button>
                    <button
                        type="button"
                        class="button button-secondary"
                        id="step-on"
                        disabled=move || open.get().is_some_and(|open| open + 1 >= count)
                        on:click=move |_| open.update(|open| *open = Some(open.map_or(0, |at| at + 1)))
                    >
                        {words::demonstration::step_on(l)}
                    </button>
                    <span class="demonstration-place">
                        {move || open.get().map(|at| words::ui::slide_of(l, at + 1, count))}
                    </span>
                </div>
                <p class="visually-hidden" aria-live="polite">{move || heard.get()}</p>
            </div>
            {(!below.is_empty()).then(|| below.view())}
        </section>
    }
    .into_any()
}

fn step(place: usize, spot: &SpotView, open: RwSignal<Option<usize>>) -> AnyView {
    view! {
        <li>
            <details
                class="demonstration-step"
                id=step_id(place)
                open=move || open.get() == Some(place)
            >
                <summary
                    id=format!("summary-{}", place + 1)
                    on:click=move |event| {
                        event.prevent_default();
                        open.update(|open| *open = (*open != Some(place)).then_some(place));
                    }
                >
                    {spot.title.clone()}
                </summary>
                {html("<p>{}</p>", &[&spot.text]).view()}
            </details>
        </li>
    }
    .into_any()
}
