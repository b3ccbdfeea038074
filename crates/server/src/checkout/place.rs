//! Placing an order: check, price, take everything in one transaction, then ask for the money.

use super::idempotent::{self, key_of_request, let_go, take_turn};
use super::order::Making;
use super::promotions::uses_of;
use super::validate::{Ready, ready};
use crate::apart::Turn;
use crate::basket::priced::{PricedCart, price_cart};
use crate::basket::view::{customer, issue, with_uses};
use crate::orders::view::view_of;
use crate::orders::{key_hash, key_of};
use crate::payments::ask;
use crate::pricing::Choice;
use crate::problem::{Body, Failure};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use giano_api::Code;
use giano_api::checkout::{PlaceOrderBody, PlacedOrder};
use giano_api::problem::LineIssue;
use giano_commerce::basket::{ShownPrices, price_moved};
use giano_commerce::order::{OrderNumber, PaymentState};
use giano_commerce::pricing::LineInput;
use giano_store::{BasketOwner, CartRecord, KeyHold, NewOrder, OrderOwner, OrderRecord, Refusal, Taking};
use std::sync::Arc;

/// How often an order is priced while the catalogue changes under it, as it does during an import.
const PRICED_AGAIN: u32 = 4;

/// Places the order. Needs the header `Idempotency-Key`; the same key gives the same answer for at least 24 h.
#[utoipa::path(post, path = "/api/orders", request_body = PlaceOrderBody,
    params(("Idempotency-Key" = String, Header, max_length = 128, pattern = "^[!-~]([ -~]*[!-~])?$", description = "New for every order that is meant, the same for each retry of it")),
    responses(
        (status = 200, body = PlacedOrder),
        (status = 402, description = "The payment was declined", body = giano_api::Problem),
        (status = 409, description = "Price, stock, credit or basket moved", body = giano_api::Problem),
        (status = 422, description = "Fields or lines are wrong", body = giano_api::Problem),
    ))]
pub(crate) async fn place_order(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(body): Body<PlaceOrderBody>,
) -> Result<Response, Failure> {
    let owner = visitor.basket_owner().ok_or_else(|| Failure::new(Code::BasketEmpty))?;
    let key = key_of_request(&headers, &owner)?;
    let hold = match take_turn(&state, &key, &body).await? {
        idempotent::Turn::Go(hold) => hold,
        idempotent::Turn::Told(order) => return answer_of(&state, *order).await,
    };
    // Goes on to its end even where the browser hangs up: an order must not stay half paid.
    let work = async move {
        let card_token = body.card_token.clone().unwrap_or_default();
        match place(&state, visitor, owner, hold.clone(), body).await {
            Ok((order, number)) => finish(&state, order, number, &card_token).await,
            Err(failure) => {
                let_go(&state, &hold).await;
                Err(failure)
            }
        }
    };
    tokio::spawn(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "placing an order");
        Err(Failure::new(Code::Internal))
    })
}

/// Everything up to the moment when the order is written, and the key bound to it.
async fn place(
    state: &Arc<AppState>,
    visitor: Visitor,
    owner: BasketOwner,
    hold: KeyHold,
    body: PlaceOrderBody,
) -> Result<(NewOrder, OrderNumber), Failure> {
    visitor.may_buy()?;
    let basket = state.store.basket(&owner).await?.unwrap_or_default();
    if basket.rows.iter().all(|row| row.saved) {
        return Err(Failure::new(Code::BasketEmpty));
    }
    if basket.version != body.basket_version {
        return Err(Failure::new(Code::BasketChanged));
    }
    let centres = match visitor.buying_company() {
        Some(company) => state.store.cost_centres(company.id).await?,
        None => Vec::new(),
    };
    let centres: Vec<String> = centres.into_iter().map(|centre| centre.name).collect();
    let face = visitor.face;
    let asked = Asked { state: Arc::clone(state), visitor, owner, hold, body, basket: Arc::new(basket), centres };
    let placed = Arc::new(asked).take().await?;
    metrics::counter!("orders_placed_total", "face" => face.as_str()).increment(1);
    Ok(placed)
}

/// Everything after that. Nothing here undoes the order: where the money cannot be asked for, or its answer not be noted, the
/// order waits, and its key leads to it.
async fn finish(state: &AppState, order: NewOrder, number: OrderNumber, card_token: &str) -> Result<Response, Failure> {
    if order.payment.provider.is_some()
        && let Err(failure) = ask_for_money(state, &order.payment.id, card_token).await
    {
        tracing::error!(%number, problem = ?failure.problem(), "the payment's answer was not noted");
    }
    let owner = OrderOwner::Key(key_hash(state, &number));
    let record = state.store.order(&number, &owner).await?.ok_or_else(|| Failure::new(Code::Internal))?;
    answer_of(state, record).await
}

/// An order as somebody asks for it.
struct Asked {
    state: Arc<AppState>,
    visitor: Visitor,
    owner: BasketOwner,
    hold: KeyHold,
    body: PlaceOrderBody,
    basket: Arc<CartRecord>,
    centres: Vec<String>,
}

impl Asked {
    /// Checks it, prices it and takes everything it needs. Where what its prices depend on has been changed meanwhile, it is
    /// checked and priced again with that: it may still cost the same. Everything it is made of comes from one snapshot, so
    /// that no order is made half by what was before.
    async fn take(self: &Arc<Self>) -> Result<(NewOrder, OrderNumber), Failure> {
        if self.state.snapshot().is_outdated(self.state.clock.now()) {
            // Nothing is sold at a special price that has just ended.
            self.state.refresh_catalog().await?;
        }
        for _ in 0..PRICED_AGAIN {
            if let Some(placed) = self.take_at_known_prices().await? {
                return Ok(placed);
            }
            self.state.refresh_catalog().await?;
        }
        Err(Failure::new(Code::Unavailable).detail("prices are being changed: try again"))
    }

    /// None where what its prices depend on has changed since this server loaded it; nothing was taken then.
    async fn take_at_known_prices(self: &Arc<Self>) -> Result<Option<(NewOrder, OrderNumber)>, Failure> {
        let Self { state, visitor, body, basket, centres, .. } = &**self;
        let snapshot = state.snapshot();
        let settings = &snapshot.settings;
        let ready = ready(state, &snapshot, visitor, body, basket.term.as_deref(), centres)?;
        let customer = customer(visitor, Some(&ready.email.key())).unwrap_or_else(|| ready.email.key());
        let country = ready.address.country;
        let way = settings.deliveries(visitor.face, country).find(|way| way.shipping.code == body.draft.delivery);
        let choice = Choice {
            coupons: basket.coupons.clone(),
            term: ready.term.clone(),
            country: Some(country),
            postal_code: Some(ready.address.postal_code.clone()),
            vat_number: ready.vat_number.clone(),
            shipping: way.map(|way| way.shipping.clone()),
            email: Some(ready.email.key()),
            ..Choice::default()
        };
        let choice = with_uses(state, &snapshot, visitor, choice).await?;
        let asked = Arc::clone(self);
        let made = move |cart: PricedCart| asked.order(&cart, &ready, &customer);
        let turn = Turn::for_lines(state, basket.rows.len()).await?;
        let (order, taking) = price_cart(state, &turn, &snapshot, visitor, basket, choice, made).await?;
        // The database has locks of its own to wait for.
        drop(turn);
        let by = visitor.actor.author(order.placed_at);
        let placed = match state.store.place_order(&by, &order, &taking, |number| key_hash(state, number)).await? {
            Ok(placed) => placed,
            Err(Refusal::CatalogMoved) => return Ok(None),
            Err(refusal) => return Err(refused(refusal)),
        };
        state.stock_moved().await;
        Ok(Some((order, placed.number)))
    }

    /// The order and what it takes, where the basket can be ordered at the prices that were shown.
    fn order(&self, cart: &PricedCart, ready: &Ready, customer: &str) -> Result<(NewOrder, Taking), Failure> {
        let Self { state, owner, hold, body, .. } = self;
        let PricedCart { snapshot, visitor, basket, contracts, context, lines, gone, priced } = cart;
        if !gone.is_empty() {
            return Err(Failure::new(Code::BasketChanged));
        }
        refuse_wrong_quantities(snapshot, visitor, lines)?;
        if let Some(moved) = price_moved(&body.shown, &ShownPrices::from(priced)) {
            return Err(Failure::moved(moved));
        }
        let making = Making { state, snapshot, contracts, visitor, owner, basket, body, ready, context, priced };
        let order = making.order()?;
        let taking = making.taking(uses_of(context, priced, customer), hold);
        Ok((order, taking))
    }
}

/// Asks the provider, outside of any transaction, and notes what it says.
async fn ask_for_money(state: &AppState, payment: &str, card_token: &str) -> Result<(), Failure> {
    let payment = state.store.payment(payment).await?.ok_or_else(|| Failure::new(Code::Internal))?;
    ask::ask_for_money(state, &payment, card_token).await
}

/// How an order stands, as the answer to placing it.
pub(crate) async fn answer_of(state: &AppState, order: OrderRecord) -> Result<Response, Failure> {
    let number: OrderNumber = order.head.number.parse().map_err(|_| Failure::new(Code::Internal))?;
    let key = key_of(state, &number);
    let lines = order.lines.len();
    // The order is placed, whoever else waits for a turn.
    let turn = Turn::not_yet(state);
    let placed = turn.work(lines, move || standing(order, key)).await??;
    turn.json(lines, placed).await
}

fn standing(order: OrderRecord, key: String) -> Result<PlacedOrder, Failure> {
    let payment = order.head.parts.payments.last().map(|payment| (payment.id.clone(), payment.state));
    match payment {
        Some((payment, PaymentState::Challenge { .. })) => {
            Ok(PlacedOrder::Challenge { payment, number: order.head.number, key })
        }
        // What is authorised is as good as paid for the buyer; but the page waits for the last word.
        Some((_, PaymentState::Created { .. } | PaymentState::Pending { .. } | PaymentState::Authorised { .. })) => {
            Ok(PlacedOrder::Pending { order: Box::new(view_of(order)?), key })
        }
        Some((_, state)) if state.has_failed() && order.head.cancelled().is_some() => {
            Err(Failure::new(Code::PaymentDeclined))
        }
        Some(_) | None => Ok(PlacedOrder::Placed { order: Box::new(view_of(order)?), key }),
    }
}

fn refuse_wrong_quantities(snapshot: &Snapshot, visitor: &Visitor, lines: &[LineInput]) -> Result<(), Failure> {
    let issues: Vec<LineIssue> = lines
        .iter()
        .filter_map(|line| {
            let (product, variant) = snapshot.by_sku(&line.item.sku)?;
            issue(snapshot, visitor.face, product, variant, line.quantity)
        })
        .collect();
    // What is on hand only the database knows: another server may have sold some since, or more may have come.
    match issues.iter().any(|issue| issue.quantity.is_some()) {
        true => Err(Failure::lines(Code::QuantityRule, issues)),
        false => Ok(()),
    }
}

fn refused(refusal: Refusal) -> Failure {
    let issue = |short: giano_store::StockTaking| LineIssue {
        sku: short.sku,
        quantity: None,
        available: Some(short.available),
        did_you_mean: None,
    };
    match refusal {
        Refusal::OutOfStock(short) => Failure::lines(Code::OutOfStock, short.into_iter().map(issue).collect()),
        Refusal::TransferShare(beyond) => Failure::lines(Code::TransferShare, beyond.into_iter().map(issue).collect()),
        Refusal::PromotionUsedUp(_) => Failure::new(Code::PromotionUsedUp),
        Refusal::CreditExceeded => Failure::new(Code::CreditExceeded),
        Refusal::BasketChanged => Failure::new(Code::BasketChanged),
        // Whoever asks again is told of the other request's order.
        Refusal::KeyTaken => Failure::new(Code::IdempotencyInProgress),
        Refusal::CatalogMoved => Failure::new(Code::Unavailable),
    }
}
