//! What holds of every basket, whatever is in it. `PROPTEST_CASES=20000` looks longer than the usual 256 cases.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod baskets;

use baskets::{basket, deals, lines_of};
use giano_commerce::pricing::{
    ContractPrice, ContractTerms, LineInput, ListOwner, PricedBasket, PricingContext, Rule, ShippingKind, Step,
    Verdict, price, price_basket,
};
use giano_commerce::promotion::{PromotionId, Scope};
use giano_commerce::{Currency, Face, Money};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

fn cents(money: Money) -> i128 {
    (money.amount() * Decimal::ONE_HUNDRED).to_i128().unwrap()
}

fn on_several(context: &PricingContext, id: PromotionId) -> bool {
    context.promotions.iter().any(|promotion| promotion.id == id && promotion.effect.is_on_several_pieces())
}

proptest! {
    #[test]
    fn what_several_pieces_bring_makes_nothing_dearer_and_no_firm_line_cheaper(
        (context, lines) in prop_oneof![basket(), deals()],
    ) {
        // Without what hangs on a sum, which goods that cost less may miss.
        let mut context = context;
        context.shipping = None;
        context.promotions.retain(|promotion| promotion.effect.is_on_several_pieces() || promotion.scope != Scope::Order);
        for promotion in &mut context.promotions {
            let promotion = Arc::make_mut(promotion);
            (promotion.minimum_amount, promotion.minimum_quantity, promotion.coupon) = (None, None, None);
        }
        let mut without = context.clone();
        without.promotions.retain(|promotion| !promotion.effect.is_on_several_pieces());
        let (with, without) = (price(&context, &lines).unwrap(), price(&without, &lines).unwrap());
        prop_assert!(with.goods.amount() <= without.goods.amount());
        for (with, without) in with.lines.iter().zip(&without.lines) {
            let firm = |step: &Step| matches!(step.rule, Rule::Contract { firm: true, .. }) && step.verdict == Verdict::Won;
            if without.trace.iter().any(firm) {
                prop_assert_eq!((with.unit, with.total), (without.unit, without.total));
            }
        }
    }

    #[test]
    fn what_is_saved_is_told_against_the_price_without_promotions((context, lines) in deals()) {
        let plain = PricingContext { promotions: Vec::new(), ..context.clone() };
        let (with, plain) = (price(&context, &lines).unwrap(), price(&plain, &lines).unwrap());
        let off: i128 = with.discounts.iter().map(|discount| cents(discount.amount)).sum();
        prop_assert_eq!(cents(with.saved), cents(plain.goods) - cents(with.goods) + off);
    }

    #[test]
    fn the_trace_of_a_line_leads_to_its_total((context, lines) in deals()) {
        for line in price(&context, &lines).unwrap().lines {
            let won = |step: &&Step| step.verdict == Verdict::Won;
            let of_piece = |step: &&Step| match step.rule {
                Rule::Promotion { id, .. } => !on_several(&context, id),
                Rule::Apart { .. } | Rule::OrderShare { .. } => false,
                _ => true,
            };
            let last = line.trace.iter().filter(won).rfind(of_piece).map(|step| step.after.rounded());
            prop_assert_eq!(last, Some(line.unit));
            let of_line = Money::new(line.unit.amount() * Decimal::from(line.quantity.get()), Currency::Eur);
            let whole = |step: &&Step| {
                !of_piece(step) && !matches!(step.rule, Rule::OrderShare { .. })
            };
            let end = line.trace.iter().filter(won).filter(whole).try_fold(of_line, |before, step| {
                (step.before == before).then_some(step.after)
            });
            prop_assert_eq!(end, Some(line.total));
        }
    }

    #[test]
    fn the_parts_add_up_to_the_whole((context, lines) in basket()) {
        let priced = price(&context, &lines).unwrap();
        let sum = |amounts: Vec<Money>| amounts.into_iter().map(cents).sum::<i128>();
        let totals = sum(priced.lines.iter().map(|line| line.total).collect());
        let shares = sum(priced.lines.iter().map(|line| line.order_discount).collect());
        let shipping = priced.shipping.as_ref().map_or(0, |shipping| cents(shipping.price));
        prop_assert_eq!(totals, cents(priced.goods));
        prop_assert_eq!(shares, sum(priced.discounts.iter().map(|discount| discount.amount).collect()));
        prop_assert_eq!(sum(priced.vat.iter().map(|part| part.net).collect()), cents(priced.net));
        prop_assert_eq!(sum(priced.vat.iter().map(|part| part.tax).collect()), cents(priced.tax));
        prop_assert_eq!(cents(priced.net) + cents(priced.tax), cents(priced.total));
        let due = totals - shares + shipping;
        match context.face {
            Face::Home => prop_assert_eq!(due, cents(priced.total)),
            Face::Business => prop_assert_eq!(due, cents(priced.net)),
        }
    }

    #[test]
    fn a_basket_costs_from_the_first_what_it_costs_once_its_usual_delivery_is_chosen(
        ((context, lines), (other, _)) in (basket(), basket()),
    ) {
        let usual = other.shipping;
        let open = PricingContext { shipping: None, usual_shipping: usual.clone(), ..context };
        let chosen = PricingContext { shipping: usual.clone(), ..open.clone() };
        let mut basket = price_basket(&open, &lines).unwrap();
        let kind = basket.shipping.as_mut().map(|shipping| std::mem::take(&mut shipping.kind));
        prop_assert_eq!(kind, usual.map(|_| ShippingKind::Usual));
        let till = price(&chosen, &lines).unwrap();
        prop_assert_eq!(&basket, &till);
        prop_assert_eq!(&price_basket(&chosen, &lines).unwrap(), &till);
    }

    #[test]
    fn nothing_is_ever_negative((context, lines) in basket()) {
        let priced = price(&context, &lines).unwrap();
        let of_lines = priced.lines.iter().flat_map(|line| [line.base, line.unit, line.total, line.order_discount]);
        let of_basket = [priced.goods, priced.saved, priced.net, priced.tax, priced.total];
        for amount in of_lines.chain(of_basket).chain(priced.vat.iter().flat_map(|part| [part.net, part.tax])) {
            prop_assert!(amount.amount() >= Decimal::ZERO, "{amount}");
        }
        for line in &priced.lines {
            prop_assert!(line.order_discount.amount() <= line.total.amount());
        }
    }

    #[test]
    fn the_order_of_lines_does_not_matter((context, lines) in prop_oneof![basket(), deals()], turn in 0_usize..8) {
        let priced = price(&context, &lines).unwrap();
        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        turned.swap(0, lines.len() / 2);
        let mut again = price(&context, &turned).unwrap();
        again.lines.sort_by_key(|line| line.id);
        prop_assert_eq!(priced, again);
    }

    #[test]
    fn at_home_the_price_is_that_of_nobody_in_particular((mut context, lines) in basket(), cents in 0_i64..5_000) {
        context.face = Face::Home;
        let price_of_all = price(&context, &lines).unwrap();
        let term = context.term.take();
        let contract = ContractPrice {
            list: "Mine".to_owned(),
            owner: ListOwner::Company,
            minimum: 1,
            price: ContractTerms::Fixed { price: Money::new(Decimal::new(cents, 2), Currency::Eur) },
            firm: cents % 2 == 0,
            mix_and_match: false,
            valid_from: None,
            valid_until: None,
        };
        let of_a_company: Vec<LineInput> = lines
            .iter()
            .map(|line| {
                let mut item = line.item.as_ref().clone();
                item.contract = vec![contract.clone()];
                item.list_price = None;
                item.tiers.clear();
                LineInput { item: Arc::new(item), ..line.clone() }
            })
            .collect();
        prop_assert_eq!(&price(&context, &of_a_company).unwrap(), &price_of_all);
        context.term = term;
        prop_assert_eq!(&price(&context, &of_a_company).unwrap(), &price_of_all);
    }

    #[test]
    fn an_outcome_survives_the_wire((context, lines) in basket()) {
        let priced = price(&context, &lines).unwrap();
        let json = serde_json::to_string(&priced).unwrap();
        prop_assert_eq!(&serde_json::from_str::<PricedBasket>(&json).unwrap(), &priced);
        // What prices are made of as well: the browser prices what it was sent.
        let context = serde_json::from_str(&serde_json::to_string(&context).unwrap()).unwrap();
        let lines: Vec<LineInput> = serde_json::from_str(&serde_json::to_string(&lines).unwrap()).unwrap();
        prop_assert_eq!(price(&context, &lines).unwrap(), priced);
    }

    #[test]
    fn no_amount_makes_it_panic((context, lines) in lines_of(any::<i128>().prop_map(|n| {
        Decimal::try_from_i128_with_scale(n % 79_228_162_514_264_337_593_543_950_335, (n.unsigned_abs() % 29) as u32).unwrap()
    }))) {
        let _ = price(&context, &lines);
    }
}
