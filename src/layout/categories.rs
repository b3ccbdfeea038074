//! Categories in the header and in the menu.

use crate::boot::use_visit;
use crate::errors::awaiting;
use crate::http::{Loaded, resource};
use crate::prelude::*;
use crate::routes;
use crate::ui::{Html, html};
use giano_api::catalog::{CategoryNode, ListCategories};
use std::sync::Arc;

/// The tree of categories, loaded once for the life of the page.
pub(super) fn use_categories() -> Loaded<ListCategories> {
    let visit = use_visit();
    resource::<ListCategories>(move || (Vec::new(), visit))
}

fn with_categories(categories: Loaded<ListCategories>, render: fn(Vec<CategoryNode>) -> AnyView) -> AnyView {
    awaiting(
        || ().into_any(),
        Arc::new(move || {
            Box::pin(async move {
                // Without categories the page still serves: its own boundary says what is wrong.
                categories.answer().await.map_or_else(|_| ().into_any(), |tree| render(tree.categories))
            })
        }),
    )
}

/// Those at the top, in a row.
#[component]
pub(super) fn TopCategories(categories: Loaded<ListCategories>) -> impl IntoView {
    with_categories(categories, |nodes| {
        let entries = nodes
            .iter()
            .map(|node| html("<li><a href=\"{}\">{}</a></li>", &[&routes::category(&node.slug), &node.name]));
        html("<ul class=\"header-categories\">{}</ul>", &[&Html::join(entries)]).view().into_any()
    })
}

/// Two levels, for the menu.
#[component]
pub(super) fn MenuCategories(categories: Loaded<ListCategories>) -> impl IntoView {
    with_categories(categories, |nodes| {
        let entries = nodes.iter().map(|node| {
            let below = node
                .children
                .iter()
                .map(|child| html("<li><a href=\"{}\">{}</a></li>", &[&routes::category(&child.slug), &child.name]));
            let below =
                (!node.children.is_empty()).then(|| html("<ul class=\"menu-below\">{}</ul>", &[&Html::join(below)]));
            html("<li><a href=\"{}\">{}</a>{}</li>", &[&routes::category(&node.slug), &node.name, &below])
        });
        html("<ul class=\"menu-list menu-categories\">{}</ul>", &[&Html::join(entries)]).view().into_any()
    })
}
