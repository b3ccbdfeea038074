//! Guides, case studies, pages by trade, service pages.

use crate::errors::NotFoundPage;
use leptos::prelude::*;

/// All content of a kind.
#[component]
pub fn ContentListPage() -> impl IntoView {
    view! { <NotFoundPage /> }.into_any()
}

/// A page of content.
#[component]
pub fn ContentPageView() -> impl IntoView {
    view! { <NotFoundPage /> }.into_any()
}
