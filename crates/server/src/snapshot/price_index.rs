//! What a piece of each variant costs a kind of visitor: one answer for the order of a list, its price filter, its count of
//! offers, and the price on a card.
//!
//! Everybody who is not signed in for a company sees the public prices; they are worked out with the snapshot. A company's are
//! worked out product by product when they are first asked for, and kept as long as they hold and its lists are the same.

use super::cards::Eye;
use super::{Snapshot, face_place};
use crate::price_lists::{Contracts, ContractsKey};
use crate::pricing::{price_one, rule};
use giano_commerce::catalog::{Stock, Variant};
use giano_commerce::price_history::{PriceSince, lowest_before};
use giano_commerce::pricing::{Item, PricingContext};
use giano_commerce::{Face, Locale, Money};
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What the least quantity of a variant that can be ordered costs per piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariantPrice {
    /// Price of a piece: VAT included at home, net for business.
    pub unit: Decimal,
    /// Whether it is less than without a promotion, or than the merchant's former price.
    pub on_offer: bool,
}

/// Prices of all variants for one kind of visitor.
#[derive(Debug)]
pub struct PriceIndex {
    products: Vec<OnceLock<Box<[VariantPrice]>>>,
    /// The moment at which a price of its contracts begins or ends.
    pub(super) until: Option<Timestamp>,
}

impl PriceIndex {
    /// An index of so many products, which holds until a moment.
    pub(super) fn new(products: usize, until: Option<Timestamp>) -> Self {
        Self { products: std::iter::repeat_with(OnceLock::new).take(products).collect(), until }
    }

    /// Prices of a product's variants, in their order.
    pub fn of(&self, snapshot: &Snapshot, eye: Eye<'_>, product: usize) -> &[VariantPrice] {
        static NONE: [VariantPrice; 0] = [];
        let Some(known) = self.products.get(product) else { return &NONE };
        known.get_or_init(|| {
            let variants = &snapshot.products[product].product.variants;
            let price = |(place, variant)| priced(eye.context, &snapshot.item(product, place, eye.contracts), variant);
            variants.iter().enumerate().map(price).collect()
        })
    }
}

fn priced(context: &PricingContext, item: &Arc<Item>, variant: &Variant) -> VariantPrice {
    let quantity = rule(variant, context.face).least();
    let priced = price_one(context, item, quantity).ok();
    match priced.as_ref().and_then(|priced| Some((priced, priced.lines.first()?))) {
        Some((priced, line)) => {
            let unit = line.unit.amount();
            let former = variant.compare_at.filter(|_| context.face == Face::Home);
            VariantPrice { unit, on_offer: !priced.saved.is_zero() || former.is_some_and(|at| at.amount() > unit) }
        }
        // What cannot be priced cannot be bought either; it stands at its own price.
        None => VariantPrice { unit: variant.home_price.amount(), on_offer: false },
    }
}

/// Who sees the same prices: whoever buys by the same price lists, as they are now, in the same term.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Buyer {
    contracts: ContractsKey,
    term: Option<String>,
}

/// The indices of a snapshot.
pub(super) struct PriceIndices {
    public: [Arc<PriceIndex>; 2],
    buyers: moka::sync::Cache<Buyer, Arc<PriceIndex>>,
}

/// Buyers whose prices are kept; those asked for least make room.
const MOST_BUYERS: u64 = 256;

impl PriceIndices {
    /// Empty ones for so many products.
    pub(super) fn new(products: usize) -> Self {
        Self {
            public: std::array::from_fn(|_| Arc::new(PriceIndex::new(products, None))),
            buyers: moka::sync::Cache::new(MOST_BUYERS),
        }
    }
}

impl Snapshot {
    /// The prices that a visitor sees.
    pub fn prices_for(&self, context: &PricingContext, contracts: &Contracts) -> Arc<PriceIndex> {
        let indices = &self.price_indices;
        if contracts.is_empty() && context.term.is_none() {
            return Arc::clone(&indices.public[face_place(context.face)]);
        }
        let term = context.term.as_ref().map(|term| term.code.clone());
        let buyer = Buyer { contracts: contracts.key(), term };
        let holds = |index: &Arc<PriceIndex>| index.until.is_none_or(|until| context.now < until);
        if let Some(index) = indices.buyers.get(&buyer).filter(holds) {
            return index;
        }
        let index = Arc::new(PriceIndex::new(self.products.len(), contracts.turn(context.now)));
        indices.buyers.insert(buyer, Arc::clone(&index));
        index
    }

    /// Works out the public prices of everything, so that the first visitor does not wait for them.
    pub(crate) fn work_out_public_prices(&self, contexts: [PricingContext; 2]) {
        for context in &contexts {
            let contracts = Contracts::default();
            let prices = self.prices_for(context, &contracts);
            let eye = Eye { locale: Locale::default(), context, contracts: &contracts, prices: &prices };
            for product in 0..self.products.len() {
                prices.of(self, eye, product);
            }
        }
    }
}

impl Snapshot {
    /// Takes over what was paid before: each item knows the lowest price of the 30 days before its present one, and the
    /// snapshot which prices are to be noted. Public prices must have been worked out.
    pub(super) fn take_history(&mut self, history: &HashMap<String, Vec<PriceSince>>, now: Timestamp) {
        let index = Arc::clone(&self.price_indices.public[face_place(Face::Home)]);
        let mut moved = Vec::new();
        for (entry, prices) in self.products.iter_mut().zip(&index.products) {
            for (item, price) in entry.items.iter_mut().zip(prices.get().into_iter().flatten()) {
                let key = item.sku.key();
                let known = history.get(&key).map_or(&[][..], Vec::as_slice);
                let lowest =
                    lowest_before(known, price.unit, now).map(|lowest| Money::new(lowest, self.settings.currency));
                if item.lowest_30_days != lowest {
                    Arc::make_mut(item).lowest_30_days = lowest;
                }
                if known.last().is_none_or(|last| last.price != price.unit) {
                    moved.push((key, Money::new(price.unit, self.settings.currency)));
                }
            }
        }
        self.moved_prices = moved;
    }

    /// Public prices at home that are to be noted, by the SKU in the form that look-ups compare.
    pub fn moved_prices(&self) -> &[(String, Money)] {
        &self.moved_prices
    }
}

/// The variant that stands for a product, on a card or in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Representative {
    /// The product's place.
    pub product: usize,
    /// The variant's place in it.
    pub variant: usize,
    /// What a piece of it costs.
    pub unit: Decimal,
    /// Whether others cost more.
    pub from: bool,
}

/// Whether a variant can be ordered now, from stock or on backorder.
pub const fn can_be_bought(stock: Stock) -> bool {
    stock.on_hand > 0 || stock.backorder
}

impl Snapshot {
    /// The cheapest of some variants of a product that can be bought; the cheapest of them all where none can. None where
    /// there are none. Of several at one price it is the first in the merchant's order.
    pub fn cheapest(
        &self,
        product: usize,
        prices: &[VariantPrice],
        variants: impl Iterator<Item = usize>,
    ) -> Option<Representative> {
        let mut best: Option<(bool, Representative)> = None;
        for variant in variants {
            let Some(price) = prices.get(variant) else { continue };
            let can = can_be_bought(self.products[product].stock(variant));
            let this = Representative { product, variant, unit: price.unit, from: false };
            best = Some(match best {
                None => (can, this),
                Some((others_can, other)) => match (can, others_can, this.unit.cmp(&other.unit)) {
                    // The first one that can be bought puts those that cannot out of the question.
                    (true, false, _) => (true, this),
                    (false, true, _) => (true, other),
                    (_, _, Ordering::Less) => (can, Representative { from: true, ..this }),
                    (_, _, Ordering::Greater) => (can, Representative { from: true, ..other }),
                    (_, _, Ordering::Equal) => (can, other),
                },
            });
        }
        best.map(|(_, best)| best)
    }
}
