//! Signing in.

use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::seo::Seo;
use crate::ui::{Button, Field, Glyph, Html, Icon, NoticeTone, Tone, closest, html, live, notice_text, problem_text};
use crate::{errors, http, routes, words};
use giano_api::NoQuery;
use giano_api::session::{DemoPerson, ListDemoPeople, SignIn, SignInBody};
use giano_commerce::company::CompanyRole;
use giano_commerce::{EmailAddress, Locale};
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// E-mail and password; afterwards on to where one came from.
#[component]
pub fn SignInPage() -> impl IntoView {
    if !use_boot().session.shop.demonstration {
        return form(Vec::new());
    }
    let people = http::resource::<ListDemoPeople>(|| (Vec::new(), NoQuery {}));
    errors::page(people, errors::plain_skeleton, |demo| form(demo.people))
}

fn form(offered: Vec<DemoPerson>) -> AnyView {
    let l = use_locale();
    let query = use_query_map();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (email_wrong, password_wrong) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let refused = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let go = move |body: SignInBody| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let back = query.with_untracked(|query| query.get("back")).unwrap_or_default();
        spawn_local(async move {
            match http::call::<SignIn>(&[], &NoQuery {}, Some(&body)).await {
                // A new document: face, prices and basket are another's now.
                Ok(_) => {
                    let _ = window().location().set_href(&safe_back(&back));
                }
                Err(problem) => {
                    busy.try_set(false);
                    refused.try_set(Some(problem_text(l, &problem)));
                }
            }
        });
    };
    let submit = move || {
        let typed = email.get_untracked();
        email_wrong.set(match (typed.trim().is_empty(), typed.parse::<EmailAddress>()) {
            (true, _) => Some(words::checkout::field_missing(l).to_owned()),
            (false, Err(_)) => Some(words::checkout::field_like(l, "name@example.com")),
            (false, Ok(_)) => None,
        });
        let empty = password.with_untracked(String::is_empty);
        password_wrong.set(empty.then(|| words::checkout::field_missing(l).to_owned()));
        let first_wrong = match (email_wrong.with_untracked(Option::is_some), empty) {
            (true, _) => Some("email"),
            (false, true) => Some("password"),
            (false, false) => None,
        };
        match first_wrong {
            Some(id) => focus(id),
            None => go(SignInBody { email: typed.trim().to_owned(), password: password.get_untracked() }),
        }
    };
    let people = (!offered.is_empty()).then(|| demo_people(l, &offered));
    let be = move |event: leptos::ev::MouseEvent| {
        let place = closest(&event, "[data-person]").and_then(|button| button.get_attribute("data-person"));
        let place = place.and_then(|place| place.parse::<usize>().ok());
        if let Some(person) = place.and_then(|place| offered.get(place)) {
            go(SignInBody { email: person.email.clone(), password: person.password.clone() });
        }
    };
    let said = move || {
        let text = refused.get();
        text.map(|text| notice_text(NoticeTone::Danger, Glyph::Warning, &text)).unwrap_or_default()
    };
    view! {
        <Seo title=words::account::sign_in(l) private=true />
        <div class="page account-page">
            <form
                class="account-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <h1>{words::account::sign_in(l)}</h1>
                <p class="account-text">{words::account::sign_in_text(l)}</p>
                <p class="notice checkout-no-script">
                    <Icon name=Glyph::Info />
                    <span>{words::account::no_script(l)}</span>
                </p>
                <div role="alert">{live(said)}</div>
                <Field
                    name="email"
                    label=words::checkout::email(l)
                    value=email
                    error=email_wrong
                    kind="email"
                    inputmode="email"
                    autocomplete="username"
                />
                <Field
                    name="password"
                    label=words::account::password(l)
                    value=password
                    error=password_wrong
                    kind="password"
                    autocomplete="current-password"
                />
                <Button kind="submit" tone=Tone::Primary busy=busy>
                    {words::account::sign_in(l)}
                </Button>
                <p class="account-text">
                    <a href=routes::order_lookup()>{words::orders::lookup_title(l)}</a>
                </p>
            </form>
            <div on:click=be>{people.map(Html::view)}</div>
        </div>
    }
    .into_any()
}

/// People of the demonstration shop by role, to be with one press.
fn demo_people(l: Locale, people: &[DemoPerson]) -> Html {
    let groups = [
        (words::account::people_at_home(l), None),
        (words::account::role_buyer(l), Some(CompanyRole::Buyer)),
        (words::account::role_approver(l), Some(CompanyRole::Approver)),
        (words::account::role_administrator(l), Some(CompanyRole::Administrator)),
        (words::account::role_viewer(l), Some(CompanyRole::Viewer)),
    ];
    let one = |(place, person): (usize, &DemoPerson)| {
        html(
            "<li><button type=\"button\" class=\"account-demo-person\" data-person=\"{}\"><b>{}</b><span>{}</span></button></li>",
            &[&place.to_string(), &person.name, &person.description],
        )
    };
    let groups = groups.into_iter().map(|(name, role)| {
        let own = people.iter().enumerate().filter(|(_, person)| person.role == role);
        let own = Html::join(own.map(one));
        if own.is_empty() {
            return own;
        }
        html("<h3>{}</h3><ul class=\"account-people\">{}</ul>", &[&name, &own])
    });
    html(
        "<section class=\"account-demo\" aria-labelledby=\"demo-title\"><h2 id=\"demo-title\">{}</h2>\
         <p class=\"account-text\">{}</p>{}</section>",
        &[&words::account::demo_title(l), &words::account::demo_text(l), &Html::join(groups)],
    )
}

/// Where to go on: within this shop only.
fn safe_back(back: &str) -> String {
    let inside = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        && !back.chars().any(char::is_control)
        && !back.starts_with("/sign-in");
    if inside { back.to_owned() } else { routes::home().to_owned() }
}

fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    if let Some(field) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_back_to_this_shop_only() {
        assert_eq!(safe_back("/checkout?a=b"), "/checkout?a=b");
        for other in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/sign-in", "basket"]
        {
            assert_eq!(safe_back(other), "/", "{other}");
        }
    }
}
