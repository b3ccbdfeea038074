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
        // Where there is nothing to price, nobody asks where it is sent.
        (None, Some(_)) if !basket.rows.is_empty() => first_draft(visitor, visitor.actor.usual_address(state).await?),
        (None, _) => first_draft(visitor, None),
    };
    let choice = Choice {
        coupons: basket.coupons.clone(),
        term: shown_term(snapshot, visitor, visitor.face, basket.term.as_deref()),
        ..of_draft(&snapshot.settings, visitor, &draft)
    };
    with_uses(state, snapshot, visitor, choice).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::actor::Actor;
    use crate::clock::Clock;
    use crate::settings::Settings;
    use giano_commerce::address::Address;
    use giano_commerce::company::{CompanyId, CompanyState};
    use giano_commerce::{Currency, Locale, Money, Quantity};
    use giano_store::{Author, CartRow, CompanyDocument, CompanyDraft, PriceSource, ShopPart, Store};
    use std::sync::Arc;

    fn france() -> Country {
        "FR".parse().unwrap()
    }

    fn address() -> Address {
        Address {
            name: "Bar".to_owned(),
            company: Some("Bar".to_owned()),
            street: "Rue Un 1".to_owned(),
            extra: None,
            postal_code: "75001".to_owned(),
            city: "Paris".to_owned(),
            region: None,
            country: france(),
            phone: None,
        }
    }

    #[tokio::test]
    async fn a_company_s_address_is_asked_for_once_and_where_there_is_something_to_price() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let by = Author::shop(ShopPart::Import, 0);
        let draft = CompanyDraft {
            name: "Bar".to_owned(),
            state: CompanyState::Active,
            document: CompanyDocument {
                vat_number: None,
                vat_verified: false,
                country: Country::IT,
                price_list: None,
                group_price_list: None,
                terms: Vec::new(),
            },
            credit_limit: Money::parse("0.00", Currency::Eur).unwrap(),
            credit_may_exceed: false,
            addresses: vec![address()],
            cost_centres: Vec::new(),
        };
        store.put_company(&by, &draft).await.unwrap();
        let company = store.company(CompanyId(1)).await.unwrap().unwrap();
        let state = AppState::load(Settings::default(), store, Clock::fixed(0)).await.unwrap();
        let request = || {
            let actor = Actor { company: Some(Arc::new(company.clone())), ..Actor::default() };
            Visitor { actor, face: Face::Business, locale: Locale::En, country: Country::IT }
        };
        let row = CartRow {
            id: 1,
            sku: "CUP-1".parse().unwrap(),
            quantity: Quantity::ONE,
            saved: false,
            price: PriceSource::List,
            address: None,
        };
        let full = CartRecord { rows: vec![row], ..CartRecord::default() };
        let snapshot = state.snapshot();
        let country = async |visitor: &Visitor, basket: &CartRecord| {
            choice_of(&state, &snapshot, visitor, basket).await.unwrap().country
        };
        let visitor = request();
        assert_eq!(country(&visitor, &CartRecord::default()).await, Some(Country::IT), "nobody asked");
        assert_eq!(country(&visitor, &full).await, Some(france()));
        let there = state.store.company_addresses(company.id).await.unwrap();
        assert!(state.store.remove_company_address(&by, company.id, there[0].id).await.unwrap());
        assert_eq!(country(&visitor, &full).await, Some(france()), "it was asked for again");
        assert_eq!(country(&request(), &full).await, Some(Country::IT), "the next request asks anew");
    }
}
