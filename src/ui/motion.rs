//! How much may move.

use crate::prelude::*;
use wasm_bindgen::JsCast;

/// Whether people want little motion. In the browser only.
pub fn calm() -> bool {
    window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.unchecked_into::<web_sys::MediaQueryList>().matches())
}
