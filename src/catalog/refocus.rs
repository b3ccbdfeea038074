//! Finished markup that is replaced takes the focus with it. Whoever replaces it after a click remembers what was clicked
//! and gives the focus back to what has the same `id` afterwards.

use crate::prelude::*;
use crate::ui::closest;
use wasm_bindgen::JsCast;

/// The element that was used last. Give its handler to the root of what is replaced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastUsed(StoredValue<Option<String>>);

impl LastUsed {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Remembers what an event came from.
    pub fn remember(self, event: &web_sys::Event) {
        self.0.set_value(closest(event, "a[id], select[id], input[id], button[id]").map(|element| element.id()));
    }

    /// Remembers what has the focus.
    pub fn remember_focused(self) {
        let focused = document().active_element().map(|element| element.id());
        self.0.try_set_value(focused.filter(|id| !id.is_empty()));
    }

    /// Gives the focus back once the new markup stands, or to `fallback` where the element is gone.
    pub fn restore(self, fallback: &'static str) {
        if cfg!(feature = "ssr") {
            return;
        }
        let Some(id) = self.0.try_update_value(Option::take).flatten() else { return };
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            let found = document().get_element_by_id(&id).or_else(|| document().get_element_by_id(fallback));
            if let Some(element) =
                found.filter(|_| lost).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = element.focus_with_options(&options);
            }
        });
    }
}
