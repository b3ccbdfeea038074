//! The checkout.

use crate::prelude::*;

/// CheckoutPage.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    view! { <h1>"CheckoutPage"</h1> }.into_any()
}
