//! What is wrong with settings that can be read but that no shop could sell by.

use super::ShopSettings;
use crate::calendar::ClosedDay;
use crate::pricing::ShippingPrice;
use crate::tax::{TaxTerritory, TerritoryVat};
use crate::{Country, Face, Money};
use jiff::civil::date;
use rust_decimal::Decimal;
use std::collections::HashSet;
use std::fmt;

/// Something wrong with a setting, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, e.g. `deliveries[0].shipping.price.price`.
    pub field: String,
    /// What is wrong, and the cure.
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.says)
    }
}

/// The fewest days in which consumers may withdraw (Directive 2011/83/EU, art. 9).
const LEAST_RETURN_DAYS: u32 = 14;
/// A year and a bit: longer than anybody keeps an order or a basket waiting, short enough to count day by day.
const MOST_DAYS: u32 = 400;
/// The longest time in days without a working day.
const LONGEST_REST: u32 = 31;
/// As many as anybody may write without making pages heavy.
const MOST_ENTRIES: usize = 400;
/// Greatest price of a delivery, and greatest sum from which on it is free. Beyond it a comma was forgotten, and with far more baskets
/// could not be added up any more.
const MOST_AMOUNT: u32 = 1_000_000;

/// Everything that is wrong with settings taken together; nothing where a shop can sell by them.
pub fn faults(settings: &ShopSettings) -> Vec<Fault> {
    let mut found = Faults { settings, found: Vec::new() };
    found.place();
    found.deliveries();
    found.every_country_is_reached();
    found.days();
    found.opening_hours();
    for (at, territory) in settings.tax_territories.iter().enumerate() {
        found.tax_territory(&format!("tax_territories[{at}]"), territory);
    }
    found.limits();
    found.found
}

struct Faults<'a> {
    settings: &'a ShopSettings,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn say(&mut self, field: impl Into<String>, says: impl Into<String>) {
        self.found.push(Fault { field: field.into(), says: says.into() });
    }

    fn say_if(&mut self, wrong: bool, field: impl Into<String>, says: impl Into<String>) {
        if wrong {
            self.say(field, says);
        }
    }

    fn place(&mut self) {
        let ShopSettings { home_country, countries, .. } = self.settings;
        self.say_if(
            !home_country.in_eu(),
            "home_country",
            format!(
                "{home_country} is no member state of the European Union, whose VAT is the only one known: use one"
            ),
        );
        self.say_if(
            !countries.contains(home_country),
            "countries",
            format!("the shop's own country is missing: add {home_country}"),
        );
        let mut seen = HashSet::new();
        for (at, country) in countries.iter().enumerate() {
            self.say_if(
                !seen.insert(country),
                format!("countries[{at}]"),
                format!("{country} is there twice: remove one"),
            );
        }
    }

    fn deliveries(&mut self) {
        let ways = &self.settings.deliveries;
        self.say_if(
            ways.len() > MOST_ENTRIES,
            "deliveries",
            format!("there are more than {MOST_ENTRIES}: remove some"),
        );
        for (at, way) in ways.iter().enumerate() {
            let field = |name: &str| format!("deliveries[{at}].{name}");
            let code = &way.shipping.code;
            let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            self.say_if(
                code.is_empty() || code.len() > 40 || !code.chars().all(plain),
                field("shipping.code"),
                "a code is 1 to 40 small letters, digits and hyphens, like `express`",
            );
            for other in &ways[..at] {
                let meet = way.face.is_none() || other.face.is_none() || way.face == other.face;
                self.say_if(
                    meet && other.shipping.code == *code,
                    field("shipping.code"),
                    format!("`{code}` is there already for the same face: use another code"),
                );
            }
            let nameless = way.shipping.name.en.trim().is_empty();
            self.say_if(nameless, field("shipping.name.en"), "visitors choose by it: give it a name");
            match &way.shipping.price {
                ShippingPrice::Flat { price } => self.price(&field("shipping.price.price"), *price),
                ShippingPrice::Weight { base, per_step, step_grams } => {
                    self.price(&field("shipping.price.base"), *base);
                    self.price(&field("shipping.price.per_step"), *per_step);
                    let none = *step_grams == 0;
                    self.say_if(none, field("shipping.price.step_grams"), "a step weighs something: use 1 or more");
                }
            }
            if let Some(sum) = way.shipping.free_from {
                self.price(&field("shipping.free_from"), sum);
            }
            let days = way.working_days;
            self.say_if(
                days.from > days.until,
                field("working_days"),
                format!("it arrives from {} to {} days on: put the smaller number into `from`", days.from, days.until),
            );
            self.most(&field("working_days.until"), days.until, MOST_DAYS);
            self.most(&field("abroad"), way.abroad, MOST_DAYS);
        }
    }

    fn every_country_is_reached(&mut self) {
        let settings = self.settings;
        for face in [Face::Home, Face::Business] {
            let missing: Vec<&str> = settings
                .countries
                .iter()
                .filter(|country| settings.deliveries(face, **country).next().is_none())
                .map(Country::as_str)
                .collect();
            self.say_if(
                !missing.is_empty(),
                "deliveries",
                format!(
                    "nothing is delivered at `{}` to {}: add a way that is not `home_only`, or remove them from `countries`",
                    face.as_str(),
                    missing.join(", ")
                ),
            );
        }
    }

    fn days(&mut self) {
        let ShopSettings { working_days, bank_transfer, return_days, .. } = self.settings;
        let holidays = working_days.holidays();
        self.say_if(
            holidays.len() > MOST_ENTRIES,
            "working_days.holidays",
            format!("there are more than {MOST_ENTRIES}: remove those that have passed"),
        );
        for (at, closed) in holidays.iter().enumerate() {
            let ClosedDay::Yearly { month, day } = *closed else { continue };
            let comes = jiff::civil::Date::new(2028, month, day).is_ok();
            self.say_if(
                !comes,
                format!("working_days.holidays[{at}].yearly"),
                format!("no year has a day {day} of month {month}: use a month from 1 to 12 and a day it has"),
            );
        }
        // With a great many entries this would take long, and that they are too many was said.
        let rest = if holidays.len() > MOST_ENTRIES { 0 } else { working_days.longest_rest() };
        self.say_if(
            rest > LONGEST_REST,
            "working_days",
            format!(
                "nobody works for more than {LONGEST_REST} days in a row: add days of the week, or remove holidays"
            ),
        );
        self.most("bank_transfer.days", bank_transfer.days.into(), MOST_DAYS);
        self.most("bank_transfer.grace_working_days", bank_transfer.grace_working_days, MOST_DAYS);
        self.say_if(bank_transfer.days == 0, "bank_transfer.days", "a transfer takes a day at least: use 1 or more");
        let strangers = &self.settings.stranger_transfers;
        self.most("stranger_transfers.stock_share", strangers.stock_share.into(), 100);
        self.most("stranger_transfers.days", strangers.days.into(), MOST_DAYS);
        self.say_if(strangers.days == 0, "stranger_transfers.days", "a transfer takes a day at least: use 1 or more");
        self.say_if(
            *return_days < LEAST_RETURN_DAYS,
            "return_days",
            format!("consumers may withdraw for {LEAST_RETURN_DAYS} days by law: use {LEAST_RETURN_DAYS} or more"),
        );
        self.most("return_days", *return_days, 10 * MOST_DAYS);
    }

    fn opening_hours(&mut self) {
        for (day, hours) in &self.settings.opening_hours.0 {
            let day =
                serde_json::to_value(day).ok().and_then(|day| day.as_str().map(str::to_owned)).unwrap_or_default();
            for (at, some) in hours.iter().enumerate() {
                let field = format!("opening_hours.{day}[{at}]");
                self.say_if(!some.are_in_order(), &field, "they end before they begin: swap `from` and `until`");
                let after_those = at == 0 || hours[at - 1].are_before(*some);
                self.say_if(!after_those, &field, "they begin before those named first have ended: make them one");
            }
        }
    }

    fn tax_territory(&mut self, field: &str, territory: &TaxTerritory) {
        let ShopSettings { home_country, .. } = self.settings;
        self.say_if(territory.name.trim().is_empty(), format!("{field}.name"), "give it a name to tell it by");
        self.say_if(
            !territory.country.in_eu(),
            format!("{field}.country"),
            format!("{} is outside the European Union, to which all is export: remove it", territory.country),
        );
        for (at, begins) in territory.postal_codes.iter().enumerate() {
            self.say_if(
                !begins.chars().any(|letter| letter.is_ascii_alphanumeric()),
                format!("{field}.postal_codes[{at}]"),
                "it would be the beginning of every postal code: use letters or digits",
            );
        }
        let own = territory.country == *home_country;
        match &territory.vat {
            TerritoryVat::Outside => self.say_if(
                own && territory.postal_codes.is_empty(),
                format!("{field}.vat"),
                "the shop's own country cannot be outside: name postal codes of the part that is",
            ),
            TerritoryVat::Rates(rates) => {
                self.say_if(
                    own && !territory.postal_codes.is_empty(),
                    format!("{field}.vat"),
                    "rates of a part of the shop's own country are not known to consumer prices: remove `postal_codes`",
                );
                for (at, rate) in rates.iter().enumerate() {
                    let field = format!("{field}.vat.rates[{at}]");
                    let fits = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&rate.percent)
                        && rate.percent.normalize().scale() <= 2;
                    self.say_if(!fits, format!("{field}.percent"), "a rate is 0 to 100 with two decimals at most");
                    let exempt = rate.class == crate::tax::VatClass::Exempt;
                    self.say_if(exempt, format!("{field}.class"), "what is exempt has no rate: remove it");
                    let dated = (date(1993, 1, 1)..=date(2100, 1, 1)).contains(&rate.from);
                    self.say_if(!dated, format!("{field}.from"), "use a day from 1993 to 2100");
                }
            }
        }
    }

    fn limits(&mut self) {
        let ShopSettings { unverified_vat_limit, guest_baskets, low_stock, .. } = self.settings;
        if let Some(limit) = unverified_vat_limit {
            self.price("unverified_vat_limit", *limit);
        }
        self.say_if(guest_baskets.most_lines == 0, "guest_baskets.most_lines", "guests could not buy: use 1 or more");
        let days = std::iter::once(guest_baskets.keep_days).chain(guest_baskets.keep_days_when_full.iter().copied());
        let days: Vec<u32> = days.collect();
        self.say_if(days.contains(&0), "guest_baskets", "a basket is kept for a day at least: use 1 or more");
        self.most("guest_baskets.keep_days", guest_baskets.keep_days, MOST_DAYS);
        self.say_if(
            !days.windows(2).all(|two| two[0] > two[1]),
            "guest_baskets.keep_days_when_full",
            "each is fewer days than the one before, the first fewer than `keep_days`",
        );
        self.most("low_stock", *low_stock, 10_000);
    }

    /// A price must be one that can be charged.
    fn price(&mut self, field: &str, price: Money) {
        let currency = self.settings.currency;
        self.say_if(
            price.currency() != currency,
            format!("{field}.currency"),
            format!("the shop sells in {currency}: use {currency}, or change `currency` and all prices at once"),
        );
        self.say_if(price.amount() < Decimal::ZERO, format!("{field}.amount"), "it is negative: use 0 or more");
        self.say_if(
            price.amount() > MOST_AMOUNT.into(),
            format!("{field}.amount"),
            format!("it is too much: use {MOST_AMOUNT} or less"),
        );
        self.say_if(
            price.rounded() != price,
            format!("{field}.amount"),
            format!("a price has {} decimals at most: round it", price.currency().minor_digits()),
        );
    }

    fn most(&mut self, field: &str, number: u32, most: u32) {
        self.say_if(number > most, field, format!("{number} is too many: use {most} at most"));
    }
}
