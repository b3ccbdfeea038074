//! How far a turntable is turned, and how it gets further.

use crate::prelude::*;
use crate::ui::calm;
use leptos::reactive::owner::LocalStorage;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlImageElement, PointerEvent};

/// Between two pictures of a turn that goes by itself.
const PACE: Duration = Duration::from_millis(45);

/// A pointer that turns.
#[derive(Debug, Clone, Copy)]
struct Drag {
    pointer: i32,
    /// Where it was pressed, in pixels.
    from: i32,
    /// The picture then.
    frame: u32,
}

/// How far a turntable is turned.
#[derive(Clone, Copy)]
pub(super) struct Turning {
    /// The picture shown.
    pub frame: RwSignal<u32>,
    frames: u32,
    drag: StoredValue<Option<Drag>>,
    /// Counts the turns that go by themselves: a new one ends the one before.
    journey: StoredValue<u32>,
    /// Holds the pictures, so that the browser shows them at once.
    kept: StoredValue<Vec<HtmlImageElement>, LocalStorage>,
}

impl Turning {
    pub fn new(frames: u32) -> Self {
        Self {
            frame: RwSignal::new(0),
            frames: frames.max(1),
            drag: StoredValue::new(None),
            journey: StoredValue::new(0),
            kept: StoredValue::new_local(Vec::new()),
        }
    }

    /// Loads all pictures, once.
    pub fn load(self, address: impl Fn(u32) -> String) {
        if self.kept.with_value(|kept| !kept.is_empty()) {
            return;
        }
        let images = (0..self.frames).filter_map(|frame| {
            let image = HtmlImageElement::new().ok()?;
            image.set_src(&address(frame));
            Some(image)
        });
        self.kept.set_value(images.collect());
    }

    /// Degrees of the turn.
    pub fn degrees(self) -> u32 {
        self.frame.get() * 360 / self.frames
    }

    /// An eighth of the turn.
    fn eighth(self) -> i32 {
        i32::try_from(self.frames / 8).unwrap_or(1).max(1)
    }

    /// The picture so many further; those beyond the last are the first again.
    fn beyond(self, frame: u32, by: i32) -> u32 {
        let all = i64::from(self.frames);
        u32::try_from((i64::from(frame) + i64::from(by)).rem_euclid(all)).unwrap_or(0)
    }

    /// Turns at once; ends a turn that goes by itself.
    pub fn step(self, by: i32) {
        self.journey.update_value(|n| *n = n.wrapping_add(1));
        self.frame.update(|frame| *frame = self.beyond(*frame, by));
    }

    /// Turns so many pictures one after the other; at once where people want little motion.
    pub fn travel(self, by: i32) {
        if calm() {
            self.step(by);
            return;
        }
        let Some(journey) = self.journey.try_update_value(|n| {
            *n = n.wrapping_add(1);
            *n
        }) else {
            return;
        };
        self.go_on(by, journey);
    }

    fn go_on(self, left: i32, journey: u32) {
        if left == 0 || self.journey.try_get_value() != Some(journey) {
            return;
        }
        if self.frame.try_update(|frame| *frame = self.beyond(*frame, left.signum())).is_some() {
            set_timeout(move || self.go_on(left - left.signum(), journey), PACE);
        }
    }

    /// Turns to a picture, the shorter way.
    pub fn travel_to(self, goal: u32) {
        let ahead = self.beyond(goal, -i32::try_from(self.frame.get_untracked()).unwrap_or(0));
        let ahead = i32::try_from(ahead).unwrap_or(0);
        let all = i32::try_from(self.frames).unwrap_or(i32::MAX);
        self.travel(if ahead > all / 2 { ahead - all } else { ahead });
    }

    /// All the way around.
    pub fn around(self) {
        if calm() {
            // A whole turn at once would be none: people who want little motion get a quarter of it.
            self.step(self.eighth() * 2);
        } else {
            self.travel(i32::try_from(self.frames).unwrap_or(0));
        }
    }

    /// A key of a slider (ARIA practices). True where it was one.
    pub fn key(self, key: &str) -> bool {
        match key {
            "ArrowRight" | "ArrowUp" => self.step(1),
            "ArrowLeft" | "ArrowDown" => self.step(-1),
            "PageUp" => self.travel(self.eighth()),
            "PageDown" => self.travel(-self.eighth()),
            "Home" => self.travel_to(0),
            "End" => self.travel_to(self.frames / 2),
            _ => return false,
        }
        true
    }

    /// A pointer goes down on the stage.
    pub fn press(self, event: &PointerEvent) {
        if !event.is_primary() || event.button() != 0 {
            return;
        }
        self.step(0);
        if let Some(stage) = stage(event) {
            let _ = stage.set_pointer_capture(event.pointer_id());
        }
        let frame = self.frame.get_untracked();
        self.drag.set_value(Some(Drag { pointer: event.pointer_id(), from: event.client_x(), frame }));
    }

    /// A pointer moves: the width of the stage is a whole turn.
    pub fn draw(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_value().filter(|drag| drag.pointer == event.pointer_id()) else { return };
        let width = stage(event).map_or(1, |stage| stage.client_width().max(1));
        let moved = (event.client_x() - drag.from) * i32::try_from(self.frames).unwrap_or(1);
        // To the nearest picture.
        let by = (2 * moved + moved.signum() * width) / (2 * width);
        let frame = self.beyond(drag.frame, by);
        if self.frame.get_untracked() != frame {
            self.frame.set(frame);
        }
    }

    /// A pointer goes up or away.
    pub fn release(self) {
        self.drag.set_value(None);
    }
}

fn stage(event: &PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}
