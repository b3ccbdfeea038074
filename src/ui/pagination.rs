//! Pages of a list.

use super::html::{Html, html};
use super::icon::{Glyph, icon};
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
        return None;
    }
    let mut last = 0;
    let mut entries = Vec::new();
    for other in shown(page, pages) {
        if other > last + 1 {
            entries.push(html("<li class=\"pagination-gap\" aria-hidden=\"true\">…</li>", &[]));
        }
        last = other;
        let number = words::number(l, other.into());
        let template = if other == page {
            "<li><a class=\"pagination-page\" href=\"{}\" aria-label=\"{}\" aria-current=\"page\">{}</a></li>"
        } else {
            "<li><a class=\"pagination-page\" href=\"{}\" aria-label=\"{}\">{}</a></li>"
        };
        entries.push(html(template, &[&href.run(other), &words::ui::page_number(l, &number), &number]));
    }
    let before = (page > 1).then(|| {
        html(
            "<a class=\"pagination-step\" rel=\"prev\" href=\"{}\">{}<span>{}</span></a>",
            &[&href.run(page - 1), &icon(Glyph::Left), &words::ui::previous(l)],
        )
    });
    let after = (page < pages).then(|| {
        html(
            "<a class=\"pagination-step\" rel=\"next\" href=\"{}\"><span>{}</span>{}</a>",
            &[&href.run(page + 1), &words::ui::next(l), &icon(Glyph::Right)],
        )
    });
    let nav = html(
        "<nav class=\"pagination\" aria-label=\"{}\">{}<ol>{}</ol>{}</nav>",
        &[&words::ui::pages(l), &before, &Html::join(entries), &after],
    );
    Some(nav.view())
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
