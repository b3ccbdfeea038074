//! Who is signed in, for which company, on which terms.

use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::{Button, Html, html, live, money, problem_text};
use crate::{http, routes, words};
use giano_api::NoQuery;
use giano_api::session::{CompanyView, SignOut};
use giano_commerce::Locale;
use giano_commerce::company::{CompanyRole, CompanyState};
use leptos::task::spawn_local;

/// The signed-in person, and the way out; nothing where nobody is.
#[component]
pub(crate) fn AccountCard() -> impl IntoView {
    let (l, boot) = (use_locale(), use_boot());
    let Some(person) = boot.session.person.clone() else { return ().into_any() };
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let leave = move |()| {
        busy.set(true);
        spawn_local(async move {
            match http::call::<SignOut>(&[], &NoQuery {}, None).await {
                Ok(_) => {
                    let _ = window().location().set_href(routes::home());
                }
                Err(problem) => {
                    busy.try_set(false);
                    refused.try_set(Some(problem_text(l, &problem)));
                }
            }
        });
    };
    let said = move || match refused.get() {
        Some(text) => html("<p class=\"field-error\">{}</p>", &[&text]),
        None => Html::default(),
    };
    let who = html(
        "<div class=\"account-person\"><p class=\"account-name\">{}</p><p class=\"account-soft\">{}</p></div>",
        &[&person.name, &person.email],
    );
    let company = person.company.as_ref().map(|company| company_facts(l, company));
    view! {
        <section class="account-card" aria-label=words::account::title(l)>
            {who.view()}
            {company.map(Html::view)}
            <div>
                <Button busy=busy on_click=leave>
                    {words::account::sign_out(l)}
                </Button>
                <div role="alert">{live(said)}</div>
            </div>
        </section>
    }
    .into_any()
}

fn company_facts(l: Locale, company: &CompanyView) -> Html {
    use words::account;
    let role = match company.role {
        Some(CompanyRole::Administrator) => account::role_administrator(l),
        Some(CompanyRole::Approver) => account::role_approver(l),
        Some(CompanyRole::Buyer) => account::role_buyer(l),
        Some(CompanyRole::Viewer) => account::role_viewer(l),
        None => company.own_role.as_deref().unwrap_or_default(),
    };
    let state = match company.state {
        CompanyState::Active => None,
        CompanyState::Pending => Some(account::company_pending(l)),
        CompanyState::Blocked => Some(account::company_blocked(l)),
        CompanyState::Rejected => Some(account::company_rejected(l)),
    };
    let terms: Vec<&str> = company.terms.iter().map(|term| term.name.get(l)).collect();
    let mut facts = vec![(account::company(l), company.name.clone()), (account::role(l), role.to_owned())];
    facts.extend(company.vat_number.clone().map(|number| (words::checkout::vat_number(l), number)));
    if !terms.is_empty() {
        facts.push((account::terms(l), terms.join(" · ")));
    }
    facts.extend(company.credit_left.map(|left| (account::credit(l), money(l, left))));
    let fact = |(name, text): (&'static str, String)| html("<div><dt>{}</dt><dd>{}</dd></div>", &[&name, &text]);
    let state = state.map(|state| html("<p class=\"notice notice-warning\">{}</p>", &[&state]));
    html("<div><dl class=\"account-facts\">{}</dl>{}</div>", &[&Html::join(facts.into_iter().map(fact)), &state])
}
