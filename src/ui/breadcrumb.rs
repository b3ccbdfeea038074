//! Where a page stands.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::{routes, words};

/// The way from the home page to here; the last entry is this page.
#[component]
pub fn Breadcrumb(
    /// Names with addresses, top first, this page last.
    entries: Vec<(String, String)>,
) -> impl IntoView {
    let l = use_locale();
    let last = entries.len().saturating_sub(1);
    let entries = entries
        .into_iter()
        .enumerate()
        .map(|(place, (name, href))| {
            let current = (place == last).then_some("page");
            view! { <li><a href=href aria-current=current>{name}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="breadcrumb" aria-label=words::ui::breadcrumb(l)>
            <ol>
                <li><a href=routes::home()>{words::ui::home(l)}</a></li>
                {entries}
            </ol>
        </nav>
    }
    .into_any()
}
