//! The shop's prices against a reference that tries everything, on random baskets of random shops, and the laws that hold
//! whatever the reference says. `GIANO_PRICE_CASES=50000` looks at so many cases, which are the first 50 000 of the same
//! row that the usual run begins.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reference;
mod shops;

use giano_commerce::pricing::{LineInput, PricedBasket, price};
use giano_commerce::promotion::Scope;
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Face, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use shops::{Case, Chance, Kind, case, describe, shrunk};
use std::sync::Arc;

const USUAL_CASES: u64 = 1_000;

fn cases() -> u64 {
    std::env::var("GIANO_PRICE_CASES").map_or(USUAL_CASES, |cases| cases.parse().expect("a number of cases"))
}

/// In minor units; of the yen in hundredths, which makes no difference here.
fn cents(money: Money) -> i128 {
    (money.amount() * Decimal::ONE_HUNDRED).to_i128().unwrap()
}

fn priced(case: &Case) -> PricedBasket {
    price(&case.context, &case.lines).unwrap_or_else(|error| panic!("{error} in\n{}", describe(case)))
}

/// Looks at every case and tells the first that is wrong, made small. What is wrong is what `wrong` says.
fn look(kind: Kind, wrong: impl Fn(&Case) -> Option<String> + Sync) {
    let all = cases();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let found = std::thread::scope(|scope| {
        let looked = (0..threads).map(|thread| {
            let wrong = &wrong;
            scope.spawn(move || {
                (thread..all).step_by(threads as usize).find(|number| wrong(&case(*number, kind)).is_some())
            })
        });
        let looked: Vec<_> = looked.collect();
        looked.into_iter().filter_map(|thread| thread.join().unwrap()).min()
    });
    if let Some(number) = found {
        let small = shrunk(case(number, kind), |case| wrong(case).is_some());
        panic!("case {number}, made small:\n{}{}", describe(&small), wrong(&small).unwrap());
    }
}

#[test]
fn the_price_is_that_of_the_reference() {
    look(Kind::Any, |case| reference::difference(&case.context, &case.lines, &priced(case)));
}

#[test]
fn the_order_of_codes_does_not_matter() {
    look(Kind::Any, |case| {
        let mut turned = case.clone();
        turned.context.coupons.reverse();
        let (one, mut other) = (priced(case), priced(&turned));
        other.coupons.reverse();
        (one != other).then(|| format!("{} in this order, {} in the other\n", one.total, other.total))
    });
}

#[test]
fn a_further_code_never_makes_it_dearer() {
    look(Kind::Any, |case| {
        let with = priced(case).total.amount();
        (0..case.context.coupons.len()).find_map(|at| {
            let mut without = case.clone();
            let code = without.context.coupons.remove(at);
            let total = priced(&without).total.amount();
            (with > total).then(|| format!("{with} with {code}, {total} without\n"))
        })
    });
}

/// What goods and delivery cost in the face's own kind of price. VAT that is added is left out: it is rounded once for each
/// basket, so that two can be a cent cheaper.
fn due(priced: &PricedBasket) -> i128 {
    match priced.face {
        Face::Home => cents(priced.total),
        Face::Business => cents(priced.net),
    }
}

/// How much two baskets may be cheaper by rounding: each promotion's amount is rounded once in each of three baskets.
fn rounding(case: &Case) -> i128 {
    let units = 2 * i128::try_from(case.context.promotions.len()).unwrap();
    units * 100 / 10_i128.pow(case.context.currency.minor_digits())
}

fn with_lines(case: &Case, lines: Vec<LineInput>) -> Case {
    Case { context: case.context.clone(), lines }
}

#[test]
fn a_basket_never_costs_more_than_its_lines_in_two_baskets() {
    look(Kind::Lawful, |case| {
        let whole = due(&priced(case));
        (1..1_u32 << case.lines.len().min(6)).find_map(|chosen| {
            let (one, other): (Vec<_>, Vec<_>) = (0..case.lines.len()).partition(|at| chosen & (1 << at) != 0);
            if one.is_empty() || other.is_empty() {
                return None;
            }
            let of = |lines: &[usize]| {
                let lines = lines.iter().map(|at| case.lines[*at].clone()).collect();
                due(&priced(&with_lines(case, lines)))
            };
            let apart = of(&one) + of(&other);
            (whole > apart + rounding(case))
                .then(|| format!("{whole} together, {apart} as lines {one:?} and {other:?}\n"))
        })
    });
}

#[test]
fn a_further_piece_never_costs_more_than_it_does_alone() {
    look(Kind::Lawful, |case| {
        let whole = due(&priced(case));
        (0..case.lines.len()).find_map(|at| {
            let mut alone = case.lines[at].clone();
            alone.quantity = giano_commerce::Quantity::ONE;
            let alone = due(&priced(&with_lines(case, vec![alone])));
            let mut fewer = case.lines.clone();
            match giano_commerce::Quantity::new(fewer[at].quantity.get() - 1) {
                Ok(quantity) => fewer[at].quantity = quantity,
                Err(_) => drop(fewer.remove(at)),
            }
            let fewer = due(&priced(&with_lines(case, fewer)));
            let apart = fewer + alone;
            (whole > apart + rounding(case)).then(|| {
                format!(
                    "{whole} with a last piece of line {}, {fewer} without it, {alone} that piece alone\n",
                    case.lines[at].id
                )
            })
        })
    });
}

#[test]
fn no_company_pays_more_than_a_guest() {
    look(Kind::Any, |case| {
        // For the same lines: what an order is worth may bring a guest, who pays more for it, a discount on the order.
        let mut company = case.clone();
        company
            .context
            .promotions
            .retain(|promotion| promotion.scope != Scope::Order || promotion.effect.is_on_several_pieces());
        // Codes are chosen by what is to be paid in all.
        company.context.shipping = None;
        company.context.vat = VatTreatment::Export;
        for line in &mut company.lines {
            Arc::make_mut(&mut line.item).contract.retain(|entry| !entry.firm);
        }
        let mut guest = company.clone();
        guest.lines.iter_mut().for_each(|line| Arc::make_mut(&mut line.item).contract.clear());
        let (company, guest) = (priced(&company).goods, priced(&guest).goods);
        (company.amount() > guest.amount()).then(|| format!("{company} for the company, {guest} for a guest\n"))
    });
}

#[test]
fn the_order_of_lines_does_not_matter() {
    look(Kind::Any, |case| {
        let mut turned = case.clone();
        turned.lines.reverse();
        let (one, mut other) = (priced(case), priced(&turned));
        other.lines.sort_by_key(|line| line.id);
        (one != other).then(|| format!("{} in this order, {} in the other\n", one.total, other.total))
    });
}

#[test]
fn lines_of_one_sku_are_one() {
    look(Kind::Any, |case| {
        let mut merged: Vec<LineInput> = Vec::new();
        for line in &case.lines {
            match merged.iter_mut().find(|other| other.item.sku == line.item.sku) {
                Some(other) => other.quantity = other.quantity.saturating_add(line.quantity),
                None => merged.push(line.clone()),
            }
        }
        let (one, other) = (priced(case), priced(&with_lines(case, merged)));
        (one.total != other.total || one.vat != other.vat)
            .then(|| format!("{} on these lines, {} with a line for each SKU\n", one.total, other.total))
    });
}

#[test]
fn cases_are_made_again_of_their_numbers() {
    let mut chance = Chance::new(1);
    for _ in 0..20 {
        let number = u64::try_from(chance.number(0, 1_000_000)).unwrap();
        assert_eq!(describe(&case(number, Kind::Any)), describe(&case(number, Kind::Any)));
    }
}
