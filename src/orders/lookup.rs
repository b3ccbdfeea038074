//! Finding a guest's order by number and e-mail.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Button, Field, Glyph, NoticeTone, Tone, live, notice_text, problem_text};
use crate::{http, routes, words};
use giano_api::orders::{LookUpBody, LookUpOrder};
use giano_api::{Code, NoQuery};
use leptos::task::spawn_local;

/// Finding an order without an account.
#[component]
pub fn OrderLookupPage() -> impl IntoView {
    let l = use_locale();
    let (number, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (number_wrong, email_wrong) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let refused = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let find = move || {
        if busy.get_untracked() {
            return;
        }
        let missing = |text: &str| text.trim().is_empty().then(|| words::checkout::field_missing(l).to_owned());
        number_wrong.set(number.with_untracked(|text| missing(text)));
        email_wrong.set(email.with_untracked(|text| missing(text)));
        if number_wrong.with_untracked(Option::is_some) || email_wrong.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let body = LookUpBody {
                number: number.get_untracked().trim().to_owned(),
                email: email.get_untracked().trim().to_owned(),
            };
            match http::call::<LookUpOrder>(&[], &NoQuery {}, Some(&body)).await {
                Ok(found) => {
                    let _ = window().location().set_href(&routes::order(&found.number, Some(&found.key)));
                }
                Err(problem) => {
                    busy.try_set(false);
                    refused.try_set(Some(match problem.code {
                        Code::NotFound => words::orders::lookup_none(l).to_owned(),
                        _ => problem_text(l, &problem),
                    }));
                }
            }
        });
    };
    let said = move || {
        let text = refused.get();
        text.map(|text| notice_text(NoticeTone::Danger, Glyph::Warning, &text)).unwrap_or_default()
    };
    view! {
        <Seo title=words::orders::lookup_title(l) private=true />
        <div class="page account-page">
            <form
                class="account-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    find();
                }
            >
                <h1>{words::orders::lookup_title(l)}</h1>
                <p class="account-text">{words::orders::lookup_text(l)}</p>
                <div role="alert">{live(said)}</div>
                <Field
                    name="number"
                    label=words::orders::number(l)
                    hint=words::orders::number_hint(l)
                    value=number
                    error=number_wrong
                    autocomplete="off"
                />
                <Field
                    name="email"
                    label=words::checkout::email(l)
                    value=email
                    error=email_wrong
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                />
                <Button kind="submit" tone=Tone::Primary busy=busy>
                    {words::orders::lookup_find(l)}
                </Button>
            </form>
        </div>
    }
    .into_any()
}
