//! From visitors and the snapshot to what the pricing function wants.

use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_commerce::checkout::{Payer, Paying, TermNotAChoice};
use giano_commerce::pricing::{
    Item, LineInput, PricedBasket, PricingContext, PricingError, Shipping, price, price_basket,
};
use giano_commerce::promotion::{Effect, Promotion, PromotionId};
use giano_commerce::settings::ShopSettings;
use giano_commerce::tax::VatTreatment;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::vat_number::VatNumber;
use giano_commerce::{Country, Face, Quantity};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What may differ from one pricing to another for the same visitor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    pub coupons: Vec<String>,
    /// The term that counts, whoever chose it ([`Paying::term`]); none at home.
    pub term: Option<Arc<PaymentTerm>>,
    pub country: Option<Country>,
    /// The postal code of the delivery, once it is known: some parts of countries have a VAT of their own.
    pub postal_code: Option<String>,
    /// A VAT number given at the checkout, where the visitor has no company.
    pub vat_number: Option<VatNumber>,
    /// The delivery that somebody chose.
    pub shipping: Option<Shipping>,
    /// The e-mail that a guest orders with, as look-ups compare it: uses of promotions are counted by it.
    pub email: Option<String>,
    /// How often this customer used each promotion.
    pub uses: HashMap<PromotionId, u64>,
    /// Promotions whose limit in all was reached since the snapshot was made.
    pub used_up: HashSet<PromotionId>,
}

/// The context for a visitor in a face.
pub(crate) fn context(
    state: &AppState,
    snapshot: &Snapshot,
    visitor: &Visitor,
    face: Face,
    choice: Choice,
) -> PricingContext {
    context_at(snapshot, visitor, face, choice, state.clock.now())
}

/// The context for a visitor in a face, at a moment.
pub(crate) fn context_at(
    snapshot: &Snapshot,
    visitor: &Visitor,
    face: Face,
    choice: Choice,
    now: Timestamp,
) -> PricingContext {
    let settings = &snapshot.settings;
    let country = choice.country.unwrap_or(visitor.country);
    let postal_code = choice.postal_code.as_deref();
    let company = visitor.actor.company.as_ref().filter(|_| face == Face::Business);
    let (number, verified) = match company {
        Some(company) => (company.document.vat_number.as_ref(), company.document.vat_verified),
        // Of a number that somebody types, the check digits are all that can be known: see `price_believing`.
        None => (choice.vat_number.as_ref(), true),
    };
    let vat = settings.vat(face, country, postal_code, number, verified);
    let today = settings.time_zone.day_at(now);
    // Codes are secrets: a context goes to the browser, so it has what everybody may know of and what was given.
    let given = |promotion: &Promotion| promotion.coupon.as_ref().is_some_and(|code| choice.coupons.contains(code));
    let told = snapshot.promotions.iter().filter(|it| it.runs(face, now) && (it.is_public() || given(it)));
    let left = |promotion: &&Arc<Promotion>| {
        let used = choice.uses.get(&promotion.id).copied().unwrap_or_default();
        promotion.limit_per_customer.is_none_or(|limit| used < u64::from(limit))
            && !choice.used_up.contains(&promotion.id)
            && gift_is_there(snapshot, promotion)
    };
    PricingContext {
        face,
        now,
        today,
        currency: settings.currency,
        home_country: settings.home_country,
        vat,
        rates: settings.vat_rates(today, country, postal_code),
        promotions: told.filter(left).cloned().collect(),
        coupons: choice.coupons,
        term: choice.term.filter(|_| face == Face::Business),
        shipping: choice.shipping,
        usual_shipping: settings.usual_delivery(face, country).map(|way| way.shipping.clone()),
    }
}

/// Whether what a promotion gives away is there: what is not is not promised either. One that gives nothing away lacks nothing.
fn gift_is_there(snapshot: &Snapshot, promotion: &Promotion) -> bool {
    let Effect::Gift { sku } = &promotion.effect else { return true };
    snapshot.by_sku(sku).is_some_and(|(product, variant)| snapshot.products[product].on_hand(variant) > 0)
}

/// Prices lines for an order that goes to a country, with its delivery ([`price_basket`]). Where it is above what the merchant
/// risks on the word of a buyer whose VAT number nobody has confirmed, VAT is charged, and the context says so from then on.
///
/// The net sum is the same with VAT and without, so that there is no price at which one would lead to the other.
///
/// # Errors
/// [`PricingError`].
pub(crate) fn price_believing(
    settings: &ShopSettings,
    visitor: &Visitor,
    country: Country,
    context: &mut PricingContext,
    lines: &[LineInput],
) -> Result<PricedBasket, PricingError> {
    let priced = price_basket(context, lines)?;
    let unconfirmed = visitor.buying_company().is_none() && matches!(context.vat, VatTreatment::ReverseCharge { .. });
    match settings.unverified_vat_limit {
        Some(limit) if unconfirmed && priced.net.amount() > limit.amount() => {
            context.vat = VatTreatment::Charged { country };
            price_basket(context, lines)
        }
        Some(_) | None => Ok(priced),
    }
}

/// Who pays, in a face.
pub(crate) fn payer(visitor: &Visitor, face: Face) -> Payer {
    Payer::new(face, visitor.actor.company.as_ref().map(|company| company.credit_left.is_some()))
}

/// The terms a visitor may choose for business: a company's own, its usual one first, or all for somebody without a company;
/// none that takes credit where there is none.
pub(crate) fn terms_of(snapshot: &Snapshot, visitor: &Visitor) -> Vec<Arc<PaymentTerm>> {
    let payer = payer(visitor, Face::Business);
    let mut terms: Vec<Arc<PaymentTerm>> = match &visitor.actor.company {
        Some(company) => {
            let term = |code: &String| snapshot.terms.iter().find(|term| term.code == *code).cloned();
            company.document.terms.iter().filter_map(term).collect()
        }
        None => snapshot.terms.clone(),
    };
    terms.retain(|term| payer.may_choose(term));
    terms
}

/// The term by which a visitor in a face sees prices as long as there is no order: that of the basket where it can still be
/// chosen, else the usual one.
pub(crate) fn shown_term(
    snapshot: &Snapshot,
    visitor: &Visitor,
    face: Face,
    of_basket: Option<&str>,
) -> Option<Arc<PaymentTerm>> {
    let terms = terms_of(snapshot, visitor);
    let paying = Paying { payer: payer(visitor, face), terms: &terms };
    let term = paying.term("", of_basket.unwrap_or_default(), None);
    term.unwrap_or_else(|TermNotAChoice| paying.usual(None)).cloned()
}

/// Prices so many pieces of one item as if nothing else were in the basket, to show what a piece costs.
pub(crate) fn price_one(
    context: &PricingContext,
    item: &Arc<Item>,
    quantity: u32,
) -> Result<PricedBasket, PricingError> {
    let quantity = Quantity::new(quantity.max(1)).unwrap_or(Quantity::ONE);
    price(context, &[LineInput { id: 0, quantity, item: Arc::clone(item) }])
}

/// What the prices that everybody sees depend on, in each face.
pub(crate) fn public_contexts(snapshot: &Snapshot, now: Timestamp) -> [PricingContext; 2] {
    let settings = &snapshot.settings;
    let today = settings.time_zone.day_at(now);
    [Face::Home, Face::Business].map(|face| PricingContext {
        face,
        now,
        today,
        currency: settings.currency,
        home_country: settings.home_country,
        vat: VatTreatment::Charged { country: settings.home_country },
        rates: settings.vat_rates(today, settings.home_country, None),
        promotions: snapshot.promotions.clone(),
        coupons: Vec::new(),
        term: None,
        shipping: None,
        usual_shipping: None,
    })
}

/// The quantity rule of a variant in a face.
pub(crate) fn rule(variant: &giano_commerce::catalog::Variant, face: Face) -> giano_commerce::QuantityRule {
    match face {
        Face::Home => variant.home_quantities,
        Face::Business => variant.business_quantities,
    }
}
