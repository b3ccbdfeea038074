//! What is known of an order long before it is placed: what was typed at the checkout, else what is known of the buyer. The
//! basket is priced with it as the checkout is, so that its total is the one at the till.

use super::view::with_uses;
use crate::pricing::{Choice, shown_term};
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::checkout::CheckoutDraft;
use giano_commerce::settings::ShopSettings;
use giano_commerce::vat_number::VatNumber;
use giano_commerce::{Country, EmailAddress, Face};
use giano_store::{CartRecord, CompanyAddress};

/// What was typed at the checkout so far.
pub(crate) fn kept(basket: &CartRecord) -> Option<CheckoutDraft> {
    basket.draft.clone().map(CheckoutDraft::from)
}

/// What is known before anything was typed: the signed-in person, and the company's first address.
pub(crate) fn first_draft(visitor: &Visitor, first: Option<&CompanyAddress>) -> CheckoutDraft {
    let mut draft = CheckoutDraft { country: visitor.country.to_string(), ..CheckoutDraft::default() };
    if let Some(person) = visitor.actor.customer() {
        draft.email.clone_from(&person.email);
        draft.name.clone_from(&person.name);
    }
    if let Some(company) = visitor.buying_company() {
        draft.company.clone_from(&company.name);
        draft.vat_number = company.document.vat_number.as_ref().map(ToString::to_string).unwrap_or_default();
        if let Some(CompanyAddress { address, .. }) = first {
            draft.street.clone_from(&address.street);
            draft.extra = address.extra.clone().unwrap_or_default();
            draft.postal_code.clone_from(&address.postal_code);
            draft.city.clone_from(&address.city);
            draft.region = address.region.clone().unwrap_or_default();
            draft.country = address.country.to_string();
            draft.phone = address.phone.clone().unwrap_or_default();
        }
    }
    draft
}

/// The country of a draft, where the shop delivers to it.
pub(crate) fn country_of(settings: &ShopSettings, draft: &CheckoutDraft) -> Option<Country> {
    draft.country.parse().ok().filter(|country| settings.countries.contains(country))
}

/// What a draft says that prices depend on. The term is not asked of it: that is the basket's.
pub(crate) fn of_draft(settings: &ShopSettings, visitor: &Visitor, draft: &CheckoutDraft) -> Choice {
    let face = visitor.face;
    let country = country_of(settings, draft).unwrap_or(visitor.country);
    let number = VatNumber::parse_in(&draft.vat_number, country).ok();
    let way = settings.deliveries(face, country).find(|way| way.shipping.code == draft.delivery);
    Choice {
        country: Some(country),
        postal_code: Some(draft.postal_code.clone()),
        vat_number: number.filter(|_| face == Face::Business),
        shipping: way.map(|way| way.shipping.clone()),
        email: draft.email.parse::<EmailAddress>().ok().map(|email| email.key()),
        ..Choice::default()
    }
}

/// What a basket, and the order that it is to become, say that prices depend on.
pub(crate) async fn choice_of(
    state: &AppState,
    snapshot: &Snapshot,
    visitor: &Visitor,
    basket: &CartRecord,
) -> Result<Choice, Failure> {
    let draft = match (kept(basket), visitor.buying_company()) {
        (Some(draft), _) => draft,
        (None, Some(company)) => first_draft(visitor, state.store.company_addresses(company.id).await?.first()),
        (None, None) => first_draft(visitor, None),
    };
    let choice = Choice {
        coupons: basket.coupons.clone(),
        term: shown_term(snapshot, visitor, visitor.face, basket.term.as_deref()),
        ..of_draft(&snapshot.settings, visitor, &draft)
    };
    with_uses(state, snapshot, visitor, choice).await
}
