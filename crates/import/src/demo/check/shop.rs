//! `shop.toml`: categories, prices, promotions, companies, people.

use super::Checking;
use crate::demo::shop_file::{EffectEntry, GreetingEntry};
use giano_commerce::EmailAddress;
use giano_commerce::company::ShortName;
use giano_commerce::vat_number::VatNumber;
use std::collections::HashSet;

impl Checking<'_> {
    pub(super) fn shop(&mut self) {
        let files = self.files;
        let shop = &files.shop;
        let front = &shop.storefront;
        for GreetingEntry { title, description, about, image } in [&front.home, &front.business] {
            [title, description, about].into_iter().for_each(|text| self.text("storefront", text));
            image.iter().for_each(|image| self.picture(None, image));
        }
        if let Some(story) = &front.story {
            story.text.iter().chain([&story.title]).for_each(|text| self.text("story", text));
            story.image.iter().for_each(|image| self.picture(None, image));
        }
        for category in &shop.categories {
            self.text(&category.slug, &category.name);
            self.text(&category.slug, &category.description);
            if let Some(parent) = &category.parent {
                self.has_category(&category.slug, parent);
            }
            let used = files.products.iter().any(|(_, product)| product.categories.contains(&category.slug));
            let above = shop.categories.iter().any(|other| other.parent.as_ref() == Some(&category.slug));
            self.ensure(used || above, || format!("category `{}` is empty", category.slug));
        }
        for term in &shop.terms {
            self.text(&term.code, &term.name);
        }
        self.price_lists();
        self.has_product("demonstration", &shop.demonstration.product);
        let turns = files.product(&shop.demonstration.product).is_some_and(|product| product.turntable.is_some());
        self.ensure(turns || !shop.demonstration.steps.is_empty(), || {
            "demonstration: neither a turntable nor steps".to_owned()
        });
        for step in &shop.demonstration.steps {
            self.text("demonstration", &step.title);
            self.text("demonstration", &step.text);
            self.ensure(step.x <= 100 && step.y <= 100, || format!("`{}` is off the picture", step.title.en));
        }
        if let Some(calculator) = &shop.calculator {
            self.has_sku("calculator", calculator.beans.as_str());
            let counts = calculator.beans_grams > 0 && calculator.grams_a_cup.is_sign_positive();
            self.ensure(counts && !calculator.grams_a_cup.is_zero(), || "calculator: nothing in a cup".to_owned());
            self.ensure(!calculator.machines.is_empty(), || "calculator: no machines".to_owned());
            let mut least = 0;
            for machine in &calculator.machines {
                self.has_sku("calculator", machine.sku.as_str());
                self.ensure(machine.cups_a_day > least, || {
                    format!("calculator: {} makes no more cups than the one before", machine.sku)
                });
                least = machine.cups_a_day;
            }
        }
    }

    fn price_lists(&mut self) {
        let files = self.files;
        let sold = |sku: &str| files.variant(sku).is_some();
        for list in &files.shop.price_lists {
            for row in &list.entries {
                let named = row.sku.as_deref().or(row.product.as_deref()).unwrap_or("nothing").to_owned();
                let skus = files.skus_of(row.sku.as_deref(), row.product.as_deref());
                let known = !skus.is_empty() && skus.iter().all(|sku| sold(sku));
                self.ensure(known, || format!("price list {}: `{named}` is not sold", list.name));
                self.ensure(row.price.is_some() != row.percent_off.is_some(), || {
                    format!("price list {}: `{named}` needs a price or per cent off", list.name)
                });
                if let Some(price) = &row.price {
                    self.amount(&list.name, price);
                }
            }
            let used = files.shop.companies.iter().any(|company| {
                [&company.price_list, &company.group_price_list].into_iter().any(|own| own.as_ref() == Some(&list.name))
            });
            self.ensure(used, || format!("price list {} is nobody's", list.name));
        }
    }

    pub(super) fn promotions(&mut self) {
        let shop = &self.files.shop;
        let (mut keys, mut codes) = (HashSet::new(), HashSet::new());
        for promotion in &shop.promotions {
            let key = &promotion.key;
            self.ensure(keys.insert(key), || format!("promotion `{key}` is there twice"));
            self.text(key, &promotion.name);
            self.text(key, &promotion.description);
            promotion.categories.iter().for_each(|slug| self.has_category(key, slug));
            promotion.products.iter().for_each(|slug| self.has_product(key, slug));
            self.ensure(promotion.categories.is_empty() || promotion.products.is_empty(), || {
                format!("{key}: categories or products, not both")
            });
            if let Some(code) = &promotion.coupon {
                self.ensure(*code == code.to_uppercase(), || format!("coupon `{code}` is not in upper case"));
                self.ensure(codes.insert(code), || format!("coupon `{code}` is there twice"));
            } else {
                self.ensure(!promotion.advertised, || {
                    format!("promotion `{}` is advertised, but has no code to tell", promotion.key)
                });
            }
            if let Some(least) = &promotion.minimum_amount {
                self.amount(key, least);
            }
            match &promotion.effect {
                EffectEntry::FixedAmount { amount } => drop(self.amount(key, amount)),
                EffectEntry::FixedPrice { price } => drop(self.amount(key, price)),
                EffectEntry::Bundle { skus, price } => {
                    self.amount(key, price);
                    skus.iter().for_each(|sku| self.has_sku(key, sku.as_str()));
                }
                EffectEntry::Gift { sku } => self.has_sku(key, sku.as_str()),
                EffectEntry::Percentage { .. } | EffectEntry::BuyXGetY { .. } | EffectEntry::FreeShipping {} => {}
            }
        }
    }

    pub(super) fn companies(&mut self) {
        let shop = &self.files.shop;
        let lists = |name: &Option<String>| {
            name.as_ref().is_none_or(|name| shop.price_lists.iter().any(|list| list.name == *name))
        };
        for company in &shop.companies {
            let number = company.vat_number.parse::<VatNumber>();
            self.ensure(number.is_ok(), || format!("{}: the VAT number is wrong", company.name));
            self.ensure(lists(&company.price_list), || format!("{}: no such price list", company.name));
            self.ensure(lists(&company.group_price_list), || format!("{}: no such price list", company.name));
            for code in &company.terms {
                let known = shop.terms.iter().any(|term| term.code == *code);
                self.ensure(known, || format!("{}: no term `{code}`", company.name));
            }
            for address in &company.addresses {
                self.ensure(address.issues().is_empty(), || format!("{}: {:?}", company.name, address.issues()));
            }
            for centre in &company.cost_centres {
                let name = centre.parse::<ShortName>();
                self.ensure(name.is_ok(), || format!("{}: `{centre}` is no name of a cost centre", company.name));
            }
            self.amount(&company.name, &company.credit_limit);
        }
        let mut emails = HashSet::new();
        for person in &shop.people {
            self.text(&person.email, &person.shown_as);
            self.ensure(person.email.parse::<EmailAddress>().is_ok(), || format!("`{}` is no e-mail", person.email));
            self.ensure(emails.insert(person.email.to_lowercase()), || format!("`{}` is there twice", person.email));
            self.ensure(person.company.is_some() == person.role.is_some(), || {
                format!("{}: company and role go together", person.email)
            });
            let known =
                person.company.as_ref().is_none_or(|name| shop.companies.iter().any(|company| company.name == *name));
            self.ensure(known, || format!("{}: no such company", person.email));
            if let Some(address) = &person.address {
                self.ensure(address.issues().is_empty(), || format!("{}: {:?}", person.email, address.issues()));
            }
        }
    }
}
