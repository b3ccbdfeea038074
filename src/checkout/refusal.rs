//! Why the order was not placed, or cannot be, and what to do.

use super::model::{Model, Phase};
use crate::boot::use_locale;
use crate::cart::{issue_text, name_of};
use crate::prelude::*;
use crate::ui::{Glyph, Html, NoticeTone, html, live, notice, problem_text};
use crate::{routes, words};
use giano_api::Code;
use giano_api::problem::LineIssue;
use giano_commerce::Locale;

/// What went wrong with the last attempt; everything typed is still there.
pub(super) fn refusal(model: Model) -> AnyView {
    let l = use_locale();
    let shown = move || match model.phase.get() {
        Phase::Refused(problem) => {
            let to_basket = matches!(
                problem.code,
                Code::OutOfStock
                    | Code::TransferShare
                    | Code::QuantityRule
                    | Code::UnknownSku
                    | Code::BasketChanged
                    | Code::BasketEmpty
            );
            said(l, model, NoticeTone::Danger, &problem_text(l, &problem), &problem.lines, to_basket)
        }
        _ => Html::default(),
    };
    view! { <div role="alert">{live(shown)}</div> }.into_any()
}

/// Lines that cannot be ordered as they are, said before somebody fills everything in.
pub(super) fn beforehand(model: Model) -> crate::ui::Live {
    let l = use_locale();
    live(move || {
        let issues = model.view.with(|view| view.basket.issues.clone());
        match issues.is_empty() {
            true => Html::default(),
            false => said(l, model, NoticeTone::Warning, words::cart::blocked(l), &issues, true),
        }
    })
}

fn said(l: Locale, model: Model, tone: NoticeTone, text: &str, issues: &[LineIssue], to_basket: bool) -> Html {
    let lines = model.view.with_untracked(|view| {
        let line = |issue: &LineIssue| {
            let name = name_of(&view.basket.lines, &issue.sku);
            html("<li>{}: {}</li>", &[&name, &issue_text(l, issue)])
        };
        Html::join(issues.iter().map(line))
    });
    let lines = (!lines.is_empty()).then(|| html("<ul>{}</ul>", &[&lines]));
    let link =
        to_basket.then(|| html("<p><a href=\"{}\">{}</a></p>", &[&routes::basket(), &words::checkout::to_basket(l)]));
    notice(tone, Glyph::Warning, &html("<p>{}</p>{}{}", &[&text, &lines, &link]))
}
