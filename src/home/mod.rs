//! The home pages.

use crate::boot::use_locale;
use crate::ui::seo::Seo;
use crate::words;
use leptos::prelude::*;

/// The home page of the visitor's face.
#[component]
pub fn HomePage() -> impl IntoView {
    let l = use_locale();
    view! {
        <Seo title=words::home::title(l) />
        <h1>{words::home::title(l)}</h1>
    }
    .into_any()
}
