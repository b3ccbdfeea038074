//! Lists: categories and search; a product in short, for every page.

mod address;
mod card;
mod filters;
mod list;
mod picks;
mod refocus;
mod table;

pub use card::CardView;
pub(crate) use card::swatch;
pub(crate) use picks::{PickBar, Picks};
pub(crate) use refocus::LastUsed;

use crate::prelude::*;
use list::ListPage;

/// The products of a category and those below it.
#[component]
pub fn CategoryPage() -> impl IntoView {
    view! { <ListPage /> }.into_any()
}

/// What was searched, what is on offer, or everything.
#[component]
pub fn SearchPage() -> impl IntoView {
    view! { <ListPage /> }.into_any()
}
