//! Why the order was not placed, and what to do.

use super::model::{Model, Phase};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Icon, cures, problem_text, quantity_issue_text};
use crate::{routes, words};
use giano_api::problem::LineIssue;
use giano_api::{Code, Problem};
use giano_commerce::Locale;

/// What went wrong with the last attempt; everything typed is still there.
#[component]
pub(super) fn Refusal(model: Model) -> impl IntoView {
    let l = use_locale();
    let shown = move || match model.phase.get() {
        Phase::Refused(problem) => Some(notice(l, model, &problem)),
        _ => None,
    };
    view! { <div role="alert">{shown}</div> }.into_any()
}

fn notice(l: Locale, model: Model, problem: &Problem) -> AnyView {
    let lines = problem.lines.iter().map(|issue| line(l, model, issue)).collect_view();
    let to_basket = matches!(
        problem.code,
        Code::OutOfStock | Code::QuantityRule | Code::UnknownSku | Code::BasketChanged | Code::BasketEmpty
    );
    view! {
        <div class="notice notice-danger">
            <Icon name=Glyph::Warning />
            <div>
                <p>{problem_text(l, problem)}</p>
                <ul>{lines}</ul>
                {to_basket.then(|| view! { <p><a href=routes::basket()>{words::checkout::to_basket(l)}</a></p> })}
            </div>
        </div>
    }
    .into_any()
}

/// Lines that cannot be ordered as they are, said before somebody fills everything in.
#[component]
pub(super) fn Beforehand(model: Model) -> impl IntoView {
    let l = use_locale();
    let shown = move || {
        let issues = model.view.with(|view| view.basket.issues.clone());
        (!issues.is_empty()).then(|| {
            let lines = issues.iter().map(|issue| line(l, model, issue)).collect_view();
            view! {
                <div class="notice notice-warning">
                    <Icon name=Glyph::Warning />
                    <div>
                        <p>{words::cart::blocked(l)}</p>
                        <ul>{lines}</ul>
                        <p>
                            <a href=routes::basket()>{words::checkout::to_basket(l)}</a>
                        </p>
                    </div>
                </div>
            }
        })
    };
    view! { <div>{shown}</div> }.into_any()
}

fn line(l: Locale, model: Model, issue: &LineIssue) -> AnyView {
    let name = model.view.with_untracked(|view| {
        let line = view.basket.lines.iter().find(|line| line.input.item.sku == issue.sku);
        line.map_or_else(|| issue.sku.to_string(), |line| line.shown.name.clone())
    });
    let text = match (issue.available, issue.quantity) {
        (Some(0), _) => words::cart::sold_out(l).to_owned(),
        (Some(available), _) => words::cart::only_available(l, words::number(l, available.into())),
        (None, Some(quantity)) => {
            let near: Vec<String> = cures(quantity).into_iter().map(|n| words::number(l, n.into())).collect();
            format!("{} {}", quantity_issue_text(l, quantity), near.join(" / "))
        }
        (None, None) => words::cart::not_orderable(l).to_owned(),
    };
    view! { <li>{format!("{name}: {text}")}</li> }.into_any()
}
