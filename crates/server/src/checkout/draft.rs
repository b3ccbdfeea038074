//! The checkout as it stands.

use crate::apart::Turn;
use crate::basket::chosen::{country_of, first_draft, kept, of_draft};
use crate::basket::view::{read, shown_with, with_uses};
use crate::pricing::{Choice, payer, terms_of};
use crate::problem::{Body, Failure};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::basket::{BasketLine, BasketView};
use giano_api::checkout::{CheckoutDraft, CheckoutView, CostCentreView, DeliveryChoice, KnownAddress};
use giano_api::problem::FieldCode;
use giano_commerce::checkout::{Paying, TermNotAChoice};
use giano_commerce::company::Permission;
use giano_commerce::pricing::{LineInput, PricingContext, price};
use giano_commerce::settings::ShopSettings;
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Country, Face};
use giano_store::{CartRecord, CompanyAddress, CostCentre};
use std::sync::Arc;

/// Longest draft kept, in bytes of JSON.
const LONGEST_DRAFT: usize = 16 << 10;

/// The checkout as it stands: basket, draft, choices.
#[utoipa::path(get, path = "/api/checkout", responses((status = 200, body = CheckoutView)))]
pub(crate) async fn get_checkout(State(state): State<Arc<AppState>>, visitor: Visitor) -> Result<Response, Failure> {
    let basket = read(&state, &visitor).await?;
    let turn = Turn::for_lines(&state, basket.rows.len()).await?;
    let known = Known::of(&state, &visitor).await?;
    let snapshot = state.snapshot();
    let draft = shown_draft(&snapshot, &visitor, &known, &basket);
    answer(&state, &turn, &snapshot, &visitor, basket, known, draft).await
}

/// Keeps what was typed so far, right or not; answers with what follows from it (deliveries, prices). A term that cannot be
/// chosen is kept too, but there is no price to answer with.
#[utoipa::path(put, path = "/api/checkout", request_body = CheckoutDraft, responses(
    (status = 200, body = CheckoutView),
    (status = 422, description = "No basket, or a term that cannot be chosen", body = giano_api::Problem),
))]
pub(crate) async fn save_draft(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Body(mut draft): Body<CheckoutDraft>,
) -> Result<Response, Failure> {
    let owner = visitor.basket_owner().ok_or_else(|| Failure::new(Code::BasketEmpty))?;
    let basket = read(&state, &visitor).await?;
    let known = Known::of(&state, &visitor).await?;
    let snapshot = state.snapshot();
    let before = shown_draft(&snapshot, &visitor, &known, &basket);
    let asked = draft.term.clone();
    choose_for(&snapshot, &visitor, basket.term.as_deref(), &mut draft);
    let lapsed = visitor.face == Face::Business && !asked.is_empty() && asked != draft.term;
    let method_changed = draft.term == before.term && draft.payment != before.payment;
    agree(&snapshot, &visitor, &mut draft, method_changed);
    if serde_json::to_string(&draft).unwrap_or_default().len() > LONGEST_DRAFT {
        return Err(Failure::new(Code::TooLarge));
    }
    let turn = Turn::for_lines(&state, basket.rows.len()).await?;
    let now = state.clock.millis();
    let term = (visitor.face == Face::Business && !lapsed).then(|| draft.term.clone());
    let basket = state.store.set_basket(&owner, term, Some(draft.clone().into()), now).await?;
    if lapsed {
        return Err(Failure::field("/term", FieldCode::NotAChoice));
    }
    answer(&state, &turn, &snapshot, &visitor, basket, known, draft).await
}

/// What the company keeps for its orders; nothing for others.
#[derive(Default)]
struct Known {
    addresses: Vec<CompanyAddress>,
    cost_centres: Vec<CostCentre>,
}

impl Known {
    async fn of(state: &AppState, visitor: &Visitor) -> Result<Self, Failure> {
        let Some(company) = visitor.buying_company() else { return Ok(Self::default()) };
        Ok(Self {
            addresses: state.store.company_addresses(company.id).await?,
            cost_centres: state.store.cost_centres(company.id).await?,
        })
    }
}

/// The draft as the page shows it: what was kept, else what is known before anything was typed, with all choices made.
fn shown_draft(snapshot: &Snapshot, visitor: &Visitor, known: &Known, basket: &CartRecord) -> CheckoutDraft {
    let mut draft = kept(basket).unwrap_or_else(|| first_draft(visitor, known.addresses.first()));
    // The term is the basket's; the draft follows it.
    if let Some(term) = &basket.term {
        draft.term.clone_from(term);
    }
    choose_for(snapshot, visitor, basket.term.as_deref(), &mut draft);
    agree(snapshot, visitor, &mut draft, false);
    draft
}

/// Where nothing, or nothing that is offered, is chosen: the usual one, or the first that is offered. What was typed is left
/// alone.
fn choose_for(snapshot: &Snapshot, visitor: &Visitor, basket_term: Option<&str>, draft: &mut CheckoutDraft) {
    let country = country_of(&snapshot.settings, draft).unwrap_or(visitor.country);
    let settings = &snapshot.settings;
    if !settings.deliveries(visitor.face, country).any(|way| way.shipping.code == draft.delivery) {
        let usual = settings.usual_delivery(visitor.face, country);
        draft.delivery = usual.map(|way| way.shipping.code.clone()).unwrap_or_default();
    }
    let terms = terms_of(snapshot, visitor);
    let paying = Paying { payer: payer(visitor, visitor.face), terms: &terms };
    let methods = paying.methods();
    draft.payment = draft.payment.filter(|method| methods.contains(method));
    let term = paying.term(&draft.term, basket_term.unwrap_or_default(), draft.payment);
    let term = term.unwrap_or_else(|TermNotAChoice| paying.usual(None));
    draft.term = term.map(|term| term.code.clone()).unwrap_or_default();
}

/// Where term and way of paying do not go together, one follows the other: the term, where the way of paying is what was
/// changed.
fn agree(snapshot: &Snapshot, visitor: &Visitor, draft: &mut CheckoutDraft, method_changed: bool) {
    let terms = terms_of(snapshot, visitor);
    let paying = Paying { payer: payer(visitor, visitor.face), terms: &terms };
    let term = terms.iter().find(|term| term.code == draft.term);
    match draft.payment {
        Some(method) if paying.allows(term, method) => (),
        Some(method) if method_changed => {
            draft.term = paying.usual(Some(method)).map(|term| term.code.clone()).unwrap_or_default();
        }
        Some(_) | None => {
            draft.payment = paying.methods().into_iter().find(|method| paying.allows(term, *method));
        }
    }
}

/// What stays of a draft for the next order of the same buyer.
pub(super) fn next_draft(draft: &CheckoutDraft) -> CheckoutDraft {
    CheckoutDraft { purchase_order: String::new(), requested_date: String::new(), note: String::new(), ..draft.clone() }
}

/// The checkout as an answer.
async fn answer(
    state: &AppState,
    turn: &Turn,
    snapshot: &Arc<Snapshot>,
    visitor: &Visitor,
    basket: CartRecord,
    known: Known,
    draft: CheckoutDraft,
) -> Result<Response, Failure> {
    let lines = basket.rows.len();
    let view = view(state, turn, snapshot, visitor, &Arc::new(basket), known, draft).await?;
    turn.json(lines, view).await
}

async fn view(
    state: &AppState,
    turn: &Turn,
    snapshot: &Arc<Snapshot>,
    visitor: &Visitor,
    basket: &Arc<CartRecord>,
    known: Known,
    draft: CheckoutDraft,
) -> Result<CheckoutView, Failure> {
    let choice = Choice {
        coupons: basket.coupons.clone(),
        term: terms_of(snapshot, visitor).into_iter().find(|term| term.code == draft.term),
        ..of_draft(&snapshot.settings, visitor, &draft)
    };
    let country = choice.country.unwrap_or(visitor.country);
    let believed = is_believed(&snapshot.settings, visitor, country, &choice);
    let choice = with_uses(state, snapshot, visitor, choice).await?;
    let view = shown_with(state, turn, snapshot, visitor, basket, choice).await?;
    let (shop, face) = (Arc::clone(snapshot), visitor.face);
    let deliveries = move || {
        let deliveries = delivery_choices(&shop.settings, face, country, &view)?;
        Ok::<_, Failure>((deliveries, view))
    };
    let (deliveries, view) = turn.work(basket.rows.len(), deliveries).await??;
    let charged = matches!(view.context.vat, VatTreatment::Charged { .. });
    let company = visitor.buying_company();
    let terms = terms_of(snapshot, visitor);
    Ok(CheckoutView {
        deliveries,
        basket: view,
        countries: snapshot.settings.countries.clone(),
        payments: Paying { payer: payer(visitor, visitor.face), terms: &terms }.methods(),
        draft,
        terms: terms.iter().filter(|_| visitor.face == Face::Business).map(|term| (**term).clone()).collect(),
        addresses: known
            .addresses
            .into_iter()
            .map(|CompanyAddress { id, address }| KnownAddress { id, address })
            .collect(),
        cost_centres: known
            .cost_centres
            .into_iter()
            .map(|CostCentre { id, name }| CostCentreView { id, name })
            .collect(),
        has_credit: company.is_some_and(|company| company.credit_left.is_some()),
        credit_left: company
            .filter(|_| visitor.actor.may(Permission::ViewCredit))
            .and_then(|company| company.credit_left),
        vat_number_believed_up_to: snapshot.settings.unverified_vat_limit.filter(|_| believed && charged),
    })
}

/// Whether the VAT number of a draft would make it a reverse charge, were the sum low enough.
fn is_believed(settings: &ShopSettings, visitor: &Visitor, country: Country, choice: &Choice) -> bool {
    let Choice { postal_code, vat_number, .. } = choice;
    let would_be = settings.vat(visitor.face, country, postal_code.as_deref(), vat_number.as_ref(), true);
    visitor.buying_company().is_none() && matches!(would_be, VatTreatment::ReverseCharge { .. })
}

fn delivery_choices(
    settings: &ShopSettings,
    face: Face,
    country: Country,
    basket: &BasketView,
) -> Result<Vec<DeliveryChoice>, Failure> {
    let lines: Vec<LineInput> = basket.lines.iter().map(|line| line.input.clone()).collect();
    // What can be ordered beyond what is on hand leaves later, and so does the order.
    let of_line = |line: &BasketLine| line.stock.supply(line.input.quantity.get()).later_days();
    let later = basket.lines.iter().map(of_line).max().unwrap_or(0);
    let mut choices = Vec::new();
    for way in settings.deliveries(face, country) {
        let context = PricingContext { shipping: Some(way.shipping.clone()), ..basket.context.clone() };
        let Some(priced) = price(&context, &lines)?.shipping else { continue };
        let (from, until) = settings.arrival(basket.context.today, way, country, later);
        choices.push(DeliveryChoice { shipping: way.shipping.clone(), priced, from, until });
    }
    Ok(choices)
}
