//! The visitor's basket, priced.

use super::chosen::choice_of;
use super::priced::{PricedCart, price_cart};
use crate::apart::Turn;
use crate::pricing::{Choice, rule};
use crate::problem::Failure;
use crate::product::detail::label;
use crate::snapshot::Snapshot;
use crate::snapshot::cards::availability;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::basket::{BasketLine, BasketView, LineShown, SavedLine};
use giano_api::problem::LineIssue;
use giano_commerce::{Face, Quantity};
use giano_store::{BasketOwner, CartRecord};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The visitor's basket, priced.
#[utoipa::path(get, path = "/api/basket", responses((status = 200, body = BasketView)))]
pub(crate) async fn get_basket(State(state): State<Arc<AppState>>, visitor: Visitor) -> Result<Response, Failure> {
    let basket = read(&state, &visitor).await?;
    let turn = Turn::for_lines(&state, basket.rows.len()).await?;
    answer(&state, &turn, &visitor, basket).await
}

/// A basket as an answer ([`shown`]).
pub(crate) async fn answer(
    state: &AppState,
    turn: &Turn,
    visitor: &Visitor,
    basket: CartRecord,
) -> Result<Response, Failure> {
    let rows = basket.rows.len();
    let view = shown(state, turn, visitor, &Arc::new(basket)).await?;
    turn.json(rows, view).await
}

/// A turn for a change of a basket that adds so many lines at most, taken before anything is changed.
///
/// # Errors
/// As [`Turn::take`].
pub(super) async fn turn_to_change(state: &AppState, owner: &BasketOwner, more: usize) -> Result<Turn, Failure> {
    let there = usize::try_from(state.store.lines_in_basket(owner).await?).unwrap_or(usize::MAX);
    Turn::for_lines(state, there.saturating_add(more)).await
}

/// The visitor's basket; an empty one where there is none.
pub(crate) async fn read(state: &AppState, visitor: &Visitor) -> Result<CartRecord, Failure> {
    Ok(match visitor.basket_owner() {
        Some(owner) => state.store.basket(&owner).await?.unwrap_or_default(),
        None => CartRecord::default(),
    })
}

/// Adds to a choice which promotions are used up: by this customer (known once somebody is signed in or gave an e-mail)
/// and in all. Asks the database only where promotions have limits.
pub(crate) async fn with_uses(
    state: &AppState,
    snapshot: &Snapshot,
    visitor: &Visitor,
    choice: Choice,
) -> Result<Choice, Failure> {
    let customer = customer(visitor, choice.email.as_deref());
    let limits: Vec<_> = snapshot.promotions.iter().filter_map(|p| Some((p.id, p.limit_total?))).collect();
    let used_up = state.store.used_up_promotions(&limits).await?;
    let personal = snapshot.promotions.iter().any(|p| p.limit_per_customer.is_some());
    let uses = match customer.filter(|_| personal) {
        Some(customer) => state.store.promotion_uses(&customer).await?,
        None => HashMap::new(),
    };
    Ok(Choice { uses, used_up, ..choice })
}

/// Under which name the use of promotions is counted: the company, else the e-mail.
pub(crate) fn customer(visitor: &Visitor, email_key: Option<&str>) -> Option<String> {
    match (visitor.buying_company(), visitor.actor.customer()) {
        (Some(company), _) => Some(format!("company:{}", company.id.0)),
        (None, Some(person)) => Some(person.email.to_lowercase()),
        (None, None) => email_key.map(str::to_owned),
    }
}

/// A basket with everything the page shows. Lines that are no longer sold are taken out and named once.
pub(crate) async fn shown(
    state: &AppState,
    turn: &Turn,
    visitor: &Visitor,
    basket: &Arc<CartRecord>,
) -> Result<BasketView, Failure> {
    let snapshot = state.snapshot();
    let choice = choice_of(state, &snapshot, visitor, basket).await?;
    shown_with(state, turn, &snapshot, visitor, basket, choice).await
}

/// A basket as [`shown`], where what its prices depend on is known.
pub(crate) async fn shown_with(
    state: &AppState,
    turn: &Turn,
    snapshot: &Arc<Snapshot>,
    visitor: &Visitor,
    basket: &Arc<CartRecord>,
    choice: Choice,
) -> Result<BasketView, Failure> {
    let made = |cart: PricedCart| Ok(view_of(cart));
    let (mut view, gone) = price_cart(state, turn, snapshot, visitor, basket, choice, made).await?;
    if let (Some(owner), false) = (visitor.basket_owner(), gone.is_empty()) {
        view.version = state.store.drop_basket_lines(&owner, &gone, state.clock.millis()).await?.version;
    }
    Ok(view)
}

/// What the page shows of a priced basket, and identifiers of its lines that are no longer sold.
fn view_of(cart: PricedCart) -> (BasketView, Vec<i64>) {
    let PricedCart { snapshot, visitor, basket, contracts: _, context, lines: inputs, gone, priced } = cart;
    let (snapshot, visitor) = (&*snapshot, &visitor);
    let mut issues = Vec::new();
    let mut lines = Vec::with_capacity(inputs.len());
    for input in inputs {
        let Some((product, variant)) = snapshot.by_sku(&input.item.sku) else { continue };
        issues.extend(issue(snapshot, visitor.face, product, variant, input.quantity));
        let shown = line_shown(snapshot, visitor, product, variant);
        lines.push(BasketLine { stock: snapshot.products[product].stock(variant), shown, input });
    }
    let saved = basket.rows.iter().rev().filter(|row| row.saved).filter_map(|row| {
        let (product, variant) = snapshot.by_sku(&row.sku)?;
        let shown = line_shown(snapshot, visitor, product, variant);
        Some(SavedLine { id: row.id, sku: row.sku.clone(), quantity: row.quantity, shown })
    });
    let ids: HashSet<i64> = gone.iter().copied().collect();
    let dropped = basket.rows.iter().filter(|row| ids.contains(&row.id)).map(|row| row.sku.clone());
    let (saved, dropped) = (saved.collect(), dropped.collect());
    (BasketView { version: basket.version, saved, dropped, lines, context, priced, issues }, gone)
}

/// Why a quantity of a variant cannot be ordered as it is.
pub(crate) fn issue(
    snapshot: &Snapshot,
    face: Face,
    product: usize,
    variant: usize,
    quantity: Quantity,
) -> Option<LineIssue> {
    let sold = snapshot.variant(product, variant);
    let short = snapshot.products[product].stock(variant).short_of(quantity.get());
    let wrong = rule(sold, face).check(quantity).err();
    (short.is_some() || wrong.is_some()).then(|| LineIssue {
        sku: sold.sku.clone(),
        quantity: wrong,
        available: short,
        did_you_mean: None,
    })
}

/// What to show of a line.
pub(crate) fn line_shown(snapshot: &Snapshot, visitor: &Visitor, product: usize, variant: usize) -> LineShown {
    let entry = &snapshot.products[product];
    let sold = &entry.product.variants[variant];
    LineShown {
        slug: entry.product.slug.clone(),
        name: entry.product.name.get(visitor.locale).to_owned(),
        label: label(&entry.product, &sold.options, visitor.locale),
        image: snapshot.picture(product, Some(variant)),
        quantities: rule(sold, visitor.face),
        pack_size: sold.pack_size,
        availability: availability(entry.stock(variant), snapshot.settings.low_stock),
    }
}
