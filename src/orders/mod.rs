//! Orders.

use crate::prelude::*;

/// OrderPage.
#[component]
pub fn OrderPage() -> impl IntoView {
    view! { <h1>"OrderPage"</h1> }.into_any()
}

/// OrdersPage.
#[component]
pub fn OrdersPage() -> impl IntoView {
    view! { <h1>"OrdersPage"</h1> }.into_any()
}

/// OrderLookupPage.
#[component]
pub fn OrderLookupPage() -> impl IntoView {
    view! { <h1>"OrderLookupPage"</h1> }.into_any()
}
