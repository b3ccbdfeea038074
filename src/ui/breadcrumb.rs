//! Where a page stands.

use super::html::{Html, html};
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
    let entries = entries.iter().enumerate().map(|(place, (name, href))| {
        let template = if place == last {
            "<li><a href=\"{}\" aria-current=\"page\">{}</a></li>"
        } else {
            "<li><a href=\"{}\">{}</a></li>"
        };
        html(template, &[href, name])
    });
    html(
        "<nav class=\"breadcrumb\" aria-label=\"{}\"><ol><li><a href=\"{}\">{}</a></li>{}</ol></nav>",
        &[&words::ui::breadcrumb(l), &routes::home(), &words::ui::home(l), &Html::join(entries)],
    )
    .view()
}
