//! A product that can be turned: by dragging, keys and buttons. Spots stick to its parts while it turns.

use super::turning::Turning;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, IconButton};
use crate::words;
use giano_api::demonstration::{SpotView, TurntableView};
use std::sync::Arc;

/// The name of the text that a spot opens.
pub(super) fn step_id(place: usize) -> String {
    format!("step-{}", place + 1)
}

/// A product that can be turned. The spot that is `open` is turned to where it is seen.
#[component]
pub(super) fn Turntable(turntable: Arc<TurntableView>, open: RwSignal<Option<usize>>) -> impl IntoView {
    let l = use_locale();
    let turning = Turning::new(turntable.frames);
    let frame = turning.frame;
    let load = {
        let turntable = Arc::clone(&turntable);
        move || turning.load(|frame| turntable.frame(frame))
    };
    Effect::new({
        let turntable = Arc::clone(&turntable);
        let load = load.clone();
        move |before: Option<()>| {
            let opened = open.get();
            // Nothing turns before somebody opens a spot.
            if before.is_some()
                && let Some(goal) = opened
                    .and_then(|place| turntable.spots.get(place))
                    .and_then(|spot| best_frame(spot, turntable.frames, frame.get_untracked()))
            {
                load();
                turning.travel_to(goal);
            }
        }
    });
    let spots = (0..turntable.spots.len()).map(|place| spot(l, &turntable, place, frame, open)).collect_view();
    let source = {
        let turntable = Arc::clone(&turntable);
        move || turntable.frame(frame.get())
    };
    let (on_press, on_focus, on_turn) = (load.clone(), load.clone(), load);
    let press = StoredValue::new_local(on_turn);
    let turn = move |by: i32| {
        press.with_value(|load| load());
        turning.travel(by);
    };
    let quarter = i32::try_from(turntable.frames / 4).unwrap_or(1).max(1);
    view! {
        <div class="turntable">
            <div class="demonstration-frame" style=format!("--ratio:{}/{}", turntable.width, turntable.height)>
                <div
                    class="turntable-stage"
                    id="turntable"
                    role="slider"
                    tabindex="0"
                    aria-label=words::demonstration::turn(l)
                    aria-describedby="turntable-how"
                    aria-valuemin="0"
                    aria-valuemax="359"
                    aria-valuenow=move || turning.degrees().to_string()
                    aria-valuetext=move || words::demonstration::degrees(l, u64::from(turning.degrees()))
                    on:focus=move |_| on_focus()
                    on:pointerdown=move |event| {
                        on_press();
                        turning.press(&event);
                    }
                    on:pointermove=move |event| turning.draw(&event)
                    on:pointerup=move |_| turning.release()
                    on:pointercancel=move |_| turning.release()
                    on:keydown=move |event| {
                        if turning.key(&event.key()) {
                            event.prevent_default();
                        }
                    }
                >
                    <img
                        class="turntable-picture"
                        src=source
                        width=turntable.width
                        height=turntable.height
                        alt=turntable.alt.clone()
                        draggable="false"
                        decoding="sync"
                    />
                </div>
                {spots}
            </div>
            <div class="turntable-steer">
                <IconButton
                    icon=Glyph::Left
                    label=Signal::stored(words::demonstration::turn_left(l).to_owned())
                    on_click=move |()| turn(-quarter)
                />
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| {
                        press.with_value(|load| load());
                        turning.around();
                    }
                >
                    {words::demonstration::turn_around(l)}
                </button>
                <IconButton
                    icon=Glyph::Right
                    label=Signal::stored(words::demonstration::turn_right(l).to_owned())
                    on_click=move |()| turn(quarter)
                />
                <p class="turntable-how" id="turntable-how">
                    {words::demonstration::how_to_turn(l)}
                </p>
            </div>
        </div>
    }
    .into_any()
}

fn spot(
    l: giano_commerce::Locale,
    turntable: &Arc<TurntableView>,
    place: usize,
    frame: RwSignal<u32>,
    open: RwSignal<Option<usize>>,
) -> AnyView {
    let at = {
        let turntable = Arc::clone(turntable);
        Memo::new(move |_| turntable.spots.get(place).and_then(|spot| spot.at(frame.get())).unwrap_or((0, 0, false)))
    };
    let title = turntable.spots.get(place).map(|spot| spot.title.clone()).unwrap_or_default();
    view! {
        <button
            type="button"
            class="demonstration-spot"
            id=format!("spot-{}", place + 1)
            class:is-behind=move || !at.get().2
            style=move || {
                let (x, y, _) = at.get();
                format!("--x:calc({x} * 0.1%);--y:calc({y} * 0.1%)")
            }
            aria-label=words::demonstration::spot(l, place + 1, &title)
            aria-expanded=move || if open.get() == Some(place) { "true" } else { "false" }
            aria-controls=step_id(place)
            on:click=move |_| open.update(|open| *open = (*open != Some(place)).then_some(place))
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    open.set(None);
                }
            }
        >
            <span aria-hidden="true">{place + 1}</span>
        </button>
    }
    .into_any()
}

/// The picture on which a spot is seen best: near the one shown, and near the middle.
fn best_frame(spot: &SpotView, frames: u32, shown: u32) -> Option<u32> {
    let away = |frame: u32| {
        let apart = frame.abs_diff(shown);
        apart.min(frames - apart)
    };
    let cost = |frame: &u32| {
        let side = spot.at(*frame).map_or(500, |(x, _, _)| x.abs_diff(500));
        away(*frame) * 10 + u32::from(side) / 8
    };
    (0..frames).filter(|frame| spot.at(*frame).is_some_and(|(_, _, seen)| seen)).min_by_key(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(places: &[(u16, bool)]) -> SpotView {
        let track = places.iter().flat_map(|(x, seen)| [*x, 500, u16::from(*seen)]).collect();
        SpotView { title: String::new(), text: String::new(), track }
    }

    #[test]
    fn a_spot_is_turned_to_where_it_is_seen() {
        let track = spot(&[(500, false), (400, false), (480, true), (500, true), (900, false), (950, false)]);
        assert_eq!(best_frame(&track, 6, 2), Some(2), "what is seen is left alone");
        assert_eq!(best_frame(&track, 6, 1), Some(2));
        assert_eq!(best_frame(&track, 6, 5), Some(3));
        assert_eq!(best_frame(&spot(&[(500, false); 6]), 6, 0), None, "never seen");
    }
}
