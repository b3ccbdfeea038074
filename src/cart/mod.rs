//! The basket.

use crate::prelude::*;

/// BasketPage.
#[component]
pub fn BasketPage() -> impl IntoView {
    view! { <h1>"BasketPage"</h1> }.into_any()
}

/// FaceSwitchGuard.
#[component]
pub fn FaceSwitchGuard() -> impl IntoView {
    view! {}.into_any()
}

/// The basket, as every page knows it.
#[derive(Debug, Clone, Copy)]
pub struct BasketState {
    /// Lines and pieces, for the header.
    pub count: RwSignal<giano_api::session::BasketCount>,
}

/// Makes the basket known below.
pub fn provide_basket() {
    let count = crate::boot::use_boot().session.basket;
    provide_context(BasketState { count: RwSignal::new(count) });
}

/// The basket. Call it while a component is made.
pub fn use_basket() -> BasketState {
    expect_context::<BasketState>()
}

impl BasketState {
    /// Adds lines, says so, and offers to undo it.
    pub async fn add(self, lines: Vec<giano_api::price::PriceLine>) -> Result<(), giano_api::Problem> {
        let _ = lines;
        Ok(())
    }
}
