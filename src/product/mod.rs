//! The product page.

use crate::prelude::*;

/// ProductPage.
#[component]
pub fn ProductPage() -> impl IntoView {
    view! { <h1>"ProductPage"</h1> }.into_any()
}
