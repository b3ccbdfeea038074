//! Makes a case smaller while what is wrong with it stays.

use super::Case;
use giano_commerce::pricing::Item;
use giano_commerce::promotion::{Promotion, Stacking};
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Money, Quantity};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The smallest case found of which `wrong` still holds: whatever can be left out is left out.
pub fn shrunk(mut case: Case, wrong: impl Fn(&Case) -> bool) -> Case {
    loop {
        let smaller = smaller(&case).into_iter().find(|smaller| wrong(smaller));
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

fn smaller(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    let mut try_it = |change: &dyn Fn(&mut Case)| {
        let mut changed = case.clone();
        change(&mut changed);
        all.push(changed);
    };
    for at in 0..case.lines.len() {
        if case.lines.len() > 1 {
            try_it(&|case| drop(case.lines.remove(at)));
        }
    }
    for at in 0..case.context.promotions.len() {
        try_it(&|case| drop(case.context.promotions.remove(at)));
    }
    for at in 0..case.context.coupons.len() {
        try_it(&|case| drop(case.context.coupons.remove(at)));
    }
    if case.context.term.is_some() {
        try_it(&|case| case.context.term = None);
    }
    if let Some(shipping) = &case.context.shipping {
        try_it(&|case| case.context.shipping = None);
        if shipping.free_from.is_some() {
            try_it(&|case| case.context.shipping.as_mut().unwrap().free_from = None);
        }
    }
    if case.context.usual_shipping.is_some() {
        try_it(&|case| case.context.usual_shipping = None);
    }
    if case.context.vat != VatTreatment::Export {
        try_it(&|case| case.context.vat = VatTreatment::Export);
    }
    for at in 0..case.lines.len() {
        if case.lines[at].quantity.get() > 1 {
            try_it(&|case| {
                let line = &mut case.lines[at];
                line.quantity = Quantity::new(line.quantity.get() - 1).unwrap();
            });
        }
    }
    for at in 0..case.context.promotions.len() {
        for simpler in simpler_promotions(&case.context.promotions[at]) {
            try_it(&|case| case.context.promotions[at] = Arc::new(simpler.clone()));
        }
    }
    // Prices of one product stay the same where they were.
    let whole = |price: Money| Money::new(price.amount().ceil() + Decimal::new(0, 2), price.currency());
    let all_prices = |change: &dyn Fn(&mut Item)| {
        let mut changed = case.clone();
        changed.lines.iter_mut().for_each(|line| change(Arc::make_mut(&mut line.item)));
        changed
    };
    let changed = [
        all_prices(&|item| item.home_price = whole(item.home_price)),
        all_prices(&|item| item.list_price = item.list_price.map(whole)),
    ];
    for changed in changed.into_iter().filter(|changed| changed.lines != case.lines) {
        try_it(&|case| case.lines.clone_from(&changed.lines));
    }
    for line in &case.lines {
        for simpler in simpler_items(&line.item) {
            let simpler = Arc::new(simpler);
            try_it(&|case| {
                for line in case.lines.iter_mut().filter(|line| line.item.sku == simpler.sku) {
                    line.item = simpler.clone();
                }
            });
        }
    }
    all
}

fn simpler_promotions(promotion: &Promotion) -> Vec<Promotion> {
    let plain = promotion.clone();
    let simpler = [
        Promotion { starts: None, ends: None, ..plain.clone() },
        Promotion { minimum_amount: None, ..plain.clone() },
        Promotion { minimum_quantity: None, ..plain.clone() },
        Promotion { coupon: None, ..plain.clone() },
        Promotion { stacking: Stacking::Combines, ..plain.clone() },
        Promotion { priority: 0, ..plain.clone() },
    ];
    simpler.into_iter().filter(|simpler| *simpler != plain).collect()
}

fn simpler_items(item: &Item) -> Vec<Item> {
    let mut all = Vec::new();
    for at in 0..item.tiers.len() {
        let mut simpler = item.clone();
        simpler.tiers.remove(at);
        all.push(simpler);
    }
    for at in 0..item.contract.len() {
        let mut simpler = item.clone();
        simpler.contract.remove(at);
        all.push(simpler);
    }
    for at in 0..item.contract.len() {
        let mut simpler = item.clone();
        simpler.contract[at].valid_from = None;
        simpler.contract[at].valid_until = None;
        all.push(simpler.clone());
        simpler.contract[at].mix_and_match = false;
        all.push(simpler.clone());
        simpler.contract[at].minimum = 1;
        all.push(simpler);
    }
    all.push(Item { mix_and_match: false, ..item.clone() });
    all.into_iter().filter(|simpler| simpler != item).collect()
}
