//! A case in words, for somebody who wants to understand it.

use super::Case;
use giano_commerce::pricing::{ContractTerms, Item, ShippingPrice};
use giano_commerce::promotion::{Effect, Promotion, Scope, Stacking};
use std::fmt::Write;

/// The case, a line for each thing in it.
pub fn describe(case: &Case) -> String {
    let context = &case.context;
    let mut text = format!("{:?}, VAT {:?}, codes {:?}\n", context.face, context.vat, context.coupons);
    if let Some(term) = &context.term {
        writeln!(text, "term {} %", term.adjustment_percent).unwrap();
    }
    let ways = [("delivery", &context.shipping), ("usual delivery", &context.usual_shipping)];
    for (word, shipping) in ways.into_iter().filter_map(|(word, way)| Some((word, way.as_ref()?))) {
        let price = match &shipping.price {
            ShippingPrice::Flat { price } => price.amount().to_string(),
            ShippingPrice::Weight { base, per_step, step_grams } => {
                format!("{} + {} for each {step_grams} g", base.amount(), per_step.amount())
            }
        };
        let free = shipping.free_from.map_or(String::new(), |sum| format!(", free from {}", sum.amount()));
        writeln!(text, "{word} {price}{free}").unwrap();
    }
    for promotion in &context.promotions {
        writeln!(text, "promotion {}", of_promotion(promotion)).unwrap();
    }
    for line in &case.lines {
        writeln!(text, "line {}: {} x {}", line.id, line.quantity.get(), of_item(&line.item)).unwrap();
    }
    text
}

fn of_promotion(promotion: &Promotion) -> String {
    let skus = |skus: &[giano_commerce::Sku]| skus.iter().map(|sku| sku.as_str().to_owned()).collect::<Vec<_>>();
    let effect = match &promotion.effect {
        Effect::Percentage { percent } => format!("-{percent} %"),
        Effect::FixedAmount { amount } => format!("-{}", amount.amount()),
        Effect::FixedPrice { price } => format!("at {}", price.amount()),
        Effect::BuyXGetY { buy, get, percent } => format!("buy {buy} get {get} at -{percent} %"),
        Effect::Bundle { skus: of, price } => format!("set {} at {}", skus(of).join("+"), price.amount()),
        Effect::FreeShipping => "free delivery".to_owned(),
        Effect::Gift { sku } => format!("gift {sku}"),
    };
    let scope = match &promotion.scope {
        Scope::Products { products } => format!("products {:?}", products.iter().map(|id| id.0).collect::<Vec<_>>()),
        Scope::Categories { categories } => {
            format!("categories {:?}", categories.iter().map(|id| id.0).collect::<Vec<_>>())
        }
        Scope::Order => "the order".to_owned(),
    };
    let mut text = format!("{}: {effect} on {scope}, priority {}", promotion.id.0, promotion.priority);
    if promotion.stacking == Stacking::Exclusive {
        text += ", exclusive";
    }
    if let Some(code) = &promotion.coupon {
        write!(text, ", code {code}").unwrap();
    }
    if let Some(minimum) = promotion.minimum_amount {
        write!(text, ", from {}", minimum.amount()).unwrap();
    }
    if let Some(minimum) = promotion.minimum_quantity {
        write!(text, ", from {minimum} pieces").unwrap();
    }
    write!(text, ", for {:?}", promotion.audience).unwrap();
    for (word, moment) in [("from", promotion.starts), ("until", promotion.ends)] {
        if let Some(moment) = moment {
            write!(text, ", {word} {moment}").unwrap();
        }
    }
    text
}

fn of_item(item: &Item) -> String {
    let mut text =
        format!("{} of product {}, {:?}, home {}", item.sku, item.product.0, item.vat_class, item.home_price.amount());
    if let Some(list) = item.list_price {
        write!(text, ", list {}", list.amount()).unwrap();
    }
    for tier in &item.tiers {
        write!(text, ", from {} {}", tier.minimum, tier.price.amount()).unwrap();
    }
    if item.mix_and_match && !item.tiers.is_empty() {
        text += " mixed";
    }
    write!(text, ", categories {:?}", item.categories.iter().map(|id| id.0).collect::<Vec<_>>()).unwrap();
    for entry in &item.contract {
        let price = match &entry.price {
            ContractTerms::Fixed { price } => price.amount().to_string(),
            ContractTerms::PercentOff { percent } => format!("-{percent} %"),
        };
        write!(text, "; {:?}'s list {} from {}: {price}", entry.owner, entry.list, entry.minimum).unwrap();
        if entry.firm {
            text += " firm";
        }
        if entry.mix_and_match {
            text += " mixed";
        }
        for (word, moment) in [("from", entry.valid_from), ("until", entry.valid_until)] {
            if let Some(moment) = moment {
                write!(text, ", {word} {moment}").unwrap();
            }
        }
    }
    text
}
