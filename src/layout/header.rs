//! The header.

use crate::boot::use_locale;
use crate::{routes, words};
use leptos::prelude::*;

/// The first thing the keyboard reaches.
#[component]
pub fn SkipLink() -> impl IntoView {
    let l = use_locale();
    view! { <a class="skip-link" href="#main">{words::layout::skip(l)}</a> }
}

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    view! { <header class="header"><a href=routes::home()>{super::SHOP_NAME}</a></header> }.into_any()
}
