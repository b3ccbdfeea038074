//! Signing in and out.

use crate::prelude::*;

/// SignInPage.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <h1>"SignInPage"</h1> }.into_any()
}
