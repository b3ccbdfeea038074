//! The footer.

use leptos::prelude::*;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    view! { <footer class="footer"></footer> }.into_any()
}
