//! Leptos' prelude, with one thing of our own: [`IntoAny::into_any`] makes erased views that weigh less.

#[allow(unused_imports, reason = "what a file needs of it differs")]
pub use leptos::prelude::*;

// Named, so that it goes before the glob's.
pub use crate::part::IntoAny;

// What finished markup is put into views by.
#[allow(unused_imports, reason = "what a file needs of it differs")]
pub use crate::ui::AsView;
