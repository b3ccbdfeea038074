//! What the shop says beside what the reference says.

use super::Order;
use giano_commerce::Money;
use giano_commerce::pricing::{CouponState, LineInput, PricedBasket, PricingContext};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An amount in minor units; what the shop answers has no part of one.
fn minor(money: Money) -> i128 {
    let units = money.amount() * Decimal::from(10_i64.pow(money.currency().minor_digits()));
    assert!(units.is_integer(), "{money}");
    units.to_i128().unwrap()
}

/// Where the shop differs from the reference: from each of its answers, where it has several.
pub fn difference(context: &PricingContext, lines: &[LineInput], shop: &PricedBasket) -> Option<String> {
    let orders = super::orders(context, lines);
    let differences: Vec<String> = orders.iter().map(|order| differs(context, shop, order)).collect();
    differences.into_iter().min_by_key(String::len).filter(|difference| !difference.is_empty())
}

fn differs(context: &PricingContext, shop: &PricedBasket, order: &Order) -> String {
    let mut text = String::new();
    let mut compare = |what: &str, shop: String, reference: String| {
        if shop != reference {
            writeln!(text, "{what}: the shop says {shop}, the reference {reference}").unwrap();
        }
    };
    for (at, line) in shop.lines.iter().enumerate() {
        let unit = minor(line.unit);
        let units = &order.units[at];
        if !units.contains(&unit) {
            compare(&format!("unit of line {}", line.id), unit.to_string(), format!("{units:?}"));
        }
    }
    // Lines of one SKU are one: which of them shows what a promotion took off is open.
    let skus: BTreeSet<&str> = shop.lines.iter().map(|line| line.sku.as_str()).collect();
    for sku in skus {
        let of_sku: Vec<usize> = (0..shop.lines.len()).filter(|at| shop.lines[*at].sku.as_str() == sku).collect();
        let sum = |of: &dyn Fn(usize) -> i128| of_sku.iter().map(|at| of(*at)).sum::<i128>().to_string();
        compare(&format!("total of {sku}"), sum(&|at| minor(shop.lines[at].total)), sum(&|at| order.totals[at]));
        compare(
            &format!("discount of {sku}"),
            sum(&|at| minor(shop.lines[at].order_discount)),
            sum(&|at| order.shares[at]),
        );
    }
    let discounts: BTreeMap<i64, i128> =
        shop.discounts.iter().map(|discount| (discount.promotion.0, minor(discount.amount))).collect();
    let promotion = |at: &usize| context.promotions[*at].id.0;
    let of_reference: BTreeMap<i64, i128> = order.discounts.iter().map(|(at, off)| (promotion(at), *off)).collect();
    compare("discounts", format!("{discounts:?}"), format!("{of_reference:?}"));
    let gifts: BTreeSet<i64> = shop.gifts.iter().map(|gift| gift.promotion.0).collect();
    let of_reference: BTreeSet<i64> = order.gifts.iter().map(promotion).collect();
    compare("gifts", format!("{gifts:?}"), format!("{of_reference:?}"));
    let shipping = shop.shipping.as_ref().map(|shipping| minor(shipping.price));
    compare("delivery", format!("{shipping:?}"), format!("{:?}", order.shipping));
    let vat: BTreeMap<Decimal, (i128, i128)> =
        shop.vat.iter().map(|part| (part.rate.normalize(), (minor(part.net), minor(part.tax)))).collect();
    compare("VAT", format!("{vat:?}"), format!("{:?}", order.vat));
    compare("total", minor(shop.total).to_string(), order.total.to_string());
    let applied: BTreeSet<&str> = shop
        .coupons
        .iter()
        .filter(|coupon| coupon.state == CouponState::Applied)
        .map(|coupon| coupon.code.as_str())
        .collect();
    compare("codes", format!("{applied:?}"), format!("{:?}", super::applied(context, order)));
    text
}
