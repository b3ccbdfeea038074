//! Who orders, and where it goes.

use super::form::{Form, Key, Section, vat_number};
use super::model::Model;
use super::section::Part;
use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::{Button, Field, Select, Tone};
use crate::{routes, words};
use giano_commerce::address::Address;
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Country, Face, Locale};

/// Contact and address.
#[component]
pub(super) fn Person(model: Model) -> impl IntoView {
    let (l, boot) = (use_locale(), use_boot());
    let business = model.face == Face::Business;
    let guest = boot.session.person.is_none();
    let form = model.form;
    let (countries, addresses) = model.view.with_untracked(|view| (view.countries.clone(), view.addresses.clone()));
    let field = move |key: Key| (form.field(key), form.error(key));
    let with_region = Memo::new(move |_| {
        form.field(Key::Country).with(|code| matches!(code.as_str(), "IT" | "ES" | "US" | "IE" | "RO"))
    });
    let mut options: Vec<(String, String)> =
        countries.iter().map(|country| (country.to_string(), country_name(l, *country))).collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    let summary = move |()| {
        let draft = form.draft();
        let country = draft.country.parse().map(|country| country_name(l, country)).unwrap_or_default();
        let mut lines = vec![draft.email, draft.name];
        lines.extend(Some(draft.company).filter(|company| business && !company.is_empty()));
        lines.push(format!("{}, {} {}, {country}", draft.street, draft.postal_code, draft.city));
        lines
    };
    let (email, email_wrong) = field(Key::Email);
    let (name, name_wrong) = field(Key::Name);
    let (country, country_wrong) = field(Key::Country);
    let (street, street_wrong) = field(Key::Street);
    let (extra, extra_wrong) = field(Key::Extra);
    let (code, code_wrong) = field(Key::PostalCode);
    let (city, city_wrong) = field(Key::City);
    let (region, region_wrong) = field(Key::Region);
    let (phone, phone_wrong) = field(Key::Phone);
    view! {
        <Part
            section=Section::Person
            id="checkout-person"
            title=words::checkout::person(l)
            model=model
            summary=Callback::new(summary)
        >
            {guest
                .then(|| {
                    view! {
                        <p class="checkout-guest">
                            {words::checkout::guest(l)} " "
                            <a href=routes::sign_in(routes::checkout())>{words::checkout::guest_sign_in(l)}</a>
                        </p>
                    }
                })}
            <div class="checkout-fields">
                <Field
                    name=Key::Email.name()
                    label=words::checkout::email(l)
                    hint=words::checkout::email_hint(l)
                    value=email
                    error=email_wrong
                    kind="email"
                    inputmode="email"
                    autocomplete="email"
                />
                <Field name=Key::Name.name() label=words::checkout::name(l) value=name error=name_wrong autocomplete="name" />
                {business.then(|| view! { <CompanyFields form=form model=model /> })}
                {(!addresses.is_empty()).then(|| view! { <KnownAddresses form=form addresses=addresses /> })}
                <Select
                    name=Key::Country.name()
                    label=words::checkout::country(l)
                    value=country
                    options=options
                    error=country_wrong
                    autocomplete="country"
                />
                <Field
                    name=Key::Street.name()
                    label=words::checkout::street(l)
                    value=street
                    error=street_wrong
                    autocomplete="address-line1"
                />
                <Field
                    name=Key::Extra.name()
                    label=words::checkout::extra(l)
                    value=extra
                    error=extra_wrong
                    autocomplete="address-line2"
                    optional=true
                />
                <div class="checkout-pair">
                    <Field
                        name=Key::PostalCode.name()
                        label=words::checkout::postal_code(l)
                        value=code
                        error=code_wrong
                        autocomplete="postal-code"
                    />
                    <Field
                        name=Key::City.name()
                        label=words::checkout::city(l)
                        value=city
                        error=city_wrong
                        autocomplete="address-level2"
                    />
                </div>
                <div hidden=move || !with_region.get()>
                    <Field
                        name=Key::Region.name()
                        label=words::checkout::region(l)
                        value=region
                        error=region_wrong
                        autocomplete="address-level1"
                        optional=true
                    />
                </div>
                <Field
                    name=Key::Phone.name()
                    label=words::checkout::phone(l)
                    hint=words::checkout::phone_hint(l)
                    value=phone
                    error=phone_wrong
                    kind="tel"
                    inputmode="tel"
                    autocomplete="tel"
                    optional=true
                />
            </div>
            <Button tone=Tone::Primary class="checkout-on" on_click=move |()| model.finish(Section::Person)>
                {words::checkout::to_delivery(l)}
            </Button>
        </Part>
    }
    .into_any()
}

/// The company and its VAT number, checked while it is typed, with what follows for the totals.
#[component]
fn CompanyFields(form: Form, model: Model) -> impl IntoView {
    let l = use_locale();
    let note = move || {
        let number = vat_number(&form.draft())?.ok()?;
        let text = model.view.with(|view| match &view.basket.context.vat {
            VatTreatment::ReverseCharge { vat_number } if *vat_number == number.to_string() => {
                words::checkout::vat_reverse(l, &number)
            }
            _ => words::checkout::vat_right(l, &number),
        });
        Some(text)
    };
    view! {
        <Field
            name=Key::Company.name()
            label=words::checkout::company(l)
            value=form.field(Key::Company)
            error=form.error(Key::Company)
            autocomplete="organization"
            optional=true
        />
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
            <p class="checkout-vat" role="status">{note}</p>
        </div>
    }
    .into_any()
}

/// Addresses known already.
#[component]
fn KnownAddresses(form: Form, addresses: Vec<Address>) -> impl IntoView {
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
pub(crate) fn country_name(l: Locale, country: Country) -> String {
    let names = words::checkout::countries(l);
    names
        .split(';')
        .filter_map(|entry| entry.trim().split_once('='))
        .find(|(code, _)| *code == country.as_str())
        .map_or_else(|| country.to_string(), |(_, name)| name.to_owned())
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
