//! A whole basket, priced: the one way in which it is done, whoever asks for it.

use crate::apart::Turn;
use crate::price_lists::{Contracts, contracts};
use crate::pricing::{Choice, context, price_believing};
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_commerce::pricing::{LineInput, PricedBasket, PricingContext};
use giano_store::CartRecord;
use std::sync::Arc;

/// A basket with its prices, and what they were worked out of.
pub(crate) struct PricedCart {
    pub snapshot: Arc<Snapshot>,
    pub visitor: Visitor,
    pub basket: Arc<CartRecord>,
    pub contracts: Contracts,
    pub context: PricingContext,
    /// Its lines that are sold, newest first, as pricing wants them.
    pub lines: Vec<LineInput>,
    /// Identifiers of its lines that are not sold any more.
    pub gone: Vec<i64>,
    pub priced: PricedBasket,
}

/// Prices a basket for a visitor with what its prices depend on, and makes something of it. A basket of many lines takes tenths of
/// a second, so all of that is done in a turn ([`Turn::work`]): whatever else looks at every line belongs into `make`.
///
/// # Errors
/// Those of pricing and of `make`.
pub(crate) async fn price_cart<T: Send + 'static>(
    state: &AppState,
    turn: &Turn,
    snapshot: &Arc<Snapshot>,
    visitor: &Visitor,
    basket: &Arc<CartRecord>,
    choice: Choice,
    make: impl FnOnce(PricedCart) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let country = choice.country.unwrap_or(visitor.country);
    let mut context = context(state, snapshot, visitor, visitor.face, choice);
    let contracts = contracts(state, visitor, visitor.face).await?;
    let (snapshot, visitor, basket) = (Arc::clone(snapshot), visitor.clone(), Arc::clone(basket));
    let rows = basket.rows.len();
    let work = move || {
        let (lines, gone) = inputs(&snapshot, &contracts, &basket);
        let priced = price_believing(&snapshot.settings, &visitor, country, &mut context, &lines)?;
        make(PricedCart { snapshot, visitor, basket, contracts, context, lines, gone, priced })
    };
    turn.work(rows, work).await?
}

/// Lines of a basket that are sold, as pricing wants them, and identifiers of those that are not.
fn inputs(snapshot: &Snapshot, contracts: &Contracts, basket: &CartRecord) -> (Vec<LineInput>, Vec<i64>) {
    let mut lines = Vec::with_capacity(basket.rows.len());
    let mut gone = Vec::new();
    // Newest first, as the basket shows them.
    for row in basket.rows.iter().rev().filter(|row| !row.saved) {
        match snapshot.by_sku(&row.sku) {
            Some((product, variant)) => lines.push(LineInput {
                id: row.id,
                quantity: row.quantity,
                item: snapshot.item(product, variant, contracts),
            }),
            None => gone.push(row.id),
        }
    }
    (lines, gone)
}
