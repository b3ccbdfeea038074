//! Pricing any list of SKUs.

use crate::pricing::{Choice, context, payer, rule, terms_of};
use crate::problem::{Body, Failure};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::Json;
use axum::extract::State;
use giano_api::Code;
use giano_api::price::{PriceAnswer, PriceBody};
use giano_api::problem::{FieldCode, LineIssue};
use giano_commerce::Face;
use giano_commerce::checkout::Paying;
use giano_commerce::pricing::{LineInput, price};
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
))]
pub(crate) async fn price_lines(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    Body(body): Body<PriceBody>,
) -> Result<Json<PriceAnswer>, Failure> {
    if body.lines.len() > MOST_LINES {
        return Err(Failure::new(Code::TooLarge).detail("at most 10000 lines at once"));
    }
    let snapshot = state.snapshot();
    let face = body.face.unwrap_or(visitor.face);
    let coupons = body.coupons.iter().map(|code| code.trim().to_uppercase()).take(10).collect();
    let terms = terms_of(&snapshot, &visitor);
    let paying = Paying { payer: payer(&visitor, face), terms: &terms };
    let term = paying.term(body.term.as_deref().unwrap_or_default(), "", None);
    let term = term.map_err(|_| Failure::field("/term", FieldCode::NotAChoice))?.cloned();
    let choice = Choice { coupons, term, country: body.country, ..Choice::default() };
    let context = context(&state, &snapshot, &visitor, face, choice);
    let company = visitor.actor.company.as_deref().filter(|_| face == Face::Business);
    let mut lines = Vec::with_capacity(body.lines.len());
    let mut issues = Vec::new();
    let mut guesses = snapshot.guesses();
    for (id, line) in (0_i64..).zip(&body.lines) {
        let issue =
            |quantity, available, did_you_mean| LineIssue { sku: line.sku.clone(), quantity, available, did_you_mean };
        let Some((product, variant)) = snapshot.by_sku(&line.sku) else {
            issues.push(issue(None, None, guesses.near(&line.sku)));
            continue;
        };
        if let Err(wrong) = rule(snapshot.variant(product, variant), face).check(line.quantity) {
            issues.push(issue(Some(wrong), None, None));
        }
        let stock = snapshot.products[product].stock(variant);
        if !stock.backorder && stock.on_hand < line.quantity.get() {
            issues.push(issue(None, Some(stock.on_hand), None));
        }
        lines.push(LineInput { id, quantity: line.quantity, item: snapshot.item(product, variant, company) });
    }
    Ok(Json(PriceAnswer { basket: price(&context, &lines)?, issues }))
}
