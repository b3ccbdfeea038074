//! What a shop promotes.

use super::{CODES, Kind, Maker, Theme, money};
use giano_commerce::Face;
use giano_commerce::catalog::CategoryId;
use giano_commerce::locale::Text;
use giano_commerce::pricing::Item;
use giano_commerce::promotion::{Audience, Effect, Promotion, PromotionId, Scope, Stacking};
use rust_decimal::Decimal;
use std::sync::Arc;

impl Maker {
    pub fn promotions(&mut self, face: Face, items: &[Arc<Item>]) -> Vec<Promotion> {
        let count = self.chance.one(&[0, 1, 2, 2, 3, 3, 4]);
        let mut promotions: Vec<Promotion> = (1..=count).map(|number| self.promotion(number, face, items)).collect();
        let several = promotions.iter().filter(|promotion| promotion.effect.is_on_several_pieces()).count();
        if self.kind == Kind::Lawful && several > 1 {
            // Each of them counts on unit prices. So they take off so little that there is always something left, and unit
            // prices do not depend on a choice that is best for some pieces of a SKU only.
            for promotion in &mut promotions {
                match &mut promotion.effect {
                    Effect::BuyXGetY { percent, .. } => *percent = (*percent).min(Decimal::from(20)),
                    Effect::Bundle { .. } => {}
                    _ => {
                        promotion.coupon = None;
                        promotion.minimum_quantity = None;
                    }
                }
            }
        }
        promotions
    }

    fn promotion(&mut self, number: i64, face: Face, items: &[Arc<Item>]) -> Promotion {
        let lawful = self.kind == Kind::Lawful;
        let scope = self.scope(items);
        let sets = self.theme == Theme::Sets && self.chance.comes(60);
        let effect = match if sets { self.chance.number(5, 9) } else { self.chance.number(0, 11) } {
            0..=2 => Effect::Percentage { percent: self.percent() },
            3 if lawful => Effect::Percentage { percent: Decimal::from(30) },
            3 => Effect::FixedAmount { amount: money(self.currency, self.price() / 3) },
            4 => Effect::FixedPrice { price: money(self.currency, self.price() * 2 / 3) },
            5..=7 => Effect::BuyXGetY {
                buy: u32::try_from(self.chance.one(&[1, 1, 2, 3])).unwrap(),
                get: u32::try_from(self.chance.one(&[1, 1, 1, 2])).unwrap(),
                percent: self.percent(),
            },
            8 | 9 => self.bundle(items),
            10 => Effect::FreeShipping,
            _ => Effect::Gift { sku: "GIFT".parse().unwrap() },
        };
        // Of pieces at several prices the cheapest are reduced, also where that is less than two baskets would be.
        let scope = match (&effect, lawful) {
            (Effect::BuyXGetY { .. }, true) => Scope::Products { products: vec![self.chance.one(items).product] },
            (Effect::Bundle { .. }, true) => Scope::Order,
            _ => scope,
        };
        let of_other_face = match face {
            Face::Home => Audience::Business,
            Face::Business => Audience::Home,
        };
        let own = if face == Face::Home { Audience::Home } else { Audience::Business };
        let (starts, ends) = if self.chance.comes(15) { self.validity() } else { (None, None) };
        let minimum_amount =
            if lawful { None } else { self.chance.comes(20).then(|| money(self.currency, self.price() * 2)) };
        let minimum_quantity = self.chance.maybe(15, |chance| u32::try_from(chance.number(1, 6)).unwrap());
        let codes = self.theme == Theme::Codes;
        let exclusive = self.chance.comes(if codes { 40 } else { 20 }) && !(lawful && effect.is_on_several_pieces());
        Promotion {
            id: PromotionId(number),
            name: Text::one("Promotion"),
            description: Text::one(""),
            effect,
            scope,
            audience: self.chance.one(&[Audience::Both, Audience::Both, Audience::Both, own, own, own, of_other_face]),
            starts,
            ends,
            minimum_amount,
            minimum_quantity,
            coupon: self.chance.maybe(if codes { 75 } else { 30 }, |chance| chance.one(&CODES).to_owned()),
            advertised: false,
            limit_total: None,
            limit_per_customer: None,
            priority: i32::try_from(self.chance.number(0, 3)).unwrap(),
            stacking: if exclusive { Stacking::Exclusive } else { Stacking::Combines },
        }
    }

    fn scope(&mut self, items: &[Arc<Item>]) -> Scope {
        match self.chance.number(0, 5) {
            0..=2 => {
                let count = self.chance.number(1, 3);
                Scope::Products { products: (0..count).map(|_| self.chance.one(items).product).collect() }
            }
            3 => Scope::Categories { categories: vec![CategoryId(self.chance.number(1, 3))] },
            _ => Scope::Order,
        }
    }

    fn bundle(&mut self, items: &[Arc<Item>]) -> Effect {
        let count = self.chance.number(1, 3);
        let parts: Vec<Arc<Item>> = (0..count).map(|_| self.chance.one(items)).collect();
        let worth: Decimal = parts.iter().map(|item| item.list_price.unwrap_or(item.home_price).amount()).sum();
        let minor = worth * Decimal::from(10_i64.pow(self.currency.minor_digits()));
        let cents = i64::try_from(minor.trunc().mantissa()).unwrap();
        Effect::Bundle {
            skus: parts.iter().map(|item| item.sku.clone()).collect(),
            price: money(self.currency, self.part_of(cents, if self.kind == Kind::Lawful { 80 } else { 50 }, 105)),
        }
    }
}
