//! Pages of a list.

use super::icon::{Glyph, Icon};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;

/// Links to the pages of a list; nothing where there is only one.
#[component]
pub fn Pagination(
    /// This page, from 1.
    page: u32,
    /// How many there are.
    pages: u32,
    /// The address of a page.
    #[prop(into)]
    href: Callback<u32, String>,
) -> impl IntoView {
    let l = use_locale();
    if pages < 2 {
        return ().into_any();
    }
    let mut last = 0;
    let mut entries = Vec::new();
    for other in shown(page, pages) {
        if other > last + 1 {
            entries.push(view! { <li class="pagination-gap" aria-hidden="true">"…"</li> }.into_any());
        }
        last = other;
        let label = words::ui::page_number(l, words::number(l, other.into()));
        let current = (other == page).then_some("page");
        entries.push(
            view! {
                <li>
                    <a class="pagination-page" href=href.run(other) aria-label=label aria-current=current>
                        {words::number(l, other.into())}
                    </a>
                </li>
            }
            .into_any(),
        );
    }
    view! {
        <nav class="pagination" aria-label=words::ui::pages(l)>
            {(page > 1)
                .then(|| {
                    view! {
                        <a class="pagination-step" rel="prev" href=href.run(page - 1)>
                            <Icon name=Glyph::Left />
                            <span>{words::ui::previous(l)}</span>
                        </a>
                    }
                })}
            <ol>{entries}</ol>
            {(page < pages)
                .then(|| {
                    view! {
                        <a class="pagination-step" rel="next" href=href.run(page + 1)>
                            <span>{words::ui::next(l)}</span>
                            <Icon name=Glyph::Right />
                        </a>
                    }
                })}
        </nav>
    }
    .into_any()
}

/// First, last, and those around this one.
fn shown(page: u32, pages: u32) -> Vec<u32> {
    (1..=pages).filter(|other| *other == 1 || *other == pages || other.abs_diff(page) <= 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_ends_and_neighbours() {
        assert_eq!(shown(1, 3), [1, 2, 3]);
        assert_eq!(shown(6, 12), [1, 5, 6, 7, 12]);
    }
}
