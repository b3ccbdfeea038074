//! What a shop sells, at what prices, and what is in a basket.

use super::{Chance, Kind, Maker, Theme, moment, money, sku};
use giano_commerce::Quantity;
use giano_commerce::catalog::{CategoryId, ProductId, PublicTier, VariantId};
use giano_commerce::pricing::{ContractPrice, ContractTerms, Item, LineInput, ListOwner};
use giano_commerce::tax::VatClass;
use jiff::Timestamp;
use std::sync::Arc;

/// A price list.
struct List {
    name: &'static str,
    owner: ListOwner,
    firm: bool,
    mix_and_match: bool,
}

impl Maker {
    /// Up to four products of up to three variants each.
    pub fn items(&mut self) -> Vec<Arc<Item>> {
        let mut items = Vec::new();
        for product in 0..self.chance.number(1, 4) {
            let vat_class = self.chance.one(&[
                VatClass::Standard,
                VatClass::Standard,
                VatClass::Food,
                VatClass::Books,
                VatClass::Exempt,
            ]);
            let mut categories = vec![CategoryId(1)];
            categories.extend(self.chance.maybe(50, |_| CategoryId(2)));
            let lawful = self.kind == Kind::Lawful;
            let mix_and_match = lawful || self.chance.comes(50);
            let lists = self.lists();
            let home = self.price();
            let one_price = lawful || self.chance.comes(40);
            let (listed, tiered) = (self.chance.comes(75), self.chance.comes(40));
            let tiers_of_all = self.tiers(if listed { home * 4 / 5 } else { home * 100 / 122 });
            for variant in 1..=self.chance.number(1, 3) {
                let home = if one_price { home } else { self.price() };
                let list = (if one_price { listed } else { self.chance.comes(75) })
                    .then(|| if one_price { home * 4 / 5 } else { self.part_of(home, 60, 100) });
                let of = list.unwrap_or(home * 100 / 122);
                let tiers = match (lawful, if lawful { tiered } else { self.chance.comes(40) }) {
                    (true, true) => tiers_of_all.clone(),
                    (false, true) => self.tiers(of),
                    (_, false) => Vec::new(),
                };
                let contract = lists.iter().flat_map(|list| self.entries(list, of)).collect();
                items.push(Arc::new(Item {
                    variant: VariantId(10 * product + variant),
                    sku: sku(product, variant),
                    product: ProductId(product),
                    categories: categories.clone(),
                    vat_class,
                    home_price: money(self.currency, home.max(1)),
                    list_price: list.map(|cents| self.fine(cents.max(1))),
                    tiers,
                    mix_and_match,
                    weight_grams: u32::try_from(self.chance.number(0, 900)).unwrap(),
                    contract,
                    compare_at: None,
                    lowest_30_days: None,
                }));
            }
        }
        items
    }

    fn tiers(&mut self, of: i64) -> Vec<PublicTier> {
        let rising = self.kind == Kind::Any && self.chance.comes(10);
        let mut minimum = 1;
        let mut price = of;
        let mut tiers = Vec::new();
        for _ in 0..self.chance.number(1, 3) {
            minimum += u32::try_from(self.chance.number(1, 4)).unwrap();
            price = if rising { self.price() } else { self.part_of(price, 70, 99).min(price) };
            tiers.push(PublicTier { minimum, price: money(self.currency, price) });
        }
        if self.chance.comes(30) {
            tiers.reverse();
        }
        tiers
    }

    fn lists(&mut self) -> Vec<List> {
        let mut lists = Vec::new();
        let more = if self.theme == Theme::Sets { 30 } else { 0 };
        for (name, owner, often) in
            [("Own", ListOwner::Company, 40), ("Second", ListOwner::Company, 12), ("Group", ListOwner::Group, 30)]
        {
            let list = List { name, owner, firm: self.chance.comes(25), mix_and_match: self.chance.comes(40) };
            lists.extend(self.chance.comes(often + more).then_some(list));
        }
        // A firm list beside another would let a price rise with the quantity, where it begins.
        if self.kind == Kind::Lawful {
            lists.truncate(1);
        }
        lists
    }

    fn entries(&mut self, list: &List, of: i64) -> Vec<ContractPrice> {
        let mut entries = Vec::new();
        let mut minimum = 1;
        let mut price = self.part_of(of, 55, 110);
        for _ in 0..self.chance.one(&[1, 1, 2, 3]) {
            let validity = if self.kind == Kind::Any && self.chance.comes(20) { self.validity() } else { (None, None) };
            let terms = if self.kind == Kind::Any && self.chance.comes(30) {
                ContractTerms::PercentOff { percent: self.percent() }
            } else {
                ContractTerms::Fixed { price: money(self.currency, price) }
            };
            entries.push(ContractPrice {
                list: list.name.to_owned(),
                owner: list.owner,
                minimum,
                price: terms,
                firm: list.firm,
                mix_and_match: list.mix_and_match,
                valid_from: validity.0,
                valid_until: validity.1,
            });
            if self.kind == Kind::Any && self.chance.comes(15) {
                // A later entry for the same minimum.
                let hours = self.chance.number(1, 3);
                let later = entries.last().unwrap().clone();
                let price = ContractTerms::Fixed { price: money(self.currency, self.part_of(of, 55, 110)) };
                entries.push(ContractPrice { valid_from: Some(moment(-hours - 2)), valid_until: None, price, ..later });
            }
            minimum += u32::try_from(self.chance.number(1, 3)).unwrap();
            price = self.part_of(price, 75, 100).min(price);
        }
        if self.kind == Kind::Any && self.chance.comes(20) {
            entries.remove(0);
        }
        entries
    }

    pub fn validity(&mut self) -> (Option<Timestamp>, Option<Timestamp>) {
        let moment = |chance: &mut Chance| moment(chance.number(-1, 1));
        (self.chance.maybe(60, moment), self.chance.maybe(60, moment))
    }

    pub fn lines(&mut self, items: &[Arc<Item>]) -> Vec<LineInput> {
        let mut left = self.chance.one(&[3_i64, 5, 7, 9, 12]);
        let mut lines: Vec<LineInput> = Vec::new();
        while left > 0 && lines.len() < 5 {
            let quantity = self.chance.number(1, left.min(5));
            left -= quantity;
            // Several lines of one SKU come often.
            let item = match lines.last() {
                Some(line) if self.chance.comes(25) => line.item.clone(),
                Some(_) | None => self.chance.one(items),
            };
            let id = i64::try_from(lines.len()).unwrap();
            lines.push(LineInput { id, quantity: Quantity::new(u32::try_from(quantity).unwrap()).unwrap(), item });
        }
        // Few lines may be long: what a long basket costs is found by trying every choice of its pieces.
        if lines.len() <= 2 && self.chance.comes(40) {
            for line in &mut lines {
                line.quantity = Quantity::new(u32::try_from(self.chance.number(1, 20)).unwrap()).unwrap();
            }
        }
        lines
    }
}
