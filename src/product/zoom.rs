//! A picture as large as the window: zoomed by wheel, pinch, click, keys; moved by dragging.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, IconButton, picture};
use crate::words;
use giano_commerce::catalog::Media;
use leptos::html::Div;
use std::sync::Arc;
use web_sys::PointerEvent;

/// The greatest enlargement.
const MOST: f64 = 4.0;
/// What a click enlarges to.
const CLICK: f64 = 2.5;
/// Pixels up to which a press is a click.
const STILL: f64 = 6.0;

/// A finger or the mouse, pressed.
#[derive(Debug, Clone, Copy)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
}

#[derive(Clone, Copy)]
struct Stage {
    frame: NodeRef<Div>,
    scale: StoredValue<f64>,
    fingers: StoredValue<Vec<Finger>>,
    /// How far the pointer went since it was pressed.
    moved: StoredValue<f64>,
}

impl Stage {
    /// Enlarges around a point of the window; the middle without one.
    fn scale_to(self, scale: f64, around: Option<(f64, f64)>) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let scale = scale.clamp(1.0, MOST);
        let before = self.scale.get_value();
        self.scale.set_value(scale);
        let bounds = frame.get_bounding_client_rect();
        let (x, y) = around.unwrap_or((bounds.left() + bounds.width() / 2.0, bounds.top() + bounds.height() / 2.0));
        let (x, y) = (x - bounds.left(), y - bounds.top());
        let (left, top) = (f64::from(frame.scroll_left()), f64::from(frame.scroll_top()));
        // Written as whole numbers: the text of a floating-point one would bring ten kilobytes along.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 4000")]
        let thousandths = (scale * 1000.0) as u32;
        let zoom = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        let _ = web_sys::HtmlElement::style(&frame).set_property("--zoom", &zoom);
        let grown = scale / before;
        // What was below the point stays below it.
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        {
            frame.set_scroll_left(((left + x) * grown - x) as i32);
            frame.set_scroll_top(((top + y) * grown - y) as i32);
        }
    }

    fn pressed(self, event: &PointerEvent) {
        if event.is_primary() {
            self.fingers.update_value(Vec::clear);
            self.moved.set_value(0.0);
        }
        let finger = Finger { id: event.pointer_id(), x: event.client_x().into(), y: event.client_y().into() };
        self.fingers.update_value(|fingers| fingers.push(finger));
    }

    fn drawn(self, event: &PointerEvent) {
        let (x, y): (f64, f64) = (event.client_x().into(), event.client_y().into());
        let mut fingers = self.fingers.get_value();
        let Some(at) = fingers.iter().position(|finger| finger.id == event.pointer_id()) else { return };
        let before = fingers[at];
        let other = fingers.iter().find(|finger| finger.id != before.id).copied();
        fingers[at] = Finger { x, y, ..before };
        self.fingers.set_value(fingers);
        self.moved.update_value(|moved| *moved += (x - before.x).abs() + (y - before.y).abs());
        if let Some(other) = other {
            let apart = |finger: Finger| (finger.x - other.x).hypot(finger.y - other.y).max(1.0);
            let grown = apart(Finger { x, y, ..before }) / apart(before);
            let middle = (f64::midpoint(x, other.x), f64::midpoint(y, other.y));
            self.scale_to(self.scale.get_value() * grown, Some(middle));
        } else if let Some(frame) = self.frame.get_untracked() {
            frame.scroll_by_with_x_and_y(before.x - x, before.y - y);
        }
    }

    fn released(self, event: &PointerEvent) {
        self.fingers.update_value(|fingers| fingers.retain(|finger| finger.id != event.pointer_id()));
    }
}

/// The picture `current`, as large as the window.
#[component]
pub(super) fn Zoom(
    pictures: Arc<Vec<Media>>,
    current: RwSignal<usize>,
    open: RwSignal<bool>,
    #[prop(into)] on_step: Callback<isize>,
) -> impl IntoView {
    let l = use_locale();
    let stage = Stage {
        frame: NodeRef::new(),
        scale: StoredValue::new(1.0),
        fingers: StoredValue::new(Vec::new()),
        moved: StoredValue::new(0.0),
    };
    let count = pictures.len();
    let step = move |by: isize| {
        stage.scale_to(1.0, None);
        on_step.run(by);
    };
    let by = move |factor: f64| stage.scale_to(stage.scale.get_value() * factor, None);
    // Drawn only once it is looked at: the large file is not fetched before.
    let shown = move || {
        let media = open.get().then(|| pictures.get(current.get()).cloned()).flatten();
        media.map(|media| picture(l, Some(&media), "200vw", false, false).view())
    };
    let button = move |icon: Glyph, label: &'static str, on_click: Callback<()>, off: Signal<bool>| {
        view! { <IconButton icon=icon label=Signal::stored(label.to_owned()) disabled=off on_click=on_click /> }
    };
    let never = Signal::stored(false);
    view! {
        <div
            class="zoom"
            on:keydown=move |event| match event.key().as_str() {
                "+" | "=" => by(1.5),
                "-" => by(1.0 / 1.5),
                "ArrowLeft" => step(-1),
                "ArrowRight" => step(1),
                _ => {}
            }
        >
            <div
                class="zoom-frame"
                node_ref=stage.frame
                tabindex="0"
                role="group"
                aria-label=words::product::zoom_hint(l)
                on:wheel=move |event| {
                    event.prevent_default();
                    let grown = if event.delta_y() < 0.0 { 1.2 } else { 1.0 / 1.2 };
                    let point = (event.client_x().into(), event.client_y().into());
                    stage.scale_to(stage.scale.get_value() * grown, Some(point));
                }
                on:pointerdown=move |event| stage.pressed(&event)
                on:pointermove=move |event| stage.drawn(&event)
                on:pointerup=move |event| stage.released(&event)
                on:pointercancel=move |event| stage.released(&event)
                on:pointerleave=move |event| stage.released(&event)
                on:click=move |event| {
                    if stage.moved.get_value() <= STILL {
                        let scale = if stage.scale.get_value() > 1.0 { 1.0 } else { CLICK };
                        stage.scale_to(scale, Some((event.client_x().into(), event.client_y().into())));
                    }
                }
            >
                <div class="zoom-picture">{shown}</div>
            </div>
            <div class="zoom-tools">
                {button(
                    Glyph::Left,
                    words::ui::previous(l),
                    Callback::new(move |()| step(-1)),
                    Signal::derive(move || current.get() == 0),
                )}
                {button(Glyph::Minus, words::product::zoom_out(l), Callback::new(move |()| by(1.0 / 1.5)), never)}
                {button(Glyph::Plus, words::product::zoom_in(l), Callback::new(move |()| by(1.5)), never)}
                {button(
                    Glyph::Right,
                    words::ui::next(l),
                    Callback::new(move |()| step(1)),
                    Signal::derive(move || current.get() + 1 >= count),
                )}
            </div>
        </div>
    }
    .into_any()
}
