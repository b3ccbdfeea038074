//! Pricing any list of SKUs.

use crate::apart::Turn;
use crate::basket::codes::all_known;
use crate::basket::view::issue;
use crate::price_lists::{Contracts, contracts};
use crate::pricing::{Choice, context, payer, terms_of};
use crate::problem::{Body, Failure};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::response::Response;
use giano_api::Code;
use giano_api::price::{PriceAnswer, PriceBody, PriceLine};
use giano_api::problem::{FieldCode, LineIssue};
use giano_commerce::Quantity;
use giano_commerce::checkout::Paying;
use giano_commerce::pricing::{LineInput, PricingContext, price};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Most lines priced at once.
const MOST_LINES: usize = 10_000;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(price_lines))
}

/// Prices any list of SKUs, with the trace; signed in, at the company's prices. Changes nothing.
#[utoipa::path(post, path = "/api/price", request_body = PriceBody, responses(
    (status = 200, body = PriceAnswer),
    (status = 413, description = "More than 10 000 lines", body = giano_api::Problem),
    (status = 422, description = "A term that cannot be chosen", body = giano_api::Problem),
    (status = 429, description = "Too many wrong coupon codes", body = giano_api::Problem),
))]
pub(crate) async fn price_lines(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Body(body): Body<PriceBody>,
) -> Result<Response, Failure> {
    if body.lines.len() > MOST_LINES {
        return Err(Failure::new(Code::TooLarge).detail("at most 10000 lines at once"));
    }
    let snapshot = state.snapshot();
    let face = body.face.unwrap_or(visitor.face);
    let coupons = body.coupons.iter().map(|code| code.trim().to_uppercase()).collect();
    let terms = terms_of(&snapshot, &visitor);
    let paying = Paying { payer: payer(&visitor, face), terms: &terms };
    let term = paying.term(body.term.as_deref().unwrap_or_default(), "", None);
    let term = term.map_err(|_| Failure::field("/term", FieldCode::NotAChoice))?.cloned();
    let choice = Choice { coupons, term, country: body.country, ..Choice::default() };
    let context = context(&state, &snapshot, &visitor, face, choice);
    all_known(&state, &visitor, &context, &context.coupons).await?;
    let contracts = contracts(&state, &visitor, face).await?;
    let lines = body.lines.len();
    let work = move || answer(&snapshot, &context, &contracts, &body.lines);
    let turn = Turn::for_lines(&state, lines).await?;
    let answer = turn.work(lines, work).await??;
    turn.json(lines, answer).await
}

fn answer(
    snapshot: &Snapshot,
    context: &PricingContext,
    contracts: &Contracts,
    wanted: &[PriceLine],
) -> Result<PriceAnswer, Failure> {
    let mut lines = Vec::with_capacity(wanted.len());
    let mut issues = Vec::new();
    let mut guesses = snapshot.guesses();
    // What can be ordered is asked of a SKU, on however many lines it stands.
    let mut asked: Vec<((usize, usize), Quantity)> = Vec::with_capacity(wanted.len());
    let mut places: HashMap<(usize, usize), usize> = HashMap::with_capacity(wanted.len());
    for (id, line) in (0_i64..).zip(wanted) {
        let Some((product, variant)) = snapshot.by_sku(&line.sku) else {
            let did_you_mean = guesses.near(&line.sku);
            issues.push(LineIssue { sku: line.sku.clone(), quantity: None, available: None, did_you_mean });
            continue;
        };
        match places.entry((product, variant)) {
            Entry::Occupied(place) => {
                let (_, quantity) = &mut asked[*place.get()];
                *quantity = quantity.saturating_add(line.quantity);
            }
            Entry::Vacant(place) => {
                place.insert(asked.len());
                asked.push(((product, variant), line.quantity));
            }
        }
        lines.push(LineInput { id, quantity: line.quantity, item: snapshot.item(product, variant, contracts) });
    }
    let wrong = |((product, variant), quantity)| issue(snapshot, context.face, product, variant, quantity);
    issues.extend(asked.into_iter().filter_map(wrong));
    Ok(PriceAnswer { basket: price(context, &lines)?, issues })
}
