//! Adding lines.

use super::chosen::choice_of;
use super::priced::{PricedCart, price_cart};
use super::room;
use super::view::{issue, shown, turn_to_change};
use crate::apart::{MANY_LINES, Turn};
use crate::cookies::{secret, with_cookies};
use crate::problem::{Body, Failure, Query};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use giano_api::Code;
use giano_api::basket::{AddLinesBody, AddQuery, BasketAnswer};
use giano_api::problem::LineIssue;
use giano_api::session::{BASKET_COOKIE, BasketCount};
use giano_commerce::basket::{MAX_GUEST_LINES, MAX_LINES};
use giano_commerce::{Quantity, Sku};
use giano_store::CartRecord;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// Adds lines; a SKU already there gains the quantity. Makes the basket where there is none.
///
/// Good lines are added even where others are not; those are in `issues` with the cure. Where none is good, the answer is
/// a problem with the same issues.
#[utoipa::path(post, path = "/api/basket/lines", params(AddQuery), request_body = AddLinesBody,
    responses((status = 200, body = BasketAnswer), (status = 409, description = "Not enough on hand", body = giano_api::Problem),
    (status = 422, description = "SKUs or quantities that cannot be ordered", body = giano_api::Problem),
    (status = 429, description = "A guest who has stored enough", body = giano_api::Problem),
    (status = 503, description = "There is no room for guests' baskets", body = giano_api::Problem)))]
pub(crate) async fn add_lines(
    State(state): State<Arc<AppState>>,
    mut visitor: Visitor,
    Query(query): Query<AddQuery>,
    Body(body): Body<AddLinesBody>,
) -> Result<(HeaderMap, Response), Failure> {
    let most = if visitor.is_anonymous() { MAX_GUEST_LINES } else { MAX_LINES };
    if body.lines.len() > most {
        return Err(Failure::new(Code::TooLarge).detail(format!("at most {most} lines at once")));
    }
    let snapshot = state.snapshot();
    let mut unknown = Vec::new();
    let mut good = Vec::with_capacity(body.lines.len());
    for line in body.lines {
        match snapshot.by_sku(&line.sku) {
            // The merchant's own spelling, not the visitor's.
            Some((product, variant)) => good.push((snapshot.variant(product, variant).sku.clone(), line.quantity)),
            None => unknown.push(line.sku),
        }
    }
    // Guessing looks through the whole catalogue, however few lines there are.
    let turn = match visitor.basket_owner() {
        Some(owner) if unknown.is_empty() => turn_to_change(&state, &owner, good.len()).await?,
        None if unknown.is_empty() => Turn::for_lines(&state, good.len()).await?,
        Some(_) | None => Turn::take(&state).await?,
    };
    let mut issues = guessed(&turn, Arc::clone(&snapshot), unknown).await?;
    if good.is_empty() {
        return Err(Failure::lines(Code::UnknownSku, issues));
    }
    let asked = good.len();
    room::make(&state, &mut visitor, asked).await?;
    let kept_days = i64::from(state.snapshot().settings.guest_baskets.keep_days);
    let token = visitor.actor.basket_token.as_ref().filter(|_| visitor.is_anonymous());
    let cookie = token.and_then(|token| secret(BASKET_COOKIE, token, kept_days * DAY));
    let owner = visitor.basket_owner().ok_or_else(|| Failure::new(Code::Internal))?;
    let mut wanted: HashSet<String> = HashSet::new();
    let face = visitor.face;
    let mut there = 0;
    let choose = |basket: &CartRecord| {
        there = basket.rows.len();
        let here = basket.rows.iter().filter(|row| !row.saved).map(|row| (row.sku.key(), row.quantity));
        let mut pieces: HashMap<String, Quantity> = here.collect();
        let mut chosen = Vec::with_capacity(good.len());
        for (sku, quantity) in good {
            let key = sku.key();
            let sum = pieces.get(&key).map_or(quantity, |there| there.saturating_add(quantity));
            let place = snapshot.by_sku(&sku);
            // The rules hold for what would be in the basket then, not for what is added.
            match place.and_then(|(product, variant)| issue(&snapshot, face, product, variant, sum)) {
                Some(wrong) => issues.push(wrong),
                None => {
                    pieces.insert(key.clone(), sum);
                    wanted.insert(key);
                    chosen.push((sku, quantity));
                }
            }
        }
        chosen
    };
    let added = state.store.add_to_basket(&owner, choose, state.clock.millis()).await;
    let fresh = added.as_ref().ok().and_then(Option::as_ref).map_or(0, |(basket, _)| basket.rows.len() - there);
    room::give_back(&state, &visitor, asked.saturating_sub(fresh));
    let added = added?;
    let Some((basket, left_over)) = added else {
        let rule = issues.iter().any(|issue| issue.quantity.is_some());
        return Err(Failure::lines(if rule { Code::QuantityRule } else { Code::OutOfStock }, issues));
    };
    if left_over.len() == wanted.len() {
        return Err(Failure::new(Code::BasketFull));
    }
    for (sku, _) in left_over {
        wanted.remove(&sku.key());
        issues.push(LineIssue { sku, quantity: None, available: None, did_you_mean: None });
    }
    let rows = || basket.rows.iter().filter(|row| !row.saved);
    let count = BasketCount {
        lines: u32::try_from(rows().count()).unwrap_or(u32::MAX),
        pieces: rows().map(|row| u64::from(row.quantity.get())).sum(),
    };
    let (lines, basket) = (basket.rows.len(), Arc::new(basket));
    let answer = if query.full {
        let view = shown(&state, &turn, &visitor, &basket).await?;
        let answer = move || BasketAnswer {
            version: view.version,
            count,
            added: view.priced.lines.iter().filter(|line| wanted.contains(&line.sku.key())).cloned().collect(),
            goods: view.priced.goods,
            total: view.priced.total,
            issues,
            basket: Some(Box::new(view)),
        };
        turn.work(lines, answer).await?
    } else {
        let choice = choice_of(&state, &snapshot, &visitor, &basket).await?;
        let answer = move |PricedCart { basket, priced, .. }| {
            Ok(BasketAnswer {
                version: basket.version,
                count,
                goods: priced.goods,
                total: priced.total,
                added: priced.lines.into_iter().filter(|line| wanted.contains(&line.sku.key())).collect(),
                issues,
                basket: None,
            })
        };
        price_cart(&state, &turn, &snapshot, &visitor, &basket, choice, answer).await?
    };
    Ok(with_cookies([cookie], turn.json(lines, answer).await?))
}

/// Says of SKUs that are not there which ones were probably meant.
async fn guessed(turn: &Turn, snapshot: Arc<Snapshot>, unknown: Vec<Sku>) -> Result<Vec<LineIssue>, Failure> {
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let guess = move || {
        let mut guesses = snapshot.guesses();
        let issue = |sku: Sku| {
            let did_you_mean = guesses.near(&sku);
            LineIssue { sku, quantity: None, available: None, did_you_mean }
        };
        unknown.into_iter().map(issue).collect()
    };
    turn.work(MANY_LINES, guess).await
}
