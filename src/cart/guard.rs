//! Before the face is switched with something in the basket: what changes, line by line, and a question.

use super::state::use_basket;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{
    Button, Dialog, DialogPlace, Glyph, Html, NoticeTone, Tone, cures, html, live, money, notice_text, problem_text,
    quantity_issue_text,
};
use crate::{http, words};
use giano_api::Problem;
use giano_api::basket::{PreviewFace, PreviewFaceQuery};
use giano_commerce::basket::{FaceChange, FaceLine};
use giano_commerce::{Face, Locale, Money};
use leptos::ev;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Lines shown at once; the rest is counted.
const SHOWN: usize = 40;

/// Listens to the links that switch the face. Without JavaScript they simply switch.
#[component]
pub fn FaceSwitchGuard() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let basket = use_basket();
    let open = RwSignal::new(false);
    let target = RwSignal::new(String::new());
    let change = RwSignal::new(None::<Result<FaceChange, Problem>>);
    let to = face.other();
    if cfg!(not(feature = "ssr")) {
        let listening = window_event_listener(ev::click, move |event| {
            let held = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
            if held || event.button() != 0 || event.default_prevented() || basket.count.get_untracked().lines == 0 {
                return;
            }
            let clicked = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let link = clicked.and_then(|element| element.closest("a[data-face-switch]").ok().flatten());
            let Some(link) = link else { return };
            if link.get_attribute("data-face-switch").as_deref() != Some(to.as_str()) {
                return;
            }
            event.prevent_default();
            target.set(link.get_attribute("href").unwrap_or_default());
            change.set(None);
            open.set(true);
            spawn_local(async move {
                let answer = http::call::<PreviewFace>(&[], &PreviewFaceQuery { to }, None).await;
                change.set(Some(answer));
            });
        });
        on_cleanup(move || listening.remove());
    }
    let (title, yes) = match to {
        Face::Business => (words::cart::switch_to_business(l), words::cart::switch_yes_business(l)),
        Face::Home => (words::cart::switch_to_home(l), words::cart::switch_yes_home(l)),
    };
    let shown = move || {
        change.with(|change| match change {
            None => html("<div class=\"skeletons\"><span class=\"skeleton skeleton-block\"></span></div>", &[]),
            Some(Ok(change)) => table(l, change),
            Some(Err(problem)) => notice_text(NoticeTone::Warning, Glyph::Warning, &problem_text(l, problem)),
        })
    };
    view! {
        <Dialog open=open title=title place=DialogPlace::Sheet class="face-change">
            {live(shown)}
            <div class="face-change-actions">
                <Button on_click=move |()| open.set(false)>{words::cart::switch_no(l)}</Button>
                <Button
                    tone=Tone::Primary
                    on_click=move |()| {
                        let _ = window().location().set_href(&target.get_untracked());
                    }
                >
                    {yes}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

fn table(l: Locale, change: &FaceChange) -> Html {
    let rest = change.lines.len().saturating_sub(SHOWN);
    let rows = Html::join(change.lines.iter().take(SHOWN).map(|line| row(l, line)));
    let note = match change.to {
        Face::Business => words::cart::switch_note_business(l),
        Face::Home => words::cart::switch_note_home(l),
    };
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let issues = change.lines.iter().filter(|line| line.quantity_issue.is_some()).count();
    let warning = (issues > 0)
        .then(|| notice_text(NoticeTone::Warning, Glyph::Info, &words::cart::switch_issues(l, count(issues))));
    let rest =
        (rest > 0).then(|| html("<tr><td colspan=\"3\">{}</td></tr>", &[&words::cart::switch_rest(l, count(rest))]));
    let caption = words::cart::switch_caption(l);
    html(
        "<div><p class=\"face-change-note\">{}</p>{}\
         <div class=\"face-change-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\
         <table class=\"face-change-table\"><caption class=\"visually-hidden\">{}</caption>\
         <thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\
         <tbody>{}{}</tbody><tfoot><tr><th scope=\"row\" colspan=\"2\">{}</th><td>{}</td></tr>\
         <tr class=\"face-change-total\"><th scope=\"row\" colspan=\"2\">{}</th><td>{}</td></tr></tfoot></table></div></div>",
        &[
            &note,
            &warning,
            &caption,
            &caption,
            &words::cart::switch_line(l),
            &words::cart::switch_unit(l),
            &words::cart::switch_total(l),
            &rows,
            &rest,
            &words::cart::switch_vat(l),
            &pair(l, change.tax_before, change.tax_after),
            &words::cart::total(l),
            &pair(l, change.total_before, change.total_after),
        ],
    )
}

fn row(l: Locale, line: &FaceLine) -> Html {
    let issue = line.quantity_issue.map(|issue| {
        let near: Vec<String> = cures(issue).into_iter().map(|n| words::number(l, n.into())).collect();
        let text = format!("{} {}", quantity_issue_text(l, issue), near.join(" / "));
        html("<span class=\"face-change-issue\">{}</span>", &[&text])
    });
    html(
        "<tr><th scope=\"row\">{} <span class=\"face-change-quantity\">× {}</span>{}</th><td>{}</td><td>{}</td></tr>",
        &[
            &line.name,
            &words::number(l, line.quantity.into()),
            &issue,
            &pair(l, line.unit_before, line.unit_after),
            &pair(l, line.total_before, line.total_after),
        ],
    )
}

fn pair(l: Locale, before: Money, after: Money) -> Html {
    if before == after {
        return html("{}", &[&money(l, after)]);
    }
    html(
        "<span class=\"visually-hidden\">{} </span><s class=\"face-change-before\">{}</s> \
         <span class=\"visually-hidden\">{} </span><b>{}</b>",
        &[&words::cart::switch_before(l), &money(l, before), &words::cart::switch_after(l), &money(l, after)],
    )
}
