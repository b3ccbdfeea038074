//! Lists: categories and search.

mod card;

pub use card::CardView;

use crate::prelude::*;

/// CategoryPage.
#[component]
pub fn CategoryPage() -> impl IntoView {
    view! { <h1>"CategoryPage"</h1> }.into_any()
}

/// SearchPage.
#[component]
pub fn SearchPage() -> impl IntoView {
    view! { <h1>"SearchPage"</h1> }.into_any()
}
