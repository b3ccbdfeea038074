//! Before the face is switched with something in the basket: what changes, line by line, and a question.

use super::state::use_basket;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{
    Button, Dialog, DialogPlace, Glyph, Icon, Skeleton, Tone, cures, money, problem_text, quantity_issue_text,
};
use crate::{http, words};
use giano_api::Problem;
use giano_api::basket::{PreviewFace, PreviewFaceQuery};
use giano_commerce::basket::{FaceChange, FaceLine};
use giano_commerce::{Face, Locale};
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
    view! {
        <Dialog open=open title=title place=DialogPlace::Sheet class="face-change">
            {move || match change.get() {
                None => view! { <Skeleton class="skeleton-block" /> }.into_any(),
                Some(Ok(change)) => table(l, &change),
                Some(Err(problem)) => {
                    view! { <p class="notice notice-warning"><Icon name=Glyph::Warning /><span>{problem_text(l, &problem)}</span></p> }
                        .into_any()
                }
            }}
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

fn table(l: Locale, change: &FaceChange) -> AnyView {
    let rest = change.lines.len().saturating_sub(SHOWN);
    let rows = change.lines.iter().take(SHOWN).map(|line| row(l, line)).collect_view();
    let note = match change.to {
        Face::Business => words::cart::switch_note_business(l),
        Face::Home => words::cart::switch_note_home(l),
    };
    let issues = change.lines.iter().filter(|line| line.quantity_issue.is_some()).count();
    view! {
        <p class="face-change-note">{note}</p>
        {(issues > 0)
            .then(|| {
                view! {
                    <p class="notice notice-warning">
                        <Icon name=Glyph::Info />
                        <span>{words::cart::switch_issues(l, issues.try_into().unwrap_or(u64::MAX))}</span>
                    </p>
                }
            })}
        <div class="face-change-scroll" tabindex="0" role="region" aria-label=words::cart::switch_caption(l)>
            <table class="face-change-table">
                <caption class="visually-hidden">{words::cart::switch_caption(l)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::cart::switch_line(l)}</th>
                        <th scope="col">{words::cart::switch_unit(l)}</th>
                        <th scope="col">{words::cart::switch_total(l)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                {(rest > 0)
                    .then(|| {
                        let rest = rest.try_into().unwrap_or(u64::MAX);
                        view! {
                            <tbody>
                                <tr>
                                    <td colspan="3">{words::cart::switch_rest(l, rest)}</td>
                                </tr>
                            </tbody>
                        }
                    })}
                <tfoot>
                    <tr>
                        <th scope="row" colspan="2">{words::cart::switch_vat(l)}</th>
                        <td>{pair(l, change.tax_before, change.tax_after)}</td>
                    </tr>
                    <tr class="face-change-total">
                        <th scope="row" colspan="2">{words::cart::total(l)}</th>
                        <td>{pair(l, change.total_before, change.total_after)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn row(l: Locale, line: &FaceLine) -> AnyView {
    let issue = line.quantity_issue.map(|issue| {
        let near: Vec<String> = cures(issue).into_iter().map(|n| words::number(l, n.into())).collect();
        format!("{} {}", quantity_issue_text(l, issue), near.join(" / "))
    });
    view! {
        <tr>
            <th scope="row">
                {line.name.clone()} <span class="face-change-quantity">{format!(" × {}", words::number(l, line.quantity.into()))}</span>
                {issue.map(|issue| view! { <span class="face-change-issue">{issue}</span> })}
            </th>
            <td>{pair(l, line.unit_before, line.unit_after)}</td>
            <td>{pair(l, line.total_before, line.total_after)}</td>
        </tr>
    }
    .into_any()
}

fn pair(l: Locale, before: giano_commerce::Money, after: giano_commerce::Money) -> AnyView {
    if before == after {
        return money(l, after).into_any();
    }
    view! {
        <span class="visually-hidden">{words::cart::switch_before(l)}" "</span>
        <s class="face-change-before">{money(l, before)}</s>
        " "
        <span class="visually-hidden">{words::cart::switch_after(l)}" "</span>
        <b>{money(l, after)}</b>
    }
    .into_any()
}
