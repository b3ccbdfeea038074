//! What a basket costs by the rules of the shop, written so that one can see that it is right, however slow: where the
//! rules ask for the lowest, everything that is allowed is tried.
//!
//! It was written from the rules alone, by somebody who had not read the implementation. Where the rules say nothing, or
//! one of them against another, this is what it does, and why.
//!
//! Unit price
//! - A contract that is not firm and not lower than every public price does not count at all. Where they are equal the
//!   contract stays: a company that has one sees it named. Prices are compared exactly, before term and rounding.
//! - Where the company's own list begins above the quantity, its group's holds: at this quantity its own says nothing.
//! - Of two entries of one list for one minimum the one that began last has taken the other's place, reached or not. Of
//!   several lists of one owner the cheapest holds, among equals a firm one, since nobody can know which was meant.
//! - Mix and match counts all variants of the product in the basket, also those that the list does not name.
//! - A tier that is dearer than the one below it holds all the same: the rule asks for the greatest minimum.
//!
//! Promotions
//! - Percentages and amounts on products or categories, and fixed prices on anything, are of one piece. Percentages and
//!   amounts on the order are taken off its sum.
//! - Promotions of one piece come first, then those on several pieces, then those of the order. Priority, then the smaller
//!   identifier, decides within each of these levels, and exclusive promotions exclude within theirs, but one of one piece
//!   also lets no promotion on several pieces at the pieces it reduces. Gifts and free delivery exclude nothing and are
//!   excluded by nothing: they take nothing off.
//! - A promotion that takes nothing off is as if it were not there, so it excludes nothing.
//! - A minimum is reached by the goods in scope, for promotions on lines at what a guest pays for them without promotions:
//!   else a company would miss by its lower contract what a guest gets, and pay more than a guest for the same line. For
//!   promotions of the order by what the goods cost after those on lines. Lines at a firm price count: they are bought all
//!   the same. Without any goods in scope no promotion counts.
//! - A promotion without a condition counts where priority and exclusiveness say so. One with a condition, a code or a
//!   minimum, is taken where the basket costs less with it, and on a line where that line does: else giving a code, or
//!   reaching a minimum by one more piece, could make a basket dearer. Of all choices the one with the lowest total holds;
//!   among equals that with more gifts, then that with free delivery, then that with the fewest codes; what is left is
//!   open. So the order in which codes are given does not matter, and a code that changes nothing is not used up. Only the
//!   first ten codes count, the same code twice being one.
//! - A number of pieces is a condition as well: where one of the promotions on several pieces is exclusive, those of them are
//!   taken with which the goods cost least.
//!
//! Promotions on several pieces
//! - They see pieces, not lines: what lines the pieces of a SKU stand on changes nothing.
//! - A piece under a contract may stay at it or take part at its price without the contract, each piece for itself, so that
//!   the goods cost least in all. By whole lines a third piece could cost more than it does alone. Where it comes to the
//!   same, as few pieces as possible leave their contract. Firm contracts' pieces take no part.
//! - Every other piece takes part: "of every three the cheapest is free" names the n ÷ 3 cheapest of all eligible pieces.
//!   Of pieces at several prices two baskets can cost less then than one: 2 × 32.90 and 24.90, the second at half price, are
//!   78.25, but 49.35 and 24.90 apart. The sentence that says which pieces are free goes before the one that two baskets
//!   never cost less; so the laws are tried where the pieces of such a promotion have one price (`shops::Kind::Lawful`).
//! - Each of them counts on unit prices, whatever others took off; together they take off no more than there is.
//! - A piece that is reduced is rounded like every unit price. What a set saves is one amount, shared by largest remainder.
//! - Among pieces of one price those of the smaller SKU are reduced, then those of the line with the smaller identifier.
//! - Where several choices are equally good, any of them is right.
//!
//! Order
//! - Each discount takes from what the ones before left, and nothing off lines at a firm price. It is shared over the
//!   SKUs by what is left of them, then over the lines of each, since lines of one SKU are one; among equal remainders the
//!   SKU decides, and the line's identifier.
//! - A way of delivery is free from its own sum on, measured after all discounts. A promotion makes the usual way free and
//!   takes as much off any other.
//! - Delivery bears the rates of the goods in proportion to their worth, the odd cent going by the smaller rate; without
//!   goods that are worth something it bears the standard rate.
//!
//! The law that two baskets never cost less than one is not kept, by their nature, by what is given once for an order (an
//! amount off the order), by free delivery from a sum that a tier or a discount can bring the goods below, by
//! several promotions on several pieces that count on the same pieces at once, and by rounding (a cent for each amount that
//! is rounded).

mod compare;
mod fraction;
mod order;
mod promotions;
mod sets;
mod unit;

pub use compare::difference;
pub use order::Order;

use giano_commerce::pricing::{LineInput, MAX_COUPONS, PricingContext};
use promotions::conditions;
use std::collections::BTreeSet;

/// What a basket may cost: more than one answer where the rules leave it open which pieces a promotion takes.
pub fn orders(context: &PricingContext, lines: &[LineInput]) -> Vec<Order> {
    // What has a condition may be left out altogether: so may what would cost the basket its free delivery.
    let mut codes: Vec<&String> = Vec::new();
    for code in &context.coupons {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes.truncate(MAX_COUPONS);
    let given = |at: &usize| context.promotions[*at].coupon.as_ref().is_none_or(|code| codes.contains(&code));
    let conditional: Vec<usize> = promotions::conditional(context).into_iter().filter(given).collect();
    let mut all: Vec<(Rank, Order)> = Vec::new();
    for kept in subsets(&conditional) {
        for order in with(context, lines, &kept) {
            all.push((rank(context, &order), order));
        }
    }
    let best = *all.iter().map(|(rank, _)| rank).min().expect("no code at all is a choice");
    let mut orders: Vec<Order> = Vec::new();
    for (rank, order) in all {
        if rank == best && !orders.contains(&order) {
            orders.push(order);
        }
    }
    orders
}

/// Codes that did something, in the order of the alphabet.
pub fn applied<'a>(context: &'a PricingContext, order: &Order) -> BTreeSet<&'a str> {
    order.promotions.iter().filter_map(|at| context.promotions[*at].coupon.as_deref()).collect()
}

/// What the basket costs with these of the promotions that have a condition.
fn with(context: &PricingContext, lines: &[LineInput], kept: &BTreeSet<usize>) -> Vec<Order> {
    let plain: Vec<(i128, bool)> =
        lines.iter().map(|line| unit::without_promotions(context, lines, &line.item)).collect();
    let worth: Vec<i128> =
        plain.iter().zip(lines).map(|((unit, _), line)| unit * i128::from(line.quantity.get())).collect();
    let firm: Vec<bool> = plain.iter().map(|(_, firm)| *firm).collect();
    let of_lines = conditions(context, lines, kept, &worth);
    let prices = |line: &LineInput| unit::prices(context, lines, &line.item, &of_lines);
    sets::cheapest(context, lines, &of_lines, prices)
        .into_iter()
        .map(|goods| {
            let of_order = conditions(context, lines, kept, &goods.totals);
            order::order(context, lines, &firm, &goods, &of_order)
        })
        .collect()
}

/// The lowest total first; then more gifts; then free delivery while none is chosen; then the fewest codes.
type Rank = (i128, isize, bool, usize);

fn rank(context: &PricingContext, order: &Order) -> Rank {
    let free = |at: &usize| context.promotions[*at].effect == giano_commerce::promotion::Effect::FreeShipping;
    let gifts = isize::try_from(order.gifts.len()).expect("few gifts");
    (order.total, -gifts, !order.promotions.iter().any(free), applied(context, order).len())
}

/// Every choice out of some things.
fn subsets<T: Copy + Ord>(of: &[T]) -> Vec<BTreeSet<T>> {
    let mut subsets = vec![BTreeSet::new()];
    for one in of {
        let with: Vec<BTreeSet<T>> =
            subsets.iter().map(|subset| subset.iter().copied().chain([*one]).collect()).collect();
        subsets.extend(with);
    }
    subsets
}
