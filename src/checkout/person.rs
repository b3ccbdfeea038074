//! Who orders, and where it goes.

use super::form::Form;
use super::model::Model;
use super::section::part;
use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::{Button, Field, Html, Select, Tone, html, live, money};
use crate::{routes, words};
use giano_commerce::address::Address;
use giano_commerce::checkout::{Field as Key, Section};
use giano_commerce::tax::VatTreatment;
use giano_commerce::vat_number::VatNumber;
use giano_commerce::{Country, Face, Locale};

/// Contact and address.
pub(super) fn person(model: Model) -> AnyView {
    let (l, boot) = (use_locale(), use_boot());
    let business = model.face == Face::Business;
    let form = model.form;
    let (countries, addresses) = model.view.with_untracked(|view| {
        let addresses: Vec<Address> = view.addresses.iter().map(|known| known.address.clone()).collect();
        (view.countries.clone(), addresses)
    });
    let with_region = Signal::derive(move || {
        form.field(Key::Country).with(|code| matches!(code.as_str(), "IT" | "ES" | "US" | "IE" | "RO"))
    });
    let mut options: Vec<(String, String)> =
        countries.iter().map(|country| (country.to_string(), country_name(l, *country))).collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    let summary = move || {
        let draft = form.draft();
        let country = draft.country.parse().map(|country| country_name(l, country)).unwrap_or_default();
        let mut lines = vec![draft.email, draft.name];
        lines.extend(Some(draft.company).filter(|company| business && !company.is_empty()));
        lines.push(format!("{}, {} {}, {country}", draft.street, draft.postal_code, draft.city));
        lines
    };
    let guest = boot.session.person.is_none().then(|| {
        html(
            "<p class=\"checkout-guest\">{} <a href=\"{}\">{}</a></p>",
            &[&words::checkout::guest(l), &routes::sign_in(routes::checkout()), &words::checkout::guest_sign_in(l)],
        )
        .view()
    });
    let needed = |key: Key, label: &'static str, autocomplete: &'static str| {
        view! {
            <Field
                name=key.name()
                label=label
                value=form.field(key)
                error=form.error(key)
                autocomplete=autocomplete
            />
        }
        .into_any()
    };
    let body = view! {
        {guest}
        <div class="checkout-fields">
            <Field
                name=Key::Email.name()
                label=words::checkout::email(l)
                hint=words::checkout::email_hint(l)
                value=form.field(Key::Email)
                error=form.error(Key::Email)
                kind="email"
                inputmode="email"
                autocomplete="email"
            />
            {needed(Key::Name, words::checkout::name(l), "name")}
            {business.then(|| company_fields(model))}
            {(!addresses.is_empty()).then(|| known_addresses(form, addresses))}
            <Select
                name=Key::Country.name()
                label=words::checkout::country(l)
                value=form.field(Key::Country)
                options=options
                error=form.error(Key::Country)
                autocomplete="country"
            />
            {needed(Key::Street, words::checkout::street(l), "address-line1")}
            {optional(model, Key::Extra, words::checkout::extra(l), "address-line2")}
            <div class="checkout-pair">
                {needed(Key::PostalCode, words::checkout::postal_code(l), "postal-code")}
                {needed(Key::City, words::checkout::city(l), "address-level2")}
            </div>
            <div hidden=Signal::derive(move || !with_region.get())>
                {optional(model, Key::Region, words::checkout::region(l), "address-level1")}
            </div>
            <Field
                name=Key::Phone.name()
                label=words::checkout::phone(l)
                hint=words::checkout::phone_hint(l)
                value=form.field(Key::Phone)
                error=form.error(Key::Phone)
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                optional=true
            />
        </div>
        <Button tone=Tone::Primary class="checkout-on" on_click=move |()| model.finish(Section::Person)>
            {words::checkout::to_delivery(l)}
        </Button>
    };
    part(Section::Person, "checkout-person", words::checkout::person(l), model, summary, body.into_any())
}

fn optional(model: Model, key: Key, label: &'static str, autocomplete: &'static str) -> AnyView {
    let form = model.form;
    view! {
        <Field
            name=key.name()
            label=label
            value=form.field(key)
            error=form.error(key)
            autocomplete=autocomplete
            optional=true
        />
    }
    .into_any()
}

/// The company and its VAT number, checked while it is typed, with what follows for the totals.
fn company_fields(model: Model) -> AnyView {
    let l = use_locale();
    let form = model.form;
    let note = move || {
        let country = form.field(Key::Country).with(|code| code.parse().unwrap_or(Country::IT));
        let typed = form.field(Key::VatNumber);
        let Ok(number) = typed.with(|text| VatNumber::parse_in(text, country)) else { return Html::default() };
        let text = model.view.with(|view| match &view.basket.context.vat {
            VatTreatment::ReverseCharge { vat_number } if *vat_number == number.to_string() => {
                words::checkout::vat_reverse(l, &number)
            }
            _ => match view.vat_number_believed_up_to {
                Some(most) => words::checkout::vat_unconfirmed(l, &number, money(l, most)),
                None => words::checkout::vat_right(l, &number),
            },
        });
        html("<p class=\"checkout-vat\">{}</p>", &[&text])
    };
    view! {
        {optional(model, Key::Company, words::checkout::company(l), "organization")}
        <div>
            <Field
                name=Key::VatNumber.name()
                label=words::checkout::vat_number(l)
                hint=words::checkout::vat_hint(l)
                value=form.field(Key::VatNumber)
                error=form.error(Key::VatNumber)
                autocomplete="off"
                optional=true
            />
            <div role="status">{live(note)}</div>
        </div>
    }
    .into_any()
}

/// Addresses known already.
fn known_addresses(form: Form, addresses: Vec<Address>) -> AnyView {
    let l = use_locale();
    let chosen = RwSignal::new(String::new());
    let mut options = vec![(String::new(), words::checkout::address_as_typed(l).to_owned())];
    options.extend(addresses.iter().enumerate().map(|(place, address)| {
        (place.to_string(), format!("{}, {} {}", address.street, address.postal_code, address.city))
    }));
    let take = move |place: String| {
        let Some(address) = place.parse::<usize>().ok().and_then(|place| addresses.get(place)) else { return };
        let set = |key: Key, text: &str| form.field(key).set(text.to_owned());
        set(Key::Street, &address.street);
        set(Key::Extra, address.extra.as_deref().unwrap_or_default());
        set(Key::PostalCode, &address.postal_code);
        set(Key::City, &address.city);
        set(Key::Region, address.region.as_deref().unwrap_or_default());
        set(Key::Country, address.country.as_str());
    };
    view! {
        <Select
            name="known_address"
            label=words::checkout::known_address(l)
            value=chosen
            options=options
            on_change=take
        />
    }
    .into_any()
}

/// A country in words; those the shop does not know by name stay codes.
fn country_name(l: Locale, country: Country) -> String {
    country.name_in(words::checkout::countries(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_state_has_a_name_in_every_language() {
        for l in Locale::ALL {
            for country in Country::eu() {
                assert!(country_name(l, country).len() > 2, "{country} in {}", l.as_str());
            }
        }
    }
}
